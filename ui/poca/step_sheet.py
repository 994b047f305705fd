"""One step of a case as a sheet: what the step asks for and what it will mean; kept as a draft like every editor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from soc_desk.errors import Conflict, DeskError, Invalid
from soc_desk.services import periods
from soc_desk.services.poca import opening
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.others import OtherDetail
from ui.desk import Desk, UseCase
from ui.drafts import from_plain, to_plain
from ui.lanes import Reply
from ui.page import Shell
from ui.poca.columns import state
from ui.sheet import Sheet
from ui.widgets.badges import BadgeRow
from ui.widgets.banner import Banner
from ui.widgets.form import Form
from ui.widgets.text import button, label

Detail = CaseDetail | OtherDetail
Rows = Callable[[Form[Any], Detail], None]
Watch = Callable[[Any, Detail], str]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step as data. ``rows`` puts the Draft's fields on the form; ``start`` is the Draft it opens with.

    ``use_case`` takes ``(work, case_id, version, draft)``, or ``(work, case_id, version)`` where ``draft`` is None:
    such a step has no form and asks ``question`` instead. ``told`` gives the sentence after it, else ``done`` ends it,
    which a title that begins with Log or Record says by itself; ``watch`` what the Draft means as it is typed ("" for
    nothing); ``note`` stands above the fields. ``write`` calls a use case of
    another shape.
    """

    key: str
    title: str
    verb: str
    use_case: UseCase[..., Any]
    draft: type[Any] | None = None
    rows: Rows | None = None
    start: Callable[[Detail], Any] | None = None
    told: Callable[[Any, Detail], str] | None = None
    watch: Watch | None = None
    note: str = ""
    done: str = ""
    question: str = ""
    is_grave: bool = False
    write: Callable[[Desk, Detail, Any], Reply[Any]] | None = None


def done_words(step: Step) -> str:
    """What is said once a step was taken: ``a forfeiture notice is logged``."""
    if step.done:
        return step.done
    first, _, rest = step.title.partition(" ")
    if rest.startswith("that "):
        return f"{rest.removeprefix('that ')}; it is logged."
    return f"{rest} is {'recorded' if first == 'Record' else 'logged'}."


class StepSheet(Sheet):
    """Takes one step of one case; ``catalogue.CaseStep`` finds it again by its key when a kept draft is resumed."""

    TITLE = "A step of a case"
    WIDTH = 620

    def __init__(self, desk: Desk, shell: Shell, case_id: UUID, step: Step) -> None:
        super().__init__(desk, shell)
        self.case_id, self.step = case_id, step
        self.shown: Detail | None = None
        self._resumed: Mapping[str, Any] | None = None
        assert step.draft is not None  # a step without a Draft is a question
        self.form: Form[Any] = Form(step.draft())
        self.badges, self.banner = BadgeRow(), Banner()
        self.meaning = label("", "medium", wrap=True)
        self.set_title(step.title)
        self.pills.addWidget(self.badges)
        self.body.addWidget(self.banner)
        if step.note:
            self.body.addWidget(label(step.note, ink="soft", wrap=True))
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.save_button = self.add_button(
            button(f"&{step.verb}", self.save, kind="danger" if step.is_grave else "primary")
        )
        self.save_button.setEnabled(False)
        self.add_foot(self.meaning)
        self.meaning.hide()
        self.form.edited.connect(self.typed)
        self.form.edited.connect(self._watch)
        desk.read(opening.detail, case_id, periods.now()).then(self, self._show, self._cannot_open)

    # what is typed ----------------------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        return {
            "case": str(self.case_id), "step": self.step.key, "draft": to_plain(self.form.draft()),
            "unread": self.form.unread(),
        }  # fmt: skip

    def resume(self, content: Mapping[str, Any]) -> None:
        self._resumed = content
        if self.shown is not None:
            self._put_back()

    # saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Take the step, or say what is missing."""
        if not self.save_button.isEnabled() or self.shown is None:
            return
        draft = self.form.draft()
        if problems := {**draft.problems(), **self.form.problems()}:
            self._say(problems)
            return
        self.form.show_problems({})
        self.save_button.setEnabled(False)
        row = self.shown.row
        if self.step.write is not None:
            reply = self.step.write(self.desk, self.shown, draft)
        else:
            reply = self.desk.write(self.step.use_case, row.id, row.version, draft)
        reply.then(self, self._saved, self._refused)

    # inside -----------------------------------------------------------------------------------------------------------

    def _show(self, shown: Detail) -> None:
        self.shown = shown
        row = shown.row
        self.set_title(f"{self.step.title}: {row.reference}")
        self.badges.set_marks((state(row.state_now),))
        if self.step.rows is not None:
            self.step.rows(self.form, shown)
        if self.step.start is not None:
            self.form.load(self.step.start(shown))
        self.save_button.setEnabled(True)
        if self._resumed is not None:
            self._put_back()
        elif self.form.names:
            self.form.field(self.form.names[0]).widget.setFocus()
        self._watch()

    def _put_back(self) -> None:
        content, self._resumed = self._resumed or {}, None
        assert self.step.draft is not None
        self.form.load(from_plain(self.step.draft, content["draft"]), dict(content.get("unread") or {}))
        self.is_unsaved = True
        self._watch()

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)

    def _watch(self) -> None:
        said = ""
        if self.step.watch is not None and self.shown is not None:
            said = self.step.watch(self.form.draft(), self.shown)
        self.meaning.setText(said)
        self.meaning.setVisible(bool(said))

    def _saved(self, value: Any) -> None:
        assert self.shown is not None
        reference = self.shown.row.reference
        told = self.step.told(value, self.shown) if self.step.told is not None else ""
        self.finish()
        self.shell.notify(told or f"{reference}: {done_words(self.step)}")

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._say(error.problems)
        elif isinstance(error, Conflict):
            self.banner.say("warning", f"{error} What you typed is kept.", "Read it again", self._read_again)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _read_again(self) -> None:
        self.banner.hide()
        reply = self.desk.read(opening.detail, self.case_id, periods.now())
        reply.then(self, self._stand_on, self._cannot_open)

    def _stand_on(self, shown: Detail) -> None:
        """A colleague took a step meanwhile: what is typed stays, and is held against the case as it stands now."""
        self.shown = shown
        self.badges.set_marks((state(shown.row.state_now),))
        self._watch()

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()
