"""``soc-desk report caseload``: open cases against posts and people in post, as figures and on paper."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from soc_desk.domain import PocaCase
from soc_desk.services import strength
from soc_desk.services.strength import StrengthDraft
from soc_desk.store import Store, Work, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.poca import CaseKind, CaseState
from tests.cli.conftest import Desk
from tests.conftest import PEOPLE, TEAM_ID, StoreFile
from tests.reports.samples import words


@use_case("Give a team 83 cases for the test", needs=EVERYONE)
def give(work: Work) -> None:
    for number in range(83):
        work.add(
            PocaCase(
                reference=f"C-2026-{number:04}", kind=CaseKind.CASH, state=CaseState.DETAINED, team_id=TEAM_ID,
                owner_id=work.actor.id, recorded_by_id=work.actor.id, recorded_at=work.now,
            )
        )  # fmt: skip


def test_83_cases_are_27_7_in_post_and_13_8_established(here: Desk, store_file: StoreFile, tmp_path: Path) -> None:
    held = Store(store_file.engine())
    held.write(PEOPLE["officer"], give)
    posts = StrengthDraft(
        team_id=TEAM_ID, role="DC", established=Decimal(6), actual=Decimal(3), starts_on=date(2020, 4, 1)
    )
    held.write(PEOPLE["supervisor"], strength.record, posts)
    held.close()
    out = tmp_path / "caseload.pdf"
    told = here("report", "caseload", "--json", "--out", out, "--for", "DI S. Upervisor", "--purpose", "Tasking")
    assert told.code == 0, told
    (team,) = told.document["strength"]["teams"]
    assert (team["open_cases"], team["actual"], team["established"]) == (83, 3.0, 6.0)
    assert (team["per_actual"], team["per_established"]) == (27.7, 13.8)
    assert told.document["strength"]["by_role"] == [{"role": "DC", "established": 6.0, "actual": 3.0, "vacancy": 50.0}]
    assert "Proactive team 83 3 6 27.7 13.8" in words(out.read_bytes())
