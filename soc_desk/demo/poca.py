"""Inventing POCA work in bulk: cases with orders, money and duties; champions, targets and frozen months."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from soc_desk.demo.blank import Row
from soc_desk.demo.case_book import Book, Case
from soc_desk.demo.cash import moments, seize
from soc_desk.demo.cash_life import live
from soc_desk.demo.cash_today import Told, for_today
from soc_desk.demo.chance import Chance
from soc_desk.demo.groups import Force
from soc_desk.demo.other_cases import others
from soc_desk.demo.poca_words import UNITS
from soc_desk.domain import (
    Area,
    CaseClaim,
    CaseExhibit,
    CaseMoney,
    CaseMovement,
    CaseNotice,
    CaseOrder,
    CasePerson,
    CaseReader,
    CaseService,
    CaseStep,
    Champion,
    Disruption,
    Entity,
    FrozenMonth,
    Outcome,
    Person,
    PersonLink,
    PocaCase,
    SeizureTimeChange,
    Subject,
    Target,
)
from soc_desk.domain import Counter as Serials
from soc_desk.domain.period import financial_year_of
from soc_desk.domain.statutory_clock import calendar_of
from soc_desk.services.poca import duties, measures
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import Access, DisruptionStatus, OutcomeKind, Role, SubjectKind, SubjectStatus
from soc_desk.vocabulary.measures import MeasureKind
from soc_desk.vocabulary.ocg import DataCategory
from soc_desk.vocabulary.poca import CaseKind, ChampionPost

Progress = Callable[[float, str], None]

_AT_ONCE = 2_000
_OTHERS = 8
"""One case of the other orders for so many seizures of cash."""
_LINKED = 16
"""One seizure in so many is an outcome of a disruption too."""
_USUAL = 400
"""Seizures in three years of the force that its targets are meant for."""
_LINES: tuple[type[Entity], ...] = (
    CasePerson, CaseOrder, CaseNotice, CaseClaim, CaseMoney, CaseMovement, CaseExhibit, CaseService, CaseStep,
    SeizureTimeChange,
)  # fmt: skip
_KINDS = (SubjectKind.OCG, SubjectKind.PRIORITY_INDIVIDUAL)
_SUSPECTS = (DataCategory.SUSPECT, DataCategory.CONVICTED)
_COUNTED = (DisruptionStatus.APPROVED, DisruptionStatus.KEYED)
_COURSE = "POCA Managers course"
_DAY = timedelta(days=1)


def make(
    store: Store, founder: Actor, seed: int, force: Force, number: int, today: date, *, years: int = 3,
    progress: Progress = lambda _done, _text: None,
) -> None:  # fmt: skip
    """Fill a new store with ``number`` seizures of cash over so many years and what belongs to them.

    The same for the same seed and day; from draws of their own, so that what else is invented stays as it is.
    """
    if not number:
        return
    chance = Chance(seed + 29_000, today)
    book: Book = store.read(founder, open_book, chance, force, founder.id, Chance(seed + 31_000, today))
    store.write(founder, furnish, book, number)
    plan = sorted(_plan(book, store.read(founder, anchors, chance, number // _LINKED), number, years), key=_when)
    told, done = _tell(book, plan), 0
    while chunk := list(islice(told, _AT_ONCE)):
        store.write(founder, fill, book, chunk)
        done += len(chunk)
        progress(done / len(plan), f"{done:,} of {len(plan):,} POCA cases")
    store.write(founder, freeze, today)


def open_book(session: Session, chance: Chance, force: Force, me: UUID, apart: Chance) -> Book:
    """What the cases are drawn from, as the store holds it."""
    named = session.execute(select(Area.id, Area.name).order_by(Area.name))
    columns = (Subject.id, Subject.area_id, Subject.mapped_on, Subject.operation_name)
    mapped = (SubjectStatus.ACTIVE, SubjectStatus.ARCHIVED)
    query = select(*columns).where(Subject.kind.in_(_KINDS), Subject.status.in_(mapped)).order_by(Subject.reference)
    subjects = [dict(row._mapping) for row in session.execute(query)]  # noqa: SLF001 - a row as a mapping
    return Book(
        chance=chance, force=force, calendar=calendar_of(), areas={id_: name for id_, name in named},
        subjects=subjects, me=me, members=_members(session, chance.today), apart=apart,
    )  # fmt: skip


def _members(session: Session, today: date) -> dict[UUID, list[Row]]:
    """Adults with a name who are suspected or convicted in a group, as a case names them, by the group's id."""
    columns = (PersonLink.subject_id, Person.id, Person.name, Person.born_on)
    query = (
        select(*columns)
        .join(Person, Person.id == PersonLink.person_id)
        .where(PersonLink.category.in_(_SUSPECTS), Person.unidentified.is_(False), Person.born_on.is_not(None))
        .where(Person.adult_on <= today)
        .order_by(PersonLink.subject_id, Person.serial)
    )
    found: dict[UUID, list[Row]] = {}
    for subject_id, id_, name, born_on in session.execute(query):
        found.setdefault(subject_id, []).append({"person_id": id_, "name": name, "born_on": born_on})
    return found


