"""Commands that tell of cases refuse whoever may not read them; zeros would be taken for an answer."""

from pathlib import Path

import pytest

from tests.cli.conftest import TRACKER, YEAR, Desk
from tests.conftest import PASSPHRASE

CASES = "Your role does not allow you to read cases, nor the returns made from them.\n"
ASKED = {
    ("return", "check", "--period", YEAR): CASES,
    ("return", "list"): CASES,
    ("return", "diff", "2022"): CASES,
    ("return", "verify", str(TRACKER)): CASES,
    ("due",): "Your role does not allow you to read cases, nor what is due in them.\n",
    ("report", "caseload", "--json"): "Your role does not allow you to: print the caseload summary.\n",
    ("report", "poca", "--json"): "Your role does not allow you to: print the POCA summary.\n",
    ("report", "performance", "--json"): "Your role does not allow you to: print the performance report.\n",
    ("report", "ocg", "OCG-2026-0001", "--json"): "Your role does not allow you to: print the profile of an OCG.\n",
    ("report", "person", "N-2026-0001", "--out", "x.pdf"): "Your role does not allow you to: print ",
    ("import", str(TRACKER), "--kind", "disruptions", "--dry-run"): "Your role does not allow you to: import ",
}


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_reads_no_cases_is_refused_not_given_zeros(
    here: Desk, role: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOC_DESK_NEW_PASSPHRASE", PASSPHRASE)
    assert here("user", "add", "keeper", "--display", "K. Keeper", "--role", role).code == 0
    monkeypatch.setenv("SOC_DESK_USER", "keeper")
    for command, said in ASKED.items():
        told = here(*command)
        assert (told.code, told.err.startswith(said)) == (3, True), (command, told)
    assert list(tmp_path.glob("*.pdf")) == []
