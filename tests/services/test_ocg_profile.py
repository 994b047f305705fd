"""The profile of a group: who is printed how, what is left out, what the log knows, and the pages themselves."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest

from soc_desk.errors import Invalid, NotFound
from soc_desk.reports import ocg as drawing
from soc_desk.services import history, ocg_profile, periods, subjects
from soc_desk.services.ocg_life import relations, tiers
from soc_desk.services.ocg_life.relations import RelationDraft
from soc_desk.services.ocg_life.tiers import TierDraft
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import READERS, Access, AuditCategory
from soc_desk.vocabulary.ocg import HandlingGrade, RelationKind
from tests import factories, factories_ocg
from tests.reports import samples

TO = Addressed(recipient="Head of Crime", purpose="Tasking meeting")
TODAY = periods.today()


@use_case("Link a second report", needs=READERS)
def conditional(work: Work, group: UUID) -> None:
    """Intelligence whose sharing has conditions."""
    from soc_desk.domain import IntelligenceLink
    from soc_desk.vocabulary.ocg import AssessmentGrade, SourceGrade

    work.add(
        IntelligenceLink(
            serial=work.next_serials("IR")[0], subject_id=group, ir_ref="IR-26-000500", received_on=TODAY,
            source=SourceGrade.RELIABLE, assessment=AssessmentGrade.DIRECT, handling=HandlingGrade.CONDITIONS,
            conditions="Ask the owner first.", summary="A new number is advertised.",
        )
    )  # fmt: skip


@pytest.fixture
def group(store: Store, officer: Actor, supervisor: Actor) -> UUID:
    made = factories.mapped(store, officer, name="Kestrel", notes="Believed to recruit at two stations.")
    for days, value in ((200, 1), (100, 2), (0, 3)):
        factories.score(store, officer, made, value, scored_on=TODAY - timedelta(days=days))
    decision = TierDraft(tier="1", meeting="Force TT&CG", decided_on=TODAY, reason="Violence over the line.")
    store.write(supervisor, tiers.set_tier, made, factories.version(store, officer, made), decision)
    child = factories_ocg.person_draft(given_names="Sam", family_name="Ample", born_on=TODAY - timedelta(days=5900))
    adult = factories_ocg.person_draft(given_names="Piotr", family_name="Kowalski")
    for draft, confirmed in ((child, True), (adult, False)):
        from soc_desk.services.people import links

        link = factories_ocg.link_draft(None, made, child_confirmed=confirmed)
        store.write(officer, links.record_and_link, draft, link)
    store.write(officer, conditional, made)
    factories.approved(store, officer, supervisor, made, title="Line broken: three charged", disruption_date=TODAY)
    return made


def pages(profile: ocg_profile.OcgProfile) -> str:
    out = BytesIO()
    assert drawing.draw(profile, out) >= 2
    return samples.words(out.getvalue())


def test_it_tells_what_the_record_holds_with_grades_and_initials(
    store: Store, officer: Actor, colleague: Actor, group: UUID
) -> None:
    other = factories.ocg(store, officer, name="Telling name")
    store.write(officer, relations.relate, group, RelationDraft(other_id=other, kind=RelationKind.RIVAL))
    store.write(officer, subjects.set_access, other, factories.version(store, officer, other), Access.RESTRICTED, ())
    profile = store.write(colleague, ocg_profile.print_out, group, TO).value
    told = pages(profile)
    for words in (
        "Kestrel", "Head of Crime", profile.furniture.print_id, "S. A. (under 18)", "Kowalski", "1/B/P",
        "Score 45 of 60", "Assessment · Notes", "Force TT&CG", "Line broken: three charged", "None planned",
        "1 more report has handling conditions and is left out",
    ):  # fmt: skip
        assert words in told, words
    for secret in ("Ample", "IR-26-000500", "Telling name"):
        assert secret not in told
    newest = store.read(colleague, history.history, group)[0]
    assert (newest.category, newest.by) == (AuditCategory.DISCLOSURE, colleague.display)


def test_conditions_are_shown_where_they_are_asked_for(store: Store, officer: Actor, group: UUID) -> None:
    profile = store.write(officer, ocg_profile.print_out, group, TO, True).value
    told = pages(profile)
    assert "Ask the owner first." in told
    assert "Handle this profile as C: 1 report has conditions" in told
    shown = store.write(officer, ocg_profile.preview, group).value
    assert shown.left_out == 1
    assert store.read(officer, history.history, group)[0].category is AuditCategory.CONSULTATION


def test_nothing_leaves_without_a_recipient_nor_from_a_closed_group(
    store: Store, officer: Actor, colleague: Actor, group: UUID
) -> None:
    with pytest.raises(Invalid):
        store.write(officer, ocg_profile.print_out, group, Addressed(recipient="", purpose=""))
    reference = store.write(officer, ocg_profile.preview, group).value.record.detail.row.reference
    assert store.read(colleague, ocg_profile.id_of, reference) == group
    store.write(officer, subjects.set_access, group, factories.version(store, officer, group), Access.SEALED, ())
    for ask in (
        lambda: store.write(colleague, ocg_profile.print_out, group, TO),
        lambda: store.read(colleague, ocg_profile.id_of, reference),
    ):
        with pytest.raises(NotFound):
            ask()
    furniture = store.write(officer, ocg_profile.print_out, group, TO).value.furniture
    assert furniture.restricted == 1
