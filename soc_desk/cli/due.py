"""``soc-desk due``: every deadline, soonest first, as a list, as JSON or as a calendar file."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from soc_desk.cli.session import WRONG_USE, JsonOption, StoreOption, answer, fail, many, opened, say
from soc_desk.cli.writing import in_place_of, with_file
from soc_desk.domain.statutory_clock.words import clock_text
from soc_desk.services import desk_items, diary, today, users
from soc_desk.services.labels import policy
from soc_desk.services.lom import due as lifetime
from soc_desk.services.plans import due as planned
from soc_desk.services.poca import recomputing
from soc_desk.services.poca.board import DutyRow, board
from soc_desk.services.prints import Addressed, wall
from soc_desk.services.requests import due as requested
from soc_desk.store import Actor, Store
from soc_desk.store.sight import require_reader
from soc_desk.vocabulary import WRITERS

_WITHIN = re.compile(r"(\d{1,4})([dw]?)")
_MOST = 10_000


def due(
    within: Annotated[
        str, typer.Option("--within", metavar="DAYS", help="Only what is due so soon, such as 28d or 4w; else all.")
    ] = "",
    owner: Annotated[str, typer.Option("--owner", metavar="USER", help="Only this person's cases.")] = "",
    ics: Annotated[Path | None, typer.Option("--ics", metavar="FILE", help="Write a calendar file.")] = None,
    recipient: Annotated[str, typer.Option("--for", help="Whose calendar it is; yours if left out.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="Why.")] = "Calendar of deadlines",
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Every deadline, action, review and request due, soonest first; EXPIRED before all."""
    days = _days(within)
    if ics is not None and as_json:
        fail("Give --ics FILE for the calendar or --json for the list, not both.", WRONG_USE)
    with opened(store) as (desk, actor):
        desk.read(actor, require_reader, "what is due in them")
        owner_id = _owner(desk, actor, owner) if owner else None
        if ics is not None:
            written = _write(desk, actor, ics, Addressed(recipient=recipient or actor.display, purpose=purpose),
                             (days, owner_id))  # fmt: skip
            answer(None, False, f"{many(written, 'entry', 'entries')} written to {ics}.")
            return
        rows, others = _read(desk, actor, days, owner_id), [] if owner else _returns(desk, actor, days)
        others += _plans(desk, actor, days, owner_id) + _managed(desk, actor, days, owner_id)
        others += _requests(desk, actor, days, owner_id)
    documents = [_document(row) for row in rows] + others
    documents.sort(key=lambda one: (not one["expired"], one["work_to"] or "9999"))
    answer(documents, as_json, "\n".join(map(_line, documents)) or "Nothing is due.")


def _read(desk: Store, actor: Actor, days: int | None, owner_id: UUID | None) -> list[DutyRow]:
    """The board; what a calendar or an older program left behind is kept first, where the actor may."""
    now = wall(datetime.now(UTC))
    rows = desk.read(actor, board, actor, now, within_days=days, owner_id=owner_id, limit=_MOST)
    stale = tuple(sorted({row.case_id for row in rows if row.is_stale}.union(desk.read(actor, recomputing.lacking))))
    if stale and actor.has(WRITERS):
        desk.write(actor, recomputing.catch_up, stale)
        rows = desk.read(actor, board, actor, now, within_days=days, owner_id=owner_id, limit=_MOST)
    if len(rows) == _MOST:
        say(f"Only the first {_MOST:,} are listed; narrow them with --within or --owner.")
    return rows


def _returns(desk: Store, actor: Actor, days: int | None) -> list[dict[str, Any]]:
    """The national return that is owed next."""
    owed = desk.read(actor, today.next_return, wall(datetime.now(UTC)).date())
    if owed is None or (days is not None and owed.days > days):
        return []
    at = f"{owed.due_on.isoformat()}T24:00"
    return [
        {
            "kind": "return", "case": None, "what": f"Send the national return, {owed.period.label}", "due": at,
            "work_to": at, "left": f"{-owed.days} days over" if owed.days < 0 else f"in {owed.days} days",
            "urgency": "red" if owed.days <= 1 else "amber" if owed.days <= 14 else "grey", "expired": False,
            "why": "Policy return.due_days", "next_action": "check", "unknown": "", "owner": "",
        }
    ]  # fmt: skip


