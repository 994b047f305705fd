"""What each paper of a case says, and which particulars it must carry; one function for each paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.lines import MoneyRow, OrderRow, PersonRow
from soc_desk.services.poca.previews import objections_until
from soc_desk.services.poca.states import Event
from soc_desk.services.poca.words import moment_words
from soc_desk.services.prints import day_words, pounds
from soc_desk.vocabulary.poca import CaseRole, MovementKind, OrderKind, OrderResult, Paper

_MINOR = 100


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a paper: particulars by name, then a table, then paragraphs; any of them may be empty."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    text: tuple[str, ...] = ()


@dataclass
class Writing:
    """A paper being filled: sections as they come, and the gaps found on the way."""

    shown: CaseDetail
    person_id: UUID | None = None
    sections: list[Section] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def need(self, what: str, value: str) -> tuple[str, str]:
        """A particular that the paper must carry."""
        if value and value != "–":
            return what, value
        self.gaps.append(f"{what} is not recorded.")
        return what, f"Not recorded (gap {len(self.gaps)})"

    def may(self, what: str, value: str) -> tuple[str, str]:
        """A particular that may be left out."""
        return what, value or "None recorded"

    def add(
        self,
        heading: str,
        *facts: tuple[str, str],
        headings: Sequence[str] = (),
        rows: Sequence[Sequence[str]] = (),
        text: Sequence[str] = (),
    ) -> None:
        """Put a section below those that are there."""
        lines = tuple(map(tuple, rows))
        self.sections.append(
            Section(heading=heading, facts=facts, headings=tuple(headings), rows=lines, text=tuple(text))
        )


_ASKED = (
    "That the property be detained for up to six months beginning with the date of the order. There are reasonable "
    "grounds for suspicion as set out, and its continued detention is justified while its derivation is investigated "
    "or consideration is given to bringing proceedings."
)
_COPY = "A copy of this application and notice of the hearing is given to the person from whom it was seized."


def _application(writing: Writing) -> tuple[str, str]:
    _asks(writing, OrderKind.FIRST)
    return "Application for detention", "POCA 2002 s.295(2), (4); SI 2002/2998 r.4"


def _asks(writing: Writing, kind: OrderKind) -> None:
    _court(writing, (kind,), made=kind is OrderKind.FIRST)
    _applicant(writing)
    _seizure(writing)
    _property(writing)
    _people(writing)
    _grounds(writing)
    ends = writing.need("Detention ends without an order", moment_words(writing.shown.row.detained_until))
    writing.add("What is asked", ends, text=(_ASKED, _COPY))


def _further(writing: Writing) -> tuple[str, str]:
    _earlier(writing)
    _asks(writing, OrderKind.FURTHER)
    copies = "Copies go to every person who had notice of an earlier order (SI 2002/2998 r.5). "
    hearing = "The hearing is normally not earlier than seven days from when it is fixed."
    writing.add("Service", text=(copies + hearing,))
    return "Application for further detention", "POCA 2002 s.295(2); SI 2002/2998 r.5"


def _to_person(writing: Writing) -> tuple[str, str]:
    shown = writing.shown
    person = _person(shown.people, writing.person_id)
    writing.add(
        "To",
        writing.need("Name", person.name if person else ""),
        writing.need("Address", person.address if person else ""),
        writing.may("Solicitor", person.solicitor if person else ""),
    )
    _seizure(writing)
    _property(writing)
    _court(writing, (OrderKind.FIRST, OrderKind.FURTHER))
    made = _last(shown.orders, OrderResult.MADE)
    if made is not None:
        writing.add(
            "The order",
            writing.need("Made", moment_words(made.made_at)),
            writing.need("Ends, as written on it", day_words(made.expires_on)),
        )
    writing.add(
        "What you may do",
        text=(
            (
                "You may attend the hearing and be represented. You may apply to the magistrates' court at any time "
                "for the release of the property (s.297). If it belongs to you, you may claim it (s.301)."
            ),
        ),
    )
    return "Notice to the person affected", "POCA 2002 s.295(8); SI 2002/2998 r.4, r.5"


def _notice(writing: Writing) -> tuple[str, str]:
    shown = writing.shown
    notice = shown.notices[-1] if shown.notices else None
    _people(writing)
    _property(writing)
    _earlier(writing)
    until = objections_until(notice.given_on, notice.period_days) if notice else None
    writing.add(
        "The notice",
        writing.need("Given on", day_words(notice.given_on if notice else None)),
        writing.need("Amount", pounds((notice.amount_pence if notice else None) or shown.row.held_pence)),
        writing.need("Objections are received until the end of", day_words(until)),
        writing.need("Address for objections", notice.address if notice else ""),
        writing.need("Given by", f"{notice.signed_by}, {notice.rank}" if notice else ""),
        text=(
            (
                "The officer named is satisfied that the property is recoverable property or is intended by any person "
                "for use in unlawful conduct."
            ),
            (
                "It will be forfeited unless an objection is received at the address within the period. Anybody may "
                "object, in writing; no reason need be given. An objection ends this notice; an application to a court "
                "may follow."
            ),
        ),
    )
    return "Forfeiture notice", "POCA 2002 ss.297A, 297B"


def _forfeiture(writing: Writing) -> tuple[str, str]:
    _court(writing, (OrderKind.FORFEITURE,))
    _applicant(writing)
    _seizure(writing)
    _property(writing)
    _earlier(writing)
    _people(writing)
    _grounds(writing)
    writing.add(
        "What is asked",
        text=(
            (
                "That the property be forfeited, the court being satisfied that it is recoverable property or is "
                "intended by any person for use in unlawful conduct (s.298(2)). Until the proceedings and any appeal "
                "are concluded it stays detained (s.298(4))."
            ),
        ),
    )
    return "Application for forfeiture", "POCA 2002 s.298; SI 2002/2998 r.7"


def _release(writing: Writing) -> tuple[str, str]:
    shown = writing.shown
    gone = [move for move in shown.movements if move.kind is MovementKind.RELEASED]
    _seizure(writing)
    _property(writing)
    last = gone[-1] if gone else None
    writing.add(
        "The release",
        writing.need("Released on", day_words(last.moved_on if last else None)),
        writing.need("To whom", last.to_whom if last else ""),
        writing.need("Why", last.note if last else ""),
        writing.may("Directed by the court on", day_words(shown.release_directed_on).strip("–")),
        headings=("Date", "Amount", "Sterling", "To whom"),
        rows=[
            (
                day_words(move.moved_on),
                f"{move.currency} {_units(move.minor)}",
                pounds(move.sterling_pence),
                move.to_whom,
            )
            for move in gone
        ],
        text=(
            "The court under whose order the property is detained is told before an officer releases it (s.297(4)).",
        ),
    )
    return "Release of detained property", "POCA 2002 s.297; SI 2002/2998 r.6"


def _report(writing: Writing) -> tuple[str, str]:
    shown = writing.shown
    draft = shown.draft
    _applicant(writing)
    _seizure(writing)
    writing.add(
        "The search",
        writing.need("Searched under", draft.search_power),
        writing.need("Approval", draft.search_approval.label if draft.search_approval else ""),
        writing.may("Approved by", draft.approved_by),
        writing.need("Grounds for the search", draft.grounds),
        writing.need("What was found", draft.description),
        text=(
            (
                "The search was carried out without the prior approval of a justice of the peace. Its circumstances, "
                "and why prior approval was not practicable, are as follows:"
            ),
            "………………………………………………………………………………………………………………",
        ),
    )
    writing.gaps.append("Why a justice's prior approval was not practicable is to be written by the officer.")
    return "Report to the Appointed Person", "POCA 2002 s.291"


def _chronology(writing: Writing) -> tuple[str, str]:
    shown = writing.shown
    names = {person.id: person.name or person.role.label for person in shown.people}
    told: list[tuple[datetime, str, str, str]] = [
        (step.happened_at, _event(step.event), step.reason, step.by) for step in shown.steps
    ]
    told += [
        (served.served_at, f"Served: {served.paper.label}", f"{served.how.label}; {served.proof}".strip("; "),
         names.get(served.person_id, "") if served.person_id else "")
        for served in shown.services
    ]  # fmt: skip
    told += [
        (datetime.combine(move.moved_on, datetime.min.time()), move.kind.label,
         f"{move.currency} {_units(move.minor)} {move.note}".strip(), move.to_whom)
        for move in shown.movements
    ]  # fmt: skip
    told.sort(key=lambda line: (line[0].date(), line[0].time() == datetime.min.time(), line[0]))
    _seizure(writing)
    _property(writing)
    writing.add(
        "Chronology",
        headings=("When", "What happened", "Particulars", "By or on"),
        rows=[(_when(at), what, more or "–", who or "–") for at, what, more, who in told],
    )
    return "Case chronology", "All times are local wall time"


FILL: dict[Paper, Callable[[Writing], tuple[str, str]]] = {
    Paper.DETENTION_APPLICATION: _application,
    Paper.FURTHER_APPLICATION: _further,
    Paper.NOTICE_TO_PERSON: _to_person,
    Paper.FORFEITURE_NOTICE: _notice,
    Paper.FORFEITURE_APPLICATION: _forfeiture,
    Paper.RELEASE: _release,
    Paper.APPOINTED_PERSON: _report,
    Paper.CHRONOLOGY: _chronology,
}


def _court(writing: Writing, kinds: tuple[OrderKind, ...], *, made: bool = True) -> None:
    """The court of the order asked for; ``made`` lets the last that was decided stand in where none is pending."""
    orders = [order for order in writing.shown.orders if order.kind in kinds]
    order = _last(orders, OrderResult.PENDING) or (orders[-1] if orders and made else None)
    writing.add(
        "Court",
        writing.need("Court", order.court if order else ""),
        writing.may("Court case number", order.court_case_no if order else ""),
        writing.need("Lodged on", day_words(order.lodged_on if order else None)),
        writing.need("Hearing", moment_words(order.hearing_at if order else None)),
    )


def _applicant(writing: Writing) -> None:
    shown = writing.shown
    writing.add(
        "Applicant",
        writing.need("Officer", shown.row.owner or shown.draft.officer),
        writing.may("Operation", shown.draft.operation_name),
        writing.may("Crime reference", shown.draft.crime_ref),
    )


def _seizure(writing: Writing) -> None:
    shown, draft = writing.shown, writing.shown.draft
    approved = ", ".join(
        filter(None, (draft.search_approval.label if draft.search_approval else "", draft.approved_by,
                      moment_words(draft.approved_at) if draft.approved_at else ""))
    )  # fmt: skip
    writing.add(
        "Seizure",
        writing.need("Seized", f"{moment_words(draft.seized_at)} (Europe/London)" if draft.seized_at else ""),
        writing.need("Place", ", ".join(filter(None, (draft.place, draft.postcode)))),
        writing.need("Local policing area", shown.row.area),
        writing.need("Power", draft.power.label if draft.power else ""),
        writing.may("Search under", draft.search_power),
        writing.may("Prior approval", approved),
        writing.may("Body-worn video", draft.body_worn_ref),
    )


def _property(writing: Writing) -> None:
    shown = writing.shown
    writing.add(
        "Property",
        writing.need("Amount, sterling", pounds(shown.row.seized_pence)),
        headings=("Currency", "Amount", "Counted", "Held"),
        rows=[
            (line.currency, _units(line.seized_minor), _counted(line), _units(line.held_minor)) for line in shown.money
        ],
        text=tuple(
            f"Exhibit {line.exhibit_no}, bag {line.bag_no or 'not recorded'}: {line.what or 'property as above'}."
            for line in shown.exhibits
        ),
    )
    if not shown.exhibits:
        writing.gaps.append("No exhibit and sealed bag are recorded.")


def _people(writing: Writing) -> None:
    people = writing.shown.people
    if not any(person.role is CaseRole.SEIZED_FROM for person in people):
        writing.gaps.append("Nobody is recorded from whom it was seized.")
    writing.add(
        "People affected",
        headings=("Role", "Name", "Born", "Address", "Solicitor"),
        rows=[
            (person.role.label, person.name or "Not known", day_words(person.born_on), person.address or "–",
             person.solicitor or "–")
            for person in people
        ],
    )  # fmt: skip


def _grounds(writing: Writing) -> None:
    draft = writing.shown.draft
    writing.add(
        "Grounds",
        writing.need("Suspected", draft.limb.label if draft.limb else ""),
        writing.need("Facts", draft.grounds),
        writing.need("Why detention is justified", draft.detention_grounds),
        writing.may("Investigation plan", draft.investigation_plan),
    )


def _earlier(writing: Writing) -> None:
    made = [order for order in writing.shown.orders if order.kind.detains and order.result is OrderResult.MADE]
    writing.add(
        "Earlier orders",
        headings=("Order", "Made", "Ends, as written", "Court"),
        rows=[
            (
                f"{order.kind.label} {order.number or ''}".strip(), moment_words(order.made_at),
                day_words(order.expires_on), order.court or "–",
            )
            for order in made
        ],
    )  # fmt: skip
    if not made:
        writing.gaps.append("No detention order is recorded.")


def _person(people: Sequence[PersonRow], wanted: UUID | None) -> PersonRow | None:
    chosen = [person for person in people if person.id == wanted]
    chosen += [person for person in people if person.role is CaseRole.SEIZED_FROM]
    return chosen[0] if chosen else None


def _last(orders: Sequence[OrderRow], result: OrderResult) -> OrderRow | None:
    return next((order for order in reversed(orders) if order.result is result), None)


def _when(at: datetime) -> str:
    """A moment, or the day alone where what happened is known by its day."""
    return moment_words(at) if at.time() != datetime.min.time() else moment_words(at.replace(hour=12))[:-6]


def _event(event: str) -> str:
    return {each.value: each.label for each in Event}.get(event, event.replace("_", " ").capitalize())


def _counted(line: MoneyRow) -> str:
    if line.counted_on is None:
        return "Estimate"
    return f"{day_words(line.counted_on)} by {line.counter_one} and {line.counter_two}"


def _units(minor: int) -> str:
    return f"{minor // _MINOR:,}.{minor % _MINOR:02}"
