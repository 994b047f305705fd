"""A new edition of a scoring template: from a copy, a file refused with its line, the edition before it ended."""

from dataclasses import replace
from pathlib import Path

from soc_desk.services import periods
from soc_desk.services.ocg_life import templates
from soc_desk.store import Actor, Store
from ui.desk import Desk
from ui.forms.score_template import ScoreTemplateForm
from ui.main_window import MainWindow
from ui.oversight.scoring_view import ScoringView, state
from ui.pages.settings import SettingsPage


def test_a_scoring_template_gets_a_new_edition(
    window: MainWindow, desk: Desk, store: Store, founder: Actor, tmp_path: Path
) -> None:
    window.open_page("settings", tab="scoring")
    desk.settle()
    page = window.way.page
    assert isinstance(page, SettingsPage)
    view = page.views["scoring"]
    assert isinstance(view, ScoringView)
    (shipped,) = store.read(founder, templates.list_rows)
    assert [row.id for _, row in view.model.in_memory()] == [shipped.id]
    view.new_edition.click()
    desk.settle()
    form = window.stage.sheet
    assert isinstance(form, ScoreTemplateForm)
    copied = form.form.draft()
    assert copied.name == shipped.name
    faulty = tmp_path / "faulty.json"
    faulty.write_text("{\n,", "utf-8")
    form.take(str(faulty))
    assert form.banner.text.startswith("faulty.json is not taken. Line 2: this is no JSON")
    form.form.load(replace(copied, edition="2", source="Tasking", starts_on=periods.today(), text="{}"))
    form.save()
    assert form.form.field("text").shown_problem.startswith("Line 1, sections: ")
    form.form.field("text").field.set_value(copied.text)
    form.save()
    desk.settle()
    page.refresh()
    desk.settle()
    told = [(row.edition, state(row, periods.today())) for _, row in view.model.in_memory()]
    assert told == [("1", "Earlier"), ("2", "In use")]
