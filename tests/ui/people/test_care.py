"""Care for children and possible victims: the referral opens filled in, and full names leave only where asked for."""

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QPushButton

from soc_desk.services import periods, referrals
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import DataCategory, LinkRole, ReferralKind
from tests import factories
from tests import factories_ocg as made
from tests.ui.conftest import WindowMaker
from ui.desk import Desk, InlineLane
from ui.dialog import Question
from ui.exporting import ExportDialog
from ui.forms.person_link import LinkForm, think_of_referral
from ui.forms.referral import ReferralForm
from ui.main_window import MainWindow
from ui.pages.people import PeoplePage
from ui.widgets.banner import Banner
from ui.widgets.facts import NoteCard


@pytest.fixture
def group(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def sam(store: Store, founder: Actor) -> UUID:
    return made.person(
        store, founder, given_names="Sam", family_name="Ample", age_from=15, age_noted_on=periods.today()
    )


def test_a_link_that_asks_for_a_referral_opens_it_filled_in(
    store: Store, founder: Actor, sam: UUID, group: UUID, window: MainWindow, desk: Desk
) -> None:
    form = LinkForm(desk, window, person_id=sam, subject_id=group)
    window.open_sheet(form)
    for name, value in (("role", LinkRole.RUNNER), ("category", DataCategory.SUSPECT), ("child_confirmed", True)):
        form.form.field(name).field.set_value(value)
    form.save()
    desk.settle()
    (question,) = window.findChildren(Question)
    question.buttons[0].click()
    desk.settle()
    page = window.way.page
    assert isinstance(page, PeoplePage)
    referral = window.stage.sheet
    assert isinstance(referral, ReferralForm)
    draft = referral.form.draft()
    assert (draft.person_id, draft.subject_id, draft.is_child) == (sam, group, True)
    referral.save()
    desk.settle()
    (row,) = store.read(founder, referrals.page, sam)
    assert (row.kind, row.is_child) == (ReferralKind.NRM, True)
    assert page.record.detail is not None
    assert page.record.detail.row.id == sam
    # It is open now: their record opens it and offers no second one, and so does the next link.
    page.record.open_part("overview")
    desk.settle()
    (card,) = (each for each in page.record.bodies.findChildren(NoteCard) if each.isVisibleTo(page))
    assert [each.text() for each in card.findChildren(QPushButton)] == ["Open the &referral"]
    other = factories.ocg(store, founder, name="Sorrel")
    linked = made.linked(store, founder, sam, other, child_confirmed=True)
    assert (linked.is_referred, "NRM referral, identified on" in linked.prompt) == (True, True)
    think_of_referral(desk, window, linked, other)
    asked = window.findChildren(Question)[-1]
    asked.buttons[0].click()
    desk.settle()
    assert page.record.part_key == "care"
    assert window.stage.sheet is None


def test_who_may_not_refer_is_told_in_a_sentence(
    store: Store, founder: Actor, analyst: Actor, sam: UUID, group: UUID, make_window: WindowMaker
) -> None:
    linked = made.linked(store, founder, sam, group, child_confirmed=True)
    desk = Desk(store, analyst, InlineLane())
    window = make_window(by=desk)
    think_of_referral(desk, window, linked, group)
    assert any("National Referral Mechanism" in banner.text for banner in window.findChildren(Banner))
    desk.close()


def test_full_names_of_children_leave_only_where_the_box_is_ticked(
    store: Store, founder: Actor, sam: UUID, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    window.open_page("people")
    desk.settle()
    page = window.way.page
    assert isinstance(page, PeoplePage)
    for ticked, shown, hidden in ((False, "S. A.", "Ample"), (True, "Sam Ample", "S. A.")):
        page.export_csv()
        desk.settle()  # whether links have conditions is asked first
        (dialog,) = (each for each in window.findChildren(ExportDialog) if each.isVisible())
        assert not dialog.box.isChecked()
        dialog.box.setChecked(ticked)
        dialog.form.load(Addressed(recipient="Head of Crime", purpose="Tasking"))
        path = tmp_path / f"people-{ticked}.csv"
        dialog.path.set_value(str(path))
        dialog.export.click()
        desk.settle()
        told = path.read_text("utf-8-sig")
        assert shown in told
        assert hidden not in told