def anchors(session: Session, chance: Chance, number: int) -> list[Row]:
    """Outcomes of disruptions that are seizures of cash, to be told as cases: one fact, kept in the case."""
    columns = (
        Outcome.id.label("outcome_id"), Outcome.value_pence, Disruption.subject_id, Disruption.disruption_date,
        Disruption.area_id, Disruption.serial,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Disruption, Disruption.id == Outcome.disruption_id)
        .where(Outcome.kind == OutcomeKind.CASH_SEIZED, Outcome.value_pence.between(100_000, 1_500_000))
        .where(Disruption.status.in_(_COUNTED), Disruption.disruption_date < chance.today - _DAY)
        .order_by(Disruption.serial.desc())
    )
    found = [dict(row._mapping) for row in session.execute(query.limit(3_000))]  # noqa: SLF001 - a row as a mapping
    return chance.sample(found, min(number, len(found)))


def _plan(book: Book, linked: list[Row], number: int, years: int) -> list[Told]:
    """When each case begins and what tells it: chosen ones for the day, those of disruptions, and the rest."""
    told = for_today(book)[:number]
    subjects = {subject["id"]: subject for subject in book.subjects}
    told += [_of_disruption(anchor, subjects.get(anchor["subject_id"])) for anchor in linked[: number - len(told)]]
    told += [(at, _lived(at)) for at in moments(book.chance, number - len(told), years * 365)]
    return told + others(book, number // _OTHERS)


def _lived(at: datetime) -> Callable[[Book], Case]:
    return lambda book: live(seize(book, at))


def _of_disruption(anchor: Row, subject: Row | None) -> Told:
    at = datetime.combine(anchor["disruption_date"], time(6 + anchor["serial"] % 17, anchor["serial"] % 60))

    def tell(of: Book) -> Case:
        case = seize(of, at, pence=anchor["value_pence"], area_id=anchor["area_id"], subject=subject)
        case.outcome_id = anchor["outcome_id"]
        if subject is None:  # its disruption's own, where nobody may choose that any more: no other group's
            case.row |= {"subject_id": None, "operation_name": ""}
        return live(case)

    return at, tell


def _when(told: Told) -> datetime:
    return told[0]


def _tell(book: Book, plan: list[Told]) -> Iterator[Case]:
    return (tell(book) for _, tell in plan)


@use_case("Invent POCA cases", needs={Role.ADMINISTRATOR})
def fill(work: Work, book: Book, cases: list[Case]) -> None:
    """Keep a chunk of cases with their lines, audited like any other; works out what is due in the open ones."""
    rows = [case.finished for case in cases]
    work.insert_many(PocaCase, rows)
    for kind in _LINES:
        work.insert_many(kind, [line for case in cases for line in case.lines.get(kind, ())])
    closed = [row for row in rows if row["access"] is not Access.TEAM]
    if closed:
        readers = sorted({(row["id"], reader) for row in closed for reader in (row["owner_id"], book.me)})
        work.session.execute(insert(CaseReader), [{"case_id": case, "user_id": reader} for case, reader in readers])
    for case in cases:
        if case.outcome_id is not None:
            work.get(Outcome, case.outcome_id).case_id = case.id
    for prefix, last in book.numbers.items():
        work.session.execute(update(Serials).where(Serials.prefix == prefix).values(last=last))
    work.session.flush()
    duties.refresh_many(work, [row["id"] for row in rows if not row["state"].is_over])


@use_case("Invent champions and targets", needs={Role.ADMINISTRATOR})
def furnish(work: Work, book: Book, number: int) -> None:
    """Champions and deputies of areas and units, with gaps, and the targets of three financial years."""
    work.insert_many(Champion, _champions(book))
    work.insert_many(Target, _targets(book, number))


@use_case("Freeze invented months", needs={Role.ADMINISTRATOR})
def freeze(work: Work, today: date) -> None:
    """The months that are over, as they were counted at their end: in some a case was entered late."""
    measure, rows = MeasureKind.CASH_DETENTION_ORDERS, []
    counted = _first_orders(work.session)
    for place, first in enumerate(measures.to_freeze(work.session, today)):
        after = (first + timedelta(days=32)).replace(day=1)
        counts = counted.get(first, Counter())
        total = sum(counts.values())
        late = 1 if place % 7 == 4 and total else 0
        figures: dict[UUID | None, int] = {None: total - late}
        figures |= {area: value for area, value in counts.items() if area is not None}
        frozen_at = datetime.combine(after, time(7), UTC)
        rows += [
            {"measure": measure.value, "month": first, "area_id": area, "value": value, "frozen_at": frozen_at}
            for area, value in figures.items()
        ]
    work.insert_many(FrozenMonth, rows)


def _first_orders(session: Session) -> dict[date, Counter[UUID | None]]:
    """First orders of cash by area, for each month: all in one reading, as ``measures.freeze`` counts one month."""
    found: dict[date, Counter[UUID | None]] = {}
    query = select(PocaCase.first_order_on, PocaCase.area_id).where(
        PocaCase.kind == CaseKind.CASH, *measures.open_to_all()
    )
    for on, area_id in session.execute(query.where(PocaCase.first_order_on.is_not(None))):
        if on is not None:
            found.setdefault(on.replace(day=1), Counter())[area_id] += 1
    return found


def _champions(book: Book) -> list[dict[str, Any]]:
    """Fourteen places where there are ten areas: two without a champion, two without a trained deputy."""
    chance, names = book.chance, book.force.names
    places: list[tuple[UUID | None, str]] = [*((id_, "") for id_ in book.areas), *((None, unit) for unit in UNITS)]
    rows: list[dict[str, Any]] = []
    for place, (area_id, unit) in enumerate(places):
        posts = [post for post in ChampionPost if (post, place) not in _MISSING]
        for post in posts:
            user = book.me if (post, place) == (ChampionPost.CHAMPION, 0) else chance.choice(book.force.officers)
            course_on = book.today - timedelta(days=chance.randint(60, 900))
            ran_out = (post, place) == (ChampionPost.DEPUTY, 6)
            rows.append(
                {
                    "id": chance.id(), "post": post, "area_id": area_id, "unit": unit, "user_id": user,
                    "name": names[user], "course": _COURSE, "course_on": course_on,
                    "course_expires_on": book.today - 40 * _DAY if ran_out else course_on + timedelta(days=1_095),
                    "terms_version": "0.9" if (post, place) == (ChampionPost.CHAMPION, 4) else "1.0",
                    "since_on": course_on - timedelta(days=chance.randint(10, 200)), "ended_on": None, "note": "",
                }
            )  # fmt: skip
    return rows


_MISSING = {(ChampionPost.CHAMPION, 3), (ChampionPost.CHAMPION, 12), (ChampionPost.DEPUTY, 11)}


def _targets(book: Book, number: int) -> list[dict[str, Any]]:
    """Two sources that disagree stand side by side, as they do in real documents; the wording is invented.

    This year's target in use is shared among the areas, so that the parts add up to it.
    """
    year = financial_year_of(book.today)
    orders, money = MeasureKind.CASH_DETENTION_ORDERS.value, MeasureKind.CASH_FORFEITED_PENCE.value
    table, action = "table of measures (synthetic)", "action 3.6 (synthetic)"
    said = (
        (orders, year, 160, table, True), (orders, year, 168, action, False), (orders, year - 1, 140, table, True),
        (orders, year - 2, 120, table, True), (money, year, 28_000_000, table, True),
    )  # fmt: skip
    rows = []
    for measure, first, usual, source, used in said:
        value = max(usual * number // _USUAL, 1)
        lines: list[tuple[UUID | None, int]] = [(None, value)]
        if (measure, first, used) == (orders, year, True):
            each, over = divmod(value, len(book.areas))
            lines += [(area_id, each + (place < over)) for place, area_id in enumerate(book.areas)]
        rows += [
            {
                "id": book.chance.id(), "measure": measure, "year": first, "area_id": area_id, "value": part,
                "source": f"Invented force plan {first}/{(first + 1) % 100:02}, {source}",
                "said_on": date(first, 4, 1), "in_use": used,
            }
            for area_id, part in lines
        ]  # fmt: skip
    return rows
