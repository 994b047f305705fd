"""What is known of a group, in words: the line under its name, its facts by name, what needs attention, its steps."""

from soc_desk.services.ocg_life import steps
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.ocgs import OcgDraft, StatusStep
from soc_desk.services.prints import wall
from ui.ocgs.words import value_words
from ui.widgets.facts import Fact, NoteCard
from ui.widgets.typed import format_date


def one_line(record: OcgRecord) -> str:
    """``Drugs: county lines · Slough LPA · LRO DI Marsh · mapped 3 Feb 2026 · last intelligence 11 Nov 2026``."""
    row = record.detail.row
    told = [
        row.threat,
        row.area if "LPA" in row.area or not row.area else f"{row.area} LPA",
        f"LRO {row.lro}" if row.lro else "no LRO",
        f"mapped {format_date(row.mapped_on)}" if row.mapped_on else "",
        f"last intelligence {format_date(row.last_intelligence_on)}" if row.last_intelligence_on else "no intelligence",
    ]
    return " · ".join(part for part in told if part)


def about(record: OcgRecord, lists: OcgLists) -> list[Fact]:
    """Every fact of the record; what is empty and rarely filled is left out."""
    row, draft = record.detail.row, record.detail.draft
    others = ", ".join(lists.label("soc_threat", code) for code in draft.secondary_threats)
    always = [
        Fact("Threat", row.threat), Fact("LPA", row.area), Fact("Team", row.team), Fact("Owner", row.owner),
        Fact("SRO", row.sro), Fact("LRO", row.lro), Fact("Mapped", format_date(row.mapped_on)),
        Fact("Assessed", format_date(row.assessed_on) or "Never"),
        Fact("Last intelligence", format_date(row.last_intelligence_on)),
    ]  # fmt: skip
    sometimes = [
        Fact("Review due", format_date(row.review_due_on)), Fact("Other threats", others),
        *(Fact(name, value_words(field, getattr(draft, field), lists)) for field, name in _REACH.items()),
        Fact("Operation", draft.operation_name), Fact("National ref", _national(draft)),
        Fact("National band", draft.band), Fact("Marking", draft.marking.label),
        Fact("Who may know", row.access.label), Fact("Notes", draft.notes),
    ]  # fmt: skip
    return [*always, *(fact for fact in sometimes if fact.value)]


_REACH = {"scope": "Scope", "affected_areas": "Areas affected", "cross_border_forces": "Cross-border forces",
          "line_names": "County lines"}  # fmt: skip


def _national(draft: OcgDraft) -> str:
    """The national reference, and when it was last synchronised with APMIS."""
    synced = f", last synchronised with APMIS {format_date(draft.synced_on)}" if draft.synced_on else ""
    return f"{draft.national_ref}{synced}" if draft.national_ref else ""


def attention(record: OcgRecord) -> NoteCard | None:
    """What needs attention, with why on its tooltip; None where nothing does."""
    if not record.concerns:
        return None
    card = NoteCard("Needs attention", "\n".join(concern.what for concern in record.concerns))
    card.setToolTip("\n".join(f"{concern.what} {concern.why}" for concern in record.concerns))
    return card


def step_words(step: StatusStep) -> str:
    """``Proposed → Active``, or ``Reviewed: left archived``."""
    return steps.words(step.before, step.after)


def step_by(step: StatusStep) -> str:
    """``Validated. DI S. Example, 14 Nov 2026``."""
    return f"{step.reason} {step.by}, {format_date(wall(step.at).date())}".strip()
