"""The profile of a group: who is printed how, what is left out, what the log knows, and the pages themselves."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest

from soc_desk.errors import Invalid, NotFound
from soc_desk.reports import ocg as drawing
from soc_desk.reports import ocg_pictures
from soc_desk.reports.blocks import Note
from soc_desk.services import history, networks, ocg_profile, ocg_records, ocgs, periods, referrals, subjects
from soc_desk.services.mergers import doing
from soc_desk.services.ocg_life import relations, tiers
from soc_desk.services.ocg_life.relations import RelationDraft
from soc_desk.services.ocg_life.tiers import TierDraft
from soc_desk.services.people import links
from soc_desk.services.plans import lines, planning
from soc_desk.services.plans.drafts import AnswerDraft, ApprovalDraft, GapDraft, ObjectiveDraft
from soc_desk.services.prints import Addressed
from soc_desk.services.referrals import ReferralDraft
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import READERS, Access, AuditCategory, SubjectStatus
from soc_desk.vocabulary.ocg import AssessmentGrade, Consent, HandlingGrade, LinkRole, RelationKind, SourceGrade
from tests import factories, factories_network, factories_ocg, factories_plan
from tests.reports import samples

TO = Addressed(recipient="Head of Crime", purpose="Tasking meeting")
TODAY = periods.today()


@use_case("Link a second report", needs=READERS)
def conditional(work: Work, group: UUID) -> None:
    """Intelligence whose sharing has conditions."""
    from soc_desk.domain import IntelligenceLink

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


def test_links_with_conditions_stay_out_and_former_members_are_told_apart(
    store: Store, officer: Actor, group: UUID
) -> None:
    graded = {"source": SourceGrade.RELIABLE, "assessment": AssessmentGrade.DIRECT}
    held = {**graded, "handling": HandlingGrade.CONDITIONS, "conditions": "Ask the originator."}
    bound = factories_ocg.member(store, officer, group, "Secretname", **held)
    referral = ReferralDraft(person_id=bound, subject_id=group, is_child=False, consent=Consent.NO, identified_on=TODAY)
    store.write(officer, referrals.identify, referral)
    former = factories_ocg.member(store, officer, group, "Leftname")
    (link,) = store.read(officer, links.of_person, former)
    store.write(officer, links.end, link.id, link.version, TODAY, "Moved away.")
    found = store.read(officer, networks.network, group)
    counted = store.read(officer, ocg_records.record, group, TODAY).counts["members"]
    assert (found.people, found.gone, counted) == (3, 1, 3)
    assert sum(found.counts.values()) == 3
    assert {node.id for node in found.without_conditions().nodes} == {node.id for node in found.nodes} - {bound}
    told = pages(store.write(officer, ocg_profile.print_out, group, TO).value)
    assert "People: 3 now, 1 formerly; 1 left out for their handling conditions" in told
    assert "1 more link of a person has handling conditions and is left out." in told
    assert "Secretname" not in told
    assert "are not drawn" not in told
    profile = store.write(officer, ocg_profile.print_out, group, TO, True).value
    whole = pages(profile)
    assert "Handle this profile as C: 1 report and 1 link of a person have conditions, shown beside each." in whole
    assert "Ask the originator." in whole
    assert "without intelligence, by the force's policy" in whole
    assert "left out" not in whole


def test_a_large_group_that_nobody_leads_is_told_of_in_whole_sentences(store: Store, officer: Actor) -> None:
    group, rival = factories.ocg(store, officer), factories.ocg(store, officer, name="Kestrel")
    store.write(officer, factories_network.people, group, {LinkRole.MEMBER: networks.FEW + 1})
    store.write(officer, factories_network.relate, group, rival, RelationKind.RIVAL)
    profile = store.write(officer, ocg_profile.print_out, group, TO).value
    (note,) = (each for each in ocg_pictures.pictures(profile, 500) if isinstance(each, Note))
    assert note.words == ("41 people now. Now by role: Member 41. A square is a group. 41 of the people are not drawn.")


def test_the_plan_in_force_alone_is_printed_with_its_aims_and_the_gaps(
    store: Store, officer: Actor, supervisor: Actor, group: UUID
) -> None:
    store.write(officer, factories_plan.alter, group, sro="Supt Vale", status=SubjectStatus.ACTIVE)
    for aim, words in (("Old aim", "Old objective"), ("New aim", "New objective")):
        made = factories_plan.drafted(store, officer, group, objectives=aim)
        store.write(officer, lines.add_objective, made, ObjectiveDraft(words=words))
        store.write(supervisor, planning.approve, made, 1, ApprovalDraft(approved_by="Supt Vale"))
        store.write(officer, planning.go_live, made, 2)
    for words in ("Who holds the line?", "Who paid?"):
        gap = store.write(officer, lines.raise_gap, group, GapDraft(words=words, raised_on=TODAY)).value
    store.write(officer, lines.answer_gap, gap, 1, AnswerDraft(answer="Nobody.", closed_on=TODAY))
    told = pages(store.write(officer, ocg_profile.print_out, group, TO).value)
    for words in ("New aim", "New objective", "Who holds the line?"):
        assert words in told, words
    assert told.count("Old objective") == 1  # the new version took it over
    assert "Old aim" not in told
    assert "Intelligence gaps, open: 1" in told
    assert told.count("Who paid?") == 2  # raised and closed, in the timeline alone


def test_a_merged_group_says_into_which_one(store: Store, officer: Actor, coordinator: Actor, group: UUID) -> None:
    gone = factories.active_ocg(store, officer, coordinator, name="Merlin")
    kept = factories.active_ocg(store, officer, coordinator, name="Hobby")
    store.write(coordinator, doing.merge_groups, doing.MergeDraft(kept_id=kept, gone_id=gone, reason="One group"))
    reference = store.read(officer, ocgs.detail, gone, TODAY).row.reference
    found = store.read(officer, ocg_profile.id_of, reference.lower())
    assert found == gone
    told = pages(store.write(officer, ocg_profile.print_out, found, TO).value)
    assert "Hobby on" in told
    assert "stands there." in told


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
