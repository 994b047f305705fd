"""Merging two groups in the window: compared, merged, the kept one opened instead, and taken apart again."""

from uuid import UUID

import pytest
from PySide6.QtWidgets import QAbstractButton

from soc_desk.services import ocg_records, periods
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import SubjectStatus
from tests import factories
from tests.ui.ocgs.steps import at_record, shown, status_of
from tests.ui.ways import all_words
from ui.desk import Desk
from ui.forms.merge import MergeDialog, MergersDialog
from ui.main_window import MainWindow
from ui.pages.ocgs import OcgsPage


@pytest.fixture
def teasel(store: Store, founder: Actor, coordinator: Actor) -> UUID:
    made = factories.active_ocg(store, founder, coordinator, name="Teasel", national_ref="APMIS 7", notes="Noted.")
    factories.disruption(store, founder, made, title="Warrant in the yard")
    return made


def test_two_groups_become_one_and_two_again(
    teasel: UUID, store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    page.merge_current()
    desk.settle()
    (dialog,) = shown(window, MergeDialog)
    dialog.search.setText("Teas")
    dialog._look_up()
    desk.settle()
    dialog.found.itemActivated.emit(dialog.found.item(0))
    desk.settle()
    words = all_words(dialog, hidden=True)
    assert dialog.found.isHidden()
    for told in ("APMIS 7", "is taken", "Stays: 1 disruption recorded against", "Noted."):
        assert told in words
    dialog.save()
    desk.settle()
    assert "Say why they are the same" in dialog.refusal.text()
    dialog.reason.set_value("One group under two names.")
    dialog.save()
    desk.settle()
    desk.settle()
    assert "is merged into" in window.notices.said
    assert status_of(store, founder, teasel) is SubjectStatus.MERGED

    page.show_record(teasel)
    desk.settle()
    assert page.record.record is not None
    assert page.record.record.detail.row.id == harrier
    assert "was merged into" in window.notices.said
    words = all_words(page.record)
    assert "Took in" in words
    assert not [b for b in page.record.findChildren(QAbstractButton) if "Took in" in b.accessibleName()]
    page.record.open_part("disruptions")
    desk.settle()
    assert "merged into it" in all_words(page.record, hidden=True)

    page.mergers_of_current()
    desk.settle()
    (mergers,) = shown(window, MergersDialog)
    why, press = mergers.apart
    press.click()
    desk.settle()
    assert "Say why" in mergers.refusal.text()
    why.set_value("Two groups after all.")
    press.click()
    desk.settle()
    assert status_of(store, founder, teasel) is SubjectStatus.ACTIVE
    assert "two records again" in window.notices.said


def test_keeping_the_other_one_leads_to_it(
    teasel: UUID, store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    page.merge_current()
    desk.settle()
    (dialog,) = shown(window, MergeDialog)
    dialog.begin(harrier, teasel)
    desk.settle()
    dialog._swap()
    desk.settle()
    dialog.reason.set_value("One group under two names.")
    dialog.save()
    desk.settle()
    assert page.record.record is not None
    assert page.record.record.detail.row.id == teasel

    page.record.show_record(store.read(founder, ocg_records.record, harrier, periods.today()))
    offered = page.record.head.buttons
    assert [offered.itemAt(place).widget().text() for place in range(offered.count())] == ["Print…", "More ▾"]


def test_what_stands_against_it_is_said_before_it_is_tried(
    page: OcgsPage, desk: Desk, harrier: UUID, kestrel: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    page.merge_current()
    desk.settle()
    (dialog,) = shown(window, MergeDialog)
    dialog.save()
    assert "Choose the other record first" in dialog.refusal.text()
    dialog.begin(harrier, kestrel)
    desk.settle()
    assert "is Proposed" in dialog.refusal.text()
    assert not dialog.merge.isEnabled()
    dialog._swap()
    desk.settle()
    assert dialog._kept == kestrel
