"""Reading the records of a return from the store: one streamed join, a chunk at a time, as frozen columns."""

import json
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from soc_desk.domain import Disruption, Outcome, PocaCase, Subject, User
from soc_desk.domain.period import Period
from soc_desk.returns.fields import LISTED, STORED, Kind
from soc_desk.services import outcome_amounts, policies
from soc_desk.services.disruption_rows import DisruptionFilter, conditions
from soc_desk.store import sight
from soc_desk.vocabulary import Measure, OutcomeKind

CHUNK = 2_000
"""Records held in memory at a time."""

NATIONAL = "National"
"""Region of an agency that belongs to none."""

_LONDON = ZoneInfo("Europe/London")
_DAY, _HOUR, _SECOND = len("2026-07-01"), len("2026-07-01 09"), len("2026-07-01 09:14:22")
_HOUR_LATER = {f"{hour:02}": f"{(hour + 1) % 24:02}" for hour in range(24)}


@dataclass(frozen=True)
class Chunk:
    """Records in the order of the return. ``columns`` hold frozen values by field name, ``rows`` the same by record."""

    columns: dict[str, Sequence[Any]]

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        return zip(*[self.columns[field.name] for field in STORED], strict=True)

    def __len__(self) -> int:
        return len(self.columns["disruption_id"])


def counted(period: Period, agency: str) -> DisruptionFilter:
    """The register's view that a return is built from: moderated records of the period that this agency led."""
    return DisruptionFilter(starts_on=period.starts_on, ends_on=period.ends_on, lead_agency=agency).counted()


def require_reader(session: Session) -> None:
    """Raises NotAllowed where the session's reader reads no cases."""
    sight.require_reader(session, "the returns made from them")


def chunks(session: Session, shown: DisruptionFilter, size: int = CHUNK) -> Generator[Chunk, None, None]:
    """Every record of ``shown`` that the reader may know of, by date and id, in chunks of ``size``.

    Who may stop before the end closes it, or the database keeps the question open.
    """
    read = _Reading(session)
    query = (
        select(*_raw(column for _, column in _COLUMNS))
        .select_from(Disruption)
        .join(Subject, Subject.id == Disruption.subject_id)
        .where(*conditions(shown))
        .order_by(Disruption.disruption_date, Disruption.id)
    )
    # By the connection, under the session's sight: rows of a session cost half as much again as the question.
    sighted = query.options(session.info["sight"])
    with session.connection().execute(sighted, execution_options={"yield_per": size}) as result:
        for rows in result.partitions(size):
            yield read.chunk(rows)


def of_ids(session: Session, ids: Sequence[UUID]) -> Chunk | None:
    """The records with these ids as they stand now, whatever their state; None where the reader knows of none."""
    query = (
        select(*_raw(column for _, column in _COLUMNS))
        .select_from(Disruption)
        .join(Subject, Subject.id == Disruption.subject_id)
        .where(Disruption.id.in_(ids))
        .order_by(Disruption.disruption_date, Disruption.id)
    )
    rows = session.execute(query).all()
    return _Reading(session).chunk(rows) if rows else None


_COLUMNS: tuple[tuple[str, Any], ...] = (
    ("disruption_id", Disruption.id),
    ("reference", Disruption.reference),
    ("apmis_ref", Disruption.national_ref),
    ("status", Disruption.status),
    ("lead_agency", Disruption.lead_agency),
    ("lead_unit", Disruption.lead_unit),
    ("supporting_agencies", Disruption.supporting_agencies),
    ("operation_name", Disruption.operation_name),
    ("subject_type", Subject.kind),
    ("subject_ref", Subject.reference),
    ("subject_assessed_on", Subject.assessed_on),
    ("subject_band", Subject.band),
    ("primary_threat", Disruption.primary_threat),
    ("secondary_threats", Disruption.secondary_threats),
    ("county_line_ref", Disruption.county_line_ref),
    ("disruption_date", Disruption.disruption_date),
    ("recorded_at", Disruption.recorded_at),
    ("four_p", Disruption.four_p),
    ("four_p_secondary", Disruption.four_p_secondary),
    ("impact_level", Disruption.impact_level),
    ("impact_rationale", Disruption.impact_rationale),
    ("activity_type", Disruption.activity_types),
    ("tactic_area", Disruption.tactic_area),
    ("narrative", Disruption.narrative),
    ("evidence_refs", Disruption.evidence_refs),
    ("partners", Disruption.partners),
    ("plan_ref", Disruption.plan_ref),
    ("lro", Disruption.lro),
    ("submitted_by", Disruption.submitted_by_id),
    ("submitted_at", Disruption.submitted_at),
    ("moderated_by", Disruption.moderated_by_id),
    ("moderated_at", Disruption.moderated_at),
    ("moderation_result", Disruption.moderation_result),
    ("moderation_note", Disruption.moderation_note),
    ("level_before", Disruption.level_before),
    ("marking", Disruption.marking),
)
"""What the dictionary's fields are in the store; the rest follows from these or from outcome lines."""

_PEOPLE = frozenset({"submitted_by", "moderated_by"})
_SUMMED = {
    kind.value: f"outcome.{kind.value}{'_pence' if kind.measure is Measure.PENCE else ''}"
    for kind in OutcomeKind
    if kind.measure not in (Measure.DRUGS, Measure.ASSET)
}
"""Outcome kinds that add up within a record, and the field they add up in."""


def _raw(columns: Iterable[Any]) -> list[ColumnElement[Any]]:
    # As the driver gives them: turning each value into a Python object and back to text would double the time.
    return [type_coerce(column, NullType()).label(f"c{place}") for place, column in enumerate(columns)]


