"""The lines of My desk about the archive review: what awaits the reader, and what is proposed of their groups."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg
from soc_desk.services import archive
from soc_desk.services.desk_items import DeskItem
from soc_desk.store import Actor
from soc_desk.vocabulary import Role

BOARD = "review"
"""The part of the page of intelligence where decisions on the archive are taken."""

Quiet = tuple[str, str, date | None]
"""A group's reference, its name, and since when it is quiet; None where nobody can tell."""


def lines(session: Session, reader: Actor, today: date) -> list[DeskItem]:
    """One line for each kind of review; together they count what the board does, for whoever decides on everything.

    A supervisor decides on archiving, but not of a group they lead; whoever leads one is told that it is proposed.
    """
    rule = archive.period(session, today)
    since = func.coalesce(Ocg.last_intelligence_on, Ocg.mapped_on)
    by_name = and_(Ocg.lro_id.is_(None), func.lower(func.trim(Ocg.lro)) == reader.display.strip().lower())
    leads = or_(Ocg.lro_id == reader.id, by_name)
    query = select(Ocg.reference, Ocg.name, since, leads).where(*archive.is_quiet(today, rule))
    if Role.SUPERVISOR not in reader.roles:
        query = query.where(leads)
    led: list[Quiet] = []
    others: list[Quiet] = []
    for reference, name, day, is_led in session.execute(query.order_by(since.is_(None), since, Ocg.reference)):
        (led if is_led else others).append((reference, name, day))
    told = []
    if others:
        told.append(_quiet("Decide", f"{_groups(others)} proposed for the archive", others, today, rule.words))
    if led:
        said = f"You lead {_groups(led)} proposed for the archive"
        told.append(_quiet("Proposed", said, led, today, f"{rule.words} Another supervisor decides."))
    if reader.roles & {Role.COORDINATOR, Role.SUPERVISOR} and (stirring := archive.reactivations(session, rule)):
        newest = stirring[0]
        told.append(DeskItem(
            due="Review", urgency="amber", headline=f"New intelligence on {_groups(stirring)} in the archive",
            about=f"Newest: {newest.reference} {newest.name}", why=f"{newest.arithmetic} A coordinator decides.",
            page="intelligence", action="Decide…", part=BOARD,
        ))  # fmt: skip
    return told


def _quiet(due: str, headline: str, groups: Sequence[Quiet], today: date, why: str) -> DeskItem:
    reference, name, since = groups[0]
    about = (
        f"Longest quiet: {reference} {name}, {(today - since).days} days"
        if since
        else f"Not known since when: {reference} {name}"
    )
    return DeskItem(
        due=due, urgency="amber", headline=headline, about=about, why=why, page="intelligence", action="Review…",
        part=BOARD,
    )  # fmt: skip


def _groups(found: Sequence[object]) -> str:
    return f"{len(found):,} group{'' if len(found) == 1 else 's'}"
