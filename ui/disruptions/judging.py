"""What stands in the way of saving or submitting what is typed, said under its fields at the right moment."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from soc_desk.services import periods
from soc_desk.services.disruption_lists import DisruptionLists
from ui.disruptions.checking import Checking
from ui.disruptions.entry_form import EntryForm
from ui.widgets.banner import Banner

AFTER_TYPING_MS = 600


class Judging(QObject):
    """A little after typing it looks at the fields a person has touched; after a refusal, at all of them.

    ``weighed`` follows every change with what still keeps the record from being saved, field to sentence.
    """

    weighed = Signal(object)

    def __init__(self, form: EntryForm, checking: Checking, banner: Banner) -> None:
        super().__init__(form)
        self._form, self._checking, self._banner = form, checking, banner
        self.lists = DisruptionLists()
        self._refused = False
        self._submitting = False
        self.soon = QTimer(self, interval=AFTER_TYPING_MS, singleShot=True)
        self.soon.timeout.connect(self.look)
        form.edited.connect(self.soon.start)
        form.edited.connect(self.weigh)

    def problems(self, *, submit: bool) -> dict[str, str]:
        """Field to sentence."""
        draft = self._form.draft()
        found = draft.to_submit(self.lists.rationale_min) if submit else draft.problems()
        if draft.disruption_date and draft.disruption_date > periods.today():
            found["disruption_date"] = "The date is in the future; enter the day it happened."
        if submit and self._checking.doubles and not draft.distinct_because.strip():
            names = ", ".join(double.reference for double in self._checking.doubles)
            found["distinct_because"] = f"Say why this is a different act from {names}; it would count twice otherwise."
        return found | self._form.problems()

    def passes(self, *, submit: bool) -> bool:
        """Whether it may be sent; if not, says why and goes to the first field to mend."""
        self._submitting = submit
        if problems := self.problems(submit=submit):
            self.say(problems)
            return False
        self._form.show_problems({})
        return True

    def say(self, problems: Mapping[str, str]) -> None:
        """Put each sentence under its field, what has none into the banner."""
        self._refused = True
        if "distinct_because" in problems:
            self._form.ask_difference(asked=True)
        if rest := self._form.show_problems(problems):
            self._banner.say("error", " ".join(rest.values()))
        self._form.focus_problem()

    @Slot()
    def look(self) -> None:
        """Take away what has been mended, and say what was typed wrongly."""
        self.soon.stop()
        problems = self.problems(submit=self._refused and self._submitting)
        self._form.show_problems(problems, only_touched=not self._refused)
        self.weigh()

    @Slot()
    def weigh(self) -> None:
        """Say what keeps it from being saved now."""
        self.weighed.emit(self.problems(submit=False))