class _Reading:
    """Turns rows as the driver gives them into frozen columns, on either engine; remembers what repeats.

    An id is bytes on SQLite and a UUID on PostgreSQL; a moment is text or a naive datetime, both in UTC; a list is
    JSON text or a list.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        agencies = policies.codes(session, "agency")
        self._regions: dict[str | None, str | None] = {row.code: row.parent or NATIONAL for row in agencies}
        people = session.execute(select(type_coerce(User.id, NullType()), User.display))
        self._people: dict[Any, str | None] = {None: None, **{row[0]: row[1] for row in people}}
        self._days = _Days()
        self._lists = _Lists()

    def chunk(self, rows: Sequence[Any]) -> Chunk:
        turned = dict(zip([name for name, _ in _COLUMNS], zip(*rows, strict=True), strict=True))
        nothing = (None,) * len(rows)
        columns: dict[str, Sequence[Any]] = {field.name: nothing for field in STORED}
        for name, values in turned.items():
            columns[name] = self._frozen(name, values)
        columns["region"] = [self._regions.get(code) for code in columns["lead_agency"]]
        levels = zip(columns["level_before"], columns["impact_level"], strict=True)
        columns["level_after"] = [after if before else None for before, after in levels]
        columns.update(self._outcomes(turned["disruption_id"]))
        return Chunk(columns)

    def _frozen(self, name: str, values: Sequence[Any]) -> Sequence[Any]:
        kind = _KINDS[name]
        if name == "disruption_id":
            return [_uuid_text(value) for value in values]
        if name in _PEOPLE:
            return [self._people.get(value) for value in values]
        if name == "evidence_refs":
            return _evidence(values)
        if kind in LISTED:
            return list(map(self._lists.__getitem__, values)) if isinstance(values[0], str) else values
        if kind is Kind.MOMENT:
            days = self._days
            return [days.local(str(value)) if value else None for value in values]
        if kind is Kind.DATE:
            return values if isinstance(values[0], str) else [str(value) if value else None for value in values]
        return [value or None for value in values] if "" in values else values

    def _outcomes(self, ids: Sequence[Any]) -> dict[str, Sequence[Any]]:
        """Outcome lines of these records; the records were seen by this reader, so their lines may be."""
        line = Outcome.__table__.c
        told = (
            line.disruption_id,
            line.kind,
            line.quantity,
            outcome_amounts.amount(),
            line.unit,
            line.detail,
            line.stage,
        )
        query = select(*_raw(told)).select_from(Outcome.__table__).outerjoin(PocaCase, outcome_amounts.of_case)
        query = query.where(type_coerce(line.disruption_id, NullType()).in_(ids)).order_by(line.position)
        places = {id: place for place, id in enumerate(ids)}
        found: dict[str, list[Any]] = {name: [None] * len(ids) for name in _SUMMED.values()}
        drugs: list[list[Any]] = [[] for _ in ids]
        assets: list[list[Any]] = [[] for _ in ids]
        for id, kind, quantity, pence, unit, detail, stage in self._session.execute(query):
            place = places[id]
            if (name := _SUMMED.get(kind)) is not None:
                amount = pence if name.endswith("_pence") else quantity
                if amount is not None:
                    found[name][place] = (found[name][place] or 0) + int(amount)
            elif kind == OutcomeKind.DRUGS:
                drugs[place].append([detail, None if quantity is None else float(quantity), unit, pence])
            else:
                assets[place].append([detail, stage, pence])
        return {**found, "outcome.drugs": drugs, "outcome.assets": assets}


_KINDS = {field.name: field.kind for field in STORED}


class _Days(dict[str, tuple[str, str]]):
    """By the day in UTC: its offset in London, nothing where the clocks change on it, and the day after it."""

    def __missing__(self, day: str) -> tuple[str, str]:
        first = datetime.fromisoformat(day).replace(tzinfo=UTC)
        offsets = {(first + timedelta(hours=hour)).astimezone(_LONDON).isoformat()[-6:] for hour in (0, 23)}
        offset = offsets.pop() if len(offsets) == 1 else ""
        self[day] = known = (offset, (first + timedelta(days=1)).isoformat()[:_DAY])
        return known

    def local(self, moment: str) -> str:
        """``2026-07-01 08:14:22.5`` in UTC as ``2026-07-01T09:14:22+01:00``."""
        day, hour = moment[:_DAY], moment[_DAY + 1 : _HOUR]
        offset, next_day = self[day]
        if offset == "+00:00":
            return f"{day}T{moment[_DAY + 1 : _SECOND]}+00:00"
        if offset == "+01:00":
            later, rest = _HOUR_LATER[hour], moment[_HOUR:_SECOND]
            return f"{next_day if later == '00' else day}T{later}{rest}+01:00"
        at = datetime.fromisoformat(moment[:_SECOND]).replace(tzinfo=UTC)
        return at.astimezone(_LONDON).isoformat()


class _Lists(dict[str, list[Any]]):
    """Lists by their JSON text; they repeat, so a bounded number is kept."""

    def __missing__(self, text: str) -> list[Any]:
        found: list[Any] = json.loads(text)
        if len(self) < CHUNK:
            self[text] = found
        return found


def _evidence(values: Sequence[Any]) -> list[list[list[str]]]:
    # JSON text on SQLite, lists on PostgreSQL; decoded all at once, which is twice as quick as one by one.
    decoded = json.loads(f"[{','.join(values)}]") if isinstance(values[0], str) else values
    return [[[ref["kind"], ref["reference"], ref["date"]] for ref in refs] for refs in decoded]


def _uuid_text(id: Any) -> str:  # noqa: ANN401 - bytes on SQLite, a UUID on PostgreSQL
    if not isinstance(id, bytes):
        return str(id)
    text = id.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
