"""What changed between two returns, or since one: by record and field, with who, when and why from the audit log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, ReturnSnapshot
from soc_desk.domain.disruption import AFTER_NOTE
from soc_desk.domain.period import BadPeriod, Period, parse
from soc_desk.errors import NotFound
from soc_desk.returns.check import agency_of
from soc_desk.returns.fields import PLACE
from soc_desk.returns.profile import Profile
from soc_desk.returns.snapshot import Frozen
from soc_desk.returns.source import CHUNK, chunks, counted, of_ids, require_reader
from soc_desk.services.disruption_rows import COUNTED
from soc_desk.services.history import HistoryRow, history
from soc_desk.services.prints import day_words, moment_words, wall
from soc_desk.vocabulary import DisruptionStatus

NOW = "now"
"""Stands for the store as it is, in place of a return's reference."""

Row = dict[str, Any]

_ELSEWHERE = "It is outside the other period."
_LONGEST_TOLD, _BEFORE = 200, 40
_LIFE = frozenset({"status", "apmis_ref"})
_OF_SUBJECT = frozenset({"subject_type", "subject_ref", "subject_assessed_on", "subject_band", "subject_score", "lro"})


@dataclass(frozen=True)
class FieldDifference:
    """One field of one record: its heading, and what it says in either return, in words; empty for nothing."""

    field: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """Something that happened to the record in between: who, when, what, and the reason given."""

    at: datetime
    by: str
    what: str
    why: str


@dataclass(frozen=True)
class Difference:
    """One record that is not the same. ``kind`` is ``added``, ``removed`` or ``changed``; ``reason`` is a sentence.

    ``keyed`` is true where only the national reference was entered since: the normal life of a sent record.
    """

    record: str
    id: UUID
    kind: str
    reason: str
    fields: tuple[FieldDifference, ...] = ()
    steps: tuple[Step, ...] = ()
    keyed: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two returns of the same kind held against each other. ``hidden`` counts records not open to the reader.

    ``totals`` are figures before and after: records, then each P, level and threat that differs. ``periods`` says so
    where the two are not of the same days.
    """

    before: str
    after: str
    differences: tuple[Difference, ...]
    totals: tuple[tuple[str, int, int], ...]
    hidden: int = 0
    periods: str = ""

    @property
    def same(self) -> bool:
        return not self.differences


@dataclass
class _Side:
    """One side of a comparison: where its records come from, and which period it covers."""

    name: str
    rows: Iterator[Row]
    period: Period
    profile: Profile | None = None
    built_at: datetime | None = None
    totals: dict[str, Any] = field(default_factory=dict)


def diff(session: Session, a: str, b: str = NOW) -> Comparison:
    """What changed from return ``a`` to ``b``: references such as R-2026-0003, a period (its latest return), or "now".

    Records that the reader may not know of are counted, not named. Raises NotFound for a return that is not there.
    """
    require_reader(session)
    before = _side(session, a)
    after = _now(session, before) if b == NOW else _side(session, b)
    labels = before.profile.labels if before.profile else {}
    pairs = list(_unequal(before.rows, after.rows))
    closed = closed_ids(session, [UUID(row["disruption_id"]) for pair in pairs for row in pair if row])
    found = []
    hidden = 0
    for old, new in pairs:
        row = new or old
        assert row is not None
        if (id := UUID(row["disruption_id"])) in closed:
            hidden += 1
        else:
            found.append(_difference(session, old, new, id, labels, (before, after)))
    found.sort(key=lambda difference: difference.record)
    return Comparison(before.name, after.name, tuple(found), _totals(before, after), hidden, _periods(before, after))


def snapshot_of(session: Session, named: str) -> ReturnSnapshot:
    """The return with that reference, or the latest of that period; raises NotFound."""
    query = select(ReturnSnapshot)
    try:
        period = parse(named)
    except BadPeriod:
        query = query.where(ReturnSnapshot.reference == named)
    else:
        query = query.where(ReturnSnapshot.starts_on == period.starts_on, ReturnSnapshot.ends_on == period.ends_on)
    found = session.scalars(query.order_by(ReturnSnapshot.built_at.desc()).limit(1)).one_or_none()
    if found is None:
        raise NotFound(f"There is no return {named}. “soc-desk return list” shows those that were built.")
    return found


def words(value: Any) -> str:  # noqa: ANN401 - a frozen value of any field
    """A frozen value as people read it; empty for nothing."""
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        lines = [" ".join(words(part) for part in v if part) if isinstance(v, list) else words(v) for v in value]
        return "; ".join(lines)
    text = str(value)
    if len(text) == len("2026-07-01") and text[4:5] == "-" and text[7:8] == "-" and text[:4].isdigit():
        return day_words(date.fromisoformat(text))
    return text


def _side(session: Session, named: str) -> _Side:
    if named == NOW:
        raise NotFound("Name an earlier return first; “now” can only be the second of the two.")
    stored = snapshot_of(session, named)
    frozen = Frozen(session, stored.id)
    period = Period(stored.starts_on, stored.ends_on)
    return _Side(stored.reference, frozen.rows(), period, frozen.profile, stored.built_at, stored.manifest["totals"])


def _now(session: Session, before: _Side) -> _Side:
    shown = counted(before.period, agency_of(session))
    return _Side("now", _rows(chunks(session, shown)), before.period)


def _rows(read: Iterable[Any]) -> Iterator[Row]:
    for chunk in read:
        for values in chunk.rows:
            yield dict(zip(PLACE, values, strict=True))


def _unequal(before: Iterator[Row], after: Iterator[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pairs that differ. Both sides come by date and id, so equal records meet; where the date changed, at the end."""
    gone: dict[str, Row] = {}
    come: dict[str, Row] = {}
    old, new = next(before, None), next(after, None)
    while old is not None or new is not None:
        if old is not None and new is not None and _place(old) == _place(new):
            if old != new:
                yield old, new
            old, new = next(before, None), next(after, None)
        elif new is None or (old is not None and _place(old) < _place(new)):
            assert old is not None
            gone[old["disruption_id"]] = old
            old = next(before, None)
        else:
            come[new["disruption_id"]] = new
            new = next(after, None)
    for id, row in gone.items():
        yield row, come.pop(id, None)
    for row in come.values():
        yield None, row


