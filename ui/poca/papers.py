"""Drawing a paper of a case: for the screen, and as a PDF that somebody receives."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID

from soc_desk.services.poca import papers
from soc_desk.services.poca.papers import PaperDraft
from soc_desk.services.prints import Addressed
from ui.desk import Task
from ui.exporting import whole_file


@dataclass(frozen=True)
class DrawnPaper:
    """A paper as PDF, what is missing in it, and its print id (empty for a preview)."""

    pdf: bytes
    gaps: tuple[str, ...]
    print_id: str


def preview(task: Task, case_id: UUID, draft: PaperDraft) -> DrawnPaper:
    """Draw it for the screen; a consultation is logged."""
    from soc_desk.reports import paper as drawing  # ReportLab comes with it

    task.progress(0.0, "Drawing the paper")
    filled = task.write(papers.preview, case_id, draft)
    out = BytesIO()
    drawing.draw(filled, out)
    return DrawnPaper(out.getvalue(), filled.filled.gaps, "")


def save(task: Task, case_id: UUID, draft: PaperDraft, to: Addressed, path: Path) -> DrawnPaper:
    """Log the disclosure and write the PDF; it appears whole or not at all. Raises BadFile."""
    from soc_desk.reports import paper as drawing

    task.progress(0.0, "Drawing the paper")
    with whole_file(path) as out:
        filled = task.write(papers.print_out, case_id, draft, to)
        pdf = BytesIO()
        drawing.draw(filled, pdf)
        out.write(pdf.getvalue())
    return DrawnPaper(pdf.getvalue(), filled.filled.gaps, filled.furniture.print_id)
