"""The fields of the disruption editor, in the order an officer fills them; rarely used ones are folded away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruptions import DisruptionDraft
from soc_desk.vocabulary import FourP, ImpactLevel, Marking
from ui.desk import Desk
from ui.disruptions.evidence import EvidenceField
from ui.disruptions.fields import CodesField, WordsField
from ui.disruptions.outcomes import OutcomesField, options
from ui.disruptions.subject import SubjectField
from ui.page import Shell
from ui.widgets import marks
from ui.widgets.choices import ChipsField, ChoiceField
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.text import button

LABELS = {
    "subject_id": "&Against", "disruption_date": "&Date", "four_p": "Which &P", "impact_level": "&Level",
    "impact_rationale": "&Why this level", "primary_threat": "&Threat", "lead_agency": "Lead a&gency",
    "operation_name": "&Operation", "area_id": "Area (LPA)", "activity_types": "A&ctivity types",
    "narrative": "What was do&ne and what changed", "outcomes": "Outcomes", "evidence_refs": "&Evidence",
    "distinct_because": "A different act because", "title": "Title", "officer": "Officer", "lead_unit": "Lead unit",
    "lro": "Lead responsible officer", "secondary_threats": "Secondary threats", "tactic_area": "Tactic area",
    "supporting_agencies": "Supporting agencies", "county_line_ref": "County line", "partners": "Partners",
    "plan_ref": "4P plan reference", "four_p_secondary": "Other Ps it served", "marking": "Marking",
}  # fmt: skip
"""What each field of the Draft is called in the editor, with its mnemonic."""

MORE = (
    "title", "officer", "lead_unit", "lro", "secondary_threats", "supporting_agencies", "partners", "tactic_area",
    "county_line_ref", "plan_ref", "four_p_secondary", "marking",
)  # fmt: skip
"""Fields that are folded away until somebody asks for them or one of them is filled."""

_SUGGESTED = ("primary_threat", "area_id", "operation_name", "lro", "lead_agency", "officer")
_LISTS = {
    "primary_threat": "soc_threat", "lead_agency": "agency", "activity_types": "activity_type",
    "secondary_threats": "soc_threat", "supporting_agencies": "agency", "tactic_area": "tactic_area",
}  # fmt: skip
_SET_BY_ITSELF = ("lro", "officer", "marking")


class EntryForm(Form[DisruptionDraft]):
    """Bound to a ``DisruptionDraft``; the lists it offers come later, by ``set_lists``."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(DisruptionDraft())
        self._lists = DisruptionLists()
        self.subject = SubjectField(desk, shell)
        self.outcomes, self.evidence = OutcomesField(), EvidenceField()
        self.level = Segmented([Option(level, level.label, marks.level(level)) for level in ImpactLevel])
        self.more = button("&More fields ▾", self.unfold, kind="link", name="More fields")
        self._add_what()
        self._add_why()
        self.add_widget(self.more)
        self._add_more()
        self.level.edited.connect(self.show_guidance)
        self.fold()
        self.field("distinct_because").hide()

    def _add_what(self) -> None:
        self.add_row(
            self._entry("subject_id", self.subject, 3), self._entry("disruption_date", DateField(periods.today))
        )
        self.add_row(self._entry("four_p", Segmented([Option(p, p.label, marks.four_p(p)) for p in FourP])))
        self.add_row(self._entry("impact_level", self.level))
        self.add_row(self._entry("impact_rationale", TextField("What shows the effect", lines=2)))
        self.add_row(
            self._entry("primary_threat", ChoiceField(), 5), self._entry("lead_agency", ChoiceField(), 6),
            self._entry("operation_name", LineField(), 4),
        )  # fmt: skip

    def _add_why(self) -> None:
        self.add_row(self._entry("narrative", TextField(lines=2)))
        self.add_row(self._entry("outcomes", self.outcomes))
        self.add_row(self._entry("evidence_refs", self.evidence))
        activities = CodesField("Arrest, charge, safeguarding…")
        self.add_row(self._entry("activity_types", activities, 2), self._entry("area_id", ChoiceField()))
        self.add_row(
            self._entry("distinct_because", TextField("Say what tells it from the records named beside", lines=1))
        )

    def _add_more(self) -> None:
        self.add_row(self._entry("title", LineField("A few words for lists"), 2), self._entry("officer", LineField()))
        self.add_row(self._entry("lead_unit", LineField()), self._entry("lro", LineField()))
        self.add_row(self._entry("secondary_threats", CodesField()), self._entry("supporting_agencies", CodesField()))
        self.add_row(
            self._entry("partners", WordsField("Names, with commas between")), self._entry("tactic_area", ChoiceField())
        )
        self.add_row(self._entry("county_line_ref", LineField()), self._entry("plan_ref", LineField()))
        self.add_row(self._entry("four_p_secondary", ChipsField([Option(p, p.label) for p in FourP])))
        self.add_row(self._entry("marking", Segmented([Option(m, m.label) for m in Marking], may_be_empty=False)))

    def _entry(self, name: str, widget: QWidget, share: int = 1) -> Entry:
        return Entry(name, LABELS[name], widget, share=share)

    # what the editor asks of it ---------------------------------------------------------------------------------------

    def set_lists(self, lists: DisruptionLists) -> None:
        """Offer the force's lists; what is chosen and typed stays."""
        self._lists = lists
        codes = lists.codes
        offered: dict[str, Sequence[Option]] = {
            "primary_threat": options(codes["soc_threat"]), "lead_agency": options(codes["agency"]),
            "area_id": [Option(place.id, place.name) for place in lists.areas],
            "activity_types": options(codes["activity_type"]), "secondary_threats": options(codes["soc_threat"]),
            "supporting_agencies": options(codes["agency"]), "tactic_area": options(codes["tactic_area"]),
        }  # fmt: skip
        for name, offer in offered.items():
            widget: Any = self.field(name).widget
            widget.offer(offer)
            if name in _LISTS:  # a code that was closed since is not offered, and keeps its words
                widget.know([Option(code, words) for code, words in lists.labels[_LISTS[name]].items()])
        for lines in (self.outcomes, self.evidence):
            lines.set_lists(lists)
        self.subject.set_lists(lists)
        self.show_guidance()

    def load(self, draft: DisruptionDraft, unread: Mapping[str, str] | None = None) -> None:
        """Show a Draft, with the guidance for its level."""
        super().load(draft, unread)
        self.show_guidance()

    def draft(self) -> DisruptionDraft:
        """What the form says now; a code that is not chosen is an empty text."""
        draft = super().draft()
        empty: dict[str, Any] = {
            name: "" for name in ("primary_threat", "lead_agency", "tactic_area") if getattr(draft, name) is None
        }
        return replace(draft, **empty) if empty else draft

    def suggest(self, blank: DisruptionDraft) -> list[str]:
        """Fill what is still empty with what the subject suggests; gives the names of the fields it filled."""
        filled = []
        for name in _SUGGESTED:
            field, value = self.field(name).field, getattr(blank, name)
            if value and not field.value() and not field.unread() and not self.is_touched(name):
                field.set_value(value)
                filled.append(name)
        return filled

    def show_guidance(self) -> None:
        """The force's own words for the level chosen, marked as local."""
        level = self.level.value()
        words = self._lists.guidance.get(level, "") if level is not None else ""
        self.field("impact_level").set_hint(f"Local guidance: {words[0].lower()}{words[1:]}" if words else "")

    def lock_level(self) -> None:
        """A moderated level is the moderator's to change."""
        self.level.setEnabled(False)
        self.field("impact_level").set_hint("The level was moderated; only a moderator can change it, with the reason.")

    def ask_difference(self, *, asked: bool) -> None:
        """Show, or hide while it is empty, the question what tells this act from the ones beside."""
        self.field("distinct_because").setVisible(asked or bool(self.draft().distinct_because))

    def fold(self) -> None:
        """Hide the rarely used fields."""
        for name in MORE:
            self.field(name).hide()
        self.more.show()

    def unfold(self) -> None:
        """Show them, with the cursor in the first."""
        focused = self.more.hasFocus()
        for name in MORE:
            self.field(name).show()
        self.more.hide()
        if focused:
            self.field(MORE[0]).widget.setFocus()

    def unfold_if_filled(self) -> None:
        """Nothing that was filled in stays out of sight."""
        draft, plain = self.draft(), DisruptionDraft()
        if any(getattr(draft, name) != getattr(plain, name) for name in MORE if name not in _SET_BY_ITSELF):
            self.unfold()

    def show_problems(self, problems: Any, *, only_touched: bool = False) -> dict[str, str]:
        """Each sentence under its field, folded ones brought out."""
        if not only_touched and any(name in MORE for name in problems):
            self.unfold()
        return super().show_problems(problems, only_touched=only_touched)
