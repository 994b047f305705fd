"""A paper of a POCA case on paper: what is missing first, then its sections, then who signs."""

from typing import BinaryIO

from soc_desk.reports.blocks import Note
from soc_desk.reports.page import Document
from soc_desk.reports.tables import Column, Table
from soc_desk.services.poca.paper_contents import Section
from soc_desk.services.poca.papers import PaperPrint
from soc_desk.services.prints import Progress, unwatched

_PAIR = (Column(heading="", share=0.32), Column(heading="", share=0.68))
_LINE = "……………………………………………………………………………………"


def draw(paper: PaperPrint, out: BinaryIO, progress: Progress = unwatched) -> int:
    """Write the PDF to ``out``; the number of pages. The same paper gives the same bytes."""
    filled = paper.filled
    complete = "Every particular is recorded." if not filled.gaps else f"{len(filled.gaps)} particulars are missing."
    document = Document(out, paper.furniture, closing=complete, progress=progress)
    document.add(Note(words=f"Case {filled.reference}. {filled.law}."))
    if filled.gaps:
        document.add(_gaps(filled.gaps))
    for section in filled.sections:
        _add(document, section)
    if filled.signed_by:
        rows = [(words, _LINE) for words in filled.signed_by]
        document.add(Table(title="Signature", columns=_PAIR, rows=rows))
    return document.close()


def _gaps(gaps: tuple[str, ...]) -> Table:
    return Table(
        title="Missing in this paper: to be completed before it is used",
        columns=(Column(heading="Gap", share=0.1), Column(heading="What is missing", share=0.9)),
        rows=[(str(number), sentence) for number, sentence in enumerate(gaps, 1)],
    )


def _add(document: Document, section: Section) -> None:
    if section.facts:
        document.add(Table(title=section.heading, columns=_PAIR, rows=section.facts))
    if section.headings:
        title = "" if section.facts else section.heading
        named = tuple(Column(heading=heading) for heading in section.headings)
        document.add(Table(title=title, columns=named, rows=section.rows, empty="None recorded."))
    for at, words in enumerate(section.text):
        document.add(Note(words=words if at or section.facts or section.headings else f"{section.heading}. {words}"))
