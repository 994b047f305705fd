"""OCGs: the register of groups, one group as a record, and the individuals and vulnerabilities beside them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout

from soc_desk.errors import DeskError
from soc_desk.services import ocg_lists, ocgs, periods, subjects
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.plans import boards
from soc_desk.services.subjects import SubjectChoice
from soc_desk.vocabulary import SubjectKind
from ui.desk import Actor, Desk, Session
from ui.ocgs import scenes, views
from ui.ocgs.doing import DoingPage
from ui.ocgs.others import NAMES, Others
from ui.ocgs.record import RecordView
from ui.ocgs.register import Register
from ui.page import Shell
from ui.plans.drifting import Drifting
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

_SWITCH_WIDTH = 330
_SHOWS = frozenset(
    {"subject", "disruption", "subject_status_change", "saved_view", "plan", "plan_objective", "plan_action",
     "intelligence_gap", "person", "person_link", "ocg_score", "tier_decision", "ocg_leader", "ocg_review",
     "subject_relation", "intelligence_link", "document", "poca_case", "operation", "operation_subject",
     "operation_tally", "tasking_bid", "request", "chb_site", "chb_subject", "lom_subject", "ancillary_order",
     "lom_visit", "nrm_referral", "person_tie"}
)  # fmt: skip
_GONE = "That record does not exist, or is not open to you."


def rail_count(session: Session, _actor: Actor) -> tuple[int, int]:
    """How many groups the reader may know of, and how many of them have an action or a review overdue."""
    return sum(ocgs.totals(session, OcgFilter()).values()), boards.overdue_groups(session, periods.today())


class OcgsPage(DoingPage):
    """``go(view="proposed")`` opens a view, ``go(kind="vulnerability")`` another kind, ``go(tiers=…)`` any filter."""

    NAME = "ocgs"
    SHOWS = _SHOWS
    COUNT = staticmethod(rail_count)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self._lists = OcgLists()
        self._waiting: UUID | None = None
        self._part = ""
        self.switches = [_switch(), _switch()]
        self.register = Register(desk, shell, self.NAME, self.looking, self.switches[0])
        self.record = RecordView(desk, shell)
        self.others = Others(desk, shell, self.switches[1])
        self.stack = QStackedWidget()
        self.drifting = Drifting(desk, shell)
        for part in (self.register, self.record, self.others, self.drifting):
            self.stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.setFocusProxy(self.register)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._connect()

    def _connect(self) -> None:
        for switch in self.switches:
            switch.edited.connect(lambda switch=switch: self._choose_kind(switch.value()))
        self.register.opened.connect(self.open_record)
        for part in (self.record, self.drifting):
            part.left.connect(self.leave_record)
        self.drifting.opened.connect(self.open_record_at)
        self.record.moved.connect(self.take_step)
        self.steps.leading.tab_asked.connect(self.open_tab)
        self.looking.shown.connect(lambda record: self.kept_or(record, self._waiting, self._show))
        self.looking.lost.connect(self._lose)
        self._soon.timeout.connect(self._open_waiting)

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "ocgs.map"

    def refresh(self) -> None:
        self.desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)
        self.register.viewing.saved.read()
        self.register.read()
        self.looking.read_again()
        if self.stack.currentWidget() is self.others:
            self.others.read()
        elif self.stack.currentWidget() is self.drifting:
            self.drifting.read()

    def go(self, **where: Any) -> None:
        """A view by its key, a kind of subject, a filter by its field names (``OcgFilter``), the tab of a record."""
        self._part = str(where.pop("part", ""))
        self.show_kind(SubjectKind(where.pop("kind", SubjectKind.OCG)))
        view = where.pop("view", None)
        if isinstance(view, str):
            self.register.viewing.open(view)
        elif where:
            self.register.viewing.ask_for(views.from_words(where))

    def show_record(self, record_id: UUID) -> None:
        """Show a group as a record, or select the individual or vulnerability with this id."""
        self._waiting = None
        if record_id == self.looking.id:
            self._open(record_id)
        else:
            self.desk.read(subjects.choice, record_id).then(self, self._show_subject)

    def state(self) -> dict[str, Any]:
        at_record = self.stack.currentWidget() is self.record and self.record.record is not None
        shown = str(self.record.record.detail.row.id) if at_record and self.record.record else ""
        return {
            "kind": self._kind.value, "record": shown, "part": self.record.part_key,
            "drifting": self.stack.currentWidget() is self.drifting,
            "register": self.register.state(), "others": self.others.state(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(register := state.get("register"), dict):
            self.register.restore(register)
            if self.register.found is not None:
                self.register.read()
        if isinstance(others := state.get("others"), dict):
            self.others.restore(others)
        if state.get("kind") in set(SubjectKind):
            self.show_kind(SubjectKind(state["kind"]))
        if state.get("drifting"):
            self._turn_to(self.drifting)
            self.drifting.read()
        elif shown := state.get("record"):
            self._waiting, self._part = UUID(str(shown)), str(state.get("part", ""))
            self._soon.start()  # a moment later, since another record may be asked for at once

    def showEvent(self, event: QShowEvent) -> None:
        """The marking is the record's as long as it is shown."""
        super().showEvent(event)
        if self.stack.currentWidget() is self.record and self.record.record is not None:
            self.shell.mark(self.record.record.detail.draft.marking)

    # going about ------------------------------------------------------------------------------------------------------

    def show_kind(self, kind: SubjectKind) -> None:
        """Show the list of groups, of individuals or of vulnerabilities."""
        self._waiting = None
        for switch in self.switches:
            switch.set_value(kind)
        if kind is not SubjectKind.OCG:
            self.others.set_kind(kind)
        self._turn_to(self.register if kind is SubjectKind.OCG else self.others)

    def open_record(self, id_: UUID) -> None:
        """Go to a group's record from its list; Alt+Left comes back."""
        self.shell.moved()
        self._open(id_)

    def show_drifting(self) -> None:
        """Show what drifts in the plans of groups."""
        self.shell.moved()
        self._waiting = None
        self._turn_to(self.drifting)
        self.drifting.read()

    def leave_record(self) -> None:
        """Back to the list."""
        self.shell.moved()
        self.show_kind(SubjectKind.OCG)

    # inside -----------------------------------------------------------------------------------------------------------

    @property
    def _kind(self) -> SubjectKind:
        return self.others.kind if self.stack.currentWidget() is self.others else SubjectKind.OCG

    def _choose_kind(self, kind: SubjectKind) -> None:
        self.shell.moved()
        self.show_kind(kind)

    def _open(self, id_: UUID) -> None:
        self.register.inspection.hold()
        self._waiting = id_
        self.looking.open(id_)

    def open_record_at(self, id_: UUID, part: str) -> None:
        self._part = part
        self.open_record(id_)

    def _open_waiting(self) -> None:
        if self._waiting is not None:
            self._open(self._waiting)

    def _show(self, record: OcgRecord) -> None:
        id_ = record.detail.row.id
        shown = self.record.record.detail.row.id if self.record.record is not None else None
        if id_ == self._waiting or (id_ == shown and self.stack.currentWidget() is self.record):
            self.record.show_record(record)
            if id_ == self._waiting and self._part:
                self.record.open_part(self._part)
            self._waiting, self._part = None, ""
            self._turn_to(self.record)

    def _lose(self, error: DeskError) -> None:
        if self._waiting is not None or self.stack.currentWidget() is self.record:
            self._waiting = None
            self.shell.warn(str(error))
            self.show_kind(SubjectKind.OCG)

    def _show_subject(self, choice: SubjectChoice | None) -> None:
        if choice is None:
            self.shell.warn(_GONE)
        elif choice.kind is SubjectKind.OCG:
            self._open(choice.id)
        else:
            self.show_kind(choice.kind)
            self.others.show_record(choice.id)

    def _turn_to(self, part: Register | RecordView | Others | Drifting) -> None:
        if self.stack.currentWidget() is part:
            return  # the focus stays where it is
        if part is not self.record:
            self.record.forget()
            self.shell.mark(self._lists.ceiling)
        self.stack.setCurrentWidget(part)
        self.setFocusProxy(part)
        part.setFocus()

    def _take_lists(self, lists: OcgLists) -> None:
        self._lists = lists
        for part in (self.register, self.record):
            part.set_lists(lists)


def _switch() -> Segmented:
    made = Segmented([Option(kind, words) for kind, words in NAMES.items()], may_be_empty=False)
    made.setAccessibleName("Kind of subject")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setMinimumWidth(_SWITCH_WIDTH)
    made.set_value(SubjectKind.OCG)
    return made


SCENES = scenes.SCENES
