"""Finds references that a server keeps for records a person may not know of, before an import stumbles over one."""

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from soc_desk.domain import Subject
from soc_desk.services.import_making import blank_subject
from soc_desk.services.import_plan import chunks


def taken(session: Session, references: list[str]) -> set[str]:
    """References that a server keeps for records this person may not know of; they are found by trying.

    On SQLite the plan sees them itself. Nothing of the attempt stays.
    """
    if session.get_bind().dialect.name == "sqlite":
        return set()
    found: set[str] = set()
    for piece in chunks(references):
        if not _clash(session, piece):
            continue
        found.update(reference for reference in piece if _clash(session, [reference]))
    return found


def _clash(session: Session, references: list[str]) -> bool:
    rows = [{**blank_subject(), "reference": reference} for reference in references]
    # A savepoint rolled back stays open on the server, and what follows would belong to it: the outer one closes it.
    with session.begin_nested():
        attempt = session.begin_nested()
        try:
            session.execute(insert(Subject.__table__), rows)  # type: ignore[arg-type]  # a mapped class's table is a Table
        except IntegrityError:
            return True
        finally:
            attempt.rollback()
    return False
