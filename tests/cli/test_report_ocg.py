"""``soc-desk report ocg``: the profile of a group as a PDF, whom it leaves out, and what it refuses."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from soc_desk.domain import Disclosure
from soc_desk.services import ocgs, periods, subjects
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.ocg import DataCategory, HandlingGrade, LinkRole
from tests import factories, factories_intelligence, factories_ocg, factories_plan
from tests.cli.conftest import Desk
from tests.conftest import FOUNDER, PEOPLE, StoreFile
from tests.reports import samples

TO = ("--for", "Head of Crime", "--purpose", "Tasking meeting")


@pytest.fixture
def held(store_file: StoreFile) -> Iterator[Store]:
    store = Store(store_file.engine())
    yield store
    store.close()


@pytest.fixture
def officer() -> Actor:
    return PEOPLE["officer"]


@pytest.fixture
def group(held: Store, officer: Actor) -> UUID:
    """A group with a member, a child who may be a victim, two reports, a plan, a score and a disruption."""
    made = factories.active_ocg(held, officer, PEOPLE["coordinator"], name="Kestrel", mapped_on=periods.today())
    factories_ocg.member(held, officer, made, "Kowalski")
    child = factories_ocg.person_draft(
        given_names="Sam", family_name="Ample", born_on=periods.today() - timedelta(days=5_900)
    )
    as_victim = factories_ocg.link_draft(
        None, made, role=LinkRole.POTENTIAL_VICTIM, category=DataCategory.VICTIM, child_confirmed=True
    )
    held.write(officer, factories_ocg.links.record_and_link, child, as_victim)
    factories_intelligence.intelligence(held, officer, made, ir_ref="IR 4471/26", received_on=periods.today())
    factories_intelligence.intelligence(
        held, officer, made, ir_ref="IR 4472/26", received_on=periods.today(), handling=HandlingGrade.CONDITIONS,
        conditions="Ask the owner first.",
    )  # fmt: skip
    factories.score(held, officer, made, 3, scored_on=periods.today())
    factories_plan.action(held, officer, made)
    factories.approved(held, officer, PEOPLE["supervisor"], made, title="Line broken", disruption_date=periods.today())
    return made


def reference(held: Store, group: UUID) -> str:
    return held.read(FOUNDER, ocgs.detail, group, periods.today()).row.reference


def disclosures(held: Store) -> list[tuple[str, str]]:
    query = select(Disclosure.reference, Disclosure.recipient).order_by(Disclosure.reference)
    return held.read(FOUNDER, lambda session: [(row[0], row[1]) for row in session.execute(query)])


def test_the_profile_is_printed_and_logged(held: Store, here: Desk, group: UUID, tmp_path: Path) -> None:
    out = tmp_path / "kestrel.pdf"
    told = here("report", "ocg", reference(held, group), "--out", out, *TO)
    assert told.code == 0, told.err
    assert "pages written to" in told.out
    text = samples.words(out.read_bytes())
    ((print_id, recipient),) = disclosures(held)
    assert recipient == "Head of Crime"
    for words in (
        reference(held, group), "Kestrel", "Kowalski", "S. A. (under 18)", "IR 4471/26", "1/B/P", "Score 45 of 60",
        "Warrants at two addresses", "Line broken", "Head of Crime", "Tasking meeting", print_id,
        "1 more report has handling conditions and is left out", "OFFICIAL-SENSITIVE",
    ):  # fmt: skip
        assert words in text, words
    for left_out in ("Ample", "IR 4472/26", "Ask the owner first"):
        assert left_out not in text


def test_conditions_are_asked_for_and_shown(held: Store, here: Desk, group: UUID, tmp_path: Path) -> None:
    out = tmp_path / "kestrel.pdf"
    assert here("report", "ocg", reference(held, group), "--with-conditions", "--out", out, *TO).code == 0
    text = samples.words(out.read_bytes())
    assert "IR 4472/26" in text
    assert "Ask the owner first" in text


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("OCG-2026-0099", "--out", "x.pdf", *TO), "There is no group OCG-2026-0099, or it is not open to you."),
        (("{ref}", *TO), "Give --out FILE.pdf"),
        (("{ref}", "--out", "x.pdf", "--for", "Head of Crime"), "Say what it is for"),
        (("{ref}", "--out", "x.pdf", "--purpose", "Tasking"), "Name who receives it."),
        (("{ref}", "--out", "nowhere/x.pdf", *TO), "nowhere"),
    ],
)
def test_what_is_missing_or_not_open_is_said(
    held: Store, here: Desk, group: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...], why: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    told = here("report", "ocg", *(word.replace("{ref}", reference(held, group)) for word in arguments))
    assert told.code >= 2
    assert why in told.err
    assert not Path("x.pdf").exists()
    assert disclosures(held) == []


def test_a_closed_group_answers_like_none(held: Store, here: Desk, group: UUID, tmp_path: Path) -> None:
    named = reference(held, group)
    officer = PEOPLE["officer"]
    held.write(officer, subjects.set_access, group, factories.version(held, officer, group), Access.RESTRICTED, ())
    told = here("report", "ocg", named, "--out", tmp_path / "x.pdf", *TO)
    assert told.err == f"There is no group {named}, or it is not open to you.\n"
    assert disclosures(held) == []


def test_the_figures_come_as_json_and_name_nobody(held: Store, here: Desk, group: UUID) -> None:
    told = here("report", "ocg", reference(held, group).lower(), "--json")
    assert told.code == 0, told.err
    figures = json.loads(told.out)
    assert (figures["reference"], figures["people"]["now"]) == (reference(held, group), 2)
    assert figures["left_out"]["intelligence"] == 1
    assert figures["archive_after_days"] == 183
    assert not [word for word in ("Kowalski", "Ample") if word in told.out]
