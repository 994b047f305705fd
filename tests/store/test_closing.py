"""Who closes a record and names its readers: one rule on both engines, which a server holds to by itself."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from soc_desk.domain import Disruption, IntelligenceLink, Ocg, SubjectReader
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import ocgs, subjects, users
from soc_desk.store import Actor, Store
from soc_desk.store.sight import Sight
from soc_desk.vocabulary import Access
from tests import factories


def close(by: Store, person: Actor, group: object, *readers: Actor, access: Access = Access.RESTRICTED) -> None:
    version = factories.version(by, person, group)  # type: ignore[arg-type]
    named = tuple(reader.id for reader in readers)
    by.write(person, subjects.set_access, group, version, access, named)  # type: ignore[arg-type]


def knows(by: Store, person: Actor) -> bool:
    return bool(by.read(person, ocgs.page, ocgs.OcgFilter()))


def test_what_is_closed_is_worked_out_once_in_a_statement_and_for_its_reader_alone(
    officer: Actor, colleague: Actor
) -> None:
    asked = select(Ocg.id, IntelligenceLink.id, Disruption.id)
    said = str(asked.options(Sight(officer)))
    assert (said.count("subject_reader"), said.count("NOT IN (SELECT closed_subject.id")) == (1, 3)

    def kept(reader: Actor) -> object:
        return asked.options(Sight(reader))._generate_cache_key()

    assert kept(officer) == kept(officer) != kept(colleague)


def test_an_owner_closes_a_record_to_themselves_and_opens_it(
    sit: Callable[[Actor], Store], officer: Actor, colleague: Actor
) -> None:
    mine, theirs = sit(officer), sit(colleague)
    group = factories.ocg(mine, officer)
    close(mine, officer, group)
    assert (knows(mine, officer), knows(theirs, colleague)) == (True, False)
    close(mine, officer, group, colleague)
    assert knows(theirs, colleague)
    with pytest.raises(NotAllowed, match="Only the owner"):
        close(theirs, colleague, group, access=Access.TEAM)
    close(mine, officer, group, access=Access.TEAM)
    assert knows(theirs, colleague)


def test_somebody_elses_record_is_not_closed_by_a_colleague(
    sit: Callable[[Actor], Store], officer: Actor, colleague: Actor, analyst: Actor
) -> None:
    group = factories.ocg(sit(officer), officer)
    for person in (colleague, analyst):
        with pytest.raises(NotAllowed):
            close(sit(person), person, group, person)


def test_a_record_without_an_owner_becomes_that_of_who_closes_it(
    sit: Callable[[Actor], Store], store: Store, founder: Actor, officer: Actor, colleague: Actor
) -> None:
    from soc_desk.store import Work, use_case
    from soc_desk.vocabulary import EVERYONE

    @use_case("Record for the test", needs=EVERYONE)
    def ownerless(work: Work) -> object:
        made = Ocg(reference="OCG-1", name="Harrier")
        work.add(made)
        return made.id

    group = store.write(founder, ownerless).value
    mine = sit(officer)
    close(mine, officer, group)
    assert mine.write(officer, ocgs.look, group).value.row.owner_id == officer.id  # type: ignore[arg-type]
    assert not knows(sit(colleague), colleague)


def test_a_supervisor_closes_a_record_to_its_owner_and_so_to_themselves(
    sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor, colleague: Actor
) -> None:
    mine, theirs = sit(officer), sit(supervisor)
    group = factories.ocg(mine, officer)
    close(theirs, supervisor, group, colleague)
    assert not knows(theirs, supervisor)
    assert knows(sit(colleague), colleague)
    assert set(mine.read(officer, subjects.readers, group)) == {colleague.id}
    with pytest.raises(NotFound):
        theirs.write(supervisor, subjects.set_access, group, 99, Access.TEAM, ())


def test_a_record_is_not_closed_to_nobody(
    sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor, colleague: Actor, administrator: Actor
) -> None:
    group = factories.ocg(sit(officer), officer)
    admin = sit(administrator)
    person = next(row for row in admin.read(administrator, users.list_rows) if row.id == officer.id)
    admin.write(administrator, users.disable, person.id, person.version)
    theirs = sit(supervisor)
    with pytest.raises(Invalid, match="Nobody who can sign in"):
        close(theirs, supervisor, group)
    close(theirs, supervisor, group, colleague)
    assert knows(sit(colleague), colleague)


def test_the_server_holds_to_the_rule_without_the_program(
    sit: Callable[[Actor], Store], engine_name: str, officer: Actor, colleague: Actor, supervisor: Actor
) -> None:
    if engine_name == "sqlite":
        pytest.skip("on a file the program decides")
    mine, theirs = sit(officer), sit(colleague).engine
    group = factories.ocg(mine, officer)
    naming = insert(SubjectReader).values(subject_id=group, user_id=colleague.id)
    table = Ocg.__table__
    closing = update(table).where(table.c.id == group).values(access=Access.SEALED)  # type: ignore[attr-defined]
    for statement, refusal in ((naming, "row-level security"), (closing, "who may know")):
        with pytest.raises(DBAPIError, match=refusal), theirs.begin() as connection:
            connection.execute(statement)
    close(mine, officer, group, colleague)
    unnaming = delete(SubjectReader).where(SubjectReader.subject_id == group)
    with theirs.begin() as connection:
        assert connection.execute(unnaming).rowcount == 0
    for owner in (colleague.id, None):
        taking = update(table).where(table.c.id == group).values(owner_id=owner)  # type: ignore[attr-defined]
        with pytest.raises(DBAPIError, match="passes a closed record on"), theirs.begin() as connection:
            connection.execute(taking)
    assert not knows(sit(supervisor), supervisor)
