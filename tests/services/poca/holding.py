"""Cases put into a store as they stand, for tests of what is due in them; all of it is invented."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from soc_desk.domain import CaseClaim, CaseNotice, CaseOrder, Champion, PocaCase, SeizureTimeChange, new_id
from soc_desk.services.poca import duties
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.poca import CaseKind, CaseState, ChampionPost, ClaimKind, OrderKind, OrderResult


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """Wall time, as the law counts."""
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001


THURSDAY = at(2026, 11, 19, 22, 40)
"""Sat 21 and Sun 22 November do not count: 48 hours end on Mon 23 Nov 2026 22:40."""
DEADLINE = at(2026, 11, 23, 22, 40)


@use_case("Put a case as it stands", needs=EVERYONE)
def put(work: Work, lines: tuple[dict[str, Any], ...] = (), **over: Any) -> UUID:
    """A case with lines (``of`` names their class) and what is due in it."""
    values = {
        "reference": work.next_reference("C"), "kind": CaseKind.CASH, "state": CaseState.SEIZED, "seized_at": THURSDAY,
        "place": "Slough", "held_pence": 615_000, "seized_pence": 615_000, "recorded_by_id": work.actor.id,
        "recorded_at": work.now, "owner_id": work.actor.id,
    }  # fmt: skip
    case = PocaCase(**{**values, **over})
    work.add(case)
    work.session.flush()
    for line in lines:
        work.add(line["of"](case_id=case.id, **{name: value for name, value in line.items() if name != "of"}))
    duties.refresh(work, case.id)
    return case.id


@use_case("Change a case in a test", needs=EVERYONE)
def alter(work: Work, case_id: UUID, lines: tuple[dict[str, Any], ...] = (), **over: Any) -> tuple[duties.Moved, ...]:
    """Set columns of a case and add lines to it; gives the deadlines that moved."""
    case = work.get(PocaCase, case_id)
    for name, value in over.items():
        setattr(case, name, value)
    for line in lines:
        work.add(line["of"](case_id=case_id, **{name: value for name, value in line.items() if name != "of"}))
    return duties.refresh(work, case_id)


@use_case("Change a stored line in a test", needs=EVERYONE)
def alter_line(work: Work, kind: Any, line_id: UUID, **over: Any) -> None:
    """Set columns of a line of a case."""
    line = work.get(kind, line_id)
    for name, value in over.items():
        setattr(line, name, value)
    duties.refresh(work, line.case_id)


@use_case("Appoint a champion in a test", needs=EVERYONE)
def appoint(work: Work, area_id: UUID, user_id: UUID, post: ChampionPost = ChampionPost.CHAMPION) -> None:
    """Let somebody look after an area."""
    work.add(Champion(post=post, area_id=area_id, user_id=user_id))


def case(store: Store, by: Actor, *lines: dict[str, Any], **over: Any) -> UUID:
    """A case in the store, seized on a Thursday evening unless said otherwise."""
    return store.write(by, put, lines, **over).value


def order(made_at: datetime | None = None, **over: Any) -> dict[str, Any]:
    """A detention order, made where ``made_at`` says when."""
    whole = {
        "of": CaseOrder, "id": new_id(), "kind": OrderKind.FIRST, "number": 1, "made_at": made_at,
        "result": OrderResult.MADE if made_at else OrderResult.PENDING, "court": "Reading Magistrates' Court",
    }  # fmt: skip
    return {**whole, **over}


def notice(given_on: date, **over: Any) -> dict[str, Any]:
    """A forfeiture notice."""
    return {"of": CaseNotice, "id": new_id(), "given_on": given_on, **over}


def claim(made_on: date, **over: Any) -> dict[str, Any]:
    """A claim that waits."""
    return {"of": CaseClaim, "id": new_id(), "kind": ClaimKind.OTHER_OWNER, "made_on": made_on, **over}


def time_change(before: datetime, after: datetime, by: Actor, asked_at: datetime) -> dict[str, Any]:
    """A changed time of seizure that waits for a second person."""
    return {
        "of": SeizureTimeChange, "before": before, "after": after, "reason": "Body-worn video", "asked_by_id": by.id,
        "asked_at": asked_at,
    }  # fmt: skip