def _place(row: Row) -> tuple[str, str]:
    return row["disruption_date"], row["disruption_id"]


def _difference(
    session: Session,
    old: Row | None,
    new: Row | None,
    id: UUID,
    labels: dict[str, str],
    sides: tuple[_Side, _Side],
) -> Difference:
    row, (before, after), since = new or old, sides, sides[0].built_at
    assert row is not None
    other = after if new is None else before
    if (old is None or new is None) and date.fromisoformat(row["disruption_date"]) not in other.period:
        return Difference(row["reference"], id, "added" if old is None else "removed", _ELSEWHERE)
    changed = [name for name in PLACE if old and new and old[name] != new[name]]
    steps = tuple(_steps(session, id, changed, since, after.built_at))
    told = tuple(
        FieldDifference(name, labels.get(name, name), words((old or {}).get(name)), words((new or {}).get(name)))
        for name in changed
    )
    if old is None:
        return Difference(row["reference"], id, "added", _why_added(row, since), told, steps)
    if new is None:
        return Difference(row["reference"], id, "removed", _why_removed(session, id, after.period), told, steps)
    keyed = set(changed) <= _LIFE and new["status"] == DisruptionStatus.KEYED
    headings = ", ".join(difference.heading for difference in told)
    reason = "The national reference was entered." if keyed else f"Changed: {headings}."
    return Difference(row["reference"], id, "changed", reason, told, steps, keyed)


def _why_added(row: Row, since: datetime | None) -> str:
    moderated = row["moderated_at"]
    # Frozen moments hold whole seconds.
    if since is not None and moderated and datetime.fromisoformat(moderated) >= since.replace(microsecond=0):
        return "It was moderated after the earlier return was built."
    return "It was not in the earlier return."


