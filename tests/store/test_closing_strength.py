"""Strength as people reach a store, each with a login of their own where it is a server."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, Strength
from soc_desk.errors import DeskError
from soc_desk.services import strength
from soc_desk.services.strength import StrengthDraft
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE
from tests.conftest import TEAM_ID


def told(session: Session) -> int:
    return len(session.scalars(select(AuditEntry.id).where(AuditEntry.entity == "strength")).all())


@use_case("Write past the program for the test", needs=EVERYONE)
def past(work: Work) -> None:
    work.add(Strength(team_id=TEAM_ID, role="Analyst", starts_on=date(2026, 4, 1)))


@use_case("Remove past the program for the test", needs=EVERYONE)
def took_out(work: Work) -> int:
    """How many the server removed."""
    gone = work.session.connection().execute(delete(Strength).returning(Strength.id)).all()
    for (id_,) in gone:
        work.note(Strength(id=id_, team_id=TEAM_ID, role="DC", starts_on=date(2026, 4, 1)), "removed", {})
    return len(gone)


def test_the_server_tells_strength_and_its_log_to_supervisors_alone(
    sit: Callable[[Actor], Store], engine_name: str, officer: Actor, analyst: Actor, supervisor: Actor,
    administrator: Actor,
) -> None:  # fmt: skip
    kept = StrengthDraft(team_id=TEAM_ID, role="DC", established=Decimal(6), starts_on=date(2026, 4, 1))
    sit(supervisor).write(supervisor, strength.record, kept)
    for reader in (supervisor, administrator):
        assert [row.role for row in sit(reader).read(reader, strength.list_rows)] == ["DC"]
        assert sit(reader).read(reader, told) == 1
    for reader in (officer, analyst):
        assert sit(reader).read(reader, strength.list_rows) == []
        if engine_name == "postgresql":  # a file has one key, and its log is read through the program
            assert sit(reader).read(reader, told) == 0
            with pytest.raises((DeskError, DBAPIError)):
                sit(reader).write(reader, past)
            assert sit(reader).write(reader, took_out).value == 0
    assert sit(supervisor).write(supervisor, took_out).value == 1
