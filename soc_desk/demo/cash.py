"""Invented seizures: when and where, how much of what, and from whom; the 48 hours of each have just begun."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from soc_desk.demo import poca_words as said
from soc_desk.demo.blank import Row
from soc_desk.demo.case_book import Book, Case
from soc_desk.demo.chance import Chance
from soc_desk.services.poca.ledger import sterling
from soc_desk.services.poca.states import Event
from soc_desk.vocabulary.poca import CaseKind, CaseRole, CaseState, MovementKind, SearchApproval, SeizurePower

_HOURS = (4, 4, 3, 2, 2, 3, 9, 9, 5, 4, 4, 5, 5, 5, 6, 7, 8, 8, 8, 9, 10, 11, 10, 7)
_WEEKDAYS = (8, 9, 10, 11, 12, 9, 6)
_CASH_POWERS = {SeizurePower.S294_1: 94, SeizurePower.S294_2: 6}
_POWERS = {CaseKind.LISTED_ASSETS: SeizurePower.S303J, CaseKind.CRYPTOASSETS: SeizurePower.S303Z21}
_NOTES = (2_000, 1_000, 5_000, 500)
_WHAT = {CaseKind.LISTED_ASSETS: "Watch", CaseKind.CRYPTOASSETS: "Hardware wallet"}
_RECENT = 1.15
"""Above 1 there are more seizures the nearer the day of making is."""


def moments(chance: Chance, number: int, days: int) -> list[datetime]:
    """The minutes of so many seizures, earliest first: more of them lately, in the evening and late in the week."""
    found = []
    for _ in range(number):
        while True:
            day = chance.today - timedelta(days=1 + int(days * chance.random() ** _RECENT))
            if chance.random() * 12 < _WEEKDAYS[day.weekday()]:
                break
        hour = chance.choices(range(24), _HOURS)[0]
        found.append(datetime.combine(day, time(hour, chance.randrange(60))))
    return sorted(found)


def seize(
    book: Book, at: datetime, *, kind: CaseKind = CaseKind.CASH, pence: int | None = None, area_id: UUID | None = None,
    subject: Row | None = None, owner_id: UUID | None = None, counted: bool = True,
) -> Case:  # fmt: skip
    """A case that has just begun, with its money, its bag and whom it was seized from; the 48 hours run."""
    chance = book.chance
    subject = subject or (_subject(book, at.date()) if chance.random() < 0.3 else None)
    area = area_id or (subject and subject["area_id"]) or chance.choice(book.force.areas)
    case = Case(book, kind, at, Event.SEIZED, CaseState.SEIZED, area_id=area, owner_id=owner_id, subject=subject)
    approval = chance.one(said.APPROVALS)
    approved = approval in (SearchApproval.JUSTICE, SearchApproval.SENIOR_OFFICER)
    case.row |= {
        "seized_at": at, "power": _POWERS.get(kind) or chance.one(_CASH_POWERS),
        "place": f"{chance.choice(said.AT)}{chance.randint(1, 140)} {chance.choice(said.STREETS)}, {book.areas[area]}",
        "postcode": f"ZZ{chance.randint(1, 20)} {chance.randint(1, 9)}ZZ",
        "search_power": chance.choice(said.SEARCH_POWERS),
        "search_approval": approval, "approved_by": "Insp Example" if approved else "",
        "approved_at": at - timedelta(minutes=chance.randint(15, 120)) if approved else None,
        "body_worn_ref": f"SYN-BWV-{chance.randrange(10**6):06}", "limb": chance.one(said.LIMBS),
        "grounds": chance.choice(said.GROUNDS), "detention_grounds": "Its derivation is being investigated.",
        "investigation_plan": chance.choice(said.PLANS), "description": f"{chance.choice(said.WHERE_FOUND)}.",
    }  # fmt: skip
    case.person(CaseRole.SEIZED_FROM, f"Person S{case.row['serial']}")
    case.exhibit("Cash" if kind is CaseKind.CASH else kind.label)
    _money(case, pence or amount(chance), counted and at.date() < book.today - timedelta(days=1))
    return case


def amount(chance: Chance) -> int:
    """Pence of a seizure: a mean of about £5,000, most below it, a few far above; never below the minimum of £1,000."""
    pounds = chance.lognormvariate(7.95, 0.95)
    if pounds < 1_000:
        pounds = 1_000 + chance.random() * 1_500
    return int(min(pounds, 95_000) / 5) * 500


def _money(case: Case, pence: int, counted: bool) -> None:
    """What was seized: pounds, in some cases another currency with them or alone."""
    chance = case.book.chance
    if case.kind is not CaseKind.CASH:
        case.seized("GBP", pence, instrument=_WHAT[case.kind])
        return
    foreign = chance.random()
    if foreign < 0.08:
        currency = chance.choice(list(said.FOREIGN))
        rate, notes = said.FOREIGN[currency]
        part = pence if foreign < 0.03 else pence // chance.randint(3, 8)
        worth = sterling(notes[-1], currency, rate) or 1
        minor = max(part // worth, 4) * notes[-1]
        pence = 0 if foreign < 0.03 else pence - part // 500 * 500
        _count(case, case.seized(currency, minor, rate), notes, counted)
    if pence:
        _count(case, case.seized("GBP", pence), _NOTES, counted)


def _count(case: Case, line: Row, notes: tuple[int, ...], counted: bool) -> None:
    """Counted by two people some hours later, to the note; until then only an estimate stands."""
    chance, amount_minor = case.book.chance, line["estimate_minor"]
    if not counted:
        return
    pieces, left = {}, amount_minor
    for note in notes[:-1]:
        pieces[note] = int(left * chance.random() * 0.9) // note
        left -= pieces[note] * note
    pieces[notes[-1]] = left // notes[-1]
    at = case.row["seized_at"] + timedelta(hours=3)
    one, two = chance.sample(case.book.force.officers, 2)
    names = case.book.force.names
    line.update(
        counted_minor=amount_minor, denominations={str(note): number for note, number in pieces.items() if number},
        estimate_minor=round(amount_minor, -4) or amount_minor, counted_on=at.date(),
        counter_one=names[one], counter_two=names[two],
    )  # fmt: skip
    case.step(Event.COUNTED, at, reason=f"By {names[one]} and {names[two]}.")
    if line["currency"] == "GBP" and chance.random() < 0.03 and amount_minor >= 200_000:
        line["forged_minor"] = 2_000
        case.moved(MovementKind.RETURNED, "GBP", 2_000, 2_000, at.date(), note="Forged pieces.")
        case.row["returned_pence"] += 2_000


def _subject(book: Book, on: date) -> Row | None:
    """A group or person that was mapped by that day, where a few draws find one."""
    drawn = [book.chance.choice(book.subjects) for _ in range(4) if book.subjects]
    return next((each for each in drawn if each["mapped_on"] <= on), None)
