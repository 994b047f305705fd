"""Keeps the panel beside the editor true while somebody types: the national return, and possible double counting."""

from PySide6.QtCore import QObject, QTimer, Slot

from soc_desk.errors import DeskError
from soc_desk.returns import check
from soc_desk.returns.profile import Profile
from soc_desk.services import disruptions, periods
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.doubles import Double
from ui.desk import Desk
from ui.disruptions import return_check
from ui.disruptions.entry_form import EntryForm
from ui.disruptions.return_check import Checked
from ui.disruptions.side import NOT_YET, SidePanel

CHECK_AFTER_MS = 150


class Checking(QObject):
    """Follows a form; ``doubles`` are the records that might be the same act as what is typed."""

    def __init__(self, desk: Desk, form: EntryForm, side: SidePanel) -> None:
        super().__init__(side)
        self._desk, self._form, self._side = desk, form, side
        self._profile: Profile | None = None
        self._fault = ""
        self._lists: DisruptionLists | None = None
        self._soon = QTimer(self, interval=CHECK_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self.check)
        form.edited.connect(self._soon.start)
        form.subject.told.connect(self._subject_told)
        desk.read(check.profile_in_force).then(self, self._take_profile, self._miss_profile)

    @property
    def doubles(self) -> tuple[Double, ...]:
        """What might be counted twice, as last looked up."""
        return self._side.doubles

    def take_lists(self, lists: DisruptionLists) -> None:
        """The policies in force fill what the profile leaves open."""
        self._lists = lists
        self._settle()

    @Slot()
    def check(self) -> None:
        """Look again, now."""
        self._soon.stop()
        draft = self._form.draft()
        if self._profile is not None:
            subject = self._form.subject.chosen()
            self._side.show_checks(return_check.checked(draft, subject, self._profile, periods.today()))
        elif self._fault:
            self._side.show_checks([Checked(self._fault, holds=False)])
        self._desk.read(disruptions.possible_doubles, draft).then(self, self._show_doubles)

    @Slot(object)
    def _subject_told(self, _subject: object) -> None:
        self.check()  # at once: until then the panel would still say that none is chosen

    def _take_profile(self, profile: Profile) -> None:
        self._profile = profile
        self._settle()

    def _miss_profile(self, error: DeskError) -> None:
        self._fault = str(error)
        self.check()

    def _settle(self) -> None:
        if self._profile is not None and self._lists is not None:
            self._profile = self._profile.under(self._lists.policies)
        self.check()

    def _show_doubles(self, found: list[Double]) -> None:
        draft = self._form.draft()
        known = draft.subject_id is not None and draft.disruption_date is not None
        otherwise = "Nothing else is recorded on this day." if known else NOT_YET
        self._side.show_doubles(found, otherwise, draft.distinct_because)
        self._form.ask_difference(asked=bool(found))
