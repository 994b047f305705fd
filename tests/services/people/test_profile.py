"""The profile of a person: what is printed how, what stays out, what the log knows, and the pages themselves."""

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest

from soc_desk.domain import IntelligenceLink
from soc_desk.errors import Invalid, NotFound
from soc_desk.reports import person as drawing
from soc_desk.services import history, periods, subjects
from soc_desk.services.people import profile
from soc_desk.services.people.drafts import DetailLine, NameLine
from soc_desk.services.people.profile import PersonProfile, Shown
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import READERS, Access, AuditCategory
from soc_desk.vocabulary.ocg import AssessmentGrade, DataCategory, DetailKind, HandlingGrade, LinkRole, SourceGrade
from tests import factories, factories_ocg
from tests.reports import samples

TO = Addressed(recipient="Head of Crime", purpose="Tasking meeting")
TODAY = periods.today()
GRADED = {
    "source": SourceGrade.RELIABLE, "assessment": AssessmentGrade.DIRECT, "handling": HandlingGrade.CONDITIONS,
    "conditions": "Ask the owner first.",
}  # fmt: skip


@use_case("Report on a person in a test", needs=READERS)
def reported(work: Work, person: UUID) -> None:
    serial = work.next_serials("IR")[0]
    work.add(IntelligenceLink(serial=serial, person_id=person, ir_ref="IR 77", received_on=TODAY, summary="Seen.",
                              **GRADED))  # fmt: skip


@pytest.fixture
def piotr(store: Store, officer: Actor) -> UUID:
    """A suspect in one group and a possible victim in another, which is closed; a phone, an address with conditions."""
    lines = {
        "names": (NameLine(name="Smiler"),),
        "details": (
            DetailLine(value="07700 900123"),
            DetailLine(kind=DetailKind.ADDRESS, value="1 Mill Lane", **GRADED),
        ),
    }
    made = factories_ocg.person(store, officer, born_on=date(1990, 4, 3), **lines)
    open_one, closed = factories.ocg(store, officer), factories.ocg(store, officer, name="Telling name")
    factories_ocg.linked(store, officer, made, open_one)
    factories_ocg.linked(store, officer, made, closed, role=LinkRole.POTENTIAL_VICTIM, category=DataCategory.VICTIM)
    store.write(officer, reported, made)
    store.write(officer, subjects.set_access, closed, factories.version(store, officer, closed), Access.RESTRICTED, ())
    return made


def pages(told: PersonProfile) -> str:
    out = BytesIO()
    assert drawing.draw(told, out) >= 1
    return samples.words(out.getvalue())


def test_each_link_is_printed_with_its_category_and_conditions_bind_what_they_stand_beside(
    store: Store, officer: Actor, colleague: Actor, piotr: UUID
) -> None:
    printed = store.write(officer, profile.print_out, piotr, TO).value
    told = pages(printed)
    for words in ("Piotr Kowalski", "Smiler", "3 Apr 1990", "07700 900123", "Suspect", "Victim or possible victim",
                  "Telling name", "Head of Crime", printed.furniture.print_id, "2 more lines have"):  # fmt: skip
        assert words in told, words
    assert "Mill Lane" not in told
    assert "IR 77" not in told
    assert printed.furniture.restricted == 1
    assert store.read(officer, history.history, piotr)[0].category is AuditCategory.DISCLOSURE
    whole = pages(store.write(officer, profile.print_out, piotr, TO, Shown(conditions=True)).value)
    for words in ("1 Mill Lane", "Ask the owner first.", "IR 77", "Handle this profile as C"):
        assert words in whole, words
    theirs = pages(store.write(colleague, profile.preview, piotr).value)
    assert "Telling name" not in theirs
    assert store.read(colleague, history.history, piotr)[0].category is AuditCategory.CONSULTATION
    with pytest.raises(Invalid):
        store.write(officer, profile.print_out, piotr, Addressed(recipient="", purpose=""))


def test_a_child_stands_by_initials_unless_the_name_is_asked_for(store: Store, officer: Actor) -> None:
    born = TODAY - timedelta(days=5900)
    child = factories_ocg.person(store, officer, given_names="Sam", family_name="Ample", born_on=born)
    usual = store.write(officer, profile.print_out, child, TO).value
    told = pages(usual)
    assert "S. A." in told
    assert "Ample" not in told
    assert usual.furniture.filters == ("Under 18: initials only",)
    assert "Sam Ample" in pages(store.write(officer, profile.print_out, child, TO, Shown(full_name=True)).value)


def test_somebody_known_in_a_closed_group_alone_has_no_profile(store: Store, officer: Actor, colleague: Actor) -> None:
    group = factories.ocg(store, officer)
    person = factories_ocg.person(store, officer)
    factories_ocg.linked(store, officer, person, group)
    reference = store.write(officer, profile.preview, person).value.person.row.reference
    assert store.read(colleague, profile.id_of, f" {reference} ") == person
    store.write(officer, subjects.set_access, group, factories.version(store, officer, group), Access.SEALED, ())
    for ask in (
        lambda: store.write(colleague, profile.print_out, person, TO),
        lambda: store.write(colleague, profile.preview, person),
        lambda: store.read(colleague, profile.id_of, reference),
    ):
        with pytest.raises(NotFound):
            ask()
