"""The caseload summary on paper: loads by officer, team and area, open groups, what waits, totals proved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import BinaryIO

from soc_desk.reports import caseload_strength, charts
from soc_desk.reports.blocks import Charts, Note, Tile, Tiles
from soc_desk.reports.page import Document
from soc_desk.reports.palette import PAPER
from soc_desk.reports.tables import AIRY, Column, Style, Table
from soc_desk.services.caseload import NOBODY, AwaitingRow, Caseload, CaseloadSummary, GroupRow, Load
from soc_desk.services.positions import Position
from soc_desk.services.prints import Progress, day_words, unwatched
from soc_desk.vocabulary import DisruptionStatus, FourP, SubjectStatus
from soc_desk.vocabulary.rounding import rounded

AGREES = "Totals agree with the register at the moment shown."
DISAGREES = "Some totals differ from the register: see the last table."

_CLOSE = Style(size=AIRY.size, leading=AIRY.leading, padding=4.5, gutter=5.0)
_WIDE = Style(size=AIRY.size, leading=AIRY.leading, padding=4.5, gutter=3.2)
"""For the loads, whose many figures share a page's width."""
_P_COLUMNS = tuple(Column(heading=four_p.letter, align="right", colour=PAPER.of_p(four_p)) for four_p in FourP)


def draw(summary: CaseloadSummary, out: BinaryIO, progress: Progress = unwatched) -> int:
    """Write the PDF to ``out``; the number of pages. The same summary gives the same bytes."""
    caseload = summary.caseload
    document = Document(out, summary.furniture, closing=AGREES if caseload.agrees else DISAGREES, progress=progress)
    document.add(_tiles(caseload))
    document.add(_officers(caseload))
    document.add(_charts(caseload, document.width))
    document.add(_loads("By team", "Team", caseload.teams, caseload))
    for block in caseload_strength.blocks(caseload.strengths, day_words(caseload.today), _CLOSE):
        document.add(block)
    document.add(_loads("By area", "Area", caseload.areas, caseload))
    document.add(_tiers(caseload))
    document.add(_position(caseload.position, caseload.today))
    stood = f"{caseload.position.archived_at_end:,} stood archived at the end, whenever that happened."
    document.add(Note(words=f"{caseload.position.words}. {stood}"))
    document.add(_groups(caseload))
    if caseload.restricted:
        groups = "group is" if caseload.restricted == 1 else "groups are"
        document.add(Note(words=f"{caseload.restricted} restricted {groups} counted in the figures and not named."))
    for status, title in (
        (DisruptionStatus.SUBMITTED, "Disruptions awaiting moderation"),
        (DisruptionStatus.RETURNED, "Disruptions returned to their recorder"),
        (DisruptionStatus.DRAFT, "Drafts not yet submitted"),
    ):
        document.add(_awaiting(title, [row for row in caseload.awaiting if row.status is status]))
    document.add(_reconciliation(caseload))
    document.add(Note(words=_explained(caseload)))
    return document.close()


def _tiles(caseload: Caseload) -> Tiles:
    total = caseload.total
    counted = sum(total.by_p.values())
    holders = [load.groups for load in caseload.officers if load.groups]
    held = total.groups - caseload.unallocated
    people = len(holders) - (1 if caseload.unallocated else 0)
    waiting = [row.days for row in caseload.awaiting if row.status is DisruptionStatus.SUBMITTED]
    standing = f"{total.active:,} active, {total.proposed:,} proposed"
    each = str(rounded(held / people, 1)) if people else "–"
    return Tiles(
        tiles=(
            Tile(name="Open groups", figure=f"{total.groups:,}", detail=standing),
            Tile(
                name="Groups per officer",
                figure=each,
                detail=f"{_plural(people, 'holder')}, {caseload.unallocated:,} held by nobody",
            ),
            Tile(
                name="Disruptions moderated or sent",
                figure=f"{counted:,}",
                detail=" · ".join(f"{four_p.letter} {total.by_p[four_p]:,}" for four_p in FourP),
            ),
            Tile(
                name="Awaiting moderation",
                figure=f"{total.awaiting:,}",
                detail=f"oldest {_plural(max(waiting), 'day')}" if waiting else "nothing waits",
            ),
        )
    )


def _charts(caseload: Caseload, width: float) -> Charts:
    room = (width - 18) / 2
    loads = [(load.name, load.groups) for load in caseload.officers if load.name != NOBODY]
    return Charts(
        titles=("4P balance of the period", "Open groups by officer"),
        drawings=(charts.by_p(caseload.total.by_p, room), charts.caseload_spread(loads, room, most_rows=8)),
    )


def _loads(title: str, heading: str, loads: Sequence[Load], caseload: Caseload) -> Table:
    figures = ("Open cases", "POCA", "Groups", caseload.top_tier, "Active")
    waits = ("To moderate", "Returned", "Drafts", "Oldest, days")
    columns = (
        Column(heading=heading),
        *(Column(heading=name, align="right") for name in figures),
        *_P_COLUMNS,
        *(Column(heading=name, align="right") for name in waits),
    )
    return Table(
        title=title,
        columns=columns,
        rows=[_load(load) for load in loads],
        total=_load(caseload.total),
        empty="Nobody holds a group and nothing was recorded in the period.",
        style=_WIDE,
    )


