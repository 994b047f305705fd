"""What is known of a person, as facts: for the panel beside the register and for the record's overview."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.services import periods
from soc_desk.services.people.links import LinkRow
from soc_desk.services.people.persons import PersonDetails
from soc_desk.vocabulary import SubjectKind
from soc_desk.vocabulary.ocg import Basis, DataCategory
from ui.people.columns import category
from ui.widgets.badges import BadgeRow
from ui.widgets.facts import Fact, Facts, NoteCard
from ui.widgets.marks import Pill
from ui.widgets.text import button, label, rule
from ui.widgets.typed import format_date

OpenSubject = Callable[[UUID], object]


def facts(detail: PersonDetails) -> list[Fact]:
    """Names, age, identifiers, review; what is not recorded is left out but for what every record has."""
    draft = detail.draft
    told = [Fact(line.kind.label, f"{line.name}. {line.note}" if line.note else line.name) for line in draft.names]
    told += [Fact("Born", format_date(draft.born_on)), Fact("Age", detail.age)]
    if draft.born_on is None and draft.age_noted_on is not None:
        told.append(Fact("Age noted", format_date(draft.age_noted_on)))
    told += [Fact("Known by", draft.description), Fact("PNC ID", draft.pnc_id), Fact("CRO number", draft.cro_id)]
    told.append(Fact("Review due", format_date(draft.review_due_on)))
    if draft.retention_group:
        told.append(Fact("Retention", f"Group {draft.retention_group}"))
    told += [Fact("Recorded by", detail.created_by), Fact("Marking", draft.marking.label)]
    return [fact for fact in told if fact.value or fact.name in ("Born", "Review due")]


def details(detail: PersonDetails) -> list[Fact]:
    """Phones, addresses, vehicles and the rest, each with its time and grade."""
    told = []
    for line in detail.draft.details:
        days = " to ".join(format_date(day) or "now" for day in (line.from_on, line.to_on)) if line.from_on else ""
        if line.to_on and not line.from_on:
            days = f"until {format_date(line.to_on)}"
        more = [part for part in (days, line.grade, line.conditions, line.note) if part]
        told.append(Fact(line.kind.label, f"{line.value} ({', '.join(more)})" if more else line.value))
    return told


def to_refer(detail: PersonDetails) -> LinkRow | None:
    """The link because of which a referral is to be thought of: a child's first, or one as a possible victim."""
    linked = [link for link in detail.links if link.to_on is None]
    victims = [link for link in linked if link.category is DataCategory.VICTIM]
    return next(iter(victims or (linked if detail.row.child else [])), None)


def care(detail: PersonDetails) -> NoteCard | None:
    """What must be thought of: somebody under 18 in a group, a possible victim, a review that is due."""
    said = []
    if to_refer(detail) is not None:
        if detail.referral:
            said.append(f"A referral of theirs is open: {detail.referral}.")
        elif detail.row.child:
            said.append("Under 18 and linked: think of a referral to the NRM. A child's consent is not needed.")
        else:
            said.append("A possible victim: NRM referral with consent, or a Duty to Notify without.")
    due = detail.row.review_due_on
    if due is not None and due <= periods.today():
        said.append(f"The review of this record was due on {format_date(due)}.")
    if detail.merged_into:
        said.append(f"This record was merged into {detail.merged_into}.")
    return NoteCard("Needs attention", " ".join(said)) if said else None


def link_line(link: LinkRow, open_subject: OpenSubject | None = None) -> QWidget:
    """One link in a panel: the group, what they are to it, and on what grounds; fact and assessment look different."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    marks = [category(link.category), Pill(link.role.label)]
    if link.to_on is not None:
        marks.append(Pill("Ended"))
    layout.addWidget(BadgeRow(marks))
    if open_subject is not None and link.subject_kind is SubjectKind.OCG:
        opened = button(link.subject, lambda: open_subject(link.subject_id), kind="link", name=f"Open {link.subject}")
        layout.addWidget(opened)
    else:
        layout.addWidget(label(link.subject, "medium", wrap=True))
    days = " to ".join(format_date(day) or "now" for day in (link.from_on, link.to_on)) if link.from_on else ""
    told = [part for part in (link.basis.label, link.grade, days) if part]
    layout.addWidget(label(", ".join(told), "caption" if link.basis is Basis.ASSESSMENT else "body", wrap=True))
    if link.conditions:
        layout.addWidget(label(f"Handling: {link.conditions}", "caption", "amber", wrap=True))
    if link.note:
        layout.addWidget(label(link.note, "caption", wrap=True))
    layout.addWidget(rule())
    return whole


def summary(detail: PersonDetails, open_subject: OpenSubject) -> QWidget:
    """Facts, details and links one below the other."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    if (card := care(detail)) is not None:
        layout.addWidget(card)
    layout.addWidget(Facts(facts(detail)))
    if detail.draft.details:
        layout.addWidget(rule())
        layout.addWidget(Facts(details(detail)))
    if detail.links:
        layout.addWidget(label("Linked to", "caption"))
    for link in detail.links:
        layout.addWidget(link_line(link, open_subject))
    layout.addStretch(1)
    return whole
