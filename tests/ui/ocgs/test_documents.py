"""The documents tab: added and refused, shown from memory, handed out with a name, withdrawn with a reason."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from reportlab.pdfgen.canvas import Canvas

from soc_desk.services import documents, history
from soc_desk.services.documents import DocumentDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory
from tests.ui.conftest import Sit
from tests.ui.ocgs.steps import at_record
from tests.ui.poca.steps import fill, problems, save, sheet
from tests.ui.ways import Sitting, all_words
from ui.ask import Ask
from ui.forms.address import AddressDialog
from ui.forms.document import DocumentForm
from ui.ocgs.documents_of import DocumentsOf
from ui.pages.ocgs import OcgsPage


@pytest.fixture
def sitting(sit: Sit, founder: Actor) -> Sitting:
    return sit(founder)


def tab(sitting: Sitting, id_: UUID) -> DocumentsOf:
    page = sitting.go("ocgs", OcgsPage)
    at_record(page, sitting.desk, id_)
    page.record.open_part("documents")
    sitting.settle()
    part = page.record.part("documents")
    assert isinstance(part, DocumentsOf)
    return part


def pdf() -> bytes:
    """Two pages, made up."""
    out = BytesIO()
    canvas = Canvas(out)
    for words in ("Synthetic floor plan", "Its second page"):
        canvas.drawString(80, 700, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def png() -> bytes:
    """A wide picture in one colour."""
    image = QImage(1200, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("#446688"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes here
    return bytes(buffer.data().data())


def test_a_pdf_is_added_shown_handed_out_and_withdrawn(
    store: Store, founder: Actor, harrier: UUID, sitting: Sitting, tmp_path: Path
) -> None:
    source = tmp_path / "plan.pdf"
    source.write_bytes(pdf())
    part = tab(sitting, harrier)
    part.add_file(source)
    sitting.settle()
    fill(sheet(sitting, DocumentForm).form, title="Floor plan", exhibit_ref="AE/1")
    save(sitting)
    (row,) = store.read(founder, documents.page, harrier)
    assert (row.name, row.exhibit_ref, row.size) == ("plan.pdf", "AE/1", source.stat().st_size)
    tabs = sitting.at(OcgsPage).record.tabs  # a small window shows their names shorter
    assert "Documents 1" in [tabs.accessibleTabName(place) for place in range(tabs.count())]
    part.table.select_ids({row.id})
    part.table.opened.emit(row)
    sitting.settle()
    assert part.viewer.pages.page_count == 2
    assert part.viewer.pages.isVisible()
    assert "Synthetic floor plan" in all_words(part.viewer.pages)
    sitting.press(part.save)
    dialog = sitting.dialog(AddressDialog)
    assert "handling" not in dialog.form.names
    target = tmp_path / "copy.pdf"
    dialog.path.setText(str(target))
    sitting.answer("Save")
    assert set(problems(dialog.form)) == {"recipient", "purpose"}
    fill(dialog.form, recipient="CPS", purpose="Advice file")
    sitting.answer("Save")
    assert target.read_bytes() == source.read_bytes()
    sitting.press(part.withdraw)
    sitting.answer("Withdraw")
    assert "Say why it is withdrawn." in all_words(sitting.dialog(Ask))
    sitting.dialog(Ask).field.set_value("Kept twice.")
    sitting.answer("Withdraw")
    assert not part.withdraw.isEnabled()
    assert not part.save.isEnabled()
    assert "is not handed out" in part.save.toolTip()
    assert "Withdrawn" in all_words(part.table)
    assert part.many.isVisible()
    assert part.many.text() == "0 kept, 1 withdrawn"
    told = store.read(founder, history.history, row.id)
    assert [each.recipient for each in told if each.category is AuditCategory.DISCLOSURE] == ["CPS"]
    assert sum(each.category is AuditCategory.CONSULTATION for each in told) == 1
    part.forget()
    assert part.viewer.pages.page_count == 0
    assert "Floor plan" not in all_words(part, hidden=True)


def test_what_cannot_be_kept_is_refused_in_words(
    store: Store, founder: Actor, harrier: UUID, sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tab(sitting, harrier)
    renamed = tmp_path / "photo.png"
    renamed.write_bytes(pdf())
    part.add_file(renamed)
    sitting.settle()
    form = sheet(sitting, DocumentForm)
    form.save()
    sitting.settle()
    assert "holds a PDF" in problems(form.form)["name"]
    with renamed.open("wb") as out:
        out.truncate(26 * 1024 * 1024)
    form.save()
    sitting.settle()
    assert "larger than 25 MB" in problems(form.form)["name"]
    renamed.unlink()
    form.save()
    sitting.settle()
    assert "cannot be read" in problems(form.form)["name"]
    assert form.save_button.isEnabled()
    again = DocumentForm.resumed(sitting.desk, sitting.window, form.content())
    assert (again.path, again.form.draft()) == (form.path, form.form.draft())
    assert store.read(founder, documents.page, harrier) == []


def test_pictures_and_what_is_damaged(store: Store, founder: Actor, harrier: UUID, sitting: Sitting) -> None:
    for name, content in (
        ("photo.png", png()), ("broken.pdf", b"%PDF-1.7\nnothing"), ("cut.png", png()[:60]), ("note.txt", b"A note."),
    ):  # fmt: skip
        store.write(founder, documents.keep, DocumentDraft(subject_id=harrier, name=name), content)
    part = tab(sitting, harrier)
    rows = {row.name: row for row in store.read(founder, documents.page, harrier)}
    for name, said in (
        ("broken.pdf", "This PDF cannot be shown"), ("cut.png", "This picture cannot be shown"),
        ("note.txt", "A note."),
    ):  # fmt: skip
        part.open(rows[name])
        sitting.settle()
        assert said in all_words(part.viewer)
    part.open(rows["photo.png"])
    sitting.settle()
    shown = part.viewer.picture.size_shown
    assert 0 < shown.width() <= part.viewer.picture.viewport().width()
    assert abs(shown.width() - 2 * shown.height()) <= 2


def test_a_file_can_be_dropped_one_at_a_time(harrier: UUID, sitting: Sitting, tmp_path: Path) -> None:
    part = tab(sitting, harrier)

    def drop(*paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        part.dropEvent(QDropEvent(QPoint(9, 9).toPointF(), action, data, button, key))
        sitting.settle()

    drop(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert sitting.window.stage.sheet is None
    drop(tmp_path / "a.pdf")
    assert sheet(sitting, DocumentForm).form.draft() == DocumentDraft(subject_id=harrier, name="a.pdf")
