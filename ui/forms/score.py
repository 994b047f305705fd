"""The form in which a group is scored by a template: every question answered, Unknown among the answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import periods
from soc_desk.services.ocg_life import scores
from soc_desk.services.ocg_life.scores import ScoreDraft
from soc_desk.services.ocg_life.templates import TemplateRow
from soc_desk.vocabulary.ocg import Confidence
from ui.desk import Desk
from ui.page import Shell
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.choices import ChoiceField
from ui.widgets.emptying import empty
from ui.widgets.fields import DateField, TextField
from ui.widgets.form import Entry, Form, LabelledField
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.text import button, label

_UNKNOWN = "unknown"
_ACROSS = 2


class ScoreForm(Sheet):
    """Scores a group anew; what it comes to stands beside the questions as they are answered."""

    TITLE = "Score an OCG"

    def __init__(self, desk: Desk, shell: Shell, ocg_id: UUID, named: str) -> None:
        super().__init__(desk, shell)
        self.ocg_id, self.named = ocg_id, named
        self.set_title(f"Score {named}")
        self.banner = Banner()
        self.methods: dict[UUID, TemplateRow] = {}
        self.questions: dict[str, LabelledField] = {}
        self._kept_answers: dict[str, Any] = {}
        self.form: Form[ScoreDraft] = Form(ScoreDraft(scored_on=periods.today()))
        self.form.add_row(Entry("template_id", "&Method", ChoiceField()))
        self.source = label("", "caption", wrap=True)
        self.asked = QVBoxLayout()
        self.asked.setSpacing(14)
        self.last: Form[ScoreDraft] = Form(ScoreDraft(scored_on=periods.today()))
        levels = Segmented([Option(level, level.label) for level in Confidence], may_be_empty=False)
        self.last.add_row(Entry("confidence", "How &sure are you?", levels))
        self.last.add_row(Entry("scored_on", "Scored &on", DateField(periods.today)))
        self.last.add_row(Entry("note", "&Note", TextField("What the score rests on")))
        self.total, self.explained = label("", "figure"), label("", ink="soft", wrap=True)
        self._lay_out_score()
        for form in (self.form, self.last):
            form.edited.connect(self.typed)
        self.form.edited.connect(self._choose_method)
        desk.read(scores.offered, periods.today()).then(self, self._take_methods, self._refused)

    def _lay_out_score(self) -> None:
        for part in (self.banner, self.form, self.source):
            self.body.addWidget(part)
        self.body.addLayout(self.asked)
        self.body.addWidget(self.last)
        self.body.addStretch(1)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for words in (label("What it comes to", "medium"), self.total, self.explained):
            column.addWidget(words)
        column.addWidget(label("Unknown is an answer of its own and never counts as zero.", "caption", wrap=True))
        self.add_side(beside)
        self.save_button = self.add_button(button("&Keep the score", self.save, kind="primary"))

    # the questions ----------------------------------------------------------------------------------------------------

    def _take_methods(self, found: list[TemplateRow]) -> None:
        self.methods = {row.id: row for row in found}
        options = [Option(row.id, row.words) for row in found]
        field: Any = self.form.field("template_id").widget
        field.offer(options)
        field.know(options)
        chosen = self.form.draft().template_id
        if found and chosen not in self.methods:
            field.set_value(found[0].id)
        self._choose_method()

    def _choose_method(self) -> None:
        method = self.methods.get(self.form.draft().template_id or UUID(int=0))
        empty(self.asked)
        self.questions = {}
        self.source.setText(method.source if method else "")
        if method is None:
            return
        for section in method.template.sections:
            held = QWidget()
            rows = QVBoxLayout(held)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(10)
            rows.addWidget(label(section.name, "name"))
            for start in range(0, len(section.criteria), _ACROSS):
                row = QHBoxLayout()
                row.setSpacing(12)
                for criterion in section.criteria[start : start + _ACROSS]:
                    row.addWidget(self._question(criterion), 1)
                rows.addLayout(row)
            self.asked.addWidget(held)
        self._add_up()

    def _question(self, criterion: Any) -> LabelledField:
        options = [Option(each.value, f"{each.value} · {each.label}") for each in criterion.values]
        field = ChoiceField([*options, Option(_UNKNOWN, "Unknown")])
        times = f" (counts {criterion.weight} times)" if criterion.weight > 1 else ""
        made = LabelledField(Entry(criterion.key, f"{criterion.name}{times}", field, criterion.guidance))
        self.questions[criterion.key] = made
        field.set_value(self._kept_answers.get(criterion.key))
        field.edited.connect(self._answered)
        return made

    def _answered(self) -> None:
        self._kept_answers = {key: each.field.value() for key, each in self.questions.items()}
        self.typed()
        self._add_up()

    def _add_up(self) -> None:
        open_ones = sum(each.field.value() is None for each in self.questions.values())
        method = self.methods.get(self.form.draft().template_id or UUID(int=0))
        if method is None or open_ones:
            self.total.setText("")
            questions = "1 question is" if open_ones == 1 else f"{open_ones} questions are"
            self.explained.setText(f"{questions} not answered yet.")
            return
        found = scores.worked_out(method, self.answers())
        self.total.setText(found.figure)
        self.explained.setText(found.words)

    def answers(self) -> dict[str, int | None]:
        """What was answered, Unknown as None; what is open is left out."""
        told = {key: each.field.value() for key, each in self.questions.items()}
        return {key: None if value == _UNKNOWN else value for key, value in told.items() if value is not None}

    # what is typed ----------------------------------------------------------------------------------------------------

    def draft(self) -> ScoreDraft:
        """What the form says now."""
        last = self.last.draft()
        return ScoreDraft(
            template_id=self.form.draft().template_id, answers=self.answers(), confidence=last.confidence,
            scored_on=last.scored_on, note=last.note,
        )  # fmt: skip

    def content(self) -> dict[str, Any]:
        draft = self.draft()
        return {
            "ocg": str(self.ocg_id), "named": self.named, "answers": dict(self._kept_answers), "note": draft.note,
            "template": str(draft.template_id or ""), "confidence": draft.confidence, "unread": self.last.unread(),
            "on": draft.scored_on.isoformat() if draft.scored_on else "",
        }  # fmt: skip

    def resume(self, content: Mapping[str, Any]) -> None:
        self._kept_answers = dict(content.get("answers") or {})
        if told := content.get("template"):
            self.form.load(ScoreDraft(template_id=UUID(told)))
        sure, day = content.get("confidence"), content.get("on")
        self.last.load(
            ScoreDraft(
                confidence=Confidence(sure) if sure else None, note=str(content.get("note", "")),
                scored_on=date.fromisoformat(day) if day else None,
            ),
            dict(content.get("unread") or {}),
        )  # fmt: skip
        self.is_unsaved = True
        self._choose_method()

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        form = cls(desk, shell, UUID(content["ocg"]), str(content.get("named", "")))
        form.resume(content)
        return form

    # saving -----------------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        draft = self.draft()
        problems = {**draft.problems(), **self.form.problems(), **self.last.problems()}
        if (method := self.methods.get(draft.template_id or UUID(int=0))) is not None:
            problems |= scores.unanswered(method, draft.answers)
        if problems:
            self._say(problems)
            return
        self.send(self.desk.write(scores.score, self.ocg_id, draft), self._saved, self._refused)

    def _saved(self, _id: UUID) -> None:
        self.finish()
        self.shell.notify(f"The score of {self.named} is kept; another person moderates it.")

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Invalid):
            self._say(error.problems)
        else:
            self.banner.say("error", f"{error} What you answered is kept.")

    def _say(self, problems: Mapping[str, str]) -> None:
        rest = self.last.show_problems(self.form.show_problems(problems))
        for key, question in self.questions.items():
            question.show_problem(rest.pop(key, ""))
        if rest:
            self.banner.say("error", " ".join(rest.values()))
        first = next((each for each in self.questions.values() if each.shown_problem), None)
        if first is not None:
            first.widget.setFocus()
        else:
            self.form.focus_problem()
            self.last.focus_problem()
