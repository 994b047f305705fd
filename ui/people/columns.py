"""The columns of the register of people and of the members of a group, and the marks on a person."""

from collections.abc import Callable, Sequence
from datetime import date

from soc_desk.services.people.links import LinkRow
from soc_desk.services.people.person_rows import SORTS, PersonRow
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.ocg import Basis, DataCategory
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column
from ui.widgets.typed import format_date

_TONES = {
    DataCategory.SUSPECT: "amber", DataCategory.CONVICTED: "red", DataCategory.VICTIM: "info",
    DataCategory.WITNESS: "neutral",
}  # fmt: skip


def category(value: DataCategory) -> Pill:
    """The pill of a category; its word tells it, the colour only helps."""
    return Pill(value.label, _TONES[value])


def badges(row: PersonRow, today: date) -> Sequence[Mark]:
    """What must be seen at once of a person."""
    shown: list[Mark] = []
    if row.child:
        shown.append(Pill("Under 18", "amber"))
    if row.unidentified:
        shown.append(Pill("Not identified"))
    if row.processing_restricted:
        shown.append(Pill("Processing restricted", "red", "square"))
    if row.review_due_on is not None and row.review_due_on <= today:
        shown.append(Pill("Review due", "amber"))
    return shown


def link_words(row: PersonRow) -> str:
    """Each group with what they are to it, current ones first: ``OCG-2026-0001 Harrier, Member (Suspect)``."""
    return "; ".join(f"{link.subject}, {link.role.label} ({link.category.label})" for link in row.links)


def _column(
    key: str, title: str, width: int, text: Callable[[PersonRow], str],
    mark: Callable[[PersonRow], Mark | None] | None = None, *, hidden: bool = False, stretch: bool = False,
    yields: int = 0,
) -> Column[PersonRow]:  # fmt: skip
    return Column(
        key, title, text, mark=mark, width=width, hidden=hidden, stretch=stretch, sortable=key in SORTS,
        tooltip=text if stretch else None, yields=yields,
    )  # fmt: skip


COLUMNS: tuple[Column[PersonRow], ...] = (
    _column("reference", "Ref", 112, lambda row: row.reference),
    _column("name", "Name", 150, lambda row: row.name, stretch=True),
    _column("aliases", "Other names", 110, lambda row: ", ".join(row.aliases), stretch=True, yields=1),
    _column("born_on", "Born", 100, lambda row: format_date(row.born_on)),
    _column("age", "Age", 120, lambda row: row.age, lambda row: Pill(row.age, "amber") if row.child else None),
    _column("links", "Linked to", 220, link_words, stretch=True),
    _column("review_due_on", "Review due", 104, lambda row: format_date(row.review_due_on)),
    _column("marking", "Marking", 130, lambda row: row.marking.label, hidden=True),
)  # fmt: skip


def _grade(row: LinkRow) -> str:
    return f"{row.grade} {row.conditions}".strip() or "Not graded"


MEMBERS: tuple[Column[LinkRow], ...] = (
    Column("person", "Person", lambda row: row.person, width=150, stretch=True, tooltip=lambda row: row.person),
    Column("reference", "Ref", lambda row: row.person_reference, width=112),
    Column("role", "Role", lambda row: row.role.label, width=150, sort=lambda row: row.role.rank),
    Column("category", "Category", lambda row: row.category.label, lambda row: category(row.category), width=168,
           sort=lambda row: row.category.rank),
    Column("from_on", "Since", lambda row: format_date(row.from_on) or "Not known", width=104,
           sort=lambda row: row.from_on),
    Column("to_on", "Ended", lambda row: format_date(row.to_on), width=104, sort=lambda row: row.to_on),
    Column("basis", "Basis", lambda row: row.basis.label, width=100,
           ink="ink", sort=lambda row: row.basis is Basis.ASSESSMENT),
    Column("grade", "Grade", _grade, width=100, tooltip=_grade),
    Column("linked_by", "Linked by", lambda row: row.linked_by, width=130, hidden=True),
)  # fmt: skip
"""A group's people; the same columns tell a person's groups, but for who it is."""

GROUPS: tuple[Column[LinkRow], ...] = (
    Column("subject", "Group", lambda row: row.subject, width=200, stretch=True, tooltip=lambda row: row.subject),
    *(column for column in MEMBERS if column.key not in ("person", "reference")),
    Column("access", "Who may know", lambda row: row.access.label,
           lambda row: Pill(row.access.label, "red", "square") if row.access is not Access.TEAM else None,
           width=110, hidden=True),
)  # fmt: skip
