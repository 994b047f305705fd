"""Access that is taken away goes from a window that has it open: from its page, a form, a dialog, what was found."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from soc_desk.services import periods, subjects
from soc_desk.services.poca import access as case_access
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from tests import factories
from tests import factories_lines as made
from tests import factories_poca as poca
from tests.ui.conftest import Sit
from tests.ui.ways import Sitting, all_words
from ui.drafts import Journal
from ui.forms.access import AccessDialog
from ui.forms.disruption import DisruptionForm
from ui.forms.ocg import OcgForm
from ui.forms.person_record import PersonForm
from ui.forms.profile import ProfileDialog
from ui.ocgs.printing import profile_of
from ui.pages.ocgs import OcgsPage
from ui.pages.people import PeoplePage
from ui.pages.poca import PocaPage

TELLING = ("Zanzibar", "Quokkasson", "Xylobane", "Wombat Yard")


class Secret:
    """A group, a person, a disruption and a case of an officer's, and the hand that closes and opens it."""

    def __init__(self, store: Store, owner: Actor, reader: Actor) -> None:
        self.store, self.owner, self.reader = store, owner, reader
        self.group = factories.active_ocg(store, owner, reader, name="Zanzibar Lantern")
        self.person = store.write(owner, _member, self.group).value
        self.disruption = factories.submitted(
            store, owner, self.group, title="Xylobane warrant", disruption_date=periods.today()
        )
        self.case = poca.seized(store, owner, subject_id=self.group, owner_id=owner.id, place="Wombat Yard")

    def close(self, *named: Actor) -> None:
        version = factories.version(self.store, self.owner, self.group)
        readers = tuple(reader.id for reader in named)
        self.store.write(self.owner, subjects.set_access, self.group, version, Access.RESTRICTED, readers)

    def close_case(self) -> None:
        self.store.write(self.owner, case_access.set_access, self.case, None, Access.RESTRICTED, ())


@use_case("Make somebody for the test", needs=EVERYONE)
def _member(work: Work, group: UUID) -> UUID:
    person = made.person(work, "Quentin Quokkasson")
    made.line(work, "person_link", person_id=person, subject_id=group)
    return person


@pytest.fixture
def secret(store: Store, officer: Actor, supervisor: Actor) -> Secret:
    return Secret(store, officer, supervisor)


def told(text: str) -> list[str]:
    return [word for word in TELLING if word in text]


def group_open(sitting: Sitting, secret: Secret) -> None:
    page = sitting.go("ocgs", OcgsPage)
    page.show_record(secret.group)
    sitting.settle()
    assert told(all_words(page.record))
    for key in ("members", "network", "timeline", "history", "plan"):
        page.record.open_part(key)
        sitting.settle()


def group_selected(sitting: Sitting, secret: Secret) -> None:
    page = sitting.go("ocgs", OcgsPage)
    page.go(text="Zanz")
    page.register.table.select_ids({secret.group})
    page.register.inspection.open_if_waiting()
    sitting.settle()
    assert told(all_words(page.register))


def person_open(sitting: Sitting, secret: Secret) -> None:
    page = sitting.go("people", PeoplePage)
    page.show_record(secret.person)
    sitting.settle()
    assert told(all_words(page.record))


def case_open(sitting: Sitting, secret: Secret) -> None:
    page = sitting.go("poca", PocaPage)
    page.show_record(secret.case)
    sitting.settle()
    assert told(all_words(page.record))


def found(sitting: Sitting, secret: Secret) -> None:
    sitting.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = sitting.window.palette_box
    sitting.qtbot.keyClicks(box.field, "Lantern")
    box._ask()
    sitting.settle()
    assert box._hits


def group_edited(sitting: Sitting, secret: Secret) -> None:
    group_open(sitting, secret)
    sheet = OcgForm(sitting.desk, sitting.window, secret.group)
    sitting.window.open_sheet(sheet)
    sitting.settle()
    sheet.form.field("notes").field.set_value("Half typed of Zanzibar")
    sheet.typed()


def disruption_begun(sitting: Sitting, secret: Secret) -> None:
    sheet = DisruptionForm(sitting.desk, sitting.window, subject_id=secret.group)
    sitting.window.open_sheet(sheet)
    sitting.settle()
    sheet.form.field("title").field.set_value("Xylobane again")
    sheet.typed()


def person_edited(sitting: Sitting, secret: Secret) -> None:
    sheet = PersonForm(sitting.desk, sitting.window, secret.person)
    sitting.window.open_sheet(sheet)
    sitting.settle()
    sheet.typed()


def print_asked(sitting: Sitting, secret: Secret) -> None:
    group_open(sitting, secret)
    page = sitting.at(OcgsPage)
    assert page.record.record is not None
    page.record.profiles.show(profile_of(page.record.record.detail.row))
    sitting.settle()
    sitting.dialog(ProfileDialog)


def access_asked(sitting: Sitting, secret: Secret) -> None:
    group_open(sitting, secret)
    sitting.window.action("ocgs.access").trigger()
    sitting.settle()
    sitting.dialog(AccessDialog)
    sitting.window.lock()


OPEN = (group_open, group_selected, person_open, case_open, found, group_edited, disruption_begun, person_edited,
        print_asked, access_asked)  # fmt: skip


@pytest.mark.parametrize("view", OPEN, ids=lambda view: view.__name__)
def test_what_is_open_goes_as_it_is_taken_away(
    secret: Secret, sit: Sit, supervisor: Actor, journal: Journal, view: Callable[[Sitting, Secret], None]
) -> None:
    sitting = sit(supervisor)
    sitting.hear_news()
    view(sitting, secret)
    assert told(all_words(sitting.window, hidden=True))
    secret.close()
    sitting.desk.ask_news()
    sitting.settle()
    if sitting.window.screen_lock.is_locked:
        sitting.window.screen_lock._open(None)
        sitting.settle()
    if view is found:
        sitting.window.palette_box._ask_soon.timeout.emit()
        sitting.settle()
    assert told(all_words(sitting.window)) == []
    assert sitting.window.stage.sheet is None
    assert [each for each in sitting.window.findChildren(QDialog) if each.isVisible()] == []
    if view not in (group_selected, found):
        assert sitting.window.notices.text.endswith("does not exist, or is not open to you.")
    sitting.window.kept.offer()
    sitting.window.kept.open_list()
    sitting.settle()
    assert told(all_words(sitting.window)) == []


def test_pages_that_were_left_tell_nothing_when_they_are_shown_again(
    secret: Secret, sit: Sit, supervisor: Actor
) -> None:
    sitting = sit(supervisor)
    for view in (group_open, person_open, case_open):
        view(sitting, secret)
    telling = {name for name in sitting.window.rail.buttons if told(shown(sitting, name))}
    assert {"my_desk", "ocgs", "people", "disruptions", "poca", "moderation"} <= telling
    secret.close()
    sitting.hear_news()
    for name in sitting.window.rail.buttons:
        sitting.window.open_page(name)
        sitting.settle()
        assert told(all_words(sitting.window)) == [], name
    assert told(all_words(sitting.window, hidden=True)) == [], "Something is left behind the pages."
    counts = {name: sitting.count(name) for name in ("ocgs", "people", "disruptions", "moderation")}
    assert [count for count in counts.values() if any(figure in count for figure in "123456789")] == []
    while sitting.window.way.step(sitting.window.pages, back=True):
        sitting.settle()
        assert told(all_words(sitting.window)) == []


def shown(sitting: Sitting, name: str) -> str:
    sitting.window.open_page(name)
    sitting.settle()
    return all_words(sitting.window, hidden=True)
