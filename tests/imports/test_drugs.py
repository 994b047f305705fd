"""Drugs of a tracker: kind, amount, unit and street value; noughts; and rows imported before either was read."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Outcome
from soc_desk.imports.drugs import read_amount, unit_of
from soc_desk.services import imports
from soc_desk.services.import_rows import DrugLine
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import OutcomeKind
from tests.imports.trackers import GOOD, HEADINGS, csv_file, parsed

DRUGS = ("Drug", "Drug quantity", "Drug unit", "Street value")


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("1.2 kg", "", (1.2, "kg")),
        ("250g", "", (0.25, "kg")),
        ("30 wraps", "", (30.0, "wraps")),
        ("30 x wraps", "kg", (30.0, "wraps")),
        ("approx 1,200 tablets", "", (1200.0, "tablets")),
        (3, "plants", (3.0, "plants")),
        (0.4567, "kg", (0.457, "kg")),
        (12, "", (12.0, "")),
        ("nil", "g", (0.0, "kg")),
        (".5kg", "", (0.5, "kg")),
    ],
)
def test_an_amount_is_read(cell: Any, unit: str, amount: tuple[float, str]) -> None:
    assert read_amount(cell, unit).value == amount


@pytest.mark.parametrize("cell", ["lots", "2 suitcases", "kg", True, "-3 kg", "9" * 12])
def test_what_is_no_amount_is_told_with_its_remedy(cell: Any) -> None:
    reading = read_amount(cell)
    assert reading.value is None
    assert reading.problem.endswith("is not an amount of drugs.")


def test_a_cell_that_says_nothing_is_no_amount() -> None:
    assert read_amount("n/k").is_blank


@pytest.mark.parametrize(
    ("heading", "unit"), [("Drugs (g)", "g"), ("Amount of drugs [kg]", "kg"), ("Drugs seized", ""), ("Wraps", "wraps")]
)
def test_a_heading_tells_the_unit(heading: str, unit: str) -> None:
    assert unit_of(heading) == unit


def lines_of(path: Path, headings: tuple[str, ...], *rows: tuple[Any, ...]) -> list[DrugLine | None]:
    file = csv_file(path / "t.csv", [(*HEADINGS, *headings), *((*GOOD, *row) for row in rows)])
    return [line.drugs for line in parsed(file).lines]  # type: ignore[union-attr]  # disruptions


def test_the_columns_of_a_tracker(tmp_path: Path) -> None:
    found = lines_of(
        tmp_path, DRUGS, ("Cocaine", "1.2", "kg", "£48,000"), ("crack", "30", "wraps", ""), ("", "", "", "£500"),
        ("None", "0", "", "0"), ("Heroin", "0", "kg", ""), ("", "", "", ""),
    )  # fmt: skip
    assert found == [
        DrugLine("cocaine", 1.2, "kg", 4_800_000),
        DrugLine("cocaine", 30.0, "wraps", None),
        DrugLine("", None, "", 50_000),
        None,
        DrugLine("heroin", 0.0, "kg", None),
        None,
    ]


def test_one_column_with_amount_and_unit(tmp_path: Path) -> None:
    assert lines_of(tmp_path, ("Drugs seized (g)",), ("250",), ("1kg",), ("nil",)) == [
        DrugLine("", 0.25, "kg", None),
        DrugLine("", 1.0, "kg", None),
        None,
    ]


def test_what_is_not_understood_is_warned_of_and_the_row_kept(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "t.csv", [(*HEADINGS, *DRUGS), (*GOOD, "Cocaine", "a lot", "kg", "much")])
    found = parsed(file)
    assert len(found.lines) == 1
    assert [warning.split(":")[0] for warning in found.warnings] == ["Column “Drug quantity”", "Column “Street value”"]


def outcomes(session: Session) -> list[tuple[Any, ...]]:
    columns = (Outcome.kind, Outcome.quantity, Outcome.unit, Outcome.detail, Outcome.value_pence)
    return [tuple(row) for row in session.execute(select(*columns).order_by(Outcome.position))]


def test_drugs_and_noughts_are_kept(store: Store, officer: Actor, tmp_path: Path) -> None:
    rows = [(*HEADINGS, "Arrests", "Cash seized", *DRUGS), (*GOOD, "0", "£0.00", "Cocaine", "1.25", "kg", "£50,000")]
    store.write(officer, imports.import_disruptions, parsed(csv_file(tmp_path / "t.csv", rows)))
    assert store.read(officer, outcomes) == [
        (OutcomeKind.ARRESTS, 0.0, "", "", None),
        (OutcomeKind.CASH_SEIZED, None, "", "", 0),
        (OutcomeKind.DRUGS, 1.25, "kg", "cocaine", 5_000_000),
    ]


def test_a_row_is_known_by_what_it_said_before_noughts_and_drugs_were_read(tmp_path: Path) -> None:
    without = parsed(csv_file(tmp_path / "t.csv", [HEADINGS, GOOD])).lines[0]
    rows = [(*HEADINGS, "Arrests", *DRUGS), (*GOOD, "0", "Cocaine", "1", "kg", "")]
    assert parsed(csv_file(tmp_path / "t.csv", rows)).lines[0].fingerprint == without.fingerprint
