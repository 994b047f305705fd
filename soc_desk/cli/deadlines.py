"""``soc-desk deadlines``: the statutory clock without a store, for one case or a file of them."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from soc_desk.cli.session import NOT_PASSED, WRONG_USE, JsonOption, answer, fail
from soc_desk.domain.statutory_clock.answer import Answer, BeyondCalendar, end_of
from soc_desk.domain.statutory_clock.calendar import Calendar, calendar_of
from soc_desk.domain.statutory_clock.cash import further_48_hours, initial
from soc_desk.domain.statutory_clock.court import appeal
from soc_desk.domain.statutory_clock.made import Made
from soc_desk.domain.statutory_clock.notices import objections, set_aside
from soc_desk.domain.statutory_clock.orders import Cover, OrderAnswer, chain
from soc_desk.domain.statutory_clock.words import clock_text, moment_text
from soc_desk.errors import BadFile, DeskError
from soc_desk.vocabulary.poca import Nation

Document = dict[str, Any]
_Value = TypeVar("_Value")

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_KEYS = frozenset({"seized", "orders", "notice", "objection", "forfeited", "nation"})
_CHUNK = 500
_CAP_UNKNOWN = "The two years reach past the calendar, so their last court day is not told. {why}"
_IN_FORCE = "The order was still in force when the objection was received, so no further 48 hours run (s.297D)."
_NO_ORDER = (
    "No order was in force on the day the notice was given, so it may be bad, and no further 48 hours run (s.297A)."
)
_TOO_LATE = "The objection was received after the objection period, so it did not lapse the notice (s.297C)."


@dataclass(frozen=True)
class Asked:
    """What a caller gave: any of it may be missing."""

    seized: datetime | None = None
    orders: tuple[Made, ...] = ()
    notice: date | None = None
    objection: datetime | None = None
    forfeited: date | None = None
    nation: Nation = Nation.ENGLAND_AND_WALES


def deadlines(
    seized: Annotated[str, typer.Option(metavar="INSTANT", help="When it was seized: 2026-04-02T15:00.")] = "",
    order: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DATE", help="When an order was made; repeat it. With its own end: 2026-04-08..2026-09-30."
        ),
    ] = None,
    notice: Annotated[str, typer.Option(metavar="DATE", help="When a forfeiture notice was given.")] = "",
    objection: Annotated[str, typer.Option(metavar="INSTANT", help="When an objection was received.")] = "",
    forfeited: Annotated[str, typer.Option(metavar="DATE", help="When forfeiture was ordered.")] = "",
    nation: Annotated[Nation, typer.Option(help="Where it was seized.")] = Nation.ENGLAND_AND_WALES,
    batch: Annotated[
        Path | None, typer.Option(metavar="FILE.jsonl", help="One JSON object a line; one result a line comes back.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Work out every deadline of a seizure, with its reasons; needs no store."""
    given = {
        "seized": seized, "orders": order, "notice": notice, "objection": objection, "forfeited": forfeited,
        "nation": nation.value,
    }  # fmt: skip
    named = {key: value for key, value in given.items() if value}
    if batch is not None:
        if len(named) > 1:
            fail("Give either --batch or the dates of one case, not both.", WRONG_USE)
        _batch(batch)
        return
    if len(named) == 1:
        fail("Give --seized, --order, --notice, --objection or --forfeited, or a file with --batch.", WRONG_USE)
    try:
        document = worked_out(understood(named))
    except DeskError as error:
        fail(str(error), WRONG_USE)
    answer(document, as_json, _text(document))


def worked_out(asked: Asked) -> Document:
    """The JSON of the contract for one case; raises DeskError where something cannot be told."""
    calendar = calendar_of(asked.nation)
    notes: list[str] = []
    first = initial(asked.seized, calendar) if asked.seized is not None else None
    links = None
    orders: tuple[OrderAnswer, ...] = ()
    if asked.orders:
        for made in asked.orders:
            calendar.need(made.on)
        deadline = first.at if first else None
        links = chain(asked.orders, calendar, deadline=deadline, seized_at=asked.seized)
        orders = links.orders
        if (cover := _cover(asked, orders, calendar)) is not None:
            links = chain(asked.orders, calendar, deadline=deadline, seized_at=asked.seized, cover=cover)
            orders = links.orders
        notes.extend(flag for order in orders for flag in order.flags)
        if asked.notice is not None and not _noticed_in_force(asked.notice, orders):
            notes.append(_NO_ORDER)
    return {
        "initial": _initial(first),
        "orders": [_order(order) for order in orders],
        "cap": _cap(links.cap, notes) if links else None,
        "notice": _notice(asked.notice, calendar),
        **_further(asked, orders, calendar, notes),
        "appeal_until": _known(appeal(asked.forfeited), calendar).on.isoformat() if asked.forfeited else None,
        "calendar_known_to": calendar.known_to.isoformat(),
        "notes": notes,
    }


