"""The local profiles page: no profile is None and overdue, policy says when, a site goes back with a reason."""

from datetime import date
from uuid import UUID

import pytest

from soc_desk.services import chb, local_profiles, periods, places
from soc_desk.services.chb import SiteDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import Phase
from tests import factories
from tests.ui.conftest import Sit
from tests.ui.poca.steps import fill, problems, save, sheet
from tests.ui.ways import all_words
from ui.forms.local_profile import ProfileForm
from ui.forms.site import PhaseDialog, SiteForm
from ui.pages.local_profiles import LocalProfilesPage

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window lives by one day."""
    monkeypatch.setattr(periods, "today", lambda: TODAY)


def test_an_area_without_a_profile_says_none_until_one_is_recorded(store: Store, officer: Actor, sit: Sit) -> None:
    sitting = sit(officer)
    page = sitting.go("local_profiles", LocalProfilesPage)
    many = len(store.read(officer, places.areas))
    assert f"{many} areas: 0 with a profile, {many} without one; {many} overdue" in page.profiles.line.text()
    shown = all_words(page.profiles.table)
    assert "None" in shown
    assert "No profile" in shown
    assert "0 months" not in shown
    first = page.profiles.rows[0]
    page.profiles.table.select_ids({first.area_id})
    sitting.settle()
    page.record_new()
    sitting.settle()
    form = sheet(sitting, ProfileForm)
    form.save()
    assert problems(form.form) == {"title": "Give the profile its title."}
    fill(form.form, title="Local profile 2025", approved_on="23/9/2025", led_to_plan=True)
    save(sitting)
    row = next(row for row in page.profiles.rows if row.area_id == first.area_id)
    assert (row.months, row.next_due_on, row.led_to_plan) == (13, date(2026, 9, 23), True)
    assert "13 months" in all_words(page.profiles.table)
    assert "Overdue" in all_words(page.profiles.table)
    page.profiles.open_now()
    sitting.settle()
    assert "Local profile 2025" in all_words(page.profiles.inspector)
    page.edit_current()
    sitting.settle()
    fill(sheet(sitting, ProfileForm).form, next_due_on="1/1/2027")
    save(sitting)
    assert f"; {many - 1} overdue" in page.profiles.line.text()


def test_the_rail_says_what_is_overdue_in_red(store: Store, officer: Actor) -> None:
    from ui.pages.local_profiles import rail_count

    many = len(store.read(officer, local_profiles.register, TODAY))
    assert store.read(officer, rail_count, officer) == (many, many)


def test_a_site_goes_on_and_goes_back_with_its_reason(store: Store, officer: Actor, sit: Sit) -> None:
    harrier: UUID = factories.ocg(store, officer)
    sitting = sit(officer)
    page = sitting.go("local_profiles", LocalProfilesPage)
    page.open_site()
    sitting.settle()
    fill(sheet(sitting, SiteForm).form, name="Market Square", subject_ids=(harrier,))
    save(sitting)
    (row,) = page.sites.rows
    page.sites.table.select_ids({row.id})
    page.sites.open_now()
    sitting.settle()
    for phase in (Phase.CLEAR, Phase.HOLD):
        sitting.press(page.sites.onward)
        assert sitting.dialog(PhaseDialog).form.draft().phase is phase  # the next one is offered
        sitting.answer("Move it")
    sitting.press(page.sites.onward)
    dialog = sitting.dialog(PhaseDialog)
    fill(dialog.form, phase=Phase.CLEAR)
    sitting.answer("Move it")
    assert problems(dialog.form) == {"reason": "Say why the site goes back to an earlier phase."}
    fill(dialog.form, reason="Others moved in.")
    sitting.answer("Move it")
    assert [row.phase for row in store.read(officer, chb.page)] == [Phase.CLEAR]
    shown = all_words(page.sites.inspector)
    assert "Went back" in shown
    assert "Others moved in." in shown
    assert "Harrier" in all_words(page.sites.table)


def test_a_reader_who_may_not_write_is_offered_nothing(store: Store, officer: Actor, analyst: Actor, sit: Sit) -> None:
    store.write(officer, chb.record, SiteDraft(name="Market Square"))
    sitting = sit(analyst)
    page = sitting.go("local_profiles", LocalProfilesPage)
    page.go(view="sites")
    page.sites.table.select_ids({page.sites.rows[0].id})
    sitting.settle()
    assert not page.sites.onward.isEnabled()
    assert not page.sites.edit.isEnabled()
