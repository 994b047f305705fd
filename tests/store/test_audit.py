"""The audit chain: sealed, append-only, verified to its end, and a cut tail noticed."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services import copying, history
from soc_desk.store import Actor, Store, audit
from soc_desk.vocabulary import AuditCategory
from tests import factories
from tests.conftest import StoreFile


def _guards(store: Store, on: bool) -> None:
    """Take the database's own refusal away, as a holder of the key could, and put it back."""
    with store.engine.execution_options(writes=True).begin() as connection:
        if store.engine.dialect.name == "postgresql":
            connection.execute(text(f"ALTER TABLE audit_entry {'ENABLE' if on else 'DISABLE'} TRIGGER USER"))
        elif not on:
            for (name,) in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
            ).all():
                connection.execute(text(f"DROP TRIGGER {name}"))


def _tamper(store: Store, statement: str) -> None:
    _guards(store, on=False)
    with store.engine.execution_options(writes=True).begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0
    _guards(store, on=True)


@pytest.fixture
def written(store: Store, officer: Actor) -> int:
    group = factories.ocg(store, officer)
    for _ in range(3):
        factories.disruption(store, officer, group)
    verdict = store.read(officer, audit.verify)
    assert verdict.intact
    assert verdict.events == verdict.head.seq
    return verdict.events


def test_the_database_refuses_to_change_the_log(store: Store, written: int) -> None:
    for statement in ("UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            store.engine.execution_options(writes=True).begin() as connection,
        ):
            connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE audit_entry SET actor = 'somebody' WHERE id = :place", 0),
        ("UPDATE audit_entry SET fields = '{}' WHERE id = :place", 0),
        ("UPDATE audit_entry SET seal = 'f' WHERE id = :place", 0),
        ("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE id = :place", 0),
        ("DELETE FROM audit_entry WHERE id = :place", 0),
        ("UPDATE audit_entry SET category = 'gossip' WHERE id = :place", 0),
    ],
)
def test_an_altered_or_removed_entry_is_named(
    store: Store, officer: Actor, written: int, statement: str, place: int
) -> None:
    broken = written - 3 + place
    _tamper(store, statement.replace(":place", str(broken)))
    verdict = store.read(officer, audit.verify)
    assert not verdict.intact
    assert verdict.first_break == broken
    assert str(broken) in verdict.reason


@pytest.mark.parametrize(
    "wrong", ["fields = '{broken'", "fields = ''", "at = 'yesterday'", "title = CAST(x'ff' AS TEXT)"]
)
def test_an_entry_that_can_no_longer_be_read_is_named(store_file: StoreFile, officer: Actor, wrong: str) -> None:
    store = Store(store_file.engine())
    factories.ocg(store, officer)
    last = store.read(officer, audit.head).seq
    _tamper(store, f"UPDATE audit_entry SET {wrong} WHERE id = {last - 2}")
    verdict = store.read(officer, audit.verify)
    store.close()
    assert (verdict.intact, verdict.first_break, verdict.events) == (False, last - 2, last - 3)


def test_a_cut_tail_is_noticed_by_the_checkpoint(store: Store, officer: Actor, written: int) -> None:
    head = store.read(officer, audit.head)
    _tamper(store, f"DELETE FROM audit_entry WHERE id > {written - 2}")
    assert store.read(officer, audit.verify).intact
    verdict = store.read(officer, audit.verify, (head,))
    assert not verdict.intact
    assert verdict.first_break == written - 1
    assert str(written) in verdict.reason


def test_a_rewritten_tail_is_noticed_by_the_checkpoint(store: Store, officer: Actor, written: int) -> None:
    remembered = audit.Head(written, "0" * 64)
    verdict = store.read(officer, audit.verify, (remembered,))
    assert not verdict.intact
    assert verdict.first_break == written


def test_a_failed_use_case_leaves_no_entry(store: Store, officer: Actor, written: int) -> None:
    with pytest.raises(Invalid):
        factories.disruption(store, officer, factories.ocg(store, officer), narrative="x" * 100_001)
    assert store.read(officer, audit.verify).events == written + 2


def test_auditors_read_the_log_and_the_reading_is_logged(
    store: Store, auditor: Actor, officer: Actor, written: int
) -> None:
    rows = store.write(auditor, history.audit_page).value
    assert [row.seq for row in rows[:3]] == [written, written - 1, written - 2]
    assert store.write(auditor, history.audit_page, None, AuditCategory.CONSULTATION).value[0].actor == auditor.name
    assert {row.actor for row in store.write(auditor, history.audit_page, actor=officer.name).value} == {officer.name}
    assert store.write(auditor, history.audit_page, before=5).value[0].seq == 4
    with pytest.raises(NotAllowed):
        store.write(officer, history.audit_page)


def test_a_print_id_finds_the_disclosure_and_each_record_that_notes_it(
    store: Store, auditor: Actor, officer: Actor
) -> None:
    group = factories.ocg(store, officer)
    printed = store.write(officer, copying.copied, "OCGs", (group,), 1).value
    store.write(auditor, copying.copied, "Audit", (), 1)
    for typed in (printed, printed.lower(), printed.removeprefix("P-")):
        rows = store.write(auditor, history.audit_page, print_id=typed).value
        assert {row.print_id for row in rows} == {printed}
        assert {row.entity for row in rows} == {"disclosure", "subject"}
        assert {row.recipient for row in rows} == {officer.display}
    assert store.write(auditor, history.audit_page, print_id="P-1999-0001").value == []
    assert store.write(auditor, history.audit_page, None, AuditCategory.COLLECTION, print_id=printed).value == []
    newest = store.write(auditor, history.audit_page, limit=1).value[0]
    assert newest.print_id == ""


def test_exporting_the_log_is_a_disclosure(store: Store, auditor: Actor, written: int) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(auditor, history.audit_export, "", " ")
    assert set(refused.value.problems) == {"recipient", "purpose"}
    rows = store.write(auditor, history.audit_export, "PSD", "Review").value
    assert [row.seq for row in rows] == list(range(1, written + 1))
    with Session(store.engine) as session:
        disclosed = session.scalars(select(AuditEntry).where(AuditEntry.category == AuditCategory.DISCLOSURE)).all()
        assert [(entry.recipient, entry.purpose) for entry in disclosed] == [("PSD", "Review")]