def _initial(first: Answer | None) -> Document | None:
    if first is None:
        return None
    return {
        "deadline": first.text, "last_sitting_day": _iso(first.last_court_day), "steps": list(first.steps),
        "source": first.source, "work_to": clock_text(first.work_to), **_behind(first),
    }  # fmt: skip


def _order(order: OrderAnswer) -> Document:
    if order.end.unknown:
        raise BeyondCalendar(order.end.unknown)
    return {
        "made": order.made.on.isoformat(), "latest_end": order.end.on.isoformat(),
        "last_court_day": _iso(order.end.last_court_day), "lodge_by": order.lodge.on.isoformat(),
        "work_to": order.end.work_to_on.isoformat(), "lodge_work_to": order.lodge.work_to_on.isoformat(),
        "capped": order.capped, "late": order.late, "flags": list(order.flags), "source": order.end.source,
        "steps": list(order.end.steps), **_behind(order.end),
    }  # fmt: skip


def _cap(cap: Answer, notes: list[str]) -> Document:
    if cap.unknown:
        notes.append(_CAP_UNKNOWN.format(why=cap.unknown))
    return {
        "end": cap.on.isoformat(), "last_court_day": _iso(cap.last_court_day), "work_to": cap.work_to_on.isoformat(),
        "source": cap.source, "steps": list(cap.steps), **_behind(cap),
    }  # fmt: skip


def _notice(given: date | None, calendar: Calendar) -> Document | None:
    if given is None:
        return None
    ended = _known(objections(given), calendar, given)
    aside = _known(set_aside(ended.on), calendar)
    return {
        "given": given.isoformat(), "objections_until": ended.on.isoformat(), "set_aside_until": aside.on.isoformat(),
        "source": f"{ended.source}; {aside.source}", "steps": [*ended.steps, *aside.steps], **_behind(aside),
    }  # fmt: skip


def _further(asked: Asked, orders: tuple[OrderAnswer, ...], calendar: Calendar, notes: list[str]) -> Document:
    nothing: Document = {"further_48h": None, "further_48h_steps": []}
    if asked.objection is None:
        return nothing
    if asked.notice is not None:
        if asked.objection.date() < asked.notice:
            raise BadFile("The objection lies before the notice was given; check both.")
        if asked.objection >= objections(asked.notice).at:
            notes.append(_TOO_LATE)
            return nothing
        if orders and not _noticed_in_force(asked.notice, orders):
            return nothing
    if any(order.made.on <= asked.objection.date() and asked.objection < order.end.at for order in orders):
        notes.append(_IN_FORCE)
        return nothing
    further = further_48_hours(asked.objection, calendar)
    return {"further_48h": further.text, "further_48h_steps": list(further.steps)}


def _noticed_in_force(given: date, orders: tuple[OrderAnswer, ...]) -> bool:
    return any(order.made.on <= given <= order.end.on for order in orders)


def _cover(asked: Asked, orders: tuple[OrderAnswer, ...], calendar: Calendar) -> Cover | None:
    """How long a notice kept the property detained past its order: its period, or 48 hours after an objection."""
    if asked.notice is None or not _noticed_in_force(asked.notice, orders):
        return None
    until, objection = objections(asked.notice).at, asked.objection
    if objection is not None and objection < until:
        if any(order.made.on <= objection.date() and objection < order.end.at for order in orders):
            return None
        until = further_48_hours(objection, calendar).at
    return end_of(asked.notice) - timedelta(days=1), until


def _known(found: Answer, calendar: Calendar, begins: date | None = None) -> Answer:
    """The answer, refused where it lies outside the calendar."""
    for day in (begins, found.on):
        if day is not None:
            calendar.need(day)
    return found


def _behind(found: Answer) -> Document:
    return {"certainty": found.certainty.value, "doubt": found.doubt}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def understood(given: dict[str, Any]) -> Asked:
    """Read the values of one case, each as text; raises BadFile with a sentence."""
    if unknown := sorted(set(given) - _KEYS):
        raise BadFile(f"There is no key “{unknown[0][:40]}”; there are: {', '.join(sorted(_KEYS))}.")
    orders = given.get("orders") or []
    if not isinstance(orders, list):
        raise BadFile("The orders are written as a list of dates.")
    return Asked(
        seized=_read(given, "seized", _moment),
        orders=tuple(_made(each) for each in orders),
        notice=_read(given, "notice", _day),
        objection=_read(given, "objection", _moment),
        forfeited=_read(given, "forfeited", _day),
        nation=_nation(given.get("nation") or Nation.ENGLAND_AND_WALES.value),
    )