def _plans(desk: Store, actor: Actor, days: int | None, owner_id: UUID | None) -> list[dict[str, Any]]:
    """Actions of plans, and reviews of groups and plans."""
    day = wall(datetime.now(UTC)).date()
    soon = int(desk.read(actor, policy, "desk.soon_days", day))
    found = desk.read(actor, planned.due, day, within_days=days, owner_id=owner_id, limit=_MOST)
    return [
        {
            "id": row.id, "kind": row.kind, "case": row.reference, "what": row.what, "due": f"{row.due_on}T24:00",
            "work_to": f"{row.due_on}T24:00", "left": desk_items.days_left(row.days),
            "urgency": desk_items.urgency(row.days, soon), "expired": False,
            "about": " · ".join(part for part in (row.name, row.title) if part),
            "why": "4P plan" if row.kind == "plan_action" else "Review date", "next_action": "open",
            "alert": f"Blocked: {row.because}" if row.blocked else "", "unknown": "", "owner": row.owner,
        }
        for row in found
    ]  # fmt: skip


def _managed(desk: Store, actor: Actor, days: int | None, owner_id: UUID | None) -> list[dict[str, Any]]:
    """What lifetime management asks for: visits, orders, conditions about to end, reviews, links; referrals to send."""
    day = wall(datetime.now(UTC)).date()
    soon = int(desk.read(actor, policy, "desk.soon_days", day))
    found = []
    for prompt in desk.read(actor, lifetime.prompts, day, owner_id):
        left = (prompt.on - day).days if prompt.on else None
        if days is not None and (left is None or left > days):
            continue
        at = f"{prompt.on}T24:00" if prompt.on else None
        found.append(
            {
                "id": prompt.id, "kind": "referral" if prompt.kind == "referral" else "lifetime_management",
                "case": prompt.reference, "record": prompt.kind, "what": prompt.what, "due": at, "work_to": at,
                "left": "no date" if left is None else desk_items.days_left(left),
                "urgency": "grey" if left is None else desk_items.urgency(left, soon), "expired": False,
                "about": prompt.name, "why": prompt.why, "next_action": "open", "unknown": "", "owner": prompt.owner,
            }
        )  # fmt: skip
    return found


def _requests(desk: Store, actor: Actor, days: int | None, owner_id: UUID | None) -> list[dict[str, Any]]:
    """Products asked of analysts and financial investigators, by the day they are needed."""
    day = wall(datetime.now(UTC)).date()
    soon = int(desk.read(actor, policy, "desk.soon_days", day))
    found = desk.read(actor, requested.due, day, within_days=days, owner_id=owner_id, limit=_MOST)
    return [
        {
            "id": row.id, "kind": "request", "case": row.reference, "what": row.what, "due": f"{row.due_on}T24:00",
            "work_to": f"{row.due_on}T24:00", "left": desk_items.days_left(row.days),
            "urgency": desk_items.urgency(row.days, soon), "expired": False, "about": row.asked,
            "why": f"Request at “{row.state.label}”", "next_action": "open", "unknown": "", "owner": row.owner,
        }
        for row in found
    ]  # fmt: skip


def _document(row: DutyRow) -> dict[str, Any]:
    return {
        "id": row.id, "kind": row.kind, "case": row.reference, "what": row.what,
        "due": clock_text(row.due_at) if row.due_at else None,
        "work_to": clock_text(row.work_to) if row.work_to else None, "left": row.due, "urgency": row.urgency,
        "expired": row.urgency == "expired", "held_pence": row.held_pence, "about": row.about, "why": row.why,
        "next_action": row.next_action, "alert": row.alert, "moved": row.moved, "unknown": row.unknown,
        "owner": row.owner, "area": row.area, "acknowledged_by": row.acknowledged_by, "known": row.is_known,
    }  # fmt: skip


def _line(one: dict[str, Any]) -> str:
    said = f"{one['left']:>18}  {one['case'] or '–':12} {one['what']}"
    told = [one.get("about", ""), one["why"], one.get("alert", ""), one["unknown"], one.get("moved", "")]
    return " · ".join(part for part in (said, *told) if part)


def _write(
    desk: Store, actor: Actor, out: Path, to: Addressed, narrowed: tuple[int | None, UUID | None]
) -> int:  # entries
    from soc_desk.reports import diary as drawing  # slow, and not needed for a list

    with in_place_of(out) as file:
        exporting = with_file(
            out, diary.export_diary, lambda made: drawing.write(made, file, datetime.now(UTC).replace(microsecond=0))
        )
        return desk.write(actor, exporting, to, *narrowed).value


def _days(text: str) -> int | None:
    if not text:
        return None
    match = _WITHIN.fullmatch(text.strip().lower())
    if match is None:
        fail(f"{text} is not a number of days; write it as 28d or 4w.", WRONG_USE)
    return int(match[1]) * (7 if match[2] == "w" else 1)


def _owner(desk: Store, actor: Actor, name: str) -> UUID:
    found = [person.id for person in desk.read(actor, users.list_rows) if person.name == name]
    if not found:
        fail(f"There is no user {name}; see: soc-desk user list.", WRONG_USE)
    return found[0]
