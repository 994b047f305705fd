"""Whoever only has the same name is spared: each place is ticked or not, whole, with its entries of the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import AuditEntry, CasePerson, Disclosure, User
from soc_desk.services import disruptions, history, search
from soc_desk.services.history_words import GONE
from soc_desk.services.people import erasing, profile
from soc_desk.services.people.erasing_places import Place
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store, Work, audit, seals, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.poca import CaseState
from tests import factories, factories_lines
from tests import factories_ocg as made
from tests.factories_erasing import draft

BORN, OTHER = date(1990, 4, 3), date(1985, 1, 2)


@use_case("Do it for the test of the spared", needs=EVERYONE)
def doing(work: Work, what: Callable[[Work], Any]) -> Any:
    return what(work)


def _all(store: Store, by: Actor, *columns: Any) -> list[Any]:
    with store._sessions() as session:
        store._see_as(session, by)
        return list(session.execute(select(*columns)).all())


def _of(places: tuple[Place, ...], table: str, id_: UUID) -> list[Place]:
    return [place for place in places if place.key.startswith(f"{table}:{id_.hex}")]


def _found(store: Store, by: Actor, words: str) -> list[str]:
    return [hit.reference for hit in store.read(by, search.search, words) if hit.kind == "disruption"]


def test_whoever_only_has_the_name_keeps_it_everywhere(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor
) -> None:
    group, mine = factories.ocg(store, officer), sit(supervisor)
    person = made.person(store, officer, given_names="Karen", family_name="Lewis", born_on=BORN)
    told = "Karen Lewis rang, and Lewis came."
    spared, taken = (factories.disruption(store, officer, group, narrative=told) for _ in range(2))
    for each in (spared, taken):
        before = store.read(officer, disruptions.detail, each).draft
        store.write(officer, disruptions.change, before, replace(before, narrative=f"{told} More."))
    to = Addressed(recipient="Karen Lewis, CPS", purpose="Charging of Karen Lewis")
    store.write(officer, profile.print_out, person, to)

    def parties(work: Work) -> list[UUID]:
        case = factories_lines.line(work, "poca_case", state=CaseState.CLOSED)
        return [
            factories_lines.line(work, "poca_case_person", case_id=case, name="Karen Lewis", born_on=born)
            for born in (OTHER, BORN, None)
        ]

    other, same, unknown = store.write(officer, doing, parties).value
    shown = mine.read(supervisor, erasing.preview, person)
    assert ["somebody else" in place.doubt for place in _of(shown.places, "poca_case_person", other)] == [True]
    assert [place.doubt for id_ in (same, unknown) for place in _of(shown.places, "poca_case_person", id_)] == ["", ""]
    sure, unsure = sorted(_of(shown.places, "disruption", spared), key=lambda place: place.key)
    assert (bool(sure.doubt), bool(unsure.doubt), len(sure.entries)) == (False, True, 2)
    answers = {sure.key: False, unsure.key: True}
    ticked = [place for place in shown.places if answers.get(place.key, not place.doubt)]
    mine.write(supervisor, erasing.erase, draft(person, answers=answers))

    ((fields,),) = [row for row in _all(store, officer, AuditEntry.fields) if seals.EMPTIED in row.fields]
    assert len(fields[seals.EMPTIED]) == shown.own_entries + len(frozenset[int]().union(*(p.entries for p in ticked)))
    narrative = [store.read(officer, disruptions.detail, each).draft.narrative for each in (spared, taken)]
    assert narrative == ["Karen Lewis rang, and [erased] came. More.", "[erased] rang, and Lewis came. More."]
    assert {name for name, born in _all(store, officer, CasePerson.name, CasePerson.born_on) if born == OTHER} == {
        "Karen Lewis"
    }
    assert [name for (name,) in _all(store, officer, CasePerson.name)].count("[erased]") == 2
    kept = {("Karen Lewis, CPS", "Charging of [erased]")}
    assert {tuple(row) for row in _all(store, officer, Disclosure.recipient, Disclosure.purpose)} == kept
    entries = _all(store, officer, AuditEntry.recipient, AuditEntry.purpose)
    assert {tuple(row) for row in entries if row.recipient} == kept
    assert store.read(officer, audit.verify).intact


def test_what_is_unticked_stays_with_its_log_and_is_found(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor
) -> None:
    group, mine = factories.ocg(store, officer), sit(supervisor)
    person = made.person(store, officer, given_names="Karen", family_name="Lewis")
    told = factories.disruption(store, officer, group, narrative="Karen Lewis rang.", title="Karen Lewis")
    before = store.read(officer, disruptions.detail, told).draft
    store.write(officer, disruptions.change, before, replace(before, title="A call"))
    shown = mine.read(supervisor, erasing.preview, person)
    (place,) = shown.places
    assert "narrative" in place.where
    assert len(place.entries) == 2  # the title is of the log alone by now
    reference = _found(store, officer, "karen")
    assert len(reference) == 1
    mine.write(supervisor, erasing.erase, draft(person, answers={place.key: False}))
    assert store.read(officer, disruptions.detail, told).draft.narrative == "Karen Lewis rang."
    assert _found(store, officer, "karen") == reference
    assert not any(GONE in row.changes for row in store.read(officer, history.history, told))


def test_the_name_of_somebody_who_signs_in_is_in_doubt(
    store: Store, officer: Actor, supervisor: Actor, colleague: Actor
) -> None:
    group = factories.ocg(store, officer)

    def named(work: Work) -> None:
        work.get(User, colleague.id).display = "DS Karen Lewis"

    store.write(officer, doing, named)
    person = made.person(store, officer, given_names="Karen", family_name="Lewis")
    told = factories.disruption(store, officer, group, narrative="Karen Lewis rang.")
    shown = store.read(supervisor, erasing.preview, person)
    assert all("DS Karen Lewis" in place.doubt for place in shown.places if "Karen" in place.words)
    store.write(supervisor, erasing.erase, draft(person))
    assert store.read(officer, disruptions.detail, told).draft.narrative == "Karen Lewis rang."
