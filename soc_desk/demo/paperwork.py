"""A few invented documents: pages and a picture drawn here, plainly marked as synthetic."""

import hashlib
import io
import struct
import zlib
from typing import TYPE_CHECKING

from soc_desk.demo.blank import Row, blank
from soc_desk.domain import Document, DocumentContent
from soc_desk.vocabulary import Access, SubjectStatus

if TYPE_CHECKING:
    from soc_desk.demo.life import Rows, Told

_SIDE, _BAR = 160, 20
_WORDS = (
    "Synthetic document of the demonstration. Nothing in it is true.",
    "Agreed with partners: visits each week, one contact, one list.",
    "Open points: housing, lighting, the empty shop at the corner.",
)


def documents(told: "Told") -> "Rows":
    """Minutes and a sketch on groups of whoever opens the demonstration, a letter on one of them."""
    groups = [
        g for g in told.scene.groups
        if (g["owner_id"], g["status"], g["access"]) == (told.me, SubjectStatus.ACTIVE, Access.TEAM)
    ]  # fmt: skip
    if not groups:
        return []
    made = [(groups[-1], "landlord-letter.pdf", "Letter to the landlord", "application/pdf", "Letter")]
    for group in groups:
        made.append((group, "partners-meeting.pdf", "Minutes of the partners' meeting", "application/pdf", "Minutes"))
        made.append((group, "sketch.png", "Sketch of the lock-ups", "image/png", ""))
    rows, contents = [], []
    for group, name, title, kind, heading in made:
        content = page(f"{heading}: {group['reference']} {group['name']}") if heading else picture()
        row = _row(told, group, content) | {"name": name, "title": title, "media_type": kind}
        rows.append(row)
        contents.append({"document_id": row["id"], "content": content})
    return [(Document, rows), (DocumentContent, contents)]


def page(heading: str) -> bytes:
    """A page of a PDF; the same bytes for the same heading."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(72, 760, heading)
    canvas.setFont("Helvetica", 11)
    for place, line in enumerate(_WORDS):
        canvas.drawString(72, 720 - 20 * place, line)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def picture() -> bytes:
    """A PNG of stripes, a stand-in for a photograph."""
    line = b"\x00" + b"".join((b"\x33\x66\x99" if x // _BAR % 2 else b"\xdd\xe6\xee") for x in range(_SIDE))
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE // 2, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(line * (_SIDE // 2))), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _row(told: "Told", group: Row, content: bytes) -> Row:
    return blank(Document) | {
        "id": told.chance.id(), "subject_id": group["id"], "size": len(content), "added_by_id": told.me,
        "sha256": hashlib.sha256(content).hexdigest(), "exhibit_ref": f"EX/{told.chance.randint(1, 40)}",
        "added_at": told.chance.moment(told.chance.day(90, 2)),
    }  # fmt: skip
