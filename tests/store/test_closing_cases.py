"""Who closes a POCA case and names its readers: the rule of other records, which a server holds to by itself."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError

from soc_desk.domain import CaseReader, PocaCase
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import ocgs, subjects, users
from soc_desk.services.poca import access, cases, found, others, reseizure
from soc_desk.services.poca.cases import CaseFilter
from soc_desk.services.poca.drafts import ReseizureDraft
from soc_desk.services.poca.other_drafts import OtherDraft
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from soc_desk.vocabulary.poca import CaseKind, CaseState
from tests import factories
from tests import factories_poca as poca
from tests.factories_poca import Clock, wall

AT = wall(2026, 4, 9, 9, 30)
Sit = Callable[[Actor], Store]


@pytest.fixture
def at(sit: Sit) -> Sit:
    """As a person reaches the store a week after the seizure, when the 48 hours are over."""
    clock = Clock().at(AT)
    return lambda person: Store(sit(person).engine, clock=clock)


def close(by: Store, person: Actor, case: UUID, *readers: Actor, who: Access = Access.RESTRICTED) -> None:
    by.write(person, access.set_access, case, None, who, tuple(reader.id for reader in readers))


def knows(by: Store, person: Actor) -> bool:
    shown = bool(by.read(person, cases.page, CaseFilter(), now=AT))
    assert bool(by.read(person, found.cases, "slough", 5)) is shown
    return shown


def test_an_owner_closes_a_case_to_themselves_and_opens_it(at: Sit, officer: Actor, colleague: Actor) -> None:
    mine, theirs = at(officer), at(colleague)
    case = poca.seized(mine, officer)
    assert knows(theirs, colleague)
    close(mine, officer, case)
    assert (knows(mine, officer), knows(theirs, colleague)) == (True, False)
    close(mine, officer, case, colleague)
    assert knows(theirs, colleague)
    with pytest.raises(NotAllowed, match="Only the owner"):
        close(theirs, colleague, case, who=Access.TEAM)
    close(mine, officer, case, who=Access.TEAM)
    assert mine.read(officer, access.readers, case) == ()


def test_somebody_elses_case_is_not_closed_by_a_colleague(
    at: Sit, officer: Actor, colleague: Actor, analyst: Actor
) -> None:
    case = poca.seized(at(officer), officer)
    for person in (colleague, analyst):
        with pytest.raises(NotAllowed):
            close(at(person), person, case, person)


def test_a_case_without_an_owner_becomes_that_of_who_closes_it(
    at: Sit, store: Store, founder: Actor, officer: Actor, colleague: Actor
) -> None:
    @use_case("Let go for the test", needs=EVERYONE)
    def ownerless(work: Work, id: UUID) -> None:
        work.get(PocaCase, id).owner_id = None

    case = poca.seized(at(officer), officer)
    store.write(founder, ownerless, case)
    close(at(officer), officer, case)
    assert poca.look(at(officer), officer, case).row.owner_id == officer.id
    assert not knows(at(colleague), colleague)


def test_a_supervisor_closes_a_case_to_its_owner_and_so_to_themselves(
    at: Sit, officer: Actor, supervisor: Actor, colleague: Actor
) -> None:
    mine, theirs = at(officer), at(supervisor)
    case = poca.seized(mine, officer)
    close(theirs, supervisor, case, colleague)
    assert (knows(theirs, supervisor), knows(at(colleague), colleague)) == (False, True)
    assert mine.read(officer, access.readers, case) == (colleague.id,)
    with pytest.raises(NotFound):
        close(theirs, supervisor, case, who=Access.TEAM)


def test_a_case_is_not_closed_to_nobody(
    at: Sit, officer: Actor, supervisor: Actor, colleague: Actor, administrator: Actor
) -> None:
    case = poca.seized(at(officer), officer)
    admin = at(administrator)
    person = next(row for row in admin.read(administrator, users.list_rows) if row.id == officer.id)
    admin.write(administrator, users.disable, person.id, person.version)
    theirs = at(supervisor)
    with pytest.raises(Invalid, match="Nobody who can sign in"):
        close(theirs, supervisor, case)
    close(theirs, supervisor, case, colleague)
    assert knows(at(colleague), colleague)


def test_a_closed_case_is_passed_on_by_its_owner_only(at: Sit, officer: Actor, colleague: Actor) -> None:
    mine, theirs = at(officer), at(colleague)
    case = poca.seized(mine, officer)
    close(mine, officer, case, colleague)
    before = poca.look(theirs, colleague, case).draft
    with pytest.raises(Invalid, match="passes a restricted case on"):
        theirs.write(colleague, cases.change, before, replace(before, owner_id=colleague.id))
    before = poca.look(mine, officer, case).draft
    with pytest.raises(Invalid, match="Name yourself"):
        mine.write(officer, cases.change, before, replace(before, owner_id=colleague.id))
    mine.write(officer, access.set_access, case, None, Access.RESTRICTED, (officer.id, colleague.id))
    before = poca.look(mine, officer, case).draft
    mine.write(officer, cases.change, before, replace(before, owner_id=colleague.id))
    assert poca.look(theirs, colleague, case).row.owner_id == colleague.id
    close(theirs, colleague, case)
    assert not knows(mine, officer)


def test_so_are_cases_of_other_orders_and_groups(at: Sit, officer: Actor, colleague: Actor) -> None:
    mine, theirs = at(officer), at(colleague)
    order = mine.write(officer, others.record, OtherDraft(kind=CaseKind.RESTRAINT, owner_id=officer.id)).value
    close(mine, officer, order, colleague)
    group = factories.ocg(mine, officer)
    version = factories.version(mine, officer, group)
    mine.write(officer, subjects.set_access, group, version, Access.RESTRICTED, (colleague.id,))

    def passed_on(by: Store, person: Actor) -> None:
        draft = by.write(person, others.look, order).value.draft
        by.write(person, others.change, draft, replace(draft, owner_id=colleague.id))

    def group_passed_on(by: Store, person: Actor) -> None:
        draft = by.write(person, ocgs.look, group).value.draft
        by.write(person, ocgs.change, draft, replace(draft, owner_id=colleague.id))

    for attempt in (passed_on, group_passed_on):
        with pytest.raises(Invalid, match="Only its owner"):
            attempt(theirs, colleague)
        with pytest.raises(Invalid, match="Name yourself"):
            attempt(mine, officer)
    close(mine, officer, order, colleague, officer)
    mine.write(officer, subjects.set_access, group, version + 1, Access.RESTRICTED, (colleague.id, officer.id))
    passed_on(mine, officer)
    group_passed_on(mine, officer)
    draft = theirs.write(colleague, others.look, order).value.draft
    theirs.write(colleague, others.change, draft, replace(draft, owner_id=None, notes="Kept by its owner."))
    assert theirs.read(colleague, access.facts, order).owner_id == colleague.id
    assert theirs.write(colleague, ocgs.look, group).value.draft.owner_id == colleague.id


@pytest.mark.parametrize(
    ("who", "by"), [(Access.RESTRICTED, "owner"), (Access.RESTRICTED, "named"), (Access.SEALED, "owner")]
)
def test_a_case_seized_anew_is_as_closed_as_the_old_one(
    at: Sit, officer: Actor, colleague: Actor, champion: Actor, who: Access, by: str
) -> None:
    mine = at(officer)
    old = poca.seized(mine, officer)
    named = () if who is Access.SEALED else (champion,)
    close(mine, officer, old, *named, who=who)
    person = officer if by == "owner" else champion
    draft = ReseizureDraft(
        seized_at=AT, reason="The order came late.", advice="S. Olicitor", place="Store", grounds="Now."
    )
    new = at(person).write(person, reseizure.reseize, old, None, draft).value
    assert not knows(at(colleague), colleague)
    for knowing in (officer, *named):
        seen = poca.look(at(knowing), knowing, new)
        assert (seen.row.access, seen.row.owner_id, seen.row.state) == (who, officer.id, CaseState.SEIZED)
        assert mine.read(officer, access.readers, new) == tuple(each.id for each in named)


def test_a_case_of_the_team_seized_anew_stays_the_teams(at: Sit, officer: Actor, colleague: Actor) -> None:
    old = poca.seized(at(officer), officer)
    draft = ReseizureDraft(
        seized_at=AT, reason="The order came late.", advice="S. Olicitor", place="Store", grounds="Now."
    )
    new = at(colleague).write(colleague, reseizure.reseize, old, None, draft).value
    row = poca.look(at(colleague), colleague, new).row
    assert (row.access, row.owner_id) == (Access.TEAM, officer.id)


def test_the_server_holds_to_the_rule_without_the_program(
    at: Sit, engine_name: str, officer: Actor, colleague: Actor, supervisor: Actor
) -> None:
    if engine_name == "sqlite":
        pytest.skip("on a file the program decides")
    mine, theirs = at(officer), at(colleague).engine
    case = poca.seized(mine, officer)
    naming = insert(CaseReader).values(case_id=case, user_id=colleague.id)
    table = PocaCase.__table__
    closing = update(table).where(table.c.id == case).values(access=Access.SEALED)  # type: ignore[arg-type]
    for statement, refusal in ((naming, "row-level security"), (closing, "who may know")):
        with pytest.raises(DBAPIError, match=refusal), theirs.begin() as connection:
            connection.execute(statement)
    close(mine, officer, case, colleague)
    with theirs.begin() as connection:
        assert connection.execute(delete(CaseReader).where(CaseReader.case_id == case)).rowcount == 0
    for owner in (colleague.id, None):
        taking = update(table).where(table.c.id == case).values(owner_id=owner)  # type: ignore[arg-type]
        with pytest.raises(DBAPIError, match="passes a closed record on"), theirs.begin() as connection:
            connection.execute(taking)
    assert not knows(at(supervisor), supervisor)


def test_the_server_finds_no_closed_case_for_whoever_asks_it(
    at: Sit, engine_name: str, officer: Actor, colleague: Actor, administrator: Actor
) -> None:
    if engine_name == "sqlite":
        pytest.skip("on a file the program decides")
    case = poca.seized(at(officer), officer)
    ask = "SELECT count(*) FROM desk_cases_found(ARRAY['slough:*', 'ample:*'], 5)"

    def told(person: Actor) -> int:
        with at(person).engine.connect() as connection:
            return int(connection.exec_driver_sql(ask).scalar_one())

    assert [told(person) for person in (officer, colleague, administrator)] == [1, 1, 0]
    close(at(officer), officer, case)
    assert [told(person) for person in (officer, colleague)] == [1, 0]


def test_a_login_finds_the_latest_recorded_of_what_is_open_to_it(at: Sit, officer: Actor, colleague: Actor) -> None:
    made = [poca.seized(at(officer), officer, place=f"{number} Gull Row") for number in range(5)]
    close(at(officer), officer, made[3])

    def first(person: Actor, limit: int) -> list[UUID]:
        return [id_ for id_, *_ in at(person).read(person, found.cases, "gull ample", limit)]

    assert first(officer, 2) == [made[4], made[3]]
    assert first(colleague, 2) == [made[4], made[2]]
    assert first(colleague, 5) == [made[4], made[2], made[1], made[0]]
