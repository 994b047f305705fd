"""Which words mean the erased person: spellings, names that say little, and rows that are of somebody else as well."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from soc_desk.services import disruptions, history, search
from soc_desk.services.people import erasing, links, persons, profile
from soc_desk.services.people.drafts import DetailLine, PersonDraft
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.ocg import DetailKind
from soc_desk.vocabulary.poca import CaseState
from tests import factories, factories_lines
from tests import factories_intelligence as reports
from tests import factories_ocg as made
from tests.factories_erasing import TOLD, WHO, all_of, draft, traces


@use_case("Do it for the test of words", needs=EVERYONE)
def doing(work: Work, what: Callable[[Work], Any]) -> Any:
    return what(work)


def test_what_is_of_a_group_or_a_case_as_well_stays_without_the_names(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor
) -> None:
    group = factories.ocg(store, officer)
    person = store.write(officer, links.record_and_link, WHO, made.link_draft(None, group)).value.person_id
    reports.intelligence(store, officer, group, person_id=person, summary=TOLD)

    def beside(work: Work) -> None:
        named = {"title": "Photo of Maggie Brann", "name": "Zoe O'Brannigan.jpg"}
        factories_lines.line(work, "document", subject_id=group, person_id=person, **named)
        case = factories_lines.line(work, "poca_case", state=CaseState.CLOSED)
        told = {"name": "Zoë O'Brannigan", "note": "Known as Maggie Brann", "solicitor": "for Zoe O'Brannigan"}
        factories_lines.line(work, "poca_case_person", case_id=case, person_id=person, **told)

    store.write(officer, doing, beside)
    mine = sit(supervisor)
    assert search_hits(store, officer, "maggie") == {"person", "intelligence"}
    shown = mine.read(supervisor, erasing.preview, person)
    assert sum("Photo of Maggie" in place.words for place in shown.places) == 1
    mine.write(supervisor, erasing.erase, all_of(mine, supervisor, person))
    assert traces(store) == []
    assert search_hits(store, officer, "maggie") == set()


def search_hits(store: Store, by: Actor, words: str) -> set[str]:
    return {hit.kind for hit in store.read(by, search.search, words)}


@pytest.mark.parametrize(
    ("given", "family", "left"),
    [
        ("?", "Brown", "Brown street: wraps of brown, J. Brown"),
        ("...", "?", "Brown street: wraps of brown, J. Brown"),
        ("J", "Brown", "Brown street: wraps of brown, J. Brown"),
        ("J", "Street-Brown", "Brown street: wraps of brown, J. Brown"),
    ],
)
def test_a_name_that_says_little_takes_nothing_unasked(
    store: Store, officer: Actor, supervisor: Actor, given: str, family: str, left: str
) -> None:
    group = factories.ocg(store, officer)
    person = made.person(store, officer, given_names=given, family_name=family)
    told = factories.disruption(store, officer, group, narrative=left)
    shown = store.read(supervisor, erasing.preview, person)
    assert all(place.doubt for place in shown.places)
    store.write(supervisor, erasing.erase, draft(person))
    assert store.read(officer, disruptions.detail, told).draft.narrative == left


def test_names_are_found_in_every_spelling_of_their_letters(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor
) -> None:
    group, mine = factories.ocg(store, officer), sit(supervisor)
    for (given, family), said in {
        ("Anna", "Muller"): "Anna Müller", ("Ida", "Müller"): "Ida Muller",
        ("Jose", "Garcia"): "Jose\u0301 Garci\u0301a", ("Juan", "García"): "Juan GARCIA",
        ("Ewa", "Łęcka"): "Ewa Lecka", ("Iga", "Lecka"): "ŁĘCKA, Iga",
        ("Søren", "Bo"): "Soren Bo", ("Ole", "Aesb\u0131rg"): "Ole Æsbirg", ("Uwe", "Gross"): "Uwe Groß",
    }.items():  # fmt: skip
        person = made.person(store, officer, given_names=given, family_name=family)
        told = factories.disruption(store, officer, group, narrative=f"Ünd… “{said}”, é.", title=f"Seen: {said}")
        mine.write(supervisor, erasing.erase, draft(person))
        now = store.read(officer, disruptions.detail, told).draft
        assert (now.narrative, now.title) == ("Ünd… “[erased]”, é.", "Seen: [erased]"), said


def test_numbers_are_found_however_they_are_spaced(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor
) -> None:
    group, mine = factories.ocg(store, officer), sit(supervisor)
    lines = (
        DetailLine(value="+44 7700 900123"), DetailLine(kind=DetailKind.VEHICLE, value="AB12CDE"),
        DetailLine(kind=DetailKind.ACCOUNT, value="12345678"),
    )  # fmt: skip
    named = PersonDraft(given_names="Ilvy", family_name="Brelpike", details=lines, pnc_id="90/54321X")
    person = store.write(officer, persons.record, named).value
    said = (
        "07700 900 123", "07700-900123", "+44 7700 900123", "0044 (0)7700 90 01 23", "07700\u2013900\u00a01 2 3",
        "07700900123", "90/54 321 X", "90 54321x", "9 0 / 5 4 3 2 1 X", "ab 12 cde", "AB1-2CD\u00a0E", "12-34-56-78",
    )  # fmt: skip
    told = [factories.disruption(store, officer, group, narrative=f"On {each}; 1.", title=each) for each in said]
    other = factories.disruption(store, officer, group, narrative="On 07700 900124, 907700900123 and 90/543210X.")
    mine.write(supervisor, erasing.erase, draft(person))
    for id_, words in zip(told, said, strict=True):
        now = store.read(officer, disruptions.detail, id_).draft
        assert (now.narrative, now.title) == ("On [erased]; 1.", "[erased]"), words
        assert words not in str(store.read(officer, history.history, id_)), words
    assert "[erased]" not in store.read(officer, disruptions.detail, other).draft.narrative


def test_the_log_and_the_disclosure_keep_the_same_of_whom_it_went_to(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor
) -> None:
    mine = sit(supervisor)
    for family, is_ticked in (("Khan", False), ("Hussain", True)):
        person = made.person(store, officer, given_names="Amir", family_name=family)
        to = Addressed(recipient=f"DS {family}, Kent", purpose=f"Amir {family}, warrant")
        store.write(officer, profile.print_out, person, to)
        asked = all_of(mine, supervisor, person) if is_ticked else draft(person)
        mine.write(supervisor, erasing.erase, asked)
    with store.engine.connect() as connection:
        for table in ("disclosure", "audit_entry"):
            query = f"SELECT recipient, purpose FROM {table} WHERE recipient IS NOT NULL"
            kept = {tuple(row) for row in connection.execute(text(query))}
            assert kept == {(to, "[erased], warrant") for to in ("DS Khan, Kent", "DS [erased], Kent")}
