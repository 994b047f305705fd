"""What invented POCA cases are written with: the row of a case, its lines, its ledger and its history, all agreeing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from soc_desk.demo import poca_words as said
from soc_desk.demo.blank import Row, blank
from soc_desk.demo.chance import Chance
from soc_desk.demo.groups import Force
from soc_desk.domain import (
    CaseExhibit,
    CaseMoney,
    CaseMovement,
    CaseOrder,
    CasePerson,
    CaseService,
    CaseStep,
    Entity,
    PocaCase,
)
from soc_desk.domain.statutory_clock import Calendar
from soc_desk.services.poca.ledger import sterling
from soc_desk.services.poca.states import Event
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.poca import (
    CaseKind,
    CaseRole,
    CaseState,
    MovementKind,
    OrderKind,
    OrderResult,
    Paper,
    ServiceMethod,
)

_SUSPECTED = (CaseRole.SEIZED_FROM, CaseRole.ACCOUNT_HOLDER, CaseRole.DEFENDANT, CaseRole.AFFECTED)
_KNOWN = 0.75
"""How many of those whom a group's cases are about are members of it in the register."""
_SERVED_BY = {ServiceMethod.BY_HAND: 60, ServiceMethod.POST: 30, ServiceMethod.ELECTRONIC: 10}


@dataclass
class Book:
    """What every case is drawn from. ``me`` is the person who opens the demonstration; ``areas`` id to name.

    ``cut`` is the midnight at which the day of making begins: nothing invented happened after it. ``members`` are those
    of each group who may be whom a case is about, by the id of the group; they are chosen by draws of their own.
    """

    chance: Chance
    force: Force
    calendar: Calendar
    areas: Mapping[UUID, str]
    subjects: list[Row]
    me: UUID
    members: Mapping[UUID, list[Row]]
    apart: Chance
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.chance.today

    @property
    def cut(self) -> datetime:
        return datetime.combine(self.chance.today, time())

    def number(self, prefix: str) -> int:
        """The next number of a reference."""
        self.numbers[prefix] = self.numbers.get(prefix, 0) + 1
        return self.numbers[prefix]

    def logged(self, happened_at: datetime) -> datetime:
        """When somebody wrote that down, UTC: some hours later, never after the cut."""
        late = timedelta(minutes=self.chance.randint(20, 400))
        return min(happened_at + late, self.cut).replace(tzinfo=UTC)

    def sitting(self, day: date) -> datetime:
        """A minute on a court day."""
        hour = self.chance.choice((10, 10, 11, 11, 12, 14, 14, 15))
        return datetime.combine(day, time(hour, self.chance.randrange(60)))

    def court_day(self, day: date) -> date:
        """The day, or the last one before it on which courts sit."""
        return self.calendar.court_day_on_or_before(day)


