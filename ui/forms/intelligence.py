"""The form of intelligence: a report as it bears on a group or person; words that may name a source are told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from soc_desk.services import periods
from soc_desk.services.intelligence import links, source_words
from soc_desk.services.intelligence.drafts import IntelligenceDraft
from soc_desk.services.intelligence.links import IntelligenceDetail, IntelligenceLists
from soc_desk.services.places import Place
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.intelligence.fields import add_fields
from ui.lanes import Reply
from ui.page import Shell
from ui.people.asking import subject_field
from ui.undoing import undoing
from ui.widgets.banner import Banner
from ui.widgets.choices import ChoiceField
from ui.widgets.option import Option
from ui.widgets.text import label

_NEVER = (
    "Only sanitised words belong here. No source’s name, no number of a source, nothing on how the source knows: "
    "that stays in the intelligence system."
)


_UNCONFIRMED = "Confirm that nothing here identifies a source, or take the words out."


class IntelligenceForm(DraftSheet[IntelligenceDraft]):
    """Links a report to ``subject_id`` or ``person_id``, or changes the link ``link_id``.

    Opening a link is logged unless the page has ``looked`` at it.
    """

    DRAFT = IntelligenceDraft
    TITLE = "Link intelligence"
    EDITING = "Intelligence"
    VERB = "&Link it"
    IS_LINTED = False  # a summary with such words is confirmed on the form
    WIDTH = 860

    def __init__(
        self, desk: Desk, shell: Shell, link_id: UUID | None = None, *, looked: bool = False, **start: Any
    ) -> None:  # fmt: skip
        self._looked = looked
        super().__init__(desk, shell, link_id, **start)
        desk.read(links.lists, periods.today()).then(self, self._take_lists)

    def build(self) -> None:
        self.lists, self.warning = IntelligenceLists(), Banner()
        self.person = ChoiceField(placeholder="Nobody in particular")
        self._members_of: UUID | None = None
        add_fields(self.form, subject_field(self.desk), self.person, self.warning)
        self.body.addWidget(label(_NEVER, "caption", wrap=True))

    def opening(self, id_: UUID) -> Reply[IntelligenceDetail]:
        return self.reading(id_) if self._looked else self.desk.write(links.look, id_)

    def reading(self, id_: UUID) -> Reply[IntelligenceDetail]:
        return self.desk.read(links.detail, id_)

    def draft_of(self, found: IntelligenceDetail) -> IntelligenceDraft:
        return found.draft

    def shown(self, found: IntelligenceDetail) -> None:
        self.set_title(f"Intelligence {found.row.ir_ref}")
        if found.row.person_id is not None:
            self.person.know([Option(found.row.person_id, found.row.person)])

    def follow(self) -> None:
        """Warn while it is typed; offer the people of the group that is chosen."""
        hits, subject_id = self.hits(), self.form.draft().subject_id
        self.form.field("source_checked").setVisible(bool(hits))
        if hits:
            self.warning.say("warning", source_words.warning(hits), may_close=False)
        else:
            self.warning.hide()
        if subject_id != self._members_of:
            self._members_of = subject_id
            if subject_id is not None:
                self.desk.read(links.members, subject_id).then(self, self._offer)

    def hits(self) -> tuple[str, ...]:
        """The words typed now that may identify a source; those that stood there before were confirmed before."""
        draft, listed = self.form.draft(), self.lists.source_words
        stood = self.before
        kept = source_words.found(f"{stood.ir_ref} {stood.summary} {stood.conditions}", listed) if stood else ()
        found = source_words.found(f"{draft.ir_ref} {draft.summary} {draft.conditions}", listed)
        return tuple(word for word in found if word not in kept)

    def problems(self, draft: IntelligenceDraft) -> dict[str, str]:
        told = draft.problems(periods.today(), self.lists.summary_max)
        unconfirmed = bool(self.hits()) and not draft.source_checked
        return told | ({"source_checked": _UNCONFIRMED} if unconfirmed else {})

    def writing(self, draft: IntelligenceDraft) -> Reply[Any]:
        if self.before is None:
            return self.desk.write(links.record, draft)
        return self.desk.write(links.change, self.before, draft)

    @property
    def said(self) -> str:
        return f"{self.form.draft().ir_ref.strip()} was {'changed' if self.before else 'linked'}."

    def undo_of(self, value: Any) -> Callable[[], object] | None:
        if self.before is not None:
            return None
        told = f"{self.form.draft().ir_ref.strip()} was taken away again; the history keeps it."
        return undoing(self.desk, self.shell, told, links.remove, value, 1, "Linked by mistake and undone at once.")

    def _take_lists(self, lists: IntelligenceLists) -> None:
        self.lists = lists
        self.follow()

    def _offer(self, people: list[Place]) -> None:
        options = [Option(place.id, place.name) for place in people]
        self.person.offer(options)
        self.person.know(options)


def _scene(desk: Desk, shell: Shell) -> None:
    shell.open_page("intelligence")
    shell.open_sheet(IntelligenceForm(desk, shell))


def _scene_warning(desk: Desk, shell: Shell) -> None:
    form = IntelligenceForm(desk, shell)
    shell.open_page("intelligence")
    shell.open_sheet(form)
    form.form.load(
        IntelligenceDraft(
            ir_ref="IR 4471/26", received_on=periods.today(), summary="An informant says the depot shuts."
        )
    )
    form.form.edited.emit()


SCENES = {"intelligence-form": _scene, "intelligence-warning": _scene_warning}
"""Pictures of the form."""
