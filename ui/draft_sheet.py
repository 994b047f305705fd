"""Base of a form over one Draft: what every such editor does alike; a form adds its rows and says what saves it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, Self, TypeVar, cast
from uuid import UUID

from soc_desk.errors import Conflict, DeskError, Invalid
from ui.colleagues import Colleagues
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
    """A form over the dataclass ``DRAFT``: fills it, keeps what is typed, saves it, never overwrites a colleague.

    A form names ``DRAFT``, ``TITLE``, ``EDITING`` (its title for a saved record) and ``VERB`` (what its button says for
    a new one), adds its rows in ``build`` and gives ``writing`` and ``said``; ``reading`` where a saved record can be
    changed. ``start`` are fields known before anybody types.
    """

    DRAFT: ClassVar[type[Any]]
    EDITING: ClassVar[str] = ""
    VERB: ClassVar[str] = "&Save"
    WIDTH = 620

    def __init__(self, desk: Desk, shell: Shell, id_: UUID | None = None, **start: Any) -> None:
        super().__init__(desk, shell)
        self.id = id_
        self.banner = Banner()
        self.form: Form[D] = self.make_form(cast("D", self.DRAFT(**start)))
        self.colleagues = Colleagues(
            desk, shell, self.form, self.banner, self.reading, self.draft_of, self.accessibleName
        )
        self.body.addWidget(self.banner)
        self.build()
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.save_button = self.add_button(button("&Save" if id_ else self.VERB, self.save, kind="primary"))
        self.form.edited.connect(self.typed)
        self.form.edited.connect(self.follow)
        if id_ is not None:
            self.set_title(self.EDITING or self.TITLE)
            self._switch(on=False)
            self.opening(id_).then(self, self._show, self._cannot_open)
        self.follow()

    # for the form to define -------------------------------------------------------------------------------------------

    def make_form(self, draft: D) -> Form[D]:
        """The form's fields; a form that has its own class of them makes it here."""
        return Form(draft)

    def build(self) -> None:
        """Add the rows to ``self.form``; what is put into the body here stands above them."""
        raise NotImplementedError

    def reading(self, id_: UUID) -> Reply[Any]:
        """Ask for a saved record: its Draft, or what ``draft_of`` makes one of."""
        raise NotImplementedError(f"{type(self).__name__} changes no saved record ({id_}).")

    def opening(self, id_: UUID) -> Reply[Any]:
        """The same, the first time: a form whose look is logged asks for it here."""
        return self.reading(id_)

    def draft_of(self, found: Any) -> D:
        """The Draft in what was read."""
        return cast("D", found)

    def shown(self, found: Any) -> None:
        """A saved record is on the form: name it in the title, lock what cannot be changed."""

    def follow(self) -> None:
        """What stands beside the fields follows what is typed."""

    def problems(self, draft: D) -> Mapping[str, str]:
        """What stands in the way before the store is asked, by field."""
        return cast("dict[str, str]", cast("Any", draft).problems())

    def writing(self, draft: D) -> Reply[Any]:
        """Ask the store to keep the Draft; ``before`` is what it was opened with."""
        raise NotImplementedError

    @property
    def said(self) -> str:
        """What is said when it is saved."""
        raise NotImplementedError

    def undo_of(self, value: Any) -> Callable[[], object] | None:
        """What takes back what was just saved, where that can be; ``value`` is what the store answered."""

    def saved(self, value: Any) -> None:
        """It is saved and the form is closed; ``value`` is what the store answered."""

    # what all of them do ----------------------------------------------------------------------------------------------

    @property
    def before(self) -> D | None:
        """The saved record as the form stands on it; None for a new one."""
        return cast("D | None", self.colleagues.before)

    def content(self) -> dict[str, Any]:
        before = to_plain(self.before) if self.before is not None else None
        return {"draft": to_plain(self.form.draft()), "unread": self.form.unread(), "before": before}

    def resume(self, content: Mapping[str, Any]) -> None:
        before = content.get("before")
        self.colleagues.before = from_plain(self.DRAFT, before) if before else None
        self.form.load(cast("D", from_plain(self.DRAFT, content["draft"])), dict(content.get("unread") or {}))
        self.is_unsaved = True
        self.follow()

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept; a saved record is set beside how it stands now."""
        form = cls(desk, shell, getattr(from_plain(cls.DRAFT, content["draft"]), "id", None))
        form.resume(content)
        return form

    def _save(self) -> None:
        draft = self.form.draft()
        if problems := {**self.problems(draft), **self.form.problems()}:
            self._say(problems)
            return
        self.form.show_problems({})
        self.send(self.writing(draft), self._saved, self._refused)

    def _show(self, found: Any) -> None:
        theirs = self.draft_of(found)
        self._switch(on=True)
        if self.before is None:
            self.colleagues.before = theirs
            if not self.is_unsaved:
                self.form.load(theirs)
        else:
            self.colleagues.show(theirs)  # resumed; somebody may have changed it since
        self.shown(found)
        self.follow()

    def _switch(self, *, on: bool) -> None:
        self.form.setEnabled(on)
        self.save_button.setEnabled(on)

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)
        self.save_button.setEnabled(False)

    def _saved(self, value: Any) -> None:
        said, undo = self.said, self.undo_of(value)
        self.finish()
        self.shell.notify(said, undo)
        self.saved(value)

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Invalid):
            self._say(error.problems)
        elif isinstance(error, Conflict):
            self.colleagues.settle(error, self.save)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()
