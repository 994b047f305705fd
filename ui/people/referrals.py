"""The register of referrals: potential victims, whether the Home Office was told, and what was decided."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from soc_desk.services import referrals
from soc_desk.services.lom.desk_lines import CARE
from soc_desk.services.referrals import ReferralRow
from soc_desk.vocabulary.ocg import ReferralState
from ui.around.listed import Listed, column, written
from ui.desk import Desk
from ui.lanes import Reply
from ui.lom.columns import of_referral
from ui.lom.steps import Steps
from ui.page import Shell, page_head
from ui.widgets.facts import Fact, Facts
from ui.widgets.filters import FilterRow, choice
from ui.widgets.focus import hand_on
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_EMPTY = (
    "Potential victims and their referrals stand here: to the NRM, or as a Duty to Notify. There is none that matches."
)


def _age(row: ReferralRow) -> str:
    return "Child" if row.is_child else "Adult"


def _state(row: ReferralRow) -> Mark:
    return of_referral(row.state)


def _decided_on(row: ReferralRow) -> date | None:
    return row.conclusive_on or row.reasonable_on


COLUMNS: tuple[Column[ReferralRow], ...] = (
    Column("person", "Ref", lambda row: row.person_reference, width=104, sort=lambda row: row.person_reference),
    Column("name", "Name", lambda row: row.name, width=150, role="medium", stretch=True, sort=lambda row: row.name),
    Column("state", "Standing", lambda row: row.state.label, _state, width=206, sort=lambda row: row.state.rank),
    Column("kind", "Referral", lambda row: row.kind.label, width=108, sort=lambda row: row.kind.rank),
    Column("age", "Age", _age, width=62, sort=_age),
    Column("identified_on", "Identified", lambda row: format_date(row.identified_on), width=98,
           sort=lambda row: row.identified_on),
    Column("sent_on", "Sent", lambda row: format_date(row.sent_on), width=98, sort=lambda row: row.sent_on),
    Column("decided_on", "Decided", lambda row: format_date(_decided_on(row)), width=98, hidden=True,
           sort=_decided_on),
    Column("group", "Group", lambda row: row.group or "–", width=130, hidden=True, tooltip=lambda row: row.group),
    Column("reference", "Home Office ref", lambda row: row.reference or "–", width=130, hidden=True),
)  # fmt: skip


class ReferralRegister(Listed[ReferralRow, ReferralRow]):
    """Every referral that the reader may know of, with its next steps."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell, COLUMNS, "Referrals", "Select a referral to see it here.")
        self.steps = Steps(desk, shell, shell.notify)
        self.chips = FilterRow([choice("states", "Standing", [(state, state.label) for state in ReferralState])])
        self.head.addWidget(self.chips, 1)
        self.head.addWidget(button("Identify a potential victim…", shell.action("people.refer").trigger))
        self.person = button("Open the person", self._open)
        self.add_foot(self.person)
        self.table.set_empty(_EMPTY, "Identify a potential victim", shell.action("people.refer").trigger)
        self.table.opened.connect(lambda _row: self._open())
        self.chips.changed.connect(lambda _values: self.read())
        self.offer()

    def read(self) -> None:
        """Read the register as it is narrowed."""
        states = tuple(self.chips.values().get("states", ()))
        self._desk.read(referrals.page, None, None, states).then(self, self._take, self.fail)

    def heading(self, row: ReferralRow) -> tuple[str, str, Sequence[Mark]]:
        return row.person_reference, row.name, (Pill(row.kind.label), _state(row))

    def opening(self, row: ReferralRow) -> Reply[ReferralRow]:
        return self._desk.write(referrals.look, row.id)

    def reading(self, row: ReferralRow) -> Reply[ReferralRow]:
        return self._desk.read(referrals.one, row.id)

    def parts(self, row: ReferralRow, found: ReferralRow) -> Sequence[tuple[str, QWidget]]:
        group = partial(self._shell.open_page, "ocgs", record=found.subject_id) if found.subject_id else None
        facts = [
            Fact("Age", _age(found)), Fact("Consent", found.consent.label), Fact("Group", found.group, group),
            Fact("Identified", format_date(found.identified_on)), Fact("Sent", format_date(found.sent_on)),
            Fact("Home Office ref", found.reference), Fact("Reasonable grounds", format_date(found.reasonable_on)),
            Fact("Conclusive grounds", format_date(found.conclusive_on)),
        ]  # fmt: skip
        shown: list[QWidget] = [Facts(facts, name_width=130)]
        if found.note:
            shown += [label("Note", "caption"), written(found.note)]
        if found.next:
            shown += [label("What comes next", "caption"), self.steps.of_referral(found)]
        return [("Referral", column(*shown))]

    def offer(self) -> None:
        self.person.setEnabled(self.row is not None)

    def content(self) -> dict[str, Any]:
        """How it is narrowed, as plain JSON."""
        return {"states": [state.value for state in self.chips.values().get("states", ())]}

    def restore(self, content: dict[str, Any]) -> None:
        """Narrow it as it was."""
        known = {state.value: state for state in ReferralState}
        states = tuple(known[each] for each in content.get("states", ()) if each in known)
        self.chips.set_values({"states": states or None})

    def _open(self) -> None:
        if self.row is not None:
            self._shell.open_page("people", record=self.row.person_id, part=CARE)

    def _take(self, rows: list[ReferralRow]) -> None:
        self.take_rows(rows)
        self.line.setText(totals_line(rows))


class ReferralsView(QWidget):
    """The register under its heading, with the switch between the lists of the page."""

    def __init__(self, desk: Desk, shell: Shell, switch: QWidget) -> None:
        super().__init__()
        self.register = ReferralRegister(desk, shell)
        column_, _, self.facts = page_head(self, "Referrals of potential victims", switch)
        self.facts.setText("To the National Referral Mechanism, or as a Duty to Notify (Modern Slavery Act 2015 s.52).")
        column_.addWidget(self.register, 1)
        hand_on(self, self.register)


def totals_line(rows: Sequence[ReferralRow]) -> str:
    """``17 referrals: 3 to be sent, 5 await a decision on reasonable grounds, 4 on conclusive grounds``."""
    parts = (
        (ReferralState.IDENTIFIED, "to be sent"), (ReferralState.SENT, "sent"),
        (ReferralState.REASONABLE_POSITIVE, "with reasonable grounds, awaiting the conclusive decision"),
    )  # fmt: skip
    counted = ((sum(row.state is state for row in rows), words) for state, words in parts)
    told = ", ".join(f"{number:,} {words}" for number, words in counted if number)
    what = f"{len(rows):,} {'referral' if len(rows) == 1 else 'referrals'}"
    return f"{what}: {told}." if told else f"{what}."
