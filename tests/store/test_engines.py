"""Both engines as the store's tests see them."""

import pytest
from sqlalchemy import select, text

from soc_desk.domain import Team, User
from soc_desk.store import Session, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE


def _names(session: Session) -> list[str]:
    return list(session.scalars(select(User.name).order_by(User.name)))


def test_the_furnished_store_answers_on_both_engines(store: Store, founder) -> None:
    assert "founder" in store.read(founder, _names)
    assert len(store.read(founder, _names)) == 9


def test_times_on_the_server_are_utc(store: Store, engine_name: str) -> None:
    if engine_name == "postgresql":
        with store.engine.connect() as connection:
            assert connection.scalar(text("SHOW timezone")) == "UTC"
    else:
        with store.engine.connect() as connection:
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
            assert connection.scalar(text("PRAGMA synchronous")) == 2


@use_case("Rename a team", needs=EVERYONE)
def _rename(work: Work) -> None:
    work.session.scalars(select(Team)).one().name = "Changed"


@pytest.mark.parametrize("round", [1, 2])
def test_each_test_begins_with_the_same_store(store: Store, founder, round: int) -> None:
    def teams(session: Session) -> list[str]:
        return list(session.scalars(select(Team.name)))

    assert store.read(founder, teams) == ["Proactive team"]
    store.write(founder, _rename)
    assert store.read(founder, teams) == ["Changed"]
