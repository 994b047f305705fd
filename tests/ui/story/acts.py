"""What a coordinator and colleagues do at the window, each act by the buttons and forms that are there for it."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QAbstractButton, QDialog, QPushButton

from soc_desk.vocabulary.ocg import (
    AssessmentGrade,
    Basis,
    Confidence,
    DataCategory,
    HandlingGrade,
    LinkRole,
    SourceGrade,
)
from tests.ui.poca.steps import fill, problems, save, sheet
from tests.ui.ways import Sitting, plain
from ui.forms.intelligence import IntelligenceForm
from ui.forms.lead import LeadDialog
from ui.forms.ocg import OcgForm
from ui.forms.person_link import LinkForm
from ui.forms.score import ScoreForm
from ui.pages.ocgs import OcgsPage
from ui.plans.step_sheet import StepSheet


def at_group(s: Sitting, id_: UUID, part: str = "overview") -> OcgsPage:
    """The group's page, at one of its tabs."""
    s.window.open_page("ocgs", record=id_)
    s.settle()
    page = s.at(OcgsPage)
    page.record.open_part(part)
    s.settle()
    return page


def button(s: Sitting, words: str) -> QAbstractButton:
    """The button in sight with these words."""
    found = [
        b
        for b in s.window.findChildren(QAbstractButton)
        if b.isVisible() and words in (plain(b.text()), b.accessibleName())
    ]
    assert found, f"No “{words}” is in sight."
    return found[-1]


def press(s: Sitting, words: str) -> None:
    s.press(button(s, words))


def choose(s: Sitting, words: str, entry: str) -> None:
    """An entry of a button's menu."""
    pressed = button(s, words)
    assert isinstance(pressed, QPushButton)
    action = next(a for a in pressed.menu().actions() if plain(a.text()) == entry)
    assert action.isEnabled(), f"{entry} is off."
    action.trigger()
    s.settle()


def answer(s: Sitting, kind: type[QDialog], **values: object) -> None:
    """Fill a dialog and press its blue button; fails with what it says where it stays open."""
    dialog: Any = s.dialog(kind)
    fill(dialog.form, **values)
    s.press(dialog.do)
    for still in s.window.findChildren(kind):
        assert not still.isVisible(), problems(still.form)  # type: ignore[attr-defined]  # every one has its form


def map_group(s: Sitting, **over: object) -> UUID:
    """Map a group on a report, from the page's blue button."""
    s.window.action("ocgs.map").trigger()
    s.settle()
    form = sheet(s, OcgForm)
    s.press(form.save_button)
    assert "name" in problems(form.form)
    area = form.form.field("area_id").widget.itemData(0)
    fill(form.form, name="Saltmarsh", primary_threat="Drugs: county lines", area_id=area, line_names="Ferry", **over)
    fill(form.first, ir_ref="IR 7001/26", received_on="2/11/2026", source=SourceGrade.RELIABLE,
         assessment=AssessmentGrade.DIRECT, handling=HandlingGrade.PERMITTED)  # fmt: skip
    save(s)
    found = s.at(OcgsPage).record.record
    assert found is not None
    return found.detail.row.id


def score(s: Sitting, *, unknown: int = 0, worst: bool = True) -> None:
    """Answer every question of the template; the first ``unknown`` of them are not known."""
    choose(s, "More ▾", "Score…")
    form = sheet(s, ScoreForm)
    s.press(form.save_button)
    assert all(each.shown_problem for each in form.questions.values())
    for place, question in enumerate(form.questions.values()):
        values = [question.widget.itemData(n) for n in range(question.widget.count())]
        question.field.set_value("unknown" if place < unknown else values[-2] if worst else values[0])
        question.field.edited.emit()
    fill(form.last, confidence=Confidence.MEDIUM, note="As the reports of this week have it.")
    s.press(form.save_button)
    assert s.window.stage.sheet is None, problems(form.last)


def name_lead(s: Sitting, **values: object) -> None:
    """Hand a post over."""
    choose(s, "More ▾", "Lead…")
    answer(s, LeadDialog, **values)


def link_new(s: Sitting, given: str, family: str, role: LinkRole, category: DataCategory, **person: object) -> LinkForm:
    """Link somebody new from the Members tab; gives the form, which stays where something is asked."""
    press(s, "Link a person")
    form = sheet(s, LinkForm)
    s.press(form.new_button)
    fill(form.person, given_names=given, family_name=family, **person)
    form.known._soon.stop()
    form.known.ask()  # what a quarter of a second does by itself
    s.settle()
    fill(form.form, role=role, category=category, from_on="1/11/2026", basis=Basis.FACT,
         source=SourceGrade.RELIABLE, assessment=AssessmentGrade.DIRECT, handling=HandlingGrade.PERMITTED)  # fmt: skip
    s.press(form.save_button)
    return form


def report(s: Sitting, ref: str, day: str, assessment: AssessmentGrade) -> None:
    """Link a report to the group on view, from its Intelligence tab."""
    press(s, "Link intelligence")
    fill(sheet(s, IntelligenceForm).form, ir_ref=ref, received_on=day, source=SourceGrade.RELIABLE,
         assessment=assessment, handling=HandlingGrade.PERMITTED, summary="The line is worked again.")  # fmt: skip
    save(s)


def step(s: Sitting, verb: str, **values: object) -> None:
    """A step of the plan: its button, its form."""
    press(s, verb)
    fill(sheet(s, StepSheet).form, **values)
    save(s)


def at_action(s: Sitting, title: str) -> None:
    """Select an action of the plan."""
    worked = s.at(OcgsPage).record.part("plan").worked  # type: ignore[attr-defined]  # the plan's tab
    worked.select(next(line.action.id for line in worked.lines if line.action and line.action.title == title))
    s.settle()