def _read(given: dict[str, Any], key: str, reading: Callable[[str, object], _Value]) -> _Value | None:
    value = given.get(key)
    return None if value is None or value == "" else reading(key, value)


def _moment(what: str, value: object) -> datetime:
    """``YYYY-MM-DDTHH:MM``, wall time; ``T24:00`` is the end of a day; seconds are left off."""
    how = f"Write {what} as YYYY-MM-DDTHH:MM, local wall time without a zone"
    match = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise BadFile(f"{how}; “{str(value)[:40]}” cannot be understood.")
    try:
        if match[2] == "24:00":
            return datetime.fromisoformat(f"{match[1]}T00:00") + timedelta(days=1)
        return datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except (ValueError, OverflowError) as error:
        raise BadFile(f"{how}; “{match[0]}” names a time that does not exist.") from error


def _day(what: str, value: object) -> date:
    how = f"Write {what} as YYYY-MM-DD"
    if not isinstance(value, str) or not _DAY.fullmatch(value.strip()):
        raise BadFile(f"{how}; “{str(value)[:40]}” cannot be understood.")
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise BadFile(f"{how}; “{value.strip()}” names a day that does not exist.") from error


def _made(value: object) -> Made:
    """``DATE``, ``INSTANT``, either with ``..DATE`` for the end as written on the order."""
    text = value.strip() if isinstance(value, str) else str(value)
    made, dots, ends = text.partition("..")
    expires = _day("an order's end", ends) if dots else None
    if _MOMENT.fullmatch(made):
        at = _moment("an order", made)
        return Made(at.date(), at if at.hour or at.minute else None, expires)
    return Made(_day("an order", made), None, expires)


def _nation(value: object) -> Nation:
    try:
        return Nation(str(value))
    except ValueError as error:
        raise BadFile(f"Write nation as one of: {', '.join(each.value for each in Nation)}.") from error


def _batch(path: Path) -> None:
    passed = True
    try:
        with path.open("rb") as file:
            results = _results(file)
            while chunk := list(islice(results, _CHUNK)):
                passed = passed and all(good for good, _ in chunk)
                answer(None, False, "\n".join(line for _, line in chunk))
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}. Check that it is there and yours.", WRONG_USE)
    if not passed:
        raise typer.Exit(NOT_PASSED)


def _results(lines: Iterator[bytes]) -> Iterator[tuple[bool, str]]:
    """A result for each line in turn, and whether it is good; empty lines at the end are no lines."""
    waiting = 0
    for line in lines:
        if not line.strip():
            waiting += 1
            continue
        yield from [_bad("The line is empty; write one JSON object.")] * waiting
        waiting = 0
        yield _result(line)


def _result(line: bytes) -> tuple[bool, str]:
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _bad('The line is no JSON; write one object, as in {"seized": "2026-04-02T15:00"}.')
    if not isinstance(given, dict):
        return _bad('The line is no JSON object; write one, as in {"seized": "2026-04-02T15:00"}.')
    try:
        return True, json.dumps(worked_out(understood(given)))
    except DeskError as error:
        return _bad(str(error))


def _bad(sentence: str) -> tuple[bool, str]:
    return False, json.dumps({"error": sentence})


def _text(document: Document) -> str:
    lines = []
    if first := document["initial"]:
        lines += [f"Order made by     {_said(first['deadline'])}", f"  {' -> '.join(first['steps'])}"]
        lines.append(f"  last court sitting wholly before it: {first['last_sitting_day']}; {first['source']}")
    for number, order in enumerate(document["orders"], 1):
        lines.append(f"Order {number}           made {order['made']}, ends at the end of {order['latest_end']}")
        lines.append(f"  last court day {order['last_court_day']}; lodge and serve by {order['lodge_by']}")
    if cap := document["cap"]:
        lines.append(
            f"Two years end     at the end of {cap['end']}; last court day {cap['last_court_day'] or 'not known'}"
        )
    if notice := document["notice"]:
        lines.append(f"Objections until  the end of {notice['objections_until']}")
        lines.append(f"Set aside until   the end of {notice['set_aside_until']}")
    if document["further_48h"]:
        lines.append(f"Further 48 hours  {_said(document['further_48h'])}")
    if document["appeal_until"]:
        lines.append(f"Appeal until      the end of {document['appeal_until']}")
    lines += document["notes"]
    return "\n".join([*lines, f"The calendar is known to {document['calendar_known_to']}."])


def _said(instant: str) -> str:
    return moment_text(_moment("it", instant))
