"""The form of intelligence: a report as it bears on a group or person; words that may name a source are told."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from soc_desk.errors import Conflict, DeskError, Invalid
from soc_desk.services import periods
from soc_desk.services.intelligence import links, source_words
from soc_desk.services.intelligence.drafts import IntelligenceDraft
from soc_desk.services.intelligence.links import IntelligenceDetail, IntelligenceLists
from soc_desk.services.places import Place
from ui.desk import Desk
from ui.disruptions.conflict import ConflictDialog, resolved
from ui.drafts import from_plain, to_plain
from ui.intelligence.fields import add_fields
from ui.page import Shell
from ui.poca import seizure_lines
from ui.poca.subject import GroupField
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.choices import ChoiceField
from ui.widgets.compare import Difference
from ui.widgets.form import Form
from ui.widgets.option import Option
from ui.widgets.text import button, label

_NEVER = (
    "Only sanitised words belong here. No source’s name, no number of a source, nothing on how the source knows: "
    "that stays in the intelligence system."
)


_UNCONFIRMED = "Confirm that nothing here identifies a source, or take the words out."


class IntelligenceForm(Sheet):
    """Links a report to ``subject_id`` or ``person_id``, or changes the link ``link_id``.

    Opening a link is logged unless the page has ``looked`` at it.
    """

    TITLE = "Link intelligence"

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        link_id: UUID | None = None,
        *,
        subject_id: UUID | None = None,
        subject: str = "",
        person_id: UUID | None = None,
        person: str = "",
        looked: bool = False,
    ) -> None:
        super().__init__(desk, shell)
        self.link_id = link_id
        self.before: IntelligenceDraft | None = None
        self.lists = IntelligenceLists()
        self.banner, self.warning = Banner(), Banner()
        self.group, self.person = GroupField(desk), ChoiceField(placeholder="Nobody in particular")
        self._members_of: UUID | None = None
        self._pending: Mapping[str, Any] | None = None
        self.form: Form[IntelligenceDraft] = Form(IntelligenceDraft(subject_id=subject_id, person_id=person_id))
        if subject_id is not None:
            self.group.know_as(subject_id, subject)
        if person_id is not None:
            self.person.know([Option(person_id, person)])
        add_fields(self.form, self.group, self.person, self.warning)
        for part in (self.banner, label(_NEVER, "caption", wrap=True), self.form):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.save_button = self.add_button(button("&Save" if link_id else "&Link it", self.save, kind="primary"))
        self.form.edited.connect(self.typed)
        self.form.edited.connect(self._follow)
        desk.read(links.lists, periods.today()).then(self, self._take_lists)
        if link_id is not None:
            self._load(link_id, looked=looked)
        self._follow()

    def _load(self, link_id: UUID, *, looked: bool) -> None:
        self.set_title("Intelligence")
        self.form.setEnabled(False)
        asked = self.desk.read(links.detail, link_id) if looked else self.desk.write(links.look, link_id)
        asked.then(self, self._show, self._cannot_open)

    # what is typed ----------------------------------------------------------------------------------------------------

    def draft(self) -> IntelligenceDraft:
        """What the form says now."""
        return self.form.draft()

    def content(self) -> dict[str, Any]:
        told = to_plain(self.before) if self.before is not None else None
        return {"draft": to_plain(self.draft()), "unread": self.form.unread(), "before": told}

    def resume(self, content: Mapping[str, Any]) -> None:
        self._pending = content
        if self.link_id is None or self.before is not None:
            self._put_back()

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        form = cls(desk, shell, from_plain(IntelligenceDraft, content["draft"]).id)
        form.resume(content)
        return form

    def hits(self) -> tuple[str, ...]:
        """The words typed now that may identify a source; those that stood there before were confirmed before."""
        draft, listed = self.draft(), self.lists.source_words
        stood = self.before
        kept = source_words.found(f"{stood.summary} {stood.conditions}", listed) if stood else ()
        found = source_words.found(f"{draft.summary} {draft.conditions}", listed)
        return tuple(word for word in found if word not in kept)

    # saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep it, or say what is missing; Ctrl+S."""
        if not self.save_button.isEnabled():
            return
        draft = self.draft()
        problems = draft.problems(periods.today(), self.lists.summary_max) | self.form.problems()
        if self.hits() and not draft.source_checked:
            problems["source_checked"] = _UNCONFIRMED
        if problems:
            self._say(problems)
            return
        self.form.show_problems({})
        self.save_button.setEnabled(False)
        if self.before is None:
            self.desk.write(links.record, draft).then(self, self._saved, self._refused)
        else:
            self.desk.write(links.change, self.before, draft).then(self, self._saved, self._refused)

    # inside -----------------------------------------------------------------------------------------------------------

    def _take_lists(self, lists: IntelligenceLists) -> None:
        self.lists = lists
        self._follow()

    def _show(self, detail: IntelligenceDetail) -> None:
        self.set_title(f"Intelligence {detail.row.ir_ref}")
        self.form.setEnabled(True)
        self.before = detail.draft
        if detail.row.subject_id is not None:
            self.group.know_as(detail.row.subject_id, detail.row.subject)
        if detail.row.person_id is not None:
            self.person.know([Option(detail.row.person_id, detail.row.person)])
        self.form.load(detail.draft)
        if self._pending is not None:
            self._put_back()
        self._follow()

    def _put_back(self) -> None:
        content, self._pending = self._pending or {}, None
        if told := content.get("before"):
            self.before = from_plain(IntelligenceDraft, told)
        self.form.load(from_plain(IntelligenceDraft, content["draft"]), dict(content.get("unread") or {}))
        self.is_unsaved = True
        self._follow()

    def _follow(self) -> None:
        """Warn while it is typed; offer the people of the group that is chosen."""
        hits, draft = self.hits(), self.draft()
        self.form.field("source_checked").setVisible(bool(hits))
        if hits:
            self.warning.say("warning", source_words.warning(hits), may_close=False)
        else:
            self.warning.hide()
        if draft.subject_id != self._members_of:
            self._members_of = draft.subject_id
            if draft.subject_id is not None:
                self.desk.read(links.members, draft.subject_id).then(self, self._offer)

    def _offer(self, people: list[Place]) -> None:
        options = [Option(place.id, place.name) for place in people]
        self.person.offer(options)
        self.person.know(options)

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)
        self.save_button.setEnabled(False)

    def _saved(self, _value: object) -> None:
        named, was_new = self.draft().ir_ref.strip(), self.before is None
        self.finish()
        self.shell.notify(f"{named} was linked." if was_new else f"{named} was changed.")

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Conflict) and isinstance(error.theirs, IntelligenceDraft) and self.before is not None:
            self._compare(error.theirs, error.fields)
        elif isinstance(error, Invalid):
            self._say(error.problems)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _compare(self, theirs: IntelligenceDraft, both: tuple[str, ...]) -> None:
        before, mine = self.before, self.draft()
        assert before is not None
        differences = [
            Difference(
                self.form.field(name).entry.label.replace("&", ""),
                *(seizure_lines.words(getattr(draft, name)) for draft in (before, mine, theirs)),
            )
            for name in both
        ]

        def settle(kept: tuple[str, ...]) -> None:
            self.form.load(resolved(before, mine, theirs, kept, both))
            self.before = theirs
            self.save()

        self.shell.open_dialog(ConflictDialog(both, differences, settle))

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()


def _scene_warning(desk: Desk, shell: Shell) -> IntelligenceForm:
    form = IntelligenceForm(desk, shell)
    form.form.load(
        IntelligenceDraft(
            ir_ref="IR 4471/26", received_on=periods.today(), summary="An informant says the depot shuts."
        )
    )
    form.form.edited.emit()
    return form


SCENES = {"intelligence": IntelligenceForm, "intelligence-warning": _scene_warning}
"""Pictures of the form."""
