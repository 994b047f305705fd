"""The audit page: how the chain stands, the entries page by page, filters, and the log as a file."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from soc_desk.services import copying, history, users
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory
from tests import factories
from tests.conftest import StoreFile
from tests.ui.conftest import WindowMaker
from ui.desk import Desk, InlineLane
from ui.forms.address import AddressDialog
from ui.pages.audit import AuditPage


@pytest.fixture
def page(make_window: WindowMaker, desk: Desk, store: Store, officer: Actor) -> AuditPage:
    factories.ocg(store, officer)
    window = make_window()
    window.open_page("audit")
    desk.settle()
    assert isinstance(window.way.page, AuditPage)
    return window.way.page


def listed(page: AuditPage) -> list[history.AuditRow]:
    return [row for _, row in sorted(page.model.in_memory(), key=lambda placed: placed[0])]


def test_the_newest_entries_stand_first_and_reading_is_logged(page: AuditPage, desk: Desk) -> None:
    rows = listed(page)
    assert [row.seq for row in rows] == sorted((row.seq for row in rows), reverse=True)
    assert any(row.title == "Record a group" or row.entity == "subject" for row in rows)
    page.go_stale()
    desk.settle()
    assert listed(page)[0].title == history.audit_page.rule.title


def test_people_are_named_as_colleagues_read_them(page: AuditPage) -> None:
    who = page.model.column("actor")
    assert "DC O. Fficer" in {who.text(row) for row in listed(page)}


def test_more_entries_come_as_the_list_is_scrolled(page: AuditPage, desk: Desk, store: Store, officer: Actor) -> None:
    for _ in range(230):
        store.write(officer, users.signed_in)
    page.go(actor=officer.name)
    desk.settle()
    while page.model.canFetchMore(page.model.index(-1, -1)):
        page.model.fetchMore(page.model.index(-1, -1))
        desk.settle()
        page.model._pages.ask_now()
        desk.settle()
    rows = listed(page)
    assert len(rows) >= 231
    assert [row.seq for row in rows] == sorted({row.seq for row in rows}, reverse=True)
    assert {row.actor for row in rows} == {officer.name}


def test_the_list_is_narrowed_by_category(page: AuditPage, desk: Desk) -> None:
    page.go(category="security")
    desk.settle()
    assert {row.category for row in listed(page)} <= {AuditCategory.SECURITY}
    assert page.narrowed().category is AuditCategory.SECURITY
    state = page.state()
    page.filters.clear()
    page.restore(state)
    assert page.narrowed().category is AuditCategory.SECURITY
    page.restore({})
    assert page.narrowed() == type(page.narrowed())()


def test_a_whole_chain_is_said_to_be_whole(page: AuditPage, desk: Desk) -> None:
    page.chain.verify.click()
    desk.settle()
    assert page.chain.state.mark.words == "Whole"
    assert "The log is whole." in page.chain.verdict.text()
    assert page.chain.verify.isEnabled()
    assert page.chain.following.isHidden()


def test_an_altered_entry_is_named(page: AuditPage, desk: Desk, store_file: StoreFile) -> None:
    from soc_desk.store import opening

    driver = opening.connect_file(store_file.path, store_file.key.secret)  # type: ignore[attr-defined]  # the engine's
    driver.execute("DROP TRIGGER IF EXISTS audit_entry_no_update")
    for (name,) in driver.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
    ).fetchall():
        driver.execute(f"DROP TRIGGER {name}")
    driver.execute("UPDATE audit_entry SET title = 'Nothing happened' WHERE id = 3")
    driver.close()
    page.verify()
    desk.settle()
    assert page.chain.state.mark.words == "Broken"
    assert "Entry 3 was altered" in page.chain.verdict.text()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_log_is_exported_for_a_recipient(
    kind: str, page: AuditPage, desk: Desk, tmp_path: Path, store: Store, founder: Actor
) -> None:
    page.export.click()
    dialog = page.window().findChildren(AddressDialog)[-1]
    dialog.do.click()
    assert dialog.form.field("recipient").shown_problem == "Name who receives it."
    path = tmp_path / f"log.{kind}"
    dialog.path.setText(str(path))
    for name, value in {"recipient": "=PSD", "purpose": "Review"}.items():
        dialog.form.field(name).field.set_value(value)
    dialog.do.click()
    desk.settle()
    text = path.read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines())) if kind == "csv" else json.loads(text)
    assert len(rows) > 10
    assert rows[0]["seq"] == "1"
    newest = store.write(founder, history.audit_page, None, AuditCategory.DISCLOSURE).value[0]
    assert (newest.recipient, newest.purpose) == ("=PSD", "Review")
    assert [p.name for p in tmp_path.glob("*log*")] == [path.name]


def test_copied_entries_are_logged_as_a_disclosure(page: AuditPage, desk: Desk, store: Store, founder: Actor) -> None:
    page.table.selectRow(0)
    page.table.copy()
    desk.settle()
    assert QGuiApplication.clipboard().text().startswith("No.\tWhen\tWho")
    newest = store.write(founder, history.audit_page, None, AuditCategory.DISCLOSURE).value[0]
    assert newest.recipient == founder.display


def test_a_print_is_found_by_the_id_at_its_foot(
    page: AuditPage, desk: Desk, store: Store, founder: Actor, qtbot: QtBot
) -> None:
    printed = store.write(founder, copying.copied, "Audit", (), 3).value
    store.write(founder, copying.copied, "Audit", (), 1)
    qtbot.keyClicks(page.search, printed.lower().replace("-0", "-"))
    qtbot.waitUntil(lambda: {row.print_id for row in listed(page)} == {printed})
    (found,) = listed(page)
    assert page.model.column("print_id").text(found) == printed
    assert found.category is AuditCategory.DISCLOSURE
    state = page.state()
    page.restore({})
    assert page.search.text() == ""
    page.restore(state)
    assert history.print_reference(page.narrowed().print_id) == printed
    page.go(print_id="P-1999-0001")
    desk.settle()
    assert listed(page) == []


def test_an_officer_does_not_see_the_page(make_window: WindowMaker, store: Store, officer: Actor) -> None:
    desk = Desk(store, officer, InlineLane())
    window = make_window(by=desk)
    assert "audit" not in window.pages
    desk.close()
