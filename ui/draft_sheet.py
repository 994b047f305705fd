"""Base of a form over one Draft: what every such editor does alike; a form adds its rows and says what saves it."""

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Self, TypeVar, cast
from uuid import UUID

from soc_desk.errors import DeskError, Invalid
from ui.desk import Desk
from ui.drafts import from_plain, to_plain
from ui.lanes import Reply
from ui.page import Shell
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.form import Form
from ui.widgets.text import button

D = TypeVar("D")


class DraftSheet(Sheet, Generic[D]):
    """A form over the dataclass ``DRAFT``: fills it, keeps what is typed, saves it, says what is wrong.

    A form names ``DRAFT``, ``TITLE`` and ``EDITING`` (its title for a saved record), adds its rows in ``build`` and
    gives ``reading``, ``writing`` and ``said``. ``start`` are fields known before anybody types.
    """

    DRAFT: ClassVar[type[Any]]
    EDITING: ClassVar[str] = ""
    WIDTH = 620

    def __init__(self, desk: Desk, shell: Shell, id_: UUID | None = None, **start: Any) -> None:
        super().__init__(desk, shell)
        self.id = id_
        self.banner = Banner()
        self.form: Form[D] = Form(cast("D", self.DRAFT(**start)))
        self.build()
        for part in (self.banner, self.form):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.save_button = self.add_button(button("&Save", self.save, kind="primary"))
        self.form.edited.connect(self.typed)
        if id_ is not None:
            self.set_title(self.EDITING or self.TITLE)
            self.reading(id_).then(self, self.form.load, self._refused)

    # for the form to define -------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Add the rows to ``self.form``."""
        raise NotImplementedError

    def reading(self, id_: UUID) -> Reply[D]:
        """Ask for the Draft of a saved record."""
        raise NotImplementedError

    def writing(self, draft: D) -> Reply[Any]:
        """Ask the store to keep the Draft."""
        raise NotImplementedError

    @property
    def said(self) -> str:
        """What is said when it is saved."""
        raise NotImplementedError

    # what all of them do ----------------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        return {"draft": to_plain(self.form.draft()), "unread": self.form.unread()}

    def resume(self, content: Mapping[str, Any]) -> None:
        self.form.load(cast("D", from_plain(self.DRAFT, content["draft"])), dict(content.get("unread") or {}))
        self.is_unsaved = True

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        form = cls(desk, shell, getattr(from_plain(cls.DRAFT, content["draft"]), "id", None))
        form.resume(content)
        return form

    def save(self) -> None:
        """Keep it, or say what is missing."""
        draft = self.form.draft()
        if problems := {**cast("Any", draft).problems(), **self.form.problems()}:
            self._say(problems)
            return
        self.save_button.setEnabled(False)
        self.writing(draft).then(self, self._saved, self._refused)

    def _saved(self, _value: object) -> None:
        said = self.said
        self.finish()
        self.shell.notify(said)

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._say(error.problems)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()