class Case:
    """A case as it is being invented; ``row`` is the case's own, ``lines`` what lies in it, by kind."""

    def __init__(
        self, book: Book, kind: CaseKind, began: datetime, event: Event, state: CaseState, *, area_id: UUID,
        owner_id: UUID | None = None, subject: Row | None = None,
    ) -> None:  # fmt: skip
        self.book, self.kind, self.state, self.lines = book, kind, state, dict[type[Entity], list[Row]]()
        self.outcome_id: UUID | None = None
        chance, force = book.chance, book.force
        owner = owner_id or chance.choice(force.officers)
        serial, at = book.number(kind.prefix), book.logged(began)
        restricted = chance.random() < 0.02
        self.row: Row = blank(PocaCase) | {
            "id": chance.id(), "serial": serial, "reference": f"{kind.prefix}-{began.year}-{serial:04}", "kind": kind,
            "recorded_by_id": owner, "recorded_at": at, "owner_id": owner, "officer": force.names[owner],
            "team_id": chance.choice(force.teams), "area_id": area_id, "crime_ref": f"SYN{chance.randrange(10**8):08}",
            "subject_id": subject["id"] if subject else None,
            "operation_name": subject["operation_name"] if subject else "",
            "access": Access.RESTRICTED if restricted else Access.TEAM,
        }  # fmt: skip
        self.id: UUID = self.row["id"]
        self._note(event, began, None, "")

    @property
    def finished(self) -> Row:
        """The case's row, as it stands at last."""
        gone = self.row["released_pence"] + self.row["forfeited_pence"] + self.row["returned_pence"]
        seized = self.row["seized_pence"]
        return self.row | {"state": self.state, "held_pence": None if seized is None else seized - gone}

    def line(self, of: type[Entity], /, **values: Any) -> Row:
        """A line of the case."""
        row = blank(of) | {"id": self.book.chance.id(), "case_id": self.id} | values
        self.lines.setdefault(of, []).append(row)
        return row

    def step(self, event: Event, at: datetime, to: CaseState | None = None, reason: str = "") -> None:
        """The next step of its history; ``to`` None leaves the state alone."""
        before, self.state = self.state, to or self.state
        self._note(event, at, before, reason)

    def person(self, role: CaseRole, name: str) -> Row:
        """Somebody it concerns: often a member of its group whom the register knows, else invented."""
        chance = self.book.chance
        line = self.line(
            CasePerson, role=role, name=name, born_on=date(1960, 1, 1) + timedelta(days=chance.randrange(16_000)),
            address=f"{chance.randint(1, 90)} {chance.choice(said.STREETS)}, {self.book.areas[self.row['area_id']]}",
            custody_no=f"SYN-{chance.randrange(10**5):05}" if chance.random() < 0.6 else "",
            solicitor=chance.choice(said.SOLICITORS),
        )  # fmt: skip
        known = self.book.members.get(self.row["subject_id"], []) if role in _SUSPECTED else []
        if known and self.book.apart.random() < _KNOWN:
            line |= self.book.apart.choice(known)
        return line

    def exhibit(self, what: str) -> None:
        """The bag it lies in."""
        chance = self.book.chance
        self.line(
            CaseExhibit, exhibit_no=f"EX/{chance.randint(1, 40)}", bag_no=f"SYN-B{chance.randrange(10**7):07}",
            what=what, stored_at="Example Force store, cage " + chance.choice("ABCD"),
        )  # fmt: skip

    def application(self, kind: OrderKind, lodged_on: date, hearing_at: datetime | None, court: str) -> Row:
        """An application that waits for the court."""
        return self.line(
            CaseOrder, kind=kind, result=OrderResult.PENDING, number=0, lodged_on=lodged_on, court=court,
            lodged_how="Portal", court_case_no=f"SYN/{self.book.chance.randrange(10**6):06}", hearing_at=hearing_at,
            room=str(self.book.chance.randint(1, 6)) if hearing_at else "",
        )  # fmt: skip

    def decided(self, order: Row, result: OrderResult, at: datetime, **values: Any) -> None:
        """What the court made of an application."""
        chance = self.book.chance
        decided = {"bench": chance.choice(said.BENCHES), "legal_adviser": chance.choice(said.ADVISERS)}
        order.update(result=result, made_at=at, **decided, **values)

    def served(self, person: Row, paper: Paper, at: datetime) -> None:
        """A paper reached somebody."""
        how = self.book.chance.one(_SERVED_BY)
        self.line(
            CaseService, person_id=person["id"], paper=paper, served_at=at, how=how, served_by=self.row["officer"],
            proof="Signed for" if how is ServiceMethod.BY_HAND else "",
        )  # fmt: skip

    def seized(self, currency: str, minor: int, rate: str = "", **values: Any) -> Row:
        """Money of one currency; its sterling counts as seized."""
        pence = sterling(minor, currency, rate) or 0
        line = self.line(
            CaseMoney, currency=currency, estimate_minor=minor, rate=rate, sterling_pence=pence,
            rate_on=self.row["recorded_at"].date() if rate else None, denominations={}, **values,
        )  # fmt: skip
        self.row["seized_pence"] = (self.row["seized_pence"] or 0) + pence
        return line

    def takes(self, kind: MovementKind, on: date, note: str, pence: int | None = None, **values: Any) -> None:
        """What leaves, into the ledger: everything still held, or so many pence of the pounds."""
        for money in self.lines.get(CaseMoney, []):
            minor, worth = self.left(money)
            if pence is not None:
                minor = worth = min(pence, minor) if money["currency"] == "GBP" else 0
            if minor:
                self.moved(kind, money["currency"], minor, worth, on, note=note, **values)
                self.row[f"{kind.value}_pence"] += worth

    def moved(self, kind: MovementKind, currency: str, minor: int, worth: int, on: date, **values: Any) -> None:
        """A line of the ledger."""
        self.line(CaseMovement, kind=kind, currency=currency, minor=minor, sterling_pence=worth, moved_on=on, **values)

    def left(self, money: Row) -> tuple[int, int]:
        """What is still held of one currency: in minor units, and in pence."""
        gone = [
            move for move in self.lines.get(CaseMovement, [])
            if move["kind"].leaves and move["currency"] == money["currency"]
        ]  # fmt: skip
        amount = money["estimate_minor"] if money["counted_minor"] is None else money["counted_minor"]
        left = amount - sum(move["minor"] for move in gone)
        return left, money["sterling_pence"] - sum(move["sterling_pence"] for move in gone)

    def _note(self, event: Event, at: datetime, before: CaseState | None, reason: str) -> None:
        self.line(
            CaseStep, event=event.value, before=before, after=self.state, happened_at=at, at=self.book.logged(at),
            by_id=self.row["owner_id"], reason=reason,
        )  # fmt: skip
