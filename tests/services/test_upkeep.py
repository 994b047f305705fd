"""The store's upkeep from inside the program, on both engines: facts, the chain, the check, backups, keys."""

from pathlib import Path

import pytest

from soc_desk.errors import Cancelled, Invalid, NotAllowed, WrongKey
from soc_desk.services import admission, copying, history, upkeep, users
from soc_desk.store import Actor, Session, Store, audit, opening
from soc_desk.vocabulary import Role
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile

NEW = "granite heron teapot"


def quiet(_fraction: float, _text: str) -> None:
    """Progress that nobody watches."""


def test_the_facts_of_a_store(store: Store, founder: Actor, engine_name: str) -> None:
    state = store.read(founder, upkeep.state)
    assert state.engine == engine_name
    assert state.is_file is (engine_name == "sqlite")
    assert state.facts.force_name == "Testshire"
    assert state.counts["users"] == 9
    assert PASSPHRASE not in state.address
    assert state.last_backup is None


def test_the_chain_is_walked_and_says_how_far_it_is(store: Store, founder: Actor) -> None:
    for _ in range(3):
        store.write(founder, users.signed_in)
    told: list[str] = []
    verdict = store.read(founder, upkeep.verify_chain, lambda _fraction, text: told.append(text))
    assert verdict.intact
    assert verdict.head == store.read(founder, upkeep.chain).head
    assert store.read(founder, upkeep.chain).reaches


def test_walking_the_chain_can_be_stopped(store: Store, founder: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("soc_desk.store.audit._TOLD_EVERY", 2)

    def stop(_fraction: float, _text: str) -> None:
        raise Cancelled("The work was cancelled; nothing was changed.")

    with pytest.raises(Cancelled):
        store.read(founder, upkeep.verify_chain, stop)


def test_a_sound_store_holds(store: Store, founder: Actor) -> None:
    store.write(founder, upkeep.checking)
    findings = store.read(founder, upkeep.check, quiet)
    assert {finding.name for finding in findings} >= {"version", "references", "audit", "totals"}
    assert all(finding.holds for finding in findings), findings


def test_who_may_check_and_back_up(store: Store, officer: Actor, auditor: Actor) -> None:
    with pytest.raises(NotAllowed):
        store.write(officer, upkeep.checking)
    with pytest.raises(NotAllowed):
        store.write(auditor, upkeep.backing_up, "somewhere")


def test_whatever_is_lost_and_why_is_in_the_entry(store: Store, auditor: Actor, founder: Actor) -> None:
    from soc_desk.domain import AuditEntry
    from soc_desk.store import Head

    store.write(auditor, upkeep.accepting, (Head(7, "seven"),), "Agreed.")

    def newest(session: Session) -> tuple[str, object]:
        entry = session.get_one(AuditEntry, audit.head(session).seq)
        return entry.use_case, (entry.fields["lost"], entry.fields["reason"])

    assert store.read(founder, newest) == ("upkeep.accepting", ([[[7, "seven"]], None], [None, "Agreed."]))


def test_the_log_by_day_person_and_kind(store: Store, auditor: Actor, officer: Actor) -> None:
    from datetime import UTC, datetime, timedelta

    store.write(officer, users.signed_in)
    today = datetime.now(UTC).date()
    assert store.write(auditor, history.audit_page, since=today + timedelta(days=2)).value == []
    assert store.write(auditor, history.audit_page, until=today - timedelta(days=2)).value == []
    before, after = today - timedelta(days=1), today + timedelta(days=1)
    assert [
        row.actor
        for row in store.write(auditor, history.audit_page, actor=officer.name, since=before, until=after).value
    ] == [officer.name]
    print_id = store.write(auditor, copying.copied, "Audit", (), 3).value
    assert print_id.startswith("P-")


@pytest.fixture
def opened(store_file: StoreFile) -> tuple[Store, StoreFile]:
    """A file store; on a server people's logins are tested with the store."""
    return Store(store_file.engine()), store_file


def test_a_backup_is_taken_checked_and_remembered(opened: tuple[Store, StoreFile], tmp_path: Path) -> None:
    store, file = opened
    store.write(FOUNDER, upkeep.backing_up, str(tmp_path))
    done = store.read(FOUNDER, upkeep.back_up, tmp_path, FOUNDER.name, "", quiet)
    assert done.path.parent == tmp_path
    assert store.read(FOUNDER, upkeep.state).last_backup == done
    assert store.read(FOUNDER, upkeep.chain).last_backup == done
    copy, _actor = opening.open(str(done.path), file.user, file.passphrase)
    copy.close()
    store.close()


def test_a_person_is_let_in_renewed_and_put_out(opened: tuple[Store, StoreFile]) -> None:
    store, file = opened
    person = store.write(FOUNDER, users.add, "n.ewcomer", "DC N. Ewcomer", (Role.OFFICER,)).value
    with pytest.raises(WrongKey):
        store.read(FOUNDER, admission.prove, FOUNDER.name, "not it at all", "n.ewcomer", NEW)
    with pytest.raises(Invalid, match="too short"):
        store.read(FOUNDER, admission.prove, FOUNDER.name, PASSPHRASE, "n.ewcomer", "short")
    store.read(FOUNDER, admission.prove, FOUNDER.name, PASSPHRASE, "n.ewcomer", NEW)
    assert store.read(FOUNDER, admission.admit, FOUNDER.name, PASSPHRASE, "n.ewcomer", NEW) == ""
    theirs, actor = opening.open(str(file.path), "n.ewcomer", NEW)
    assert actor.id == person
    theirs.close()
    store.write(FOUNDER, admission.renewing, person)
    store.read(FOUNDER, admission.dismiss, "n.ewcomer")
    with pytest.raises(WrongKey):
        opening.open(str(file.path), "n.ewcomer", NEW)
    store.close()


def test_ones_own_passphrase(opened: tuple[Store, StoreFile]) -> None:
    store, file = opened
    store.read(FOUNDER, admission.change_passphrase, FOUNDER.name, PASSPHRASE, NEW)
    store.write(FOUNDER, admission.changing)
    with pytest.raises(WrongKey):
        opening.open(str(file.path), FOUNDER.name, PASSPHRASE)
    again, _actor = opening.open(str(file.path), FOUNDER.name, NEW)
    again.close()
    store.close()
    assert admission.weakness("aaaaaaaaaaaa") != ""
    assert admission.weakness(NEW) == ""
