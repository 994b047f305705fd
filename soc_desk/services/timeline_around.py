"""What a timeline tells of things around a group or person: documents, other groups, mergers, bids, requests, sites."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import ChbSite, ChbStep, ChbSubject, Document, Merger, Person, Request, Subject, TaskingBid
from soc_desk.services.ocg_life import relations
from soc_desk.services.prints import wall
from soc_desk.services.timeline_events import Event, Strand, short


def of_group(session: Session, id: UUID) -> Iterator[Event]:
    """Around a group."""
    yield from _documents(session, Document.subject_id == id)
    yield from _relations(session, id)
    yield from _mergers(session, id, Subject, "ocgs")
    yield from _bids(session, id)
    yield from _requests(session, Request.subject_id == id)
    yield from _sites(session, id)


def of_person(session: Session, id: UUID) -> Iterator[Event]:
    """Around a person."""
    yield from _documents(session, Document.person_id == id)
    yield from _mergers(session, id, Person, "people")
    yield from _requests(session, Request.person_id == id)


def _documents(session: Session, which: ColumnElement[bool]) -> Iterator[Event]:
    query = select(Document.added_at, Document.withdrawn_at, Document.title, Document.name).where(which)
    for added, withdrawn, title, name in session.execute(query):
        yield Event(wall(added).date(), Strand.DOCUMENTS, f"Document kept: {short(title or name)}")
        if withdrawn:
            yield Event(wall(withdrawn).date(), Strand.DOCUMENTS, f"Document withdrawn: {short(title or name)}")


def _relations(session: Session, id: UUID) -> Iterator[Event]:
    for row in relations.of(session, id):
        about = f"{row.words} {row.other_reference} {row.other_name}"
        for on, when in ((row.from_on, "from this day"), (row.to_on, "until this day")):
            if on:
                yield Event(on, Strand.OTHERS, f"{about}, {when}", "ocgs", row.other_id)
        if not row.from_on and not row.to_on:
            yield Event(None, Strand.OTHERS, about, "ocgs", row.other_id)


def _mergers(session: Session, id: UUID, of: type[Subject] | type[Person], page: str) -> Iterator[Event]:
    """Each merger of a record, and each that was taken apart."""
    is_group = of is Subject
    kept_id, gone_id = (
        (Merger.kept_subject_id, Merger.gone_subject_id) if is_group else (Merger.kept_person_id, Merger.gone_person_id)
    )
    query = select(Merger.at, Merger.undone_at, kept_id, gone_id).where(or_(kept_id == id, gone_id == id))
    found = session.execute(query).all()
    ids = {each for _, _, *both in found for each in both}
    named = session.execute(select(of.id, of.reference, of.name).where(of.id.in_(ids)))
    names = {each: f"{reference} {name}" for each, reference, name in named}
    for at, undone, into, out_of in found:
        is_kept = into == id
        other = out_of if is_kept else into
        if other is not None and (name := names.get(other)) is not None:
            words = f"Merged with {name}" if is_kept else f"Merged into {name}"
            yield Event(wall(at).date(), Strand.OTHERS, words, page, other)
            if undone:
                yield Event(wall(undone).date(), Strand.OTHERS, f"Taken apart from {name}", page, other)


def _bids(session: Session, id: UUID) -> Iterator[Event]:
    columns = (TaskingBid.reference, TaskingBid.asked, TaskingBid.submitted_on, TaskingBid.meeting_on, TaskingBid.state)
    for reference, asked, submitted, decided, state in session.execute(
        select(*columns).where(TaskingBid.subject_id == id)
    ):
        if submitted:
            yield Event(submitted, Strand.OPERATIONS, f"Bid {reference} submitted: {short(asked)}")
        if decided:
            yield Event(decided, Strand.OPERATIONS, f"Bid {reference} decided, now {state.label.lower()}")


def _requests(session: Session, which: ColumnElement[bool]) -> Iterator[Event]:
    """When a product was asked for, and when it was delivered."""
    columns = (Request.id, Request.reference, Request.product, Request.submitted_on, Request.delivered_on)
    for id_, reference, product, submitted, delivered in session.execute(select(*columns).where(which)):
        for on, what in ((submitted, "asked for"), (delivered, "delivered")):
            if on:
                yield Event(on, Strand.OPERATIONS, f"{product.label} {what} ({reference})", "requests", id_)


def _sites(session: Session, id: UUID) -> Iterator[Event]:
    query = (
        select(ChbStep.stepped_on, ChbStep.after, ChbSite.name)
        .join(ChbSite, ChbSite.id == ChbStep.site_id)
        .join(ChbSubject, ChbSubject.site_id == ChbSite.id)
        .where(ChbSubject.subject_id == id)
    )
    for on, after, name in session.execute(query):
        yield Event(on, Strand.OPERATIONS, f"Clear, Hold, Build in {name}: {after.label}")
