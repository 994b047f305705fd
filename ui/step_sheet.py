"""Base of a step that is taken on a record as a sheet: what it stands on is read first, and again after a colleague."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from soc_desk.errors import Conflict, DeskError, Invalid
from ui.desk import Desk, UseCase
from ui.drafts import from_plain, to_plain
from ui.lanes import Reply
from ui.page import Shell
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.form import Form
from ui.widgets.text import button


@dataclass(frozen=True, kw_only=True)
class BaseStep:
    """A step as data: ``rows`` puts the Draft's fields on the form, ``start`` gives the Draft it opens with."""

    key: str
    title: str
    verb: str
    use_case: UseCase[..., Any]
    rows: Callable[[Form[Any], Any], None] | None = None
    start: Callable[[Any], Any] | None = None
    is_grave: bool = False


class BaseStepSheet(Sheet):
    """Takes one step on the record ``record_id``; ``shown`` is that record once it is read.

    A sheet gives ``reading``, ``named``, ``writing`` and ``said``; its catalogue finds the step again by its key.
    """

    WIDTH = 620

    def __init__(self, desk: Desk, shell: Shell, record_id: UUID, step: Any, draft: type[Any]) -> None:
        super().__init__(desk, shell)
        self.record_id, self.step = record_id, step
        self.shown: Any = None
        self.before: Any = None
        self._draft = draft
        self._resumed: Mapping[str, Any] | None = None
        self.banner = Banner()
        self.form: Form[Any] = Form(draft())
        self.set_title(step.title)
        self.body.addWidget(self.banner)
        self.build()
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        kind = "danger" if step.is_grave else "primary"
        self.save_button = self.add_button(button(f"&{step.verb}", self.save, kind=kind))
        self.save_button.setEnabled(False)
        self.form.edited.connect(self.typed)
        self.form.edited.connect(self.follow)
        self.reading().then(self, self._show, self._cannot_open)

    # for the sheet to define ------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Put what stands above the fields into the body."""

    def reading(self) -> Reply[Any]:
        """Ask for the record as it stands."""
        raise NotImplementedError

    def stands(self, shown: Any) -> str:
        """Show where the record stands; gives what the title calls it, and raises DeskError where it cannot be done."""
        raise NotImplementedError

    def follow(self) -> None:
        """What stands beside the fields follows what is typed."""

    def writing(self, draft: Any) -> Reply[Any]:
        """Call the step's use case."""
        raise NotImplementedError

    def saved(self, value: Any) -> None:
        """It is taken: say so."""
        raise NotImplementedError

    # what all of them do ----------------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        return {
            "record": str(self.record_id), "step": self.step.key, "draft": to_plain(self.form.draft()),
            "unread": self.form.unread(),
        }  # fmt: skip

    def resume(self, content: Mapping[str, Any]) -> None:
        self._resumed = content
        if self.shown is not None:
            self._put_back()

    def _save(self) -> None:
        draft = self.form.draft()
        if problems := {**draft.problems(), **self.form.problems()}:
            self._say(problems)
            return
        self.form.show_problems({})
        self.send(self.writing(draft), self._saved, self._refused)

    def _show(self, shown: Any) -> None:
        try:
            named = self.stands(shown)
        except DeskError as error:
            self._cannot_open(error)
            return
        self.shown = shown
        self.set_title(f"{self.step.title}: {named}")
        if self.step.rows is not None:
            self.step.rows(self.form, shown)
        if self.step.start is not None:
            self.before = self.step.start(shown)
            self.form.load(self.before)
        self.save_button.setEnabled(True)
        if self._resumed is not None:
            self._put_back()
        elif self.form.names:
            self.form.field(self.form.names[0]).widget.setFocus()
        self.follow()

    def _put_back(self) -> None:
        content, self._resumed = self._resumed or {}, None
        self.form.load(from_plain(self._draft, content["draft"]), dict(content.get("unread") or {}))
        self.is_unsaved = True
        self.follow()

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)

    def _saved(self, value: Any) -> None:
        self.finish()
        self.saved(value)

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Invalid):
            self._say(error.problems)
        elif isinstance(error, Conflict):
            self.banner.say("warning", f"{error} What you typed is kept.", "Read it again", self._read_again)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _read_again(self) -> None:
        self.banner.hide()
        self.reading().then(self, self._stand_on, self._cannot_open)

    def _stand_on(self, shown: Any) -> None:
        """A colleague was here meanwhile: what is typed stays, and is held against the record as it stands now."""
        try:
            self.stands(shown)
        except DeskError as error:
            self._cannot_open(error)
            return
        self.shown = shown
        if self.step.start is not None:
            self.before = self.step.start(shown)
        self.follow()

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()
