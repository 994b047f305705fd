"""Signing in and the first run: three screens at most, and every refusal a sentence where it helps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from soc_desk.errors import OutOfDate
from soc_desk.store import opening
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile
from ui.app import GoneIn, StoreDoors, protection
from ui.lanes import InlineLane, Lanes
from ui.session import NewStore, SessionWindow


@pytest.fixture
def lanes(qapp: object) -> Lanes:
    return Lanes(InlineLane())


@pytest.fixture
def gone_in() -> Iterator[list[GoneIn]]:
    found: list[GoneIn] = []
    yield found
    for one in found:
        one.entered.store.close()


def show(lanes: Lanes, gone_in: list[GoneIn], qtbot: QtBot, doors: StoreDoors, address: str = "") -> SessionWindow:
    window = SessionWindow(lanes, doors, address)
    window.entered.connect(gone_in.append)
    qtbot.addWidget(window)
    window.show()
    return window


def sign_in(window: SessionWindow, lanes: Lanes, qtbot: QtBot, passphrase: str, user: str = FOUNDER.name) -> None:
    window.user.edit.setText(user)
    window.passphrase.edit.setText(passphrase)
    qtbot.keyClick(window.passphrase.edit, Qt.Key.Key_Return)
    lanes.settle()


def test_the_right_passphrase_opens_the_store(
    lanes: Lanes, gone_in: list[GoneIn], store_file: StoreFile, qtbot: QtBot
) -> None:
    window = show(lanes, gone_in, qtbot, StoreDoors(), str(store_file.path))
    sign_in(window, lanes, qtbot, PASSPHRASE)
    assert gone_in[0].entered.actor.name == FOUNDER.name
    assert gone_in[0].facts.force_name == "Testshire"
    assert window.passphrase.edit.text() == ""
    assert opening.last_opened() == str(store_file.path)


def test_a_wrong_passphrase_is_one_sentence_and_may_be_tried_again(
    lanes: Lanes, gone_in: list[GoneIn], store_file: StoreFile, qtbot: QtBot
) -> None:
    window = show(lanes, gone_in, qtbot, StoreDoors(), str(store_file.path))
    sign_in(window, lanes, qtbot, "wrong horse battery")
    assert gone_in == []
    assert window.sign_in.problem.text() == "The user name or the passphrase is wrong. Check both and try again."
    sign_in(window, lanes, qtbot, PASSPHRASE)
    assert len(gone_in) == 1


def test_five_failures_make_one_wait(lanes: Lanes, gone_in: list[GoneIn], store_file: StoreFile, qtbot: QtBot) -> None:
    window = show(lanes, gone_in, qtbot, StoreDoors(), str(store_file.path))
    for _ in range(5):
        sign_in(window, lanes, qtbot, "wrong horse battery")
    sign_in(window, lanes, qtbot, PASSPHRASE)
    assert gone_in == []
    assert window.sign_in.problem.text().startswith("Too many attempts failed. Wait ")


def test_what_is_left_empty_is_asked_for(
    lanes: Lanes, gone_in: list[GoneIn], store_file: StoreFile, qtbot: QtBot
) -> None:
    window = show(lanes, gone_in, qtbot, StoreDoors(), str(store_file.path))
    sign_in(window, lanes, qtbot, "", user="")
    assert window.user.problem.text() == "Type your user name."
    assert window.passphrase.problem.text() == "Type your passphrase."


def test_a_missing_store_is_a_sentence(lanes: Lanes, gone_in: list[GoneIn], tmp_path: Path, qtbot: QtBot) -> None:
    window = show(lanes, gone_in, qtbot, StoreDoors(), str(tmp_path / "nothing.socdesk"))
    sign_in(window, lanes, qtbot, PASSPHRASE)
    assert gone_in == []
    assert window.sign_in.problem.text().endswith(".")


def test_an_older_store_offers_the_upgrade(lanes: Lanes, gone_in: list[GoneIn], qtbot: QtBot) -> None:
    class Older(StoreDoors):
        upgraded = False

        def enter(self, address: str, user: str, passphrase: str) -> GoneIn:
            raise OutOfDate("The store is older than this program. Upgrade it.")

        def upgrade(self, address: str, user: str, passphrase: str) -> GoneIn:
            self.upgraded = True
            return super().upgrade(address, user, passphrase)

    doors = Older()
    window = show(lanes, gone_in, qtbot, doors, "old.socdesk")
    assert not window.upgrade.isVisible()
    sign_in(window, lanes, qtbot, PASSPHRASE)
    assert window.upgrade.isVisible()
    window.passphrase.edit.setText(PASSPHRASE)
    window.upgrade.click()
    lanes.settle()
    assert doors.upgraded


def test_a_new_store_takes_three_screens(lanes: Lanes, gone_in: list[GoneIn], tmp_path: Path, qtbot: QtBot) -> None:
    window = show(lanes, gone_in, qtbot, StoreDoors())
    window._start_new()
    window.force.edit.setText("Testshire")
    window.areas.setPlainText("North\n\n South \n")
    window.file.edit.setText(str(tmp_path / "new"))
    window.submit_place()
    window.display.edit.setText("DI S. Upervisor")
    window.new_user.edit.setText("s.upervisor")
    window.new_passphrase.edit.setText(PASSPHRASE)
    window.again.edit.setText(PASSPHRASE)
    window.submit_first_user()
    lanes.settle()
    assert (tmp_path / "new.socdesk").exists()
    entered = gone_in[0].entered
    assert entered.actor.display == "DI S. Upervisor"
    from soc_desk.services import places

    assert [area.name for area in entered.store.read(entered.actor, places.areas)] == ["North", "South"]


def test_passphrases_that_differ_or_are_weak_are_told_at_their_field(
    lanes: Lanes, gone_in: list[GoneIn], tmp_path: Path, qtbot: QtBot
) -> None:
    window = show(lanes, gone_in, qtbot, StoreDoors())
    window.file.edit.setText(str(tmp_path / "new.socdesk"))
    window.force.edit.setText("Testshire")
    window.display.edit.setText("DI S. Upervisor")
    window.new_user.edit.setText("s.upervisor")
    window.new_passphrase.edit.setText("password1234")
    window.again.edit.setText("password12345")
    window.submit_first_user()
    assert window.again.problem.text() == "The two passphrases differ; type the same one twice."
    window.again.edit.setText("password1234")
    window.submit_first_user()
    lanes.settle()
    assert window.new_passphrase.problem.text()
    assert not (tmp_path / "new.socdesk").exists()


def test_recent_stores_are_offered(lanes: Lanes, gone_in: list[GoneIn], store_file: StoreFile, qtbot: QtBot) -> None:
    opening.remember(str(store_file.path))
    window = show(lanes, gone_in, qtbot, StoreDoors())
    offered = [b.accessibleName() for b in window.choose.findChildren(type(window.upgrade)) if b.accessibleName()]
    assert offered == [f"Open {store_file.path}"]


def test_the_check_of_a_lock_is_the_store_itself(store_file: StoreFile) -> None:
    gone_in = StoreDoors().enter(str(store_file.path), FOUNDER.name, PASSPHRASE)
    gone_in.check(PASSPHRASE)
    with pytest.raises(Exception, match="wrong"):
        gone_in.check("wrong horse battery")
    gone_in.entered.store.close()


def test_drafts_are_sealed_for_each_person_apart(store_file: StoreFile) -> None:
    first = StoreDoors().enter(str(store_file.path), FOUNDER.name, PASSPHRASE)
    again = StoreDoors().enter(str(store_file.path), FOUNDER.name, PASSPHRASE)
    assert first.entered.drafts_key == again.entered.drafts_key
    assert len(first.entered.drafts_key) == 32
    for one in (first, again):
        one.entered.store.close()


def test_a_store_says_how_it_is_protected(tmp_path: Path) -> None:
    assert protection(str(tmp_path / "x.socdesk")) == "Local store, encrypted"
    assert protection("postgresql://server/desk") == "PostgreSQL server"


def test_a_new_store_keeps_its_passphrase_out_of_sight() -> None:
    new = NewStore("x", "Testshire", (), "A", "a", PASSPHRASE)
    assert PASSPHRASE not in repr(new)
