"""Invented furniture and figures for the tests of prints; no person, place or number in them is real."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pypdf import PdfReader

from soc_desk.services.caseload import (
    NOBODY,
    AwaitingRow,
    Caseload,
    CaseloadFilter,
    CaseloadSummary,
    GroupRow,
    Load,
    Period,
    Reconciled,
    TierRow,
)
from soc_desk.services.caseload_strength import NOT_TOLD, Strengths
from soc_desk.services.positions import Position
from soc_desk.services.prints import PrintFurniture
from soc_desk.vocabulary import DisruptionStatus, FourP, Marking, SubjectStatus

TODAY = date(2026, 11, 21)
FURNITURE = PrintFurniture(
    marking=Marking.OFFICIAL_SENSITIVE,
    title="Caseload summary",
    force="Example Force",
    unit="Proactive Team North",
    data_as_at=datetime(2026, 11, 21, 14, 5),  # noqa: DTZ001 - wall time
    printed_by="DS P. Atel",
    printed_at=datetime(2026, 11, 21, 14, 6),  # noqa: DTZ001 - wall time
    machine="WS-0142",
    print_id="P-2026-0931",
    audit_head="9f3c" + "0" * 56 + "a1e0",
    recipient="DI M. Arsh",
    purpose="weekly tasking",
    period="1 Oct to 21 Nov 2026",
    filters=("team North",),
    restricted=1,
    notice="Demonstration data: every person, place and figure is invented.",
)


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def lines(data: bytes) -> list[list[str]]:
    """The text of each page, line by line."""
    return [[line.strip() for line in page.extract_text().splitlines() if line.strip()] for page in read(data).pages]


def words(data: bytes) -> str:
    """All text of a PDF on one line."""
    return " ".join(" ".join(page) for page in lines(data))


def embedded(data: bytes) -> set[str]:
    """The fonts of all pages; fails where one is not in the file."""
    found: set[str] = set()
    for page in read(data).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()
            found.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    return found


def load(name: str, groups: int, **values: Any) -> Load:
    facts: dict[str, Any] = {
        "cases": 0, "top_tier": 1, "active": groups - 1, "proposed": 1,
        "by_p": dict(zip(FourP, (3, 2, 1, 0), strict=True)),
        "awaiting": 1, "returned": 0, "drafts": 2, "oldest_days": 9,
    }  # fmt: skip
    return Load(name=name, groups=groups, **{**facts, **values})


def total(loads: tuple[Load, ...]) -> Load:
    sums = {
        field: sum(getattr(each, field) for each in loads)
        for field in ("groups", "cases", "top_tier", "active", "proposed", "awaiting", "returned", "drafts")
    }
    by_p = {four_p: sum(each.by_p[four_p] for each in loads) for four_p in FourP}
    return Load(name="Total", by_p=by_p, oldest_days=9, **sums)


def group(number: int, **values: Any) -> GroupRow:
    days = number % 300
    facts: dict[str, Any] = {
        "id": UUID(int=number), "reference": f"OCG-2026-{number:04}", "name": "Harrier", "tier": "Tier 1",
        "status": SubjectStatus.ACTIVE, "lro": "DI M. Arsh", "area": "Northtown",
        "last_activity_on": TODAY - timedelta(days=days), "last_activity_days": days,
        "by_p": dict(zip(FourP, (14, 5, 4, 0), strict=True)), "next": "Validate",
    }  # fmt: skip
    return GroupRow(**{**facts, **values})


def awaiting(number: int, status: DisruptionStatus, note: str = "") -> AwaitingRow:
    return AwaitingRow(
        id=UUID(int=number), reference=f"D-2026-{number:04}", status=status, subject="OCG-2026-0007 Yarrow",
        officer="DC L. Ewis", since=TODAY - timedelta(days=number), days=number, note=note,
    )  # fmt: skip


def summary(officers: int = 4, groups: int = 31) -> CaseloadSummary:
    loads = (*(load(f"DC Officer {number}", 8) for number in range(officers - 1)), load(NOBODY, 7, oldest_days=None))
    every = total(loads)
    caseload = Caseload(
        shown=CaseloadFilter(),
        filters=FURNITURE.filters,
        unit=FURNITURE.unit,
        period=Period(date(2026, 10, 1), TODAY),
        today=TODAY,
        top_tier="Tier 1",
        officers=loads,
        teams=(replace(every, name="North"),),
        areas=(replace(every, name="Northtown"),),
        total=every,
        tiers=(TierRow(tier="Tier 1", by_status=dict.fromkeys(SubjectStatus, 2)),),
        position=Position(
            starts_on=date(2026, 4, 1),
            ends_on=date(2026, 6, 30),
            opening=28,
            mapped=4,
            imported=0,
            reactivated=1,
            unmerged=0,
            archived=2,
            merged=1,
            closing=30,
            active_since=0,
            archived_at_end=11,
            archived_since=0,
        ),
        groups=tuple(group(number) for number in range(groups)),
        restricted=1,
        unallocated=7,
        awaiting=(
            awaiting(9, DisruptionStatus.SUBMITTED),
            awaiting(3, DisruptionStatus.RETURNED, "Say what the group can no longer do."),
            awaiting(2, DisruptionStatus.DRAFT),
        ),
        threshold=0,
        strengths=Strengths(why_not=NOT_TOLD),
        reconciliation=(Reconciled(what="Groups by officer", register=every.groups, printed=every.groups),),
    )
    return CaseloadSummary(furniture=FURNITURE, caseload=caseload)
