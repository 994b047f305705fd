"""People: the register of everybody recorded, one person as a record, and the referrals of potential victims."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services.people import person_rows
from soc_desk.services.people.person_rows import PersonFilter, PersonRow
from soc_desk.services.people.persons import PersonDetails
from soc_desk.vocabulary import Marking
from ui.desk import Actor, Desk, Session
from ui.page import Shell, page_head
from ui.people import merging, scenes
from ui.people.doing import DoingPage
from ui.people.looking import Looking
from ui.people.record import PersonView
from ui.people.referrals import ReferralsView
from ui.people.register import Register
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

_PEOPLE, _REFERRALS = "people", "referrals"
_SWITCH_WIDTH = 200


def rail_count(session: Session, _actor: Actor) -> int:
    """How many people the reader may know of."""
    return person_rows.count(session, PersonFilter())


class PeoplePage(DoingPage):
    """``go(view="children")`` opens a view, ``go(subject_id=…)`` the people of a group, ``go(text=…)`` a search.

    ``go(view="referrals")`` opens the referrals; ``go(part=…)`` the tab of the record that is asked for with it,
    ``go(refer=…)`` the referral of a person, with what is known of it.
    """

    NAME = "people"
    SHOWS = frozenset({"person", "person_name", "person_detail", "person_link", "person_tie", "person_not_same",
                       "subject", "intelligence_link", "document", "saved_view", "lom_subject", "ancillary_order",
                       "order_condition", "lom_visit", "order_breach", "nrm_referral", "request"})  # fmt: skip
    COUNT = staticmethod(rail_count)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self._waiting: UUID | None = None
        self._part = ""
        self.looking = Looking(desk, self)
        self.register, self.record = Register(desk, shell, self.looking), PersonView(desk, shell)
        self.list = QWidget()
        self.switches = [_switch(), _switch()]
        column, _, self.facts = page_head(self.list, "People", self.switches[0])
        column.addWidget(self.register, 1)
        self.referrals = ReferralsView(desk, shell, self.switches[1])
        self.stack = QStackedWidget()
        for part in (self.list, self.record, self.referrals):
            self.stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.setFocusProxy(self.register)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._open_waiting)
        self.register.opened.connect(self.open_record)
        self.register.loading.counted.connect(lambda found: self.facts.setText(self.register.add_up(found.every)))
        for switch in self.switches:
            switch.edited.connect(lambda switch=switch: self._choose_list(switch.value()))
        self.record.left.connect(self.leave_record)
        self.looking.shown.connect(self._show)
        self.looking.lost.connect(self._lose)

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "people.record"

    def refresh(self) -> None:
        self.register.saved.read()
        self.register.refresh()
        self.looking.read_again()
        if self.stack.currentWidget() is self.referrals:
            self.referrals.register.read()

    def go(self, **where: Any) -> None:
        """A view by its key, the people of a group, or words to find."""
        self._part = str(where.get("part", ""))
        if (victim := where.get("refer")) is not None:
            self.refer_known(victim, where.get("subject_id"), where.get("is_child"))
        if self._part:
            return  # the record that is asked for with it follows
        if where.get("view") == _REFERRALS:
            self.show_referrals()
            return
        self._turn_to(self.list)
        if isinstance(view := where.get("view"), str):
            self.register.open_view(view)
        elif narrowed := {name: UUID(str(where[name])) for name in ("subject_id", "import_id") if where.get(name)}:
            self.register.ask_for(**narrowed)
        elif text := where.get("text"):
            self.register.finder.setText(str(text))
            self.register.read()

    def show_record(self, record_id: UUID) -> None:
        """Show a person as a record."""
        self._open(record_id)

    def state(self) -> dict[str, Any]:
        shown = self.record.detail if self.stack.currentWidget() is self.record else None
        told = str(shown.row.id) if shown is not None else ""
        return {
            "record": told, "part": self.record.part_key, "register": self.register.content(),
            "at_referrals": self.stack.currentWidget() is self.referrals,
            "referrals": self.referrals.register.content(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(register := state.get("register"), dict):
            self.register.restore(register)
        if isinstance(referrals := state.get("referrals"), dict):
            self.referrals.register.restore(referrals)
        if state.get("at_referrals"):
            self.show_referrals()
        elif shown := state.get("record"):
            self._waiting, self._part = UUID(str(shown)), str(state.get("part") or "")
            self._soon.start()  # a moment later, since another record may be asked for at once
        else:
            self._turn_to(self.list)

    def showEvent(self, event: QShowEvent) -> None:
        """The marking is the record's as long as it is shown."""
        super().showEvent(event)
        if self.stack.currentWidget() is self.record and self.record.detail is not None:
            self.shell.mark(self.record.detail.draft.marking)

    # going about ------------------------------------------------------------------------------------------------------

    def open_record(self, id_: UUID) -> None:
        """Go to a person's record from the list; Alt+Left comes back."""
        self.shell.moved()
        self._open(id_)

    def leave_record(self) -> None:
        """Back to the list."""
        self.shell.moved()
        self._turn_to(self.list)

    def show_referrals(self) -> None:
        """Show the referrals of potential victims."""
        self._waiting = None
        self._turn_to(self.referrals)
        self.referrals.register.read()

    def current(self) -> PersonRow | None:
        """The person on view."""
        if self.stack.currentWidget() is self.record:
            return self.record.detail.row if self.record.detail is not None else None
        if self.stack.currentWidget() is self.referrals:
            return None
        row: PersonRow | None = self.register.current()
        return row

    # inside -----------------------------------------------------------------------------------------------------------

    def _choose_list(self, key: str) -> None:
        self.shell.moved()
        if key == _REFERRALS:
            self.show_referrals()
        else:
            self._turn_to(self.list)

    def _open(self, id_: UUID) -> None:
        self.register.inspection.hold()
        self._waiting = id_
        self.looking.open(id_)

    def _open_waiting(self) -> None:
        if self._waiting is not None:
            self._open(self._waiting)

    def _show(self, detail: PersonDetails) -> None:
        id_ = detail.row.id
        shown = self.record.detail.row.id if self.record.detail is not None else None
        if id_ == self._waiting or (id_ == shown and self.stack.currentWidget() is self.record):
            is_asked, self._waiting = id_ == self._waiting, None
            self.record.show_person(detail)
            if is_asked and self._part:
                self.record.open_part(self._part)
                self._part = ""
            self._turn_to(self.record)
            if is_asked:
                merging.show_standing(self, detail.row)

    def _lose(self, error: DeskError) -> None:
        if self._waiting is not None or self.stack.currentWidget() is self.record:
            self._waiting = None
            self.shell.warn(str(error))
            self._turn_to(self.list)

    def _turn_to(self, part: QWidget) -> None:
        for switch in self.switches:
            switch.set_value(_REFERRALS if part is self.referrals else _PEOPLE)
        if self.stack.currentWidget() is part:
            return
        if part is not self.record:
            self.record.forget()
            self.shell.mark(Marking.OFFICIAL_SENSITIVE)
        self.stack.setCurrentWidget(part)
        self.setFocusProxy(self.register if part is self.list else part)
        part.setFocus()


def _switch() -> Segmented:
    made = Segmented([Option(_PEOPLE, "People"), Option(_REFERRALS, "Referrals")], may_be_empty=False)
    made.setAccessibleName("List")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setMinimumWidth(_SWITCH_WIDTH)
    made.set_value(_PEOPLE)
    return made


SCENES = scenes.SCENES
