"""The record in the panel beside a list: shown at once from its line, opened (and logged) when somebody stays on it."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import disruption_lists, disruptions, history, periods
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruption_rows import DisruptionRow
from soc_desk.services.disruptions import DisruptionDetail
from soc_desk.services.history import HistoryRow
from soc_desk.services.prints import wall
from soc_desk.vocabulary import DisruptionStatus, ModerationResult, SubjectKind
from ui.desk import Desk, Session
from ui.disruptions import columns, words
from ui.page import Shell
from ui.widgets.facts import Fact, Facts, NoteCard, SmallTable
from ui.widgets.inspector import Inspector
from ui.widgets.text import label, rule
from ui.widgets.typed import format_date

OPEN_AFTER_MS = 300
_LONGEST = 4_000
_NAMES = 80
_LATER = ("Outcomes", "Evidence", "History")


def opened(session: Session, id_: UUID) -> list[HistoryRow]:
    """What happened to the record, newest first; shorter than its History page."""
    return history.history(session, id_, 60)


class Inspection(QObject):
    """Follows the line that is selected. Opening is a consultation: passing over lines with the arrows is none."""

    shown = Signal(object)  # the DisruptionDetail now on view, or None

    def __init__(self, desk: Desk, shell: Shell, inspector: Inspector) -> None:
        super().__init__(inspector)
        self._desk, self._shell, self._inspector = desk, shell, inspector
        self._lists = DisruptionLists()
        self._row: DisruptionRow | None = None
        self.detail: DisruptionDetail | None = None
        self._past: QVBoxLayout | None = None
        self._soon = QTimer(self, interval=OPEN_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self.open_now)
        desk.read(disruption_lists.lists, periods.today()).then(self, self._take_lists)

    @property
    def row(self) -> DisruptionRow | None:
        """The line that is followed."""
        return self._row

    def follow(self, row: DisruptionRow | None) -> None:
        """Show this record: its line now, all of it when nobody moves on."""
        before, self._row = self._row, row
        if row is None:
            self._soon.stop()
            self.detail = self._past = None
            self._inspector.clear()
            self.shown.emit(None)
            return
        if before is not None and before.id == row.id and self.detail is not None:
            if row.version != self.detail.row.version:  # it is open already: reading on is no new consultation
                self._desk.read(disruptions.detail, row.id).then(self, self._show, self._lose)
            return
        self.detail = self._past = None  # what is still being read was for the record before
        parts = [("Summary", known(row)), *((name, label("Opening…", "caption")) for name in _LATER)]
        self._inspector.show_record(f"Disruption {row.reference}", columns.name(row), columns.badges(row), parts)
        self._soon.start()

    def follow_again(self) -> None:
        """Open the record now, or read it again if it is open: something about it changed."""
        if self._row is not None and self.detail is not None:
            self._desk.read(disruptions.detail, self._row.id).then(self, self._show, self._lose)

    def open_now(self) -> None:
        """Open the record that is followed, and log it; nothing while the panel is hidden."""
        self._soon.stop()
        if self._row is not None and not self._inspector.isHidden():
            self._desk.write(disruptions.look, self._row.id).then(self, self._show, self._lose)

    def open_if_waiting(self) -> None:
        """The panel was brought back: open what is selected."""
        if self._row is not None and self.detail is None:
            self._soon.start()

    def _take_lists(self, lists: DisruptionLists) -> None:
        self._lists = lists
        if self.detail is not None:
            self._show(self.detail)

    def _lose(self, error: DeskError) -> None:
        self.detail = None
        if self._row is not None:
            shown = NoteCard("This record cannot be shown.", str(error), "red")
            self._inspector.show_record(f"Disruption {self._row.reference}", "", (), [("Summary", shown)])

    def _show(self, detail: DisruptionDetail) -> None:
        if self._row is None or detail.row.id != self._row.id:
            return  # somebody moved on
        self.detail = detail
        row, draft = detail.row, detail.draft
        past, self._past = _column()
        parts = [
            ("Summary", summary(detail, self._lists, self._subject_link(detail))),
            (f"Outcomes {len(draft.outcomes)}", outcomes(detail, self._lists)),
            (f"Evidence {len(draft.evidence_refs)}", evidence(detail, self._lists)),
            ("History", past),
        ]
        self._inspector.show_record(f"Disruption {row.reference}", columns.name(row), columns.badges(row), parts)
        self._desk.read(opened, row.id).then(self, self._show_past)
        self.shown.emit(detail)

    def _show_past(self, rows: list[HistoryRow]) -> None:
        if self._past is not None:
            for row in rows:
                self._past.addWidget(_past_line(row))

    def _subject_link(self, detail: DisruptionDetail) -> Callable[[], object] | None:
        if detail.row.subject_kind is not SubjectKind.OCG:
            return None
        return lambda: self._shell.open_page("ocgs", record=detail.row.subject_id)


def known(row: DisruptionRow) -> QWidget:
    """What the line itself tells, for the moment before the record is open."""
    whole, layout = _column()
    facts = [
        Fact("Against", row.subject), Fact("Date", format_date(row.disruption_date)), Fact("Threat", row.threat),
        Fact("LPA", row.area), Fact("Officer", row.officer), Fact("National ref", row.national_ref or ""),
    ]  # fmt: skip
    layout.addWidget(Facts([fact for fact in facts if fact.value], name_width=_NAMES))
    return whole


def summary(detail: DisruptionDetail, lists: DisruptionLists, open_subject: Callable[[], object] | None) -> QWidget:
    """What happened, to whom, and what came of it."""
    row, draft = detail.row, detail.draft
    whole, layout = _column()
    lead = ", ".join(part for part in (draft.lead_unit, lists.label("agency", draft.lead_agency)) if part)
    partners = [lists.label("agency", code) for code in draft.supporting_agencies] + list(draft.partners)
    facts = [
        Fact("Against", row.subject, open_subject), Fact("Date", format_date(row.disruption_date)),
        Fact("Threat", row.threat), Fact("Lead", lead), Fact("Partners", ", ".join(partners)),
        Fact("Operation", draft.operation_name), Fact("LPA", row.area), Fact("Officer", row.officer),
        Fact("National ref", row.national_ref or ""),
    ]  # fmt: skip
    always = ("Against", "Date", "Threat", "Lead")
    layout.addWidget(Facts([fact for fact in facts if fact.value or fact.name in always], name_width=_NAMES))
    for note in notes(detail):
        layout.addWidget(note)
    is_waiting = row.status is DisruptionStatus.SUBMITTED  # its moderator reads the rationale first
    if is_waiting:
        _add_words(layout, "Why this level", draft.impact_rationale)
    _add_words(layout, "What changed", draft.narrative)
    if draft.outcomes:
        lines = [(words.what(line, lists), words.how_much(line, lists)) for line in draft.outcomes]
        layout.addWidget(SmallTable(("Outcome", "Quantity"), lines, (1,)))
    if not is_waiting:
        _add_words(layout, "Why this level", draft.impact_rationale)
    _add_words(layout, "A different act because", draft.distinct_because)
    return whole


def outcomes(detail: DisruptionDetail, lists: DisruptionLists) -> QWidget:
    """Every outcome line with what is said beside it."""
    whole, layout = _column()
    if not detail.draft.outcomes:
        layout.addWidget(label("No outcome is recorded.", "caption", wrap=True))
    for line in detail.draft.outcomes:
        layout.addWidget(label(f"{words.what(line, lists)}: {words.how_much(line, lists)}", "medium", wrap=True))
        if words.more(line):
            layout.addWidget(label(words.more(line), "caption", wrap=True))
    return whole


def evidence(detail: DisruptionDetail, lists: DisruptionLists) -> QWidget:
    """Every reference."""
    whole, layout = _column()
    if not detail.draft.evidence_refs:
        layout.addWidget(
            label("No evidence is referred to; the national return asks for one reference.", "caption", wrap=True)
        )
    for ref in detail.draft.evidence_refs:
        layout.addWidget(label(words.evidence(ref, lists), wrap=True))
    return whole


def notes(detail: DisruptionDetail) -> Sequence[NoteCard]:
    """What a moderator did, what waits, and why it was withdrawn."""
    row, said = detail.row, []
    noted, withdrawn = detail.judgement
    if row.status is DisruptionStatus.SUBMITTED and detail.submitted_at is not None:
        when = format_date(wall(detail.submitted_at).date())
        told = f"Submitted by {detail.submitted_by} on {when}."
        if noted:  # it was moderated before; why it waits again stands there
            told = f"Submitted by {detail.submitted_by}, waiting since {when}. {noted}"
        said.append(NoteCard("Awaiting moderation", told, "amber"))
    elif row.status is DisruptionStatus.RETURNED:
        said.append(NoteCard(f"Returned by {detail.moderated_by}", noted, "red"))
    elif row.status is DisruptionStatus.WITHDRAWN:
        rejected = detail.moderation_result is ModerationResult.REJECTED
        said.append(NoteCard("Rejected" if rejected else "Withdrawn", withdrawn or noted, "red"))
    if detail.level_before is not None and detail.level_before is not row.impact_level:
        by = f" by {detail.moderated_by}" if detail.moderated_by else ""
        changed = f"{detail.level_before.label} to {row.impact_level.label.lower()}{by}."
        why = noted if row.status.is_counted or withdrawn else ""
        said.append(NoteCard("Level changed", f"{changed} {why}".strip(), "amber"))
    elif noted and (row.status.is_counted or withdrawn):
        said.append(NoteCard(f"Moderated by {detail.moderated_by}" if detail.moderated_by else "Noted", noted, "green"))
    return said


def _add_words(layout: QVBoxLayout, heading: str, text: str) -> None:
    if text:
        layout.addWidget(label(heading, "caption"))
        shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… (the editor shows the rest)"
        told = label(shown, wrap=True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(told)


def _past_line(row: HistoryRow) -> QWidget:
    whole, layout = _column(gap=2)
    at = wall(row.at)
    layout.addWidget(label(row.what, "medium", wrap=True))
    layout.addWidget(label(f"{row.by}, {format_date(at.date())} {at:%H:%M}", "caption", wrap=True))
    for change in row.changes[:12]:
        value = change.after if len(change.after) <= 160 else f"{change.after[:160]}…"
        told = (
            f"{change.field}: {value or 'nothing'}"
            if not change.before
            else f"{change.field}: {change.before[:80]} → {value}"
        )
        layout.addWidget(label(told, "caption", wrap=True))
    if row.recipient:
        layout.addWidget(label(f"To {row.recipient}. {row.purpose}", "caption", wrap=True))
    layout.addWidget(rule())
    return whole


def _column(gap: int = 10) -> tuple[QWidget, QVBoxLayout]:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    return whole, layout
