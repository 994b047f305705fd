"""No report leaves without its marking: everything drawn goes through the one Document that puts it on each page."""

import ast
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from soc_desk.reports.blocks import Note
from soc_desk.reports.page import Document
from soc_desk.services.prints import PrintFurniture
from soc_desk.vocabulary import Marking
from tests.house.source import calls, imported, name, over, python_files, tree

PAGE = "soc_desk/reports/page.py"
REPORTS = [path for path in python_files("soc_desk/reports") if name(path) != PAGE]


def past_the_document(source: ast.Module) -> list[str]:
    """Ways to a PDF that leave the marking out: a canvas or a document template of one's own."""
    return [
        full
        for full in imported(source).values()
        if full.startswith(("reportlab.pdfgen", "reportlab.platypus", "pypdf.PdfWriter"))
    ]


def draws_into(source: ast.Module) -> list[str]:
    """Functions that write a print into a file they are given."""
    return [
        node.name
        for node in ast.walk(source)
        if isinstance(node, ast.FunctionDef)
        and node.name != "__init__"
        and any(a.annotation and "BinaryIO" in ast.unparse(a.annotation) for a in node.args.args)
    ]


@over(REPORTS)
def test_nothing_is_drawn_past_the_document(path: Path) -> None:
    source = tree(path)
    assert not past_the_document(source), f"{name(path)} draws with {past_the_document(source)}; use Document."
    if drawing := draws_into(source):
        assert any(word == "Document" for word, _ in calls(source)), f"{name(path)}: {drawing} draw without Document."


def test_there_is_a_report_to_read() -> None:
    assert any(draws_into(tree(path)) for path in REPORTS)


def test_a_report_past_the_document_is_noticed() -> None:
    assert past_the_document(ast.parse("from reportlab.pdfgen.canvas import Canvas"))
    assert draws_into(ast.parse("def draw(out: BinaryIO) -> None: ...")) == ["draw"]


@pytest.mark.parametrize("marking", list(Marking))
@pytest.mark.parametrize("landscape", [True, False])
def test_every_page_is_marked_at_its_top_and_bottom(marking: Marking, landscape: bool) -> None:
    moment = datetime(2026, 11, 14, 10, 30)  # noqa: DTZ001 - a print shows London wall time
    furniture = PrintFurniture(
        marking=marking,
        title="Title",
        force="Testshire",
        unit="Unit",
        data_as_at=moment,
        printed_by="DI S. Upervisor",
        printed_at=moment,
        machine="test-desk",
        print_id="PR-1",
        audit_head="0" * 64,
        recipient="Tester",
        purpose="Test",
    )
    out = BytesIO()
    document = Document(out, furniture, landscape=landscape)
    for _ in range(200):
        document.add(Note(words="A line that fills the page."))
    pages = document.close()
    drawn = PdfReader(out).pages
    assert len(drawn) == pages > 2
    for page in drawn:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        assert lines.count(marking.label.upper()) == 2
