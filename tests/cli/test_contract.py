"""Names, options, JSON keys and exit codes of every command, as ``cli.md`` promises them."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from soc_desk import cli
from soc_desk.cli import session
from soc_desk.errors import StoreUnavailable
from soc_desk.store import keys
from tests.cli.conftest import TRACKER, Desk
from tests.conftest import FOUNDER, StoreFile
from tests.imports.trackers import csv_file

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
GROUPS = {
    (): {"store", "user", "return", "report", "audit", "policy", "import", "demo", "bench"},
    ("store",): {"create", "info", "check", "upgrade", "backup", "restore", "copy"},
    ("user",): {"add", "list", "disable", "enable", "key", "role", "passphrase"},
    ("return",): {"check", "build", "list", "diff", "verify"},
    ("report",): {"caseload"},
    ("audit",): {"verify", "accept", "list", "export"},
    ("policy",): {"list", "set", "codes", "relabel", "close"},
}
COMMANDS = [(*group, name) for group, names in GROUPS.items() for name in sorted(names)]


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=" ".join)
def test_every_command_has_help_in_words(desk: Desk, command: tuple[str, ...]) -> None:
    told = desk(*command, "--help")
    assert told.code == 0
    assert "Usage: soc-desk" in told.out
    for name in GROUPS.get(command, ()):
        assert re.search(rf"\b{name}\b", told.out)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nonsense",), "No such command 'nonsense'. See: soc-desk --help."),
        (("store", "nonsense"), "No such command 'nonsense'. See: soc-desk store --help."),
        (("import", "x.csv", "--kind", "nonsense"), "'nonsense' is not one of"),
        (("import", "x.csv"), "--kind"),
        (("import",), "--kind"),
        (("return", "check"), "--period"),
        (("return", "diff"), "Missing argument"),
        (("report", "caseload"), "--out"),
        (("bench", "99"), "There is no scenario 99"),
        (("bench", "2", "--records", "5"), "10000"),
        (("store", "info", "--nonsense"), "--nonsense"),
        (("store", "create", "--force-code", "tames-valley"), "Did you mean thames-valley"),
        (("policy", "set", "nonsense", "1", "--source", "x"), "no policy called nonsense"),
        (("policy", "set", "ocg.archive_after_days", "1", "--source", "x", "--from", "soon"), "YYYY-MM-DD"),
        (("policy", "set", "ocg.archive_after_days", "0", "--source", "x"), "between 1 and 3,660"),
        (("policy", "codes", "nonsense"), "no code list called nonsense"),
        (("policy", "close", "soc_threat", "OIC", "--source", "x", "--until", "soon"), "YYYY-MM-DD"),
        (("policy", "close", "soc_threat", "OIC", "--source", "x", "--until", "2026-01-31", "--reopen"), "either"),
        (("policy", "relabel", "soc_threat", "NO", "x", "--source", "x"), "has no code NO"),
        (("user", "role", "nobody", "--role", "officer"), "Nobody signs in as nobody"),
        (("user", "disable", "nobody"), "Nobody signs in as nobody"),
        (("report", "caseload", "--json", "--team", "Nowhere"), "no team called Nowhere"),
        (("import", "--undo", "I-2026-9999"), "no import"),
        (("audit", "list", "--limit", "0"), "limit"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, tuple) else "",
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(here: Desk, arguments: tuple[str, ...], says: str) -> None:
    told = here(*arguments)
    assert (told.code, says in told.err) == (2, True), told


@pytest.mark.parametrize("group", [group for group in GROUPS if group], ids=" ".join)
def test_a_group_alone_shows_its_help(desk: Desk, capsys: pytest.CaptureFixture[str], group: tuple[str, ...]) -> None:
    assert cli.main(list(group)) == 2
    out, err = capsys.readouterr()
    assert f"Usage: soc-desk {group[0]}" in out
    assert err == f"Name one of the commands of soc-desk {group[0]}.\n"


def test_version(desk: Desk) -> None:
    assert re.fullmatch(r"SOC Desk \d+\.\d+\.\d+\S*\n", desk("--version").out)


def test_the_store_may_be_named_before_or_after_the_command_or_by_the_environment(
    desk: Desk, store_file: StoreFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, gone = str(store_file.path), str(tmp_path / "gone.socdesk")
    assert desk.document("--store", path, "store", "info")["store"] == path
    assert desk.document("store", "info", "--store", path)["store"] == path
    assert desk.document("--store", gone, "store", "info", "--store", path)["store"] == path
    assert desk("store", "info").code == 2  # what one command was told, the next has forgotten
    monkeypatch.setenv("SOC_DESK_STORE", path)
    assert desk.document("store", "info")["store"] == path
    assert desk("--store", gone, "store", "info").code == 3
    monkeypatch.delenv("SOC_DESK_STORE")
    made = str(tmp_path / "made.socdesk")
    desk.document("store", "create", "--store", made)
    assert desk.document("store", "info")["store"] == made  # the last one opened


def test_store_info_and_check(here: Desk, tmp_path: Path) -> None:
    told = here.document("store", "info")
    assert set(told) >= {"engine", "schema", "encrypted", "journal", "counts", "last_backup"}
    assert (told["engine"], told["encrypted"], told["journal"], told["last_backup"]) == ("sqlite", True, "wal", None)
    made = here.document("store", "backup", tmp_path / "b.socdesk")
    assert Path(made["path"]).is_file()
    last = here.document("store", "info")["last_backup"]
    assert last["path"] == made["path"]
    assert INSTANT.fullmatch(last["at"])
    checked = here.document("store", "check")
    assert checked["holds"] is True
    assert "groups" in {finding["name"] for finding in checked["findings"]}  # totals that services add up
    assert "last backup: " in here("store", "info").out


def _records(here: Desk) -> dict[str, int]:
    """How much the store holds beside its log, to which a backup and a restore add."""
    return {name: count for name, count in here.document("store", "info")["counts"].items() if name != "audit_entries"}


def test_copy_and_restore(here: Desk, store_file: StoreFile, tmp_path: Path) -> None:
    told = here.document("store", "copy", tmp_path / "copy.socdesk")
    assert told["equal"] is True
    assert INSTANT.fullmatch(told["at"])
    before = _records(here)
    here.document("store", "backup", tmp_path / "b.socdesk")
    here.document("import", TRACKER, "--kind", "disruptions", code=1)
    restored = here.document("store", "restore", tmp_path / "b.socdesk")
    assert Path(restored["kept"]).is_file()
    assert _records(here) == before
    assert here("store", "upgrade").out == "The store is up to date.\n"


def test_people_and_their_roles(here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert here("user", "add", "bell", "--display", "DC B. Bell", "--role", "officer").code == 2
    monkeypatch.setenv("SOC_DESK_NEW_PASSPHRASE", "short")
    assert here("user", "add", "bell", "--display", "DC B. Bell", "--role", "officer").code == 2
    monkeypatch.setenv("SOC_DESK_NEW_PASSPHRASE", "heron quarry lamp")
    made = here.document("user", "add", "bell", "--display", "DC B. Bell", "--role", "officer")
    assert {"id", "name"} <= set(made)
    assert here("user", "add", "BELL", "--display", "x", "--role", "officer").code == 2
    assert here("user", "role", "bell", "--role", "officer", "--role", "auditor").code == 0
    found = next(row for row in here.document("user", "list") if row["name"] == "bell")
    assert set(found["roles"]) == {"officer", "auditor"}

    monkeypatch.setenv("SOC_DESK_USER", "Bell")
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", "heron quarry lamp")
    assert here("store", "info").code == 0
    told = here("user", "disable", FOUNDER.name)
    assert (told.code, "role" in told.err) == (3, True)
    monkeypatch.setenv("SOC_DESK_NEW_PASSPHRASE", "kettle orbit marsh")
    assert here("user", "passphrase").code == 0
    assert here("store", "info").code == 3
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", "kettle orbit marsh")
    assert here("store", "info").code == 0

    monkeypatch.setenv("SOC_DESK_USER", FOUNDER.name)
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", "otter lamp quarry")
    assert here("user", "disable", "bell").code == 0
    disabled = next(row for row in here.document("user", "list") if row["name"] == "bell")["disabled_at"]
    assert INSTANT.fullmatch(disabled)
    monkeypatch.setenv("SOC_DESK_USER", "bell")
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", "kettle orbit marsh")
    assert here("store", "info").code == 3


def test_a_person_comes_back_and_keys_are_given_anew(
    here: Desk, monkeypatch: pytest.MonkeyPatch, store_file: StoreFile
) -> None:
    monkeypatch.setenv("SOC_DESK_NEW_PASSPHRASE", "kettle orbit marsh")
    assert here("user", "add", "bell", "--display", "DC Bell", "--role", "officer").code == 0
    assert here("user", "disable", "bell").code == 0
    assert "Enable them again" in here("user", "key", "bell").err
    assert here("user", "enable", "bell").out == "DC Bell can sign in as bell again.\n"
    assert (here("user", "enable", "bell").code, here("user", "enable", "nobody").code) == (2, 2)
    monkeypatch.setenv("SOC_DESK_NEW_PASSPHRASE", "velvet anchor maple")
    assert here("user", "key", "bell").out == "DC Bell signs in with the new passphrase.\n"
    monkeypatch.setenv("SOC_DESK_NEW_PASSPHRASE", "weak")
    assert here("user", "key", "bell").code == 2
    assert here("user", "add", "hart", "--display", "DC Hart", "--role", "officer").code == 2
    assert {row["name"] for row in here.document("user", "list")} & {"bell", "hart"} == {"bell"}
    monkeypatch.setenv("SOC_DESK_NEW_PASSPHRASE", "granite heron teapot")
    assert here("user", "passphrase").code == 0
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", "granite heron teapot")
    titles = [row["title"] for row in here.document("audit", "list", "--limit", "5")]
    assert titles[0] == "Change one's own passphrase"
    assert "Give a person a new passphrase" in titles
    assert keys.unlock(store_file.path, "bell", "velvet anchor maple") == store_file.key


def test_backups_and_restores_are_in_the_log(here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = here.document("store", "backup", tmp_path / "b.socdesk")
    assert told["logged"] is True
    rows = here.document("audit", "list", "--limit", "1")
    assert (rows[0]["title"], rows[0]["seq"]) == ("Back the store up", told["audit_head"])
    restored = here.document("store", "restore", tmp_path / "b.socdesk")
    rows = here.document("audit", "list", "--limit", "1")
    assert (rows[0]["title"], rows[0]["seq"], rows[0]["category"]) == (
        "Restore a backup", restored["audit_head"], "security",
    )  # fmt: skip

    def full(*_: object, **__: object) -> None:
        raise StoreUnavailable("The disk is full. Make room, then try again; nothing was saved.")

    monkeypatch.setattr("soc_desk.store.store.seal", full)
    unlogged = here("store", "backup", tmp_path / "c.socdesk", "--json")
    assert (unlogged.code, unlogged.document["logged"]) == (0, False)
    assert "not in the audit log. The disk is full" in unlogged.err


def test_a_restore_elsewhere_is_heard_of_and_accepted(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.document("store", "backup", tmp_path / "b.socdesk")
    here.document("audit", "list")
    home = os.environ["SOC_DESK_HOME"]
    monkeypatch.setenv("SOC_DESK_HOME", str(tmp_path / "elsewhere"))
    here.document("store", "restore", tmp_path / "b.socdesk")
    monkeypatch.setenv("SOC_DESK_HOME", home)
    told = here("audit", "verify", "--json")
    assert (told.code, told.document["intact"], told.document["restored"]) == (1, False, True)
    assert "soc-desk audit accept" in told.err
    assert here("audit", "accept").code == 2
    assert here("audit", "accept", "--reason", " ").code == 2
    accepted = here.document("audit", "accept", "--reason", "Agreed.")
    assert accepted["lost"]
    quiet = here("audit", "verify", "--json")
    assert (quiet.code, quiet.document["intact"], quiet.err) == (0, True, "")
    assert here.document("audit", "accept", "--reason", "Again.")["lost"] == []


def test_policies(here: Desk) -> None:
    assert {"name", "value", "valid_from", "source"} <= set(here.document("policy", "list")[0])
    assert (
        here("policy", "set", "ocg.archive_after_days", "120", "--source", "Tasking", "--from", "2026-04-01").code == 0
    )
    rows = [row for row in here.document("policy", "list") if row["name"] == "ocg.archive_after_days"]
    assert {row["valid_from"]: row["value"] for row in rows}["2026-04-01"] == 120
    assert len(rows) == 2


def test_codes_of_a_list(here: Desk) -> None:
    def threat() -> dict[str, object]:
        rows = here.document("policy", "codes", "soc_threat")["soc_threat"]
        return next(row for row in rows if row["code"] == "OIC")

    assert threat()["valid_to"] is None
    assert here("policy", "relabel", "soc_threat", "OIC", "Immigration crime", "--source", "Glossary").code == 0
    assert here("policy", "close", "soc_threat", "OIC", "--source", "Glossary", "--until", "2026-01-31").code == 0
    assert (threat()["label"], threat()["valid_to"]) == ("Immigration crime", "2026-01-31")
    assert "OIC: Immigration crime (until 2026-01-31)" in here("policy", "codes", "soc_threat").out
    assert here("policy", "close", "soc_threat", "OIC", "--source", "Glossary", "--reopen").code == 0
    assert threat()["valid_to"] is None
    assert {"agency", "soc_threat"} <= set(here.document("policy", "codes"))


def test_the_log(here: Desk, tmp_path: Path) -> None:
    told = here.document("audit", "verify")
    assert set(told) >= {"events", "intact", "first_break", "head"}
    rows = here.document("audit", "list", "--limit", "5")
    assert len(rows) == 5
    assert all(INSTANT.fullmatch(row["at"]) and row["at_utc"].endswith("+00:00") for row in rows)
    assert here.document("audit", "verify")["events"] == told["events"] + 1  # reading the log is logged
    for ending in ("csv", "json"):
        out = tmp_path / f"log.{ending}"
        assert here("audit", "export", "--out", out, "--for", "Auditor", "--purpose", "Inspection").code == 0
        assert "Inspection" not in out.read_text("utf-8") or ending == "json"
    assert json.loads((tmp_path / "log.json").read_text("utf-8"))[0]["seq"] == "1"
    assert here.document("audit", "verify")["intact"] is True


def test_reports(here: Desk, tmp_path: Path) -> None:
    here.document("import", TRACKER, "--kind", "disruptions", code=1)
    figures = here.document("report", "caseload", "--period", "2022")
    out = tmp_path / "c.pdf"
    both = here(
        "report", "caseload", "--period", "2022", "--out", out, "--for", "ACC", "--purpose", "Tasking", "--json"
    )
    assert both.document["total"] == figures["total"]
    assert out.read_bytes().startswith(b"%PDF")
    assert (
        here("report", "caseload", "--period", "2022", "--out", out, "--for", "ACC", "--purpose", "Tasking").code == 0
    )


def test_groups_are_imported(here: Desk, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "ocgs.csv",
        [("OCG ref", "Name", "Threat"), ("OCG-0101", "Kestrel", "Drugs"), ("OCG-0102", "Merlin", "Fraud")],
    )
    told = here.document("import", path, "--kind", "ocgs")
    assert (told["rows"], told["accepted"]) == (2, 2)
    assert here.document("store", "info")["counts"]["ocgs"] == 2
    assert here.document("import", path, "--kind", "ocgs")["duplicates"] == 2
    here.document("import", "--undo", told["reference"])
    assert here.document("store", "info")["counts"]["ocgs"] == 0


def test_what_a_role_does_not_allow_is_refused(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOC_DESK_NEW_PASSPHRASE", "heron quarry lamp")
    here.document("user", "add", "audit", "--display", "A", "--role", "auditor")
    monkeypatch.setenv("SOC_DESK_USER", "audit")
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", "heron quarry lamp")
    told = here("import", TRACKER, "--kind", "disruptions")
    assert (told.code, "role" in told.err) == (3, True), told
    assert here.document("store", "info")["counts"]["disruptions"] == 0


@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_of_the_program_itself_is_a_sentence_too(
    here: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, debug: bool
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret narrative")

    monkeypatch.setattr("soc_desk.services.counts.by_table", broken)
    assert cli.main([*(["--debug"] if debug else []), "store", "info", "--json"]) == 3
    out, err = capsys.readouterr()
    assert (out, "ZeroDivisionError" in err) == ("", True)
    assert ("Traceback" in err, "secret" in err) == (debug, debug)
    assert session.debug is debug


def test_interrupted_work_says_that_nothing_was_changed(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("soc_desk.imports.reading.look", interrupt)
    told = here("import", TRACKER, "--kind", "disruptions")
    assert (told.code, told.err) == (2, "Stopped; nothing was changed.\n")
    monkeypatch.setattr("soc_desk.cli.store.address", interrupt)
    assert here("store", "check").code == 2


def test_the_desktop_is_opened_by_the_command_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def window(arguments: list[str]) -> int:
        asked.append(arguments)
        return 0

    assert cli.main([], window) == 0
    assert cli.main(["--store", "some.socdesk"], window) == 0
    assert asked == [[], ["--store", "some.socdesk"]]
    assert desk().code == 2  # without a desktop it says so
