"""The window says where the log was cut, and has it accepted with a reason; who was disabled is enabled again."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from soc_desk.services import admission, upkeep, users
from soc_desk.store import Actor, Store, audit, opening
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile
from tests.ui.conftest import WindowMaker
from ui.desk import Desk, InlineLane
from ui.forms.acceptance import AcceptanceDialog
from ui.forms.passphrase import PassphraseDialog
from ui.oversight.people_view import PeopleView
from ui.pages.audit import AuditPage

NEW = "granite heron teapot"


def sign_in_thrice(store: Store) -> None:
    for _ in range(3):
        store.write(FOUNDER, users.signed_in)


def cut(store: Store) -> int:
    """Take two entries off the log as a holder of the key can; gives the newest there was."""
    head = store.read(FOUNDER, audit.head).seq
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_kept"))
        connection.execute(text(f"DELETE FROM audit_entry WHERE id > {head - 2}"))
    return head


@pytest.fixture
def at_desk(store_file: StoreFile, qapp: object) -> Iterator[Desk]:
    """A desk on a store that was opened as people open it, so that its log is watched."""
    store, actor = opening.open(str(store_file.path), FOUNDER.name, PASSPHRASE)
    sign_in_thrice(store)
    made = Desk(store, actor, InlineLane())
    yield made
    made.close()
    store.close()


def test_a_save_that_finds_the_log_cut_is_told_in_the_banner(at_desk: Desk, make_window: WindowMaker) -> None:
    window = make_window(by=at_desk)
    assert window.notices.text == ""
    gone = cut(at_desk._store)
    at_desk.write(users.locked, "locked")
    at_desk.settle()
    assert f"entry {gone:,}" in window.notices.text


def test_opening_a_store_whose_log_was_cut_is_told_and_it_is_accepted(
    store_file: StoreFile, make_window: WindowMaker, at_desk: Desk
) -> None:
    gone = cut(at_desk._store)
    store, actor = opening.open(str(store_file.path), FOUNDER.name, PASSPHRASE)
    desk = Desk(store, actor, InlineLane())
    window = make_window(by=desk)
    assert f"entry {gone:,}" in window.notices.text
    window.open_page("audit")
    desk.settle()
    page = window.way.page
    assert isinstance(page, AuditPage)
    assert page.chain.accept.isHidden()
    page.verify()
    desk.settle()
    assert not page.chain.accept.isHidden()
    page.chain.accept.click()
    dialog = window.findChild(AcceptanceDialog)
    assert isinstance(dialog, AcceptanceDialog)
    dialog.act()
    assert dialog.do.isEnabled()  # without a reason nothing is begun
    dialog.form.load(type(dialog.form.draft())(reason="Agreed with the head of unit."))
    dialog.act()
    desk.settle()
    assert "accepted" in window.notices.said
    assert page.chain.state.mark.words == "Whole"
    assert page.chain.accept.isHidden()
    assert store.read(FOUNDER, upkeep.chain).lost == ()
    desk.close()
    store.close()


def test_who_was_disabled_is_enabled_with_a_new_passphrase(
    at_desk: Desk, store_file: StoreFile, make_window: WindowMaker, officer: Actor
) -> None:
    window = make_window(by=at_desk)
    view = PeopleView(at_desk, window)
    view.read()
    at_desk.settle()
    store = at_desk._store
    row = next(row for row in store.read(FOUNDER, users.list_rows) if row.id == officer.id)
    store.write(FOUNDER, users.disable, row.id, row.version)
    store.read(FOUNDER, admission.dismiss, row.name)
    view.read()
    at_desk.settle()
    view.table.select_ids({officer.id})
    assert view.gone is not None
    assert view.enable.isEnabled()
    assert view.disable.isHidden()
    view.ask_enable()
    dialog = window.findChild(PassphraseDialog)
    assert isinstance(dialog, PassphraseDialog)
    assert dialog.windowTitle().startswith("Enable")
    dialog.form.load(type(dialog.form.draft())(own=PASSPHRASE, new=NEW, again=NEW))
    dialog.act()
    at_desk.settle()
    assert "can sign in" in window.notices.said
    theirs, actor = opening.open(str(store_file.path), officer.name, NEW)
    assert actor.id == officer.id
    theirs.close()
    view.deleteLater()
