"""The forms of the archive: signing a group off as archived, and answering a review of reactivation."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Self
from uuid import UUID

from PySide6.QtCore import Qt

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import archiving, periods, rehoming
from soc_desk.services.archiving import ArchiveDraft, ArchiveFacts, ReactivateDraft
from soc_desk.services.prints import wall
from soc_desk.services.rehoming import Loose
from soc_desk.vocabulary.ocg import ArchiveReason
from ui.desk import Desk
from ui.drafts import from_plain, to_plain
from ui.ocgs.homes import HomesField
from ui.page import Shell
from ui.poca import fields
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

WHO_REACTIVATES = "A coordinator decides on a reactivation. Ask yours."
_WHO_LEAVES = "A coordinator or a supervisor answers the review of an archived group. Ask yours."


class _Deciding(Sheet):
    """A decision on one group: what stands in its way is told above the fields."""

    WIDTH = 640
    DRAFT: type[Any]

    def __init__(self, desk: Desk, shell: Shell, ocg_id: UUID, version: int | None = None) -> None:
        super().__init__(desk, shell)
        self.ocg_id, self.version = ocg_id, version
        self.banner = Banner()
        self.told = label("", ink="soft", wrap=True)
        self.form: Form[Any] = Form(self.DRAFT(id=ocg_id, version=version))
        for part in (self.banner, self.told, self.form):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.form.edited.connect(self.typed)
        desk.read(archiving.facts, ocg_id, periods.today()).then(self, self._show, self._cannot_open)

    def content(self) -> dict[str, Any]:
        return {"draft": to_plain(self.form.draft()), "unread": self.form.unread()}

    def resume(self, content: Mapping[str, Any]) -> None:
        self.form.load(from_plain(self.DRAFT, content["draft"]), dict(content.get("unread") or {}))
        self.is_unsaved = True

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        draft = from_plain(cls.DRAFT, content["draft"])
        form = cls(desk, shell, draft.id, draft.version)
        form.resume(content)
        return form

    def _show(self, facts: ArchiveFacts) -> None:
        raise NotImplementedError

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)
        self.form.setEnabled(False)

    def _done(self, words: str, _value: object) -> None:
        self.finish()
        self.shell.notify(words)

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Invalid):
            self._say(error.problems)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()


_BACK = "Nothing was deleted. If that was a mistake, a coordinator reactivates it, scored anew."


class ArchiveForm(_Deciding):
    """A supervisor who has not led the group while it was quiet signs it off as archived."""

    TITLE = "Archive an OCG"
    DRAFT = ArchiveDraft

    def __init__(self, desk: Desk, shell: Shell, ocg_id: UUID, version: int | None = None) -> None:
        super().__init__(desk, shell, ocg_id, version)
        self.named = ""
        self.loose: tuple[Loose, ...] = ()
        form = self.form
        form.add_row(
            Entry("archive_reason", "&Why", fields.choice(ArchiveReason), share=2),
            Entry("rocu_told_on", "ROCU &told on", fields.day()),
        )
        form.add_row(Entry("words", "In wor&ds", fields.note("What the decision rests on", 2)))
        self.homes = HomesField(desk)
        form.add_row(Entry("homes", "What hangs on it, and where it &goes", self.homes))
        form.add_row(Entry("lessons", "What was &learnt; its plan closes with it", fields.note("", 2)))
        self.save_button = self.add_button(button("&Archive", self.save, kind="primary"))

    def _save(self) -> None:
        draft = self.form.draft()
        problems = {**draft.problems(periods.today()), **self.form.problems()}
        if told := rehoming.problem(self.loose, draft.homes):
            problems.setdefault("homes", told)
        if problems:
            self._say(problems)
            return
        done = partial(self._done, f"{self.named} is archived. {_BACK}")
        self.send(self.desk.write(archiving.archive_ocg, draft), done, self._refused)

    def _show(self, facts: ArchiveFacts) -> None:
        self.named = f"{facts.quiet.reference} {facts.quiet.name}"
        self.set_title(f"Archive {self.named}")
        self.told.setText(facts.quiet.arithmetic)
        if facts.refused:  # said before anything is filled in, not after
            self.banner.say("warning", facts.refused, may_close=False)
            self.save_button.setEnabled(False)
            self.save_button.setToolTip(facts.refused)
        self.loose = facts.loose
        self.homes.show_loose(facts.loose, facts.people)
        self.form.field("homes").setVisible(bool(facts.loose))
        self.form.field("lessons").setVisible(bool(facts.plans))


class ReactivateForm(_Deciding):
    """Makes an archived group active again, or leaves it archived; both with the reason."""

    TITLE = "Reactivation review"
    DRAFT = ReactivateDraft

    def __init__(self, desk: Desk, shell: Shell, ocg_id: UUID, version: int | None = None) -> None:
        super().__init__(desk, shell, ocg_id, version)
        self.named = ""
        self.going = button("Open the group to do that", self._open_group, kind="link")
        self.going.hide()
        self.body.insertWidget(2, self.going, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.add_row(Entry("reason", "&Why", fields.note("What the decision rests on", 3)))
        self.leave_button = self.add_button(button("&Leave it archived", self.leave_archived))
        self.save_button = self.add_button(button("&Reactivate", self.save, kind="primary"))
        for pressed, use_case, who in (
            (self.leave_button, archiving.leave_archived, _WHO_LEAVES),
            (self.save_button, archiving.reactivate, WHO_REACTIVATES),
        ):  # fmt: skip
            pressed.setEnabled(desk.may(use_case))
            pressed.setToolTip("" if desk.may(use_case) else who)

    def _save(self) -> None:
        done = partial(self._done, f"{self.named} is active again.")
        if (draft := self._checked()) is not None:
            self.send(self.desk.write(archiving.reactivate, draft), done, self._refused)

    def leave_archived(self) -> None:
        """Answer the review with no."""
        done = partial(self._done, f"{self.named} stays archived until qualifying intelligence comes in again.")
        if (draft := self._checked()) is not None:
            self.send(self.desk.write(archiving.leave_archived, draft), done, self._refused)

    def _checked(self) -> ReactivateDraft | None:
        draft: ReactivateDraft = self.form.draft()
        if problems := draft.problems():
            self._say(problems)
            return None
        return draft

    def _show(self, facts: ArchiveFacts) -> None:
        quiet = facts.quiet
        self.named = f"{quiet.reference} {quiet.name}"
        self.set_title(f"Reactivate {self.named}?")
        missing = []
        if not quiet.lro:
            missing.append("name a lead responsible officer")
        if not facts.scored:
            missing.append("score it anew")
        told = [*_why_archived(facts), "Same record, same reference, a new active spell; the day it was mapped stays."]
        if missing:
            told.append(f"Before it can be active again: {' and '.join(missing)}.")
        self.going.setVisible(bool(missing))
        self.told.setText("\n".join(told))

    def _open_group(self) -> None:
        """What is typed is kept meanwhile; the group's page scores it and names who leads it."""
        self.shell.open_page("ocgs", record=self.ocg_id)


def _why_archived(facts: ArchiveFacts) -> Iterator[str]:
    """When and why it was archived, and what came in since, a line each; opening a report is logged."""
    if (step := facts.archived) is not None:
        yield f"Archived {format_date(wall(step.at).date())} by {step.by}: {step.reason}"
    if (found := facts.stirring) is not None:
        yield from (f"New: {report.words}." for report in found.new)
        if found.told_on is not None:
            yield f"New: a tracker told intelligence of {format_date(found.told_on)}."
