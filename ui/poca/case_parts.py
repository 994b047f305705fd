"""What the tabs of a case show: cards of facts, the ledger by currency, orders, notices, people, papers served."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.lines import MoneyRow, OrderRow
from soc_desk.services.poca.others import OtherDetail
from soc_desk.services.poca.words import moment_words
from soc_desk.services.prints import day_words, pounds
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.poca import CaseKind, CaseState, OrderResult
from ui.page import Shell
from ui.widgets.card import Card
from ui.widgets.facts import Fact, Facts, NoteCard, SmallTable
from ui.widgets.marks import Mark, Pill
from ui.widgets.text import label

Detail = CaseDetail | OtherDetail
_MINOR = 100
_NAMES = 128
_HELD = {
    CaseKind.ACCOUNT_FREEZING: "frozen", CaseKind.RESTRAINT: "restrained", CaseKind.DAML: "asked about",
    CaseKind.CIVIL_RECOVERY: "referred", CaseKind.MONEY_LAUNDERING: "investigated",
}  # fmt: skip


def marks_of(shown: Detail) -> Sequence[Mark]:
    """What stands beside the state: closed to others, a claim that runs."""
    found: list[Mark] = []
    if shown.row.access is not Access.TEAM:
        found.append(Pill(shown.row.access.label, "red"))
    if any(claim.result.value == "pending" for claim in shown.claims):
        found.append(Pill("Claim pending", "amber"))
    return found


def one_line(shown: Detail) -> str:
    """``£6,150.00 seized Thu 19 Nov 2026 22:40, Slough · £6,150.00 held · DC A. Example``."""
    row = shown.row
    if row.kind is CaseKind.CONFISCATION:
        left = None if row.order_pence is None else row.order_pence - row.paid_pence
        ordered = [f"{pounds(row.order_pence)} ordered", f"{pounds(left)} unpaid"]
        said = ["No order yet"] if row.order_pence is None else ordered
    else:
        where = f", {row.place}" if row.place else ""
        said = [f"{pounds(row.seized_pence)} seized {moment_words(row.seized_at)}{where}"] if row.seized_at else []
        if row.held_pence is not None:
            said.append(
                f"{pounds(row.held_pence)} applied for"
                if row.state is CaseState.APPLIED
                else f"{pounds(row.held_pence)} {_HELD.get(row.kind, 'held')}"
            )
    said += [part for part in (row.institution, row.seized_from, row.owner or row.officer, row.area) if part]
    return " · ".join(said)


def parts(shown: Detail, shell: Shell) -> tuple[list[QWidget], ...]:
    """The cards of Overview, Money, Court, and People and papers."""
    if isinstance(shown, OtherDetail):
        return _other_overview(shown, shell), _other_money(shown), _court(shown), _people(shown, ())
    return _overview(shown, shell), _money(shown), _court(shown), _people(shown, _papers(shown))


def _overview(shown: CaseDetail, shell: Shell) -> list[QWidget]:
    draft, row = shown.draft, shown.row
    found: list[QWidget] = []
    if row.state_now is CaseState.EXPIRED:
        said = "Nothing may be held any more without a new lawful ground. Return it, or act on legal advice."
        found.append(NoteCard(f"EXPIRED {moment_words(row.expired_at or row.detained_until)}", said, "red"))
    found += [
        NoteCard(
            "A changed time of seizure waits for a second person",
            f"{moment_words(change.before)} to {moment_words(change.after)}, asked by {change.asked_by}: "
            f"{change.reason}",
        )
        for change in shown.time_changes
        if change.agreed is None
    ]
    seizure = [
        Fact("Seized", moment_words(draft.seized_at)),
        Fact("Place", ", ".join(filter(None, (draft.place, draft.postcode)))),
        Fact("Area", row.area),
        Fact("Power", draft.power.label if draft.power else ""),
        Fact("Search", draft.search_power),
        Fact("Approved by", _approval(shown)),
        Fact("Suspected", draft.limb.label if draft.limb else ""),
        Fact("Grounds", draft.grounds),
        Fact("Officer", row.owner or row.officer),
        Fact("Group", row.subject, _opening(shell, shown)),
        Fact("Operation", draft.operation_name),
        Fact("Crime reference", draft.crime_ref),
    ]
    if shown.original_seized_at and shown.original_seized_at != draft.seized_at:
        seizure.insert(1, Fact("First seized", f"{moment_words(shown.original_seized_at)} (the cautious clock)"))
    for words, other in (("Seized anew from", shown.reseized_from), ("Seized anew as", shown.reseized_as)):
        if other is not None:
            seizure.append(Fact(words, other[1], partial(shell.open_page, "poca", record=other[0])))
    found.append(_facts("The seizure", seizure))
    linked = [
        Fact(
            link.kind.label,
            link.disruption_reference,
            partial(shell.open_page, "disruptions", record=link.disruption_id),
        )
        for link in shown.outcomes
    ]
    if linked:
        found.append(_facts("Seen in disruptions", linked))
    where = [
        Fact("Paid in", f"{day_words(shown.paid_in_on)} {shown.paid_in_account}".strip() if shown.paid_in_on else ""),
        Fact("Kept as evidence", "Yes" if shown.kept_as_evidence else "No"),
        Fact("s.291 report", day_words(shown.report_sent_on) if shown.report_sent_on else ""),
        Fact("Forfeited", day_words(shown.forfeited_on) if shown.forfeited_on else ""),
        Fact("JARD", f"{shown.jard_ref} {day_words(shown.jard_updated_on)}".strip(" –") if shown.jard_ref else ""),
        Fact("Recorded by", shown.recorded_by),
    ]
    found.append(_facts("Since then", where))
    return found


def _other_overview(shown: OtherDetail, shell: Shell) -> list[QWidget]:
    draft, row = shown.draft, shown.row
    facts = [
        Fact("Kind", row.kind.label),
        Fact("Institution", draft.institution),
        Fact("Account", draft.account),
        Fact("Authorised by", draft.authorised_by),
        Fact("Submitted", day_words(draft.submitted_on) if draft.submitted_on else ""),
        Fact("Convicted", day_words(draft.convicted_on) if draft.convicted_on else ""),
        Fact("Referred to", draft.referred_to),
        Fact("Benefit", pounds(shown.benefit_pence) if shown.benefit_pence else ""),
        Fact("Default term", f"{shown.default_term_months} months" if shown.default_term_months else ""),
        Fact("Grounds", draft.grounds),
        Fact("Officer", row.owner or row.officer),
        Fact("Group", row.subject, _opening(shell, shown)),
        Fact("Operation", draft.operation_name),
        Fact("JARD", shown.jard_ref),
        Fact("Notes", draft.notes),
    ]
    return [_facts("The case", [fact for fact in facts if fact.value])]


def _money(shown: CaseDetail) -> list[QWidget]:
    headings = ("Currency", "Seized", "Held", "Released", "Forfeited", "Forged or returned", "Counted")
    rows = [
        (
            line.currency, _minor(line, line.seized_minor), _minor(line, line.held_minor),
            _minor(line, line.released_minor), _minor(line, line.forfeited_minor), _minor(line, line.returned_minor),
            _count(line),
        )
        for line in shown.money
    ]  # fmt: skip
    card = Card("By currency", "seized = held + released + forfeited + returned")
    card.body.addWidget(SmallTable(headings, rows, right=(1, 2, 3, 4, 5)))
    found: list[QWidget] = [card]
    for line in shown.money:
        if line.denominations:
            pieces = Card(f"Pieces, {line.currency}", f"counted by {line.counter_one} and {line.counter_two}")
            told = [(_units(face), f"{pieces_:,}", _units(face * pieces_)) for face, pieces_ in line.denominations]
            pieces.body.addWidget(SmallTable(("Face value", "Pieces", "Amount"), told, right=(0, 1, 2)))
            found.append(pieces)
    found.append(_ledger(shown))
    return found


def _other_money(shown: OtherDetail) -> list[QWidget]:
    row = shown.row
    facts = (
        [Fact("Held", pounds(row.held_pence))]
        if row.kind is not CaseKind.CONFISCATION
        else [
            Fact("Order", pounds(row.order_pence)),
            Fact("Paid", pounds(row.paid_pence)),
            Fact("Unpaid", pounds(None if row.order_pence is None else row.order_pence - row.paid_pence)),
        ]
    )
    return [_facts("Money", facts), _ledger(shown)]


def _ledger(shown: Detail) -> Card:
    card = Card("Ledger", "a wrong line is reversed, never changed")
    rows = [
        (
            day_words(move.moved_on), move.kind.label, f"{move.currency} {_units(move.minor)}",
            pounds(move.sterling_pence), move.to_whom or move.account, move.note,
        )
        for move in shown.movements
    ]  # fmt: skip
    if rows:
        card.body.addWidget(SmallTable(("Date", "What", "Amount", "Sterling", "To", "Note"), rows, right=(2, 3)))
    else:
        card.body.addWidget(label("Nothing has moved yet.", ink="soft"))
    return card


def _court(shown: Detail) -> list[QWidget]:
    orders = Card("Applications and orders")
    rows = [
        (
            f"{order.kind.label}{f' {order.number}' if order.number else ''}", _result(order),
            day_words(order.lodged_on), day_words(order.expires_on), order.court,
        )
        for order in shown.orders
    ]  # fmt: skip
    headings = ("What", "Result", "Lodged", "Ends, as written", "Court")
    orders.body.addWidget(SmallTable(headings, rows) if rows else label("Nothing was lodged yet.", ink="soft"))
    found: list[QWidget] = [orders]
    for notice in shown.notices:
        facts = [
            Fact("Given", day_words(notice.given_on)),
            Fact("Objections", f"{notice.period_days} days from the day after, to {notice.address}"),
            Fact("Signed by", f"{notice.signed_by}, {notice.rank}"),
            Fact(
                "Objection", f"{moment_words(notice.objection_at)} by {notice.objector}" if notice.objection_at else ""
            ),
            Fact("Ended", day_words(notice.ended_on) if notice.ended_on else ""),
        ]
        found.append(_facts("Forfeiture notice", facts))
    if shown.claims:
        card = Card("Claims")
        told = [
            (claim.kind.label, claim.claimant, day_words(claim.made_on), moment_words(claim.hearing_at),
             pounds(claim.amount_pence), claim.result.label)
            for claim in shown.claims
        ]  # fmt: skip
        card.body.addWidget(SmallTable(("What", "Who", "Made", "Hearing", "Amount", "Result"), told, right=(4,)))
        found.append(card)
    return found


def _result(order: OrderRow) -> str:
    """``Made Fri 20 Nov 2026 11:05``; of what is pending, when it is heard."""
    if order.result is not OrderResult.PENDING:
        return f"{order.result.label} {moment_words(order.made_at)}".strip(" –")
    return f"Hearing {moment_words(order.hearing_at)}" if order.hearing_at else "Pending, no hearing yet"


def _people(shown: Detail, papers: Sequence[QWidget]) -> list[QWidget]:
    card = Card("People")
    rows = [
        (person.role.label, person.name or "Not known", day_words(person.born_on), person.address, person.solicitor)
        for person in shown.people
    ]
    headings = ("Role", "Name", "Born", "Address", "Solicitor")
    card.body.addWidget(SmallTable(headings, rows) if rows else label("Nobody is named yet.", ink="soft"))
    return [card, *papers]


def _papers(shown: CaseDetail) -> list[QWidget]:
    names = {person.id: person.name or person.role.label for person in shown.people}
    served = Card("Papers served")
    rows = [
        (paper.paper.label, names.get(paper.person_id, "–") if paper.person_id else "–", moment_words(paper.served_at),
         paper.how.label, paper.served_by, paper.proof)
        for paper in shown.services
    ]  # fmt: skip
    headings = ("Paper", "On", "When", "How", "By", "Proof")
    served.body.addWidget(SmallTable(headings, rows) if rows else label("Nothing was served yet.", ink="soft"))
    exhibits = Card("Exhibits and bags")
    told = [(line.exhibit_no, line.bag_no, line.what, line.stored_at) for line in shown.exhibits]
    columns = ("Exhibit", "Sealed bag", "What", "Where")
    exhibits.body.addWidget(SmallTable(columns, told) if told else label("No exhibit is recorded.", ink="soft"))
    return [served, exhibits]


def _facts(heading: str, facts: list[Fact]) -> Card:
    card = Card(heading)
    card.body.addWidget(Facts(facts, name_width=_NAMES))
    return card


def _approval(shown: CaseDetail) -> str:
    draft = shown.draft
    said = [draft.search_approval.label if draft.search_approval else "", draft.approved_by]
    if draft.approved_at:
        said.append(moment_words(draft.approved_at))
    return ", ".join(filter(None, said))


def _opening(shell: Shell, shown: Detail) -> Callable[[], object] | None:
    subject_id = shown.row.subject_id
    return partial(shell.open_page, "ocgs", record=subject_id) if subject_id else None


def _minor(line: MoneyRow, minor: int) -> str:
    if line.counted_minor is None and line.estimate_minor is None:
        return "–"
    return _units(minor)


def _units(minor: int) -> str:
    return f"{minor // _MINOR:,}.{minor % _MINOR:02}"


def _count(line: MoneyRow) -> str:
    if line.counted_on is None:
        return "Estimate only" if line.estimate_minor is not None else "Not known"
    return f"{day_words(line.counted_on)}, {line.counter_one} and {line.counter_two}"