def _why_removed(session: Session, id: UUID, period: Period) -> str:
    chunk = of_ids(session, [id])
    if chunk is None:
        return "It is no longer in the store."
    row = dict(zip(PLACE, next(chunk.rows), strict=True))
    status = DisruptionStatus(row["status"])
    if status not in COUNTED:
        return f"It is {status.label.lower()} now, and so not counted."
    if (on := date.fromisoformat(row["disruption_date"])) not in period:
        return f"Its date is {day_words(on)} now, outside the period."
    return "It is led by another agency now."


def _steps(
    session: Session, id: UUID, changed: Sequence[str], since: datetime | None, until: datetime | None
) -> Iterator[Step]:
    rows = _history(session, id)
    if _OF_SUBJECT.intersection(changed):
        subject = session.scalar(select(Disruption.subject_id).where(Disruption.id == id))
        if subject is not None:
            rows += _history(session, subject)
    for row in sorted(rows, key=lambda r: r.seq):
        if (since is None or row.at >= since) and (until is None or row.at <= until) and row.changes:
            reason = next((_said_then(c.before, c.after) for c in row.changes if c.field == "moderation note"), "")
            told = "; ".join(f"{c.field}: {c.before or 'nothing'} → {c.after or 'nothing'}" for c in row.changes)
            yield Step(row.at, row.by, f"{row.what}: {told}" if len(told) < 300 else row.what, reason)


def _said_then(before: str, after: str) -> str:
    """What a step added to the moderation note."""
    return after.removeprefix(before).removeprefix(AFTER_NOTE) if before else after


def _history(session: Session, id: UUID) -> list[HistoryRow]:
    try:
        return history(session, id)
    except NotFound:
        return []


def closed_ids(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these records are in the store and not open to this reader."""
    closed: set[UUID] = set()
    table = Disruption.__table__.c
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        # A Core select is not narrowed to what the reader may know: only the ids are compared, nothing is shown.
        there = set(session.scalars(select(table.id).where(table.id.in_(some))))
        closed |= there - set(session.scalars(select(Disruption.id).where(Disruption.id.in_(some))))
    return closed


def _totals(before: _Side, after: _Side) -> tuple[tuple[str, int, int], ...]:
    if not after.totals:
        return ()
    found = [("records", before.totals["records"], after.totals["records"])]
    for key in ("by_p", "by_level", "by_threat"):
        codes = dict.fromkeys([*before.totals[key], *after.totals[key]])
        found += [(code, before.totals[key].get(code, 0), after.totals[key].get(code, 0)) for code in codes]
    return tuple(line for line in found if line[0] == "records" or line[1] != line[2])


def _periods(before: _Side, after: _Side) -> str:
    if before.period == after.period:
        return ""
    named = f"{before.name} is of {before.period.label}, {after.name} of {after.period.label}"
    return f"The periods differ: {named}. What lies in one of them alone stands on one side alone."


def in_full(difference: Difference) -> str:
    """What changed in a record, with what each field said before and says now; else the reason."""
    if difference.kind != "changed" or difference.keyed:
        return difference.reason
    return "; ".join(map(_told, difference.fields)) or difference.reason


def _told(one: FieldDifference) -> str:
    pairs = enumerate(zip(one.before, one.after, strict=False))
    same = next((place for place, (old, new) in pairs if old != new), min(len(one.before), len(one.after)))
    return f"{one.heading}: {_part(one.before, same)} → {_part(one.after, same)}"


def _part(said: str, same: int) -> str:
    """A text that fits a line; of a long one the part that begins a little before ``same``, where it differs."""
    if len(said) <= _LONGEST_TOLD:
        return said or "nothing"
    start = max(same - _BEFORE, 0)
    end = start + _LONGEST_TOLD
    return f"{'…' if start else ''}{said[start:end]}{'…' if end < len(said) else ''}"


def in_words(step: Step) -> str:
    """One step as a line: who, when, what, why."""
    when = moment_words(wall(step.at))
    return f"{when}, {step.by}: {step.what}." + (f" Reason: {step.why}" if step.why else "")
