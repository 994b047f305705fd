"""The form of a document that is added: what it is called, its exhibit reference, its marking."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from soc_desk.errors import Invalid
from soc_desk.services import documents, periods
from soc_desk.services.documents import MEGABYTE, DocumentDraft
from ui.around.fields import marking
from ui.desk import Desk, Task
from ui.draft_sheet import DraftSheet
from ui.drafts import from_plain
from ui.lanes import Reply
from ui.page import Shell
from ui.poca import fields
from ui.widgets.form import Entry
from ui.widgets.text import label


class DocumentForm(DraftSheet[DocumentDraft]):
    """Keeps a file with a group or a person; the file itself is read when it is saved."""

    DRAFT = DocumentDraft
    TITLE = "Add a document"

    def __init__(
        self, desk: Desk, shell: Shell, path: Path, subject_id: UUID | None = None, person_id: UUID | None = None
    ) -> None:
        self.path = path
        super().__init__(desk, shell, subject_id=subject_id, person_id=person_id, name=path.name)

    def build(self) -> None:
        told = f"From {self.path}. A copy is kept in the store, encrypted; the file itself stays where it is."
        self.body.addWidget(label(told, ink="soft", wrap=True))
        hint = "What it is called in the store; its ending must say what it holds."
        self.form.add_row(Entry("name", "File &name", fields.line(), hint))
        self.form.add_row(
            Entry("title", "&Title", fields.line("What it shows"), share=2),
            Entry("exhibit_ref", "&Exhibit reference", fields.line("Such as AE/1")),
        )
        self.form.add_row(Entry("marking", "&Marking", marking()))

    def writing(self, draft: DocumentDraft) -> Reply[Any]:
        return self.desk.run(keep, draft, self.path)

    @property
    def said(self) -> str:
        return f"{self.form.draft().name.strip()} is kept."

    def content(self) -> dict[str, Any]:
        return super().content() | {"path": str(self.path)}

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        draft = from_plain(DocumentDraft, content["draft"])
        form = cls(desk, shell, Path(str(content.get("path", ""))), draft.subject_id, draft.person_id)
        form.resume(content)
        return form


def keep(task: Task, draft: DocumentDraft, path: Path) -> UUID:
    """Read a file and put it into the store; one that is too large is not even read."""
    most = task.read(documents.most_megabytes, periods.today())
    try:
        if path.stat().st_size > most * MEGABYTE:
            raise documents.too_large(most)
        content = path.read_bytes()
    except OSError as error:
        raise Invalid({"name": f"{path} cannot be read: {error.strerror or error}. Add it again."}) from error
    return task.write(documents.keep, draft, content)
