"""Every area with its latest local profile: how old it is, when the next is due, and all editions of one area."""

from collections.abc import Hashable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soc_desk.services import local_profiles, periods
from soc_desk.services.local_profiles import ProfileDraft, ProfileRow
from ui.around.listed import Listed, column, written
from ui.desk import Desk
from ui.lanes import Reply
from ui.page import Shell
from ui.widgets.facts import Fact, Facts
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_EMPTY = "Areas stand here with their profiles. An administrator adds areas in Settings."


def age(row: ProfileRow) -> str:
    """``None`` where there is no profile, which is not the same as one just approved."""
    if row.months is None:
        return "None"
    if row.months == 0:
        return "Under a month"
    return "1 month" if row.months == 1 else f"{row.months:,} months"


def standing(row: ProfileRow) -> Pill:
    """Whether an area's profile is overdue, with a word and a shape."""
    if row.id is None:
        return Pill("No profile", "red", "square")
    return Pill("Overdue", "red", "square") if row.is_overdue else Pill("In date", "green", "circle")


def _led(row: ProfileRow) -> str:
    return "–" if row.led_to_plan is None else "Yes" if row.led_to_plan else "No"


COLUMNS: tuple[Column[ProfileRow], ...] = (
    Column("area", "Area", lambda row: row.area, width=116, role="medium"),
    Column("standing", "Standing", lambda row: standing(row).text, standing, width=108),
    Column("months", "Age", age, width=116, sort=lambda row: row.months),
    Column("next_due_on", "Next due", lambda row: format_date(row.next_due_on) or "–", width=102,
           sort=lambda row: row.next_due_on),
    Column("title", "Latest profile", lambda row: row.title or "None", width=150, stretch=True,
           tooltip=lambda row: row.title),
    Column("approved_on", "Approved", lambda row: format_date(row.approved_on) or "–", width=102,
           sort=lambda row: row.approved_on),
    Column("published_to", "Published to", lambda row: row.published_to or "–", width=100,
           tooltip=lambda row: row.published_to),
    Column("led", "Led to a plan", _led, width=112, hidden=True),
)  # fmt: skip


class ProfileRegister(Listed[ProfileRow, list[ProfileDraft]]):
    """``record_asked(area id)`` for a new edition, ``edit_asked(profile id)`` to change one."""

    record_asked, edit_asked = Signal(object), Signal(object)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell, COLUMNS, "Local profiles by area", "Select an area to see its profiles here.")
        self.new = button("Record a profile…", self._ask_new, kind="primary")
        self.edit = button("Edit the latest…", self._ask_edit)
        self.add_foot(self.new, self.edit)
        self.table.set_empty(_EMPTY)
        self.table.opened.connect(lambda row: self._ask_edit() if row.id else self._ask_new())
        self.offer()

    def key(self, row: ProfileRow) -> Hashable:
        return row.area_id

    def read(self) -> None:
        """Read the register."""
        self._desk.read(local_profiles.register, periods.today()).then(self, self._take, self.fail)

    def heading(self, row: ProfileRow) -> tuple[str, str, Sequence[Mark]]:
        return "Local profiles", row.area, (standing(row),)

    def opening(self, row: ProfileRow) -> Reply[list[ProfileDraft]]:
        return self._desk.read(local_profiles.editions, row.area_id)

    def parts(self, row: ProfileRow, found: list[ProfileDraft]) -> Sequence[tuple[str, QWidget]]:
        if not found:
            told = "No profile of this area is recorded. None is not nought months old: it counts as overdue."
            return [("Editions", label(told, "caption", wrap=True))]
        return [("Editions", column(*(self._edition(edition) for edition in found), gap=18))]

    def offer(self) -> None:
        self.new.setEnabled(self.row is not None and self._desk.may(local_profiles.record))
        known = self.row is not None and self.row.id is not None
        self.edit.setEnabled(known and self._desk.may(local_profiles.change))

    def _edition(self, edition: ProfileDraft) -> QWidget:
        facts = [
            Fact("Approved", format_date(edition.approved_on) or "Not yet"), Fact("By", edition.approved_by),
            Fact("Next due", format_date(edition.next_due_on)), Fact("Published to", edition.published_to),
            Fact("Led to a plan", "Yes" if edition.led_to_plan else "No"),
        ]  # fmt: skip
        shown: list[QWidget] = [label(edition.title, "medium", wrap=True), Facts(facts)]
        if edition.note:
            shown.append(written(edition.note))
        if self._desk.may(local_profiles.change):
            ask = partial(self._ask_edition, edition.id)
            shown.append(button("Change…", ask, kind="link", name=f"Change {edition.title}"))
        return column(*shown, gap=6)

    def _ask_new(self) -> None:
        if self.row is not None and self.new.isEnabled():
            self.record_asked.emit(self.row.area_id)

    def _ask_edit(self) -> None:
        if self.row is not None and self.edit.isEnabled():
            self.edit_asked.emit(self.row.id)

    def _ask_edition(self, id_: UUID | None) -> None:
        self.edit_asked.emit(id_)

    def _take(self, rows: list[ProfileRow]) -> None:
        self.take_rows(rows)
        self.read_details()  # an edition that is not approved yet changes no row
        without, overdue = sum(row.id is None for row in rows), sum(row.is_overdue for row in rows)
        self.line.setText(
            f"{len(rows):,} {'area' if len(rows) == 1 else 'areas'}: {len(rows) - without:,} with a profile, "
            f"{without:,} without one; {overdue:,} overdue, those without one among them."
        )
