"""Documents, pictures and exhibits kept with a group or a person: checked by content, hashed, encrypted."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Document, DocumentContent, Person, Subject, User
from soc_desk.errors import DeskError, Invalid, NotFound
from soc_desk.services import standing
from soc_desk.services.labels import policy
from soc_desk.services.prints import Addressed, day_words, wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS, Marking, Role

KEEPERS = WRITERS | {Role.ANALYST}
POLICY = "document.most_megabytes"
MEGABYTE = 1024 * 1024
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_ENDINGS = {
    "application/pdf": (".pdf",), "image/png": (".png",), "image/jpeg": (".jpg", ".jpeg"), "image/gif": (".gif",),
    "image/tiff": (".tif", ".tiff"), "image/webp": (".webp",), "text/plain": (".txt", ".csv", ".log", ".md"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """One document; ``size`` in bytes, ``sha256`` as hexadecimal."""

    id: UUID
    version: int
    name: str
    title: str
    exhibit_ref: str
    media_type: str
    size: int
    sha256: str
    marking: Marking
    added_at: datetime
    added_by: str
    withdrawn_at: datetime | None
    withdrawn_because: str

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


@dataclass(frozen=True, kw_only=True)
class DocumentDraft:
    """What is said of a file besides its bytes; kept with a group, a person, or both."""

    subject_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    title: str = ""
    exhibit_ref: str = ""
    marking: Marking = Marking.OFFICIAL_SENSITIVE

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {} if self.subject_id or self.person_id else {"subject_id": "Choose whom the document belongs to."}
        if not self.name.strip():
            found["name"] = "The file has no name."
        return found


def page(session: Session, subject_id: UUID | None = None, person_id: UUID | None = None) -> list[DocumentRow]:
    """The documents of a group or a person, newest first; their bytes are read by ``view`` alone."""
    columns = (
        Document.id, Document.version, Document.name, Document.title, Document.exhibit_ref, Document.media_type,
        Document.size, Document.sha256, Document.marking, Document.added_at, User.display, Document.withdrawn_at,
        Document.withdrawn_because,
    )  # fmt: skip
    query = select(*columns).join(User, User.id == Document.added_by_id).order_by(Document.id.desc())
    if subject_id is not None:
        query = query.where(Document.subject_id == subject_id)
    if person_id is not None:
        query = query.where(Document.person_id == person_id)
    names = list(DocumentRow.__dataclass_fields__)
    return [DocumentRow(**dict(zip(names, row, strict=True))) for row in session.execute(query)]


def most_megabytes(session: Session, today: date) -> int:
    """The largest file that local policy keeps."""
    return int(policy(session, POLICY, today))


def too_large(most: int) -> Invalid:
    """What is said of a file that is larger."""
    return Invalid({"name": f"The file is larger than {most} MB, which is the most that local policy keeps."})


def media_type(name: str, content: bytes) -> str:
    """What the bytes are, whatever the name says; raises Invalid for what is not kept or is named as something else."""
    found = next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        found = "image/webp"
    if not found and b"\x00" not in content[: 64 * 1024] and _is_text(content):
        found = "text/plain"
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if not found:
        raise Invalid(
            {"name": "Only PDF files, pictures (PNG, JPEG, GIF, TIFF, WebP) and plain text are kept. Save it as PDF."}
        )
    if ending not in _ENDINGS[found]:
        raise Invalid(
            {"name": f"The file is named “{ending or name}” but holds {_called(found)}. Name it as what it is."}
        )
    return found


@use_case("Keep a document", needs=KEEPERS)
def keep(work: Work, draft: DocumentDraft, content: bytes) -> UUID:
    """Put a file into the store with its hash; refuses what is too large, empty, known already or of another kind."""
    if problems := draft.problems():
        raise Invalid(problems)
    most = most_megabytes(work.session, wall(work.now).date())
    if not content:
        raise Invalid({"name": "The file is empty."})
    if len(content) > most * MEGABYTE:
        raise too_large(most)
    kind = media_type(draft.name, content)
    if draft.subject_id is not None:
        work.get(Subject, draft.subject_id)
        if told := standing.problem(work.session, draft.subject_id):
            raise Invalid({"subject_id": told})
    if draft.person_id is not None:
        work.get(Person, draft.person_id)
    digest = hashlib.sha256(content).hexdigest()
    same = select(Document.name).where(
        Document.sha256 == digest, Document.subject_id == draft.subject_id, Document.person_id == draft.person_id,
        Document.withdrawn_at.is_(None),
    )  # fmt: skip
    if (known := work.session.scalar(same.limit(1))) is not None:
        raise Invalid({"name": f"The same file is kept here already, as {known}."})
    document = Document(
        subject_id=draft.subject_id, person_id=draft.person_id, name=draft.name.strip(), title=draft.title.strip(),
        exhibit_ref=draft.exhibit_ref.strip(), marking=draft.marking, media_type=kind, size=len(content),
        sha256=digest, added_at=work.now, added_by_id=work.actor.id,
    )  # fmt: skip
    work.add(document)
    work.session.flush()
    work.session.add(DocumentContent(document_id=document.id, content=content))
    return document.id


@use_case("Look at a document", needs=READERS)
def view(work: Work, id: UUID) -> tuple[DocumentRow, bytes]:
    """The bytes, proved by their hash, to be shown and not written anywhere; logs the consultation."""
    document, content = _opened(work, id)
    work.consult(document)
    return _row(work.session, id), content


@use_case("Hand out a document", needs=READERS)
def hand_out(work: Work, id: UUID, to: Addressed) -> tuple[str, bytes]:
    """The bytes for a file outside the store, logged as a disclosure; gives the print id with them."""
    document, content = _opened(work, id)
    if document.withdrawn_at is not None:
        day, why = day_words(wall(document.withdrawn_at).date()), document.withdrawn_because
        raise Invalid({"id": f"The document was taken out of use on {day}: {why} It is not handed out."})
    disclosed = work.disclose(
        f"Document {document.name}", recipient=to.recipient, purpose=to.purpose, records=1, marking=document.marking,
        about=(document,),
    )  # fmt: skip
    return disclosed.reference, content


@use_case("Withdraw a document", needs=KEEPERS)
def withdraw(work: Work, id: UUID, version: int, reason: str) -> None:
    """Take it out of use with the reason; it stays in the store until it is disposed of."""
    if not reason.strip():
        raise Invalid({"reason": "Say why it is withdrawn."})
    document = work.get(Document, id, version)
    if document.withdrawn_at is not None:
        raise Invalid({"reason": "It is withdrawn already."})
    document.withdrawn_at, document.withdrawn_because = work.now, reason.strip()


def _opened(work: Work, id: UUID) -> tuple[Document, bytes]:
    document = work.get(Document, id)  # by which the reader may know of it: the bytes have no rule of their own
    content = work.session.scalar(select(DocumentContent.content).where(DocumentContent.document_id == document.id))
    if content is None or hashlib.sha256(content).hexdigest() != document.sha256:
        raise DeskError(
            f"{document.name} is no longer what was kept: its content does not match its hash. "
            "Tell the administrator, and restore it from a backup."
        )
    return document, content


def _row(session: Session, id: UUID) -> DocumentRow:
    document = session.get(Document, id)
    if document is None:
        raise NotFound("That document does not exist, or is not open to you.")
    by = session.scalar(select(User.display).where(User.id == document.added_by_id)) or ""
    facts: dict[str, Any] = {
        name: getattr(document, name) for name in DocumentRow.__dataclass_fields__ if name != "added_by"
    }
    return DocumentRow(**facts, added_by=by)


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _called(kind: str) -> str:
    return {"application/pdf": "a PDF", "text/plain": "plain text"}.get(
        kind, f"a {kind.partition('/')[2].upper()} picture"
    )
