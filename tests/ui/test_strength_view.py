"""Strength in the settings: recorded, opened, ended and removed, with its history beside it."""

from datetime import date
from decimal import Decimal

from soc_desk.services import strength
from soc_desk.store import Actor, Store
from tests.conftest import TEAM_ID
from tests.ui.conftest import WindowMaker
from ui.desk import Desk
from ui.dialog import Question
from ui.forms.strength import StrengthForm
from ui.oversight.strength_view import COLUMNS, StrengthView
from ui.pages.settings import SettingsPage


def test_the_strength_of_a_team_is_recorded_opened_ended_and_removed(
    make_window: WindowMaker, desk: Desk, store: Store, founder: Actor
) -> None:
    window = make_window()
    window.open_page("settings", tab="strength")
    desk.settle()
    page = window.way.page
    assert isinstance(page, SettingsPage)
    view = page.views["strength"]
    assert isinstance(view, StrengthView)
    view.new.click()
    form = window.findChildren(StrengthForm)[-1]
    form.form.field("team_id").field.set_value(TEAM_ID)
    form.form.field("role").field.set_value("DC")
    form.form.field("established").field.setText("-6")
    form.save()
    assert "less than nothing" in form.form.problems()["established"]
    form.form.field("established").field.setText("6")
    form.form.field("actual").field.setText("3.25")
    form.form.field("starts_on").field.set_value(date(2026, 4, 1))
    form.save()
    desk.settle()
    (row,) = store.read(founder, strength.list_rows)
    assert (row.established, row.actual) == (6, Decimal("3.25"))
    shown = view.model.row_at(0)
    assert shown is not None
    assert [column.text(shown) for column in COLUMNS if column.key in ("established", "actual", "vacancy")] == [
        "6", "3.25", "45.8 %",
    ]  # fmt: skip
    view.table.select_ids({row.id})
    view.table.opened.emit(shown)
    desk.settle()
    again = window.findChildren(StrengthForm)[-1]
    assert (again.form.draft().role, again.form.draft().actual) == ("DC", Decimal("3.25"))
    again.form.field("ends_on").field.set_value(date(2026, 9, 30))
    again.save()
    desk.settle()
    assert store.read(founder, strength.list_rows)[0].ends_on == date(2026, 9, 30)
    assert [row.what for _, row in view.past.model.in_memory()][:1] == ["Change the strength of a team"]
    view.remove.click()
    (question,) = [each for each in window.findChildren(Question) if each.isVisible()]
    question.buttons[0].click()
    desk.settle()
    assert store.read(founder, strength.list_rows) == []
    assert not view.remove.isEnabled()
