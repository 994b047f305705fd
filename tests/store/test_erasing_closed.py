"""What an erasure leaves closed and open: requests, referrals, reports and cases beside groups closed to others."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from soc_desk.domain import CasePerson, IntelligenceLink, Person
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import import_undo, imports, subjects
from soc_desk.services.people import erasing, links, persons
from soc_desk.services.requests import rows
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.store.erasing import ERASED
from soc_desk.vocabulary import EVERYONE, Access, ImportKind
from soc_desk.vocabulary.ocg import ReferralState
from soc_desk.vocabulary.poca import CaseState
from tests import factories, factories_lines
from tests import factories_intelligence as reports
from tests import factories_ocg as made
from tests.factories_erasing import WHO, all_of, draft
from tests.imports import trackers
from tests.services.requests import ways

DAY = date(2026, 11, 14)


@use_case("Do it for this test", needs=EVERYONE)
def doing(work: Work, what: Callable[[Work], Any]) -> Any:
    return what(work)


def _close(store: Store, by: Actor, group: UUID, *readers: UUID) -> None:
    store.write(by, subjects.set_access, group, factories.version(store, by, group), Access.RESTRICTED, readers)


def _all(store: Store, by: Actor, *columns: Any) -> list[Any]:
    with store._sessions() as session:
        store._see_as(session, by)
        return list(session.execute(select(*columns)).all())


def test_a_request_that_the_person_closed_stays_closed(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor, colleague: Actor
) -> None:
    group = factories.ocg(store, officer, name="Falcon")
    person = made.member(store, officer, group, "Quietman")
    asked = ways.ask(store, officer, person_id=person, asked="Who pays the crew?")
    _close(store, officer, group, supervisor.id)
    mine, theirs = sit(supervisor), sit(colleague)
    mine.write(supervisor, erasing.erase, all_of(mine, supervisor, person))
    assert mine.read(supervisor, rows.detail, asked).row.asked == "Who pays the crew?"
    with pytest.raises(NotFound):
        theirs.read(colleague, rows.detail, asked)


def test_whom_a_closed_group_keeps_is_gone_from_what_is_open(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor, colleague: Actor
) -> None:
    group, closed = factories.ocg(store, officer), factories.ocg(store, officer, name="Closed")
    person = store.write(officer, links.record_and_link, WHO, made.link_draft(None, group)).value.person_id
    made.linked(store, officer, person, closed)

    def party(work: Work) -> None:
        case = factories_lines.line(work, "poca_case", state=CaseState.CLOSED)
        factories_lines.line(work, "poca_case_person", case_id=case, person_id=person, name="Zoë O'Brannigan")

    store.write(officer, doing, party)
    reports.intelligence(store, officer, group, person_id=person, summary="Kept stock at the yard.")
    asked = ways.ask(store, officer, subject_id=group, person_id=person, asked="Who runs the yard?")
    _close(store, officer, closed)
    mine, theirs = sit(supervisor), sit(colleague)
    mine.write(supervisor, erasing.erase, all_of(mine, supervisor, person))
    assert _all(theirs, colleague, CasePerson.name, CasePerson.person_id) == [(ERASED, None)]
    assert _all(theirs, colleague, IntelligenceLink.summary, IntelligenceLink.person_id) == [
        ("Kept stock at the yard.", None)
    ]
    assert theirs.read(colleague, rows.detail, asked).row.asked == "Who runs the yard?"


@pytest.mark.parametrize("by", ["nrm_referral", "person_id", "other_id"])
def test_whom_a_closed_group_has_by_a_referral_or_a_tie_alone_is_closed_like_it(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor, colleague: Actor, by: str
) -> None:
    group, closed = factories.ocg(store, officer), factories.ocg(store, officer, name="Closed")
    person = store.write(officer, links.record_and_link, WHO, made.link_draft(None, group)).value.person_id
    theirs_too = made.member(store, officer, closed, "Quietman")

    def held(work: Work) -> None:
        if by == "nrm_referral":
            state = ReferralState.CONCLUSIVE_NEGATIVE
            factories_lines.line(work, "nrm_referral", person_id=person, subject_id=closed, state=state)
        else:
            ends = {"person_id": theirs_too, "other_id": theirs_too, by: person}
            factories_lines.line(work, "person_tie", subject_id=closed, **ends)

    store.write(officer, doing, held)
    _close(store, officer, closed)
    mine, theirs = sit(supervisor), sit(colleague)
    mine.write(supervisor, erasing.erase, all_of(mine, supervisor, person))
    for seat, who in ((mine, supervisor), (theirs, colleague)):
        with pytest.raises(NotFound):
            seat.read(who, persons.detail, person, DAY)
    assert store.read(officer, persons.detail, person, DAY).draft.processing_restricted


def test_a_server_tells_of_closed_groups_to_an_erasure_of_somebody_known_alone(
    store: Store, sit: Callable[[Actor], Store], engine_name: str, officer: Actor, supervisor: Actor
) -> None:
    if engine_name == "sqlite":
        pytest.skip("A file's key opens all of it.")
    group, closed = factories.ocg(store, officer), factories.ocg(store, officer, name="Closed")
    secret, known = made.member(store, officer, closed, "Quietman"), made.member(store, officer, group, "Loudman")
    made.linked(store, officer, known, closed)
    _close(store, officer, closed)
    begin = text(
        "INSERT INTO erasure (id, version, person_id, reference, authority, reason, at, by_id) "
        "VALUES (:id, 1, :person, 'N', 'review', 'R', now(), :by)"
    )
    ask, id_ = text("SELECT desk_pins(:id, CAST(:people AS uuid[]))"), uuid4()
    for whom, people, told in ((known, [known], [closed]), (known, [known, secret], None), (secret, [secret], None)):
        with sit(supervisor).engine.connect() as connection:
            connection.execute(begin, {"id": id_, "person": whom, "by": supervisor.id})
            asked = {"id": id_, "people": people}
            if told is None:
                with pytest.raises(DBAPIError, match="erasure of this save"):
                    connection.execute(ask, asked)
            else:
                assert list(connection.execute(ask, asked).scalars()) == told


def test_an_import_is_undone_past_somebody_erased(
    store: Store, officer: Actor, supervisor: Actor, tmp_path: Path
) -> None:
    head = ("Nominal", "AKA", "DOB", "Mobile", "VRM", "OCG ref", "Role", "Category")
    told = [(name, "", "03/04/1990", "", "", "OCG-77", "Head", "Suspect") for name in ("Ann Wrong", "Bob Right")]
    file = trackers.csv_file(tmp_path / "people.csv", (head, *told))
    way = trackers.read(file, trackers.look(file, ImportKind.PEOPLE).mapping)
    brought = store.write(officer, imports.import_people, way).value
    ((ann,),) = _all_where(store, officer, "Ann Wrong")
    store.write(supervisor, erasing.erase, draft(ann))
    undone = store.write(officer, import_undo.undo, brought.import_id).value
    assert (undone.records, undone.erased) == (1, 1)
    assert _all(store, officer, Person.id) == []


def _all_where(store: Store, by: Actor, name: str) -> list[Any]:
    return [(id_,) for id_, held in _all(store, by, Person.id, Person.name) if held == name]


def test_supervisors_alone_look_through_everything_and_lift_a_restriction(
    store: Store, officer: Actor, supervisor: Actor
) -> None:
    person = made.person(store, officer)
    with pytest.raises(NotAllowed):
        store.read(officer, erasing.preview, person)
    store.write(supervisor, erasing.restrict, draft(person))
    form = store.read(officer, persons.detail, person, DAY).draft
    lifted = replace(form, processing_restricted=False)
    with pytest.raises(Invalid) as refused:
        store.write(officer, persons.change, form, lifted)
    assert "Only a supervisor" in refused.value.problems["processing_restricted"]
    store.write(supervisor, persons.change, form, lifted)
    assert not store.read(officer, persons.detail, person, DAY).draft.processing_restricted