def _officers(caseload: Caseload) -> Table:
    """With a mark on whoever has more open cases than the force's own threshold, where it has one."""
    table = _loads("By officer", "Officer", caseload.officers, caseload)
    if not caseload.threshold:
        return table
    marks = [*("Above" if load.is_flagged else "–" for load in caseload.officers), ""]
    *rows, total = [(*row, mark) for row, mark in zip([*table.rows, table.total or ()], marks, strict=True)]
    columns = (*table.columns, Column(heading=f"Above {caseload.threshold:,} (local)", align="right"))
    return replace(table, columns=columns, rows=rows, total=total)


def _load(load: Load) -> tuple[str, ...]:
    figures = (
        load.open_cases,
        load.cases,
        load.groups,
        load.top_tier,
        load.active,
        *(load.by_p[four_p] for four_p in FourP),
        load.awaiting,
        load.returned,
        load.drafts,
    )
    oldest = "–" if load.oldest_days is None else f"{load.oldest_days:,}"
    return (load.name, *(f"{figure:,}" for figure in figures), oldest)


def _tiers(caseload: Caseload) -> Table:
    rows = [(row.tier, [row.by_status[status] for status in SubjectStatus]) for row in caseload.tiers]
    sums = [sum(figures[at] for _, figures in rows) for at in range(len(SubjectStatus))]
    return Table(
        title="Groups by tier and status",
        columns=(
            Column(heading="Tier"),
            *(Column(heading=status.label, align="right") for status in SubjectStatus),
            Column(heading="All", align="right"),
        ),
        rows=[(tier, *(f"{figure:,}" for figure in figures), f"{sum(figures):,}") for tier, figures in rows],
        total=("Total", *(f"{figure:,}" for figure in sums), f"{sum(sums):,}"),
        style=_CLOSE,
    )


def _position(position: Position, today: date) -> Table:
    """The sum, one figure a column; what is only told where it happened is left out where it did not."""
    end = f"at the end of {day_words(position.ends_on)}" if position.ends_on < today else "now"
    figures = {
        f"Active before {day_words(position.starts_on)}": position.opening,
        "+ Mapped": position.mapped,
        "(of which brought in by an import)": position.imported or None,
        "+ Reactivated": position.reactivated,
        "+ Unmerged": position.unmerged or None,
        "− Archived": position.archived,
        "− Merged": position.merged,
        f"= Active {end}": position.closing,
    }
    told = {heading: f"{figure:,}" for heading, figure in figures.items() if figure is not None}
    return Table(
        title="Position of groups over the period",
        columns=[Column(heading=heading, align="right") for heading in told],
        rows=[tuple(told.values())],
        style=_CLOSE,
    )


def _groups(caseload: Caseload) -> Table:
    return Table(
        title="Open groups, by tier, longest without activity first",
        columns=(
            Column(heading="Group"),
            Column(heading="Tier", firm=True),
            Column(heading="Status", firm=True),
            Column(heading="LRO"),
            Column(heading="Area"),
            Column(heading="Last activity", firm=True),
            *_P_COLUMNS,
            Column(heading="Next"),
        ),
        rows=[_group(group) for group in caseload.groups],
        empty="No open group may be named here.",
        style=_CLOSE,
    )


def _group(group: GroupRow) -> tuple[str, ...]:
    return (
        f"{group.reference} {group.name}",
        group.tier or "None",
        group.status.label,
        group.lro or "None",
        group.area or "None",
        _day_and_age(group.last_activity_on, group.last_activity_days),
        *(f"{group.by_p[four_p]:,}" for four_p in FourP),
        group.next,
    )


def _awaiting(title: str, rows: Sequence[AwaitingRow]) -> Table:
    """The last column stands only where somebody must put something right."""
    columns = [
        Column(heading="Reference", firm=True),
        Column(heading="Subject"),
        Column(heading="Recorded by"),
        Column(heading="Since", firm=True),
        Column(heading="Days", align="right"),
    ]
    cells = [[row.reference, row.subject, row.officer, day_words(row.since), f"{row.days:,}"] for row in rows]
    if any(row.note for row in rows):
        columns.append(Column(heading="What must be put right"))
        for line, row in zip(cells, rows, strict=True):
            line.append(row.note or "–")
    return Table(
        title=f"{title} ({len(rows):,})",
        columns=columns,
        rows=cells,
        empty="None.",
        style=_CLOSE,
    )


def _reconciliation(caseload: Caseload) -> Table:
    return Table(
        title="Held against the register",
        columns=(
            Column(heading="Figure"),
            Column(heading="In the register", align="right"),
            Column(heading="In this print", align="right"),
            Column(heading="Result"),
        ),
        rows=[
            (line.what, f"{line.register:,}", f"{line.printed:,}", "Agrees" if line.agrees else "Differs")
            for line in caseload.reconciliation
        ],
        style=_CLOSE,
    )


def _explained(caseload: Caseload) -> str:
    told = (
        "P Pursue, V Prevent, T Protect, R Prepare. By officer, team and area these are disruptions of "
        f"{caseload.period.dates} that count (moderated or sent nationally): by whoever recorded them, by the team of "
        "their subject, and by their own area. For a group they are those of the 12 months to the day of this print. "
        "Open groups are the proposed and active ones; POCA are the POCA cases that are not closed, paid or ended, by "
        "their owner and their own team and area; open cases are both together. Groups that are not active are "
        "proposed. Last activity is the newer of the last disruption not withdrawn and the last intelligence. “Next” "
        "is a proposal. A dash means not applicable."
    )
    if caseload.threshold:
        told += (
            f" An officer with more than {caseload.threshold:,} open cases is marked. That is a local threshold, and "
            "no national one is known; the mark is a proposal to look."
        )
    return told


def _day_and_age(day: date | None, days: int | None) -> str:
    return "None" if day is None or days is None else f"{day_words(day)} ({days:,} d)"


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
