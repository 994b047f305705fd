"""The profile of a person on paper: facts in tables, each line with its grade and days; under 18 by initials."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

from soc_desk.reports import timeline
from soc_desk.reports.blocks import Charts, Note, Tile, Tiles
from soc_desk.reports.page import Document
from soc_desk.reports.tables import Column, Table
from soc_desk.services.lom.orders import NOT_MADE, OrderRow
from soc_desk.services.people.profile import PersonProfile
from soc_desk.services.prints import Progress, day_words, unwatched

_LEGEND = (
    "What somebody is to a group stands on each link with its category under DPA 2018 s.38(3): the same person may be "
    "a suspect in one group and a possible victim in another. Basis says what is fact and what was assessed."
)


def draw(profile: PersonProfile, out: BinaryIO, progress: Progress = unwatched) -> int:
    """Write the PDF to ``out``; the number of pages. The same profile gives the same bytes."""
    document = Document(out, profile.furniture, closing=profile.handling, progress=progress)
    for block in _blocks(profile, document.width):
        document.add(block)
    return document.close()


def _blocks(profile: PersonProfile, width: float) -> Iterator[Any]:
    yield _tiles(profile)
    if profile.by_initials:
        yield Note(
            words="They are, or may be, under 18: initials stand for the name, and the day of birth is left out."
        )
    if profile.person.merged_into:
        yield Note(words=f"This record was merged into {profile.person.merged_into}.")
    yield _facts(profile)
    yield _details(profile)
    yield _links(profile)
    yield Note(words=_LEGEND)
    yield _orders(profile)
    if (drawn := timeline.drawing(profile.events, room=width)) is not None:
        yield Charts(titles=("Timeline",), drawings=(drawn,))
    yield _events(profile)
    yield Note(words=profile.handling)


def _tiles(profile: PersonProfile) -> Tiles:
    now = [link for link in profile.links if link.to_on is None or link.to_on >= profile.today]
    live = [order for order in profile.orders if order.state.is_live]
    review = profile.person.row.review_due_on
    late = "overdue" if review is not None and review <= profile.today else "of this record"
    return Tiles(
        tiles=(
            Tile(name="Age", figure=profile.person.row.age or "Not known", detail="on the day of this print"),
            Tile(name="Links to groups", figure=f"{len(now):,}", detail=f"{len(profile.links) - len(now):,} ended"),
            Tile(name="Live orders", figure=f"{len(live):,}", detail=f"{len(profile.orders):,} recorded"),
            Tile(name="Review due", figure=day_words(review) if review else "None", detail=late),
        )
    )


def _facts(profile: PersonProfile) -> Table:
    draft = profile.person.draft
    lines = [("Reference", profile.person.row.reference), ("Name", profile.name)]
    if not profile.by_initials:
        lines += [(each.kind.label, " · ".join(filter(None, (each.name, each.note)))) for each in draft.names]
        lines.append(("Born", day_words(draft.born_on) if draft.born_on else ""))
    lines += [
        ("Known by", draft.description), ("PNC ID", draft.pnc_id), ("CRO number", draft.cro_id),
        ("MoPI group", draft.retention_group),
    ]  # fmt: skip
    if draft.processing_restricted:
        lines.append(("Processing", "Restricted (DPA 2018 s.47)"))
    rows = [(name, value or "Not recorded") for name, value in lines]
    return Table(title="Facts", columns=(Column(heading="", share=0.3), Column(heading="", share=0.7)), rows=rows)


def _details(profile: PersonProfile) -> Table:
    rows = [
        (each.kind.label, each.value, _days(each.from_on, each.to_on), each.grade or "–", each.conditions or "–",
         each.note or "–")
        for each in profile.details
    ]  # fmt: skip
    headings = ("Kind", "What", "When", "Grade", "Conditions", "Note")
    return _table("Phones, addresses, vehicles, accounts", headings, rows, "Nothing is recorded.")


def _links(profile: PersonProfile) -> Table:
    rows = [
        (each.subject, each.role.label, each.category.label, each.basis.label, each.grade or "–",
         _days(each.from_on, each.to_on), each.conditions or "–")
        for each in profile.links
    ]  # fmt: skip
    headings = ("Group", "Role", "Category", "Basis", "Grade", "When", "Conditions")
    return _table(f"Links: {len(rows)}", headings, rows, "In no group that the reader may know of.")


def _orders(profile: PersonProfile) -> Table:
    rows = []
    for order in profile.orders:
        rows.append((f"{order.kind.label}, {order.court}".rstrip(", "), order.state.label, _of_order(order)))
        rows += [
            (f"Condition: {each.words}", each.kind.label, _days(each.from_on, each.to_on))
            for each in order.conditions
            if each.removed_on is None
        ]
        rows += [
            (f"{each.what}: {each.words}", ", ".join(filter(None, (each.action.label, each.result))),
             day_words(each.happened_on))
            for each in order.breaches
        ]  # fmt: skip
    return _table(f"Ancillary orders: {len(profile.orders)}", ("Order", "State", "When"), rows, "No order is recorded.")


def _of_order(order: OrderRow) -> str:
    if order.state in NOT_MADE:
        return day_words(order.ended_on) if order.ended_on else "–"
    begins = "on release" if order.in_force_on_release and not order.in_force_from else day_words(order.in_force_from)
    made = f"made {day_words(order.made_on)}, " if order.made_on else ""
    return f"{made}in force {begins} to {day_words(order.ends_on)}"


def _events(profile: PersonProfile) -> Table:
    rows = [
        (day_words(event.on), event.strand.value, f"{event.what} ({event.handling})" if event.handling else event.what)
        for event in profile.events
    ]
    return _table(f"What happened: {len(rows)}", ("Day", "What", "Event"), rows, "Nothing is recorded.")


def _table(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], empty: str) -> Table:
    return Table(title=title, columns=tuple(Column(heading=words) for words in headings), rows=rows, empty=empty)


def _days(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return "–"
    return f"{day_words(since)} to {day_words(until) if until else 'now'}"
