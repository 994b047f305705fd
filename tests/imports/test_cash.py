"""Cash registers: the shared register comes in as its expected figures say, odd cells are refused or said."""

import json
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from soc_desk.domain import Area, CaseOrder, Duty, PocaCase
from soc_desk.domain.period import quarter
from soc_desk.errors import Invalid
from soc_desk.imports import reading
from soc_desk.imports.cash import clock
from soc_desk.services import import_undo, imports
from soc_desk.services.import_cash import order_moment
from soc_desk.services.import_rows import ParsedImport
from soc_desk.services.imports import ImportResult
from soc_desk.services.poca import measures, summary, targets
from soc_desk.services.poca.targets import TargetDraft
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, ImportKind
from soc_desk.vocabulary.measures import MeasureKind, Rag
from soc_desk.vocabulary.poca import CaseState

DATA = Path(__file__).parent / "data"
HEADINGS = "Case,Seized,Time,LPA,From,Amount,1st order,2nd order,Result,Result date"
TODAY = date(2026, 11, 22)


def read(path: Path) -> ParsedImport:
    return reading.read(path, reading.look(path, ImportKind.CASH).mapping, on=TODAY)


def register(folder: Path, *rows: str) -> ParsedImport:
    path = folder / "register.csv"
    path.write_text("\n".join((HEADINGS, *rows)) + "\n", encoding="utf-8")
    return read(path)


def keep(store: Store, by: Actor, parsed: ParsedImport) -> ImportResult:
    return store.write(by, imports.import_cash, parsed).value


def test_the_shared_register_gives_the_published_figures(store: Store, champion: Actor) -> None:
    expected = json.loads((DATA / "cash_register_a.expected.json").read_text(encoding="utf-8"))
    parsed = read(DATA / "cash_register_a.xlsx")
    preview = store.read(champion, imports.preview, parsed)
    result = keep(store, champion, parsed)
    assert (result.rows, result.accepted, result.rejected, result.duplicates) == (expected["rows"], 146, 0, 0)
    assert preview.ready == result.accepted
    for name, year in (("2013-Q1", 2013), ("2014-Q1", 2014)):
        told = store.read(champion, measures.orders, quarter(year, 1))
        assert told.first_orders == expected["first_orders"][name]
        assert told.further_orders == expected["further_orders"][name]
    ledger = store.read(champion, summary.ledger)
    assert ledger.seized_pence == expected["seized_pence"]
    assert ledger.agrees


def test_the_imported_quarter_is_green_by_pro_rata_and_amber_against_the_raw_figure(
    store: Store, champion: Actor
) -> None:
    keep(store, champion, read(DATA / "cash_register_a.xlsx"))
    store.write(champion, targets.record, TargetDraft(year=2014, value=160, source="Target table, synthetic"))
    told = store.read(champion, measures.performance, date(2014, 6, 30))
    row = next(row for row in told.force if row.measure is MeasureKind.CASH_DETENTION_ORDERS)
    assert (row.value, row.last_year, row.judgement.rag, row.raw.rag) == (44, 29, Rag.GREEN, Rag.AMBER)
    assert row.judgement.held_against == 40
    assert sum(area.value for area in told.areas) == 44


def test_the_same_register_again_is_all_repeats(store: Store, champion: Actor) -> None:
    keep(store, champion, read(DATA / "cash_register_a.xlsx"))
    again = keep(store, champion, read(DATA / "cash_register_a.xlsx"))
    assert (again.accepted, again.duplicates, again.import_id) == (0, 146, None)


def test_an_import_is_taken_back_as_one(store: Store, champion: Actor) -> None:
    result = keep(store, champion, read(DATA / "cash_register_a.xlsx"))
    assert result.import_id is not None
    undone = store.write(champion, import_undo.undo, result.import_id).value
    assert (undone.records, undone.kept) == (146, 0)
    for kind in (PocaCase, CaseOrder, Duty):
        assert store.read(champion, lambda session, kind=kind: session.scalar(select(func.count(kind.id)))) == 0
    assert store.read(champion, lambda session: set(session.scalars(select(Area.name)))) == {"North", "South"}


@use_case("Work on a case", needs=EVERYONE)
def work_on(work: Work) -> None:
    """Somebody changes one of the imported cases."""
    case = work.session.scalars(select(PocaCase).limit(1)).one()
    case.place = "High Street"


def test_an_import_somebody_worked_on_stays(store: Store, champion: Actor, tmp_path: Path) -> None:
    result = keep(store, champion, register(tmp_path, "C1,6/11/2026,20:15,North,Person S1,6150,,,,"))
    store.write(champion, work_on)
    assert result.import_id is not None
    with pytest.raises(Invalid, match="somebody has worked on C-"):
        store.write(champion, import_undo.undo, result.import_id)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("C1,,,North,S,100,,,,", "There is no date of seizure."),
        ("C1,1/12/2026,,North,S,100,,,,", "in the future"),
        ("C1,1/5/2026,,North,S,lots,,,,", "not a sum in pounds"),
        ("C1,1/5/2026,,North,S,100,30/4/2026,,,", "Order 1 of 30 Apr 2026 is before 1 May 2026."),
        ("C1,1/5/2026,,North,S,100,,5/6/2026,,", "There is an order 2 and no order 1."),
        ("C1,1/5/2026,,North,S,100,5/5/2026,4/5/2026,,", "Order 2 of 4 May 2026 is before 5 May 2026."),
        ("C1,1/5/2026,,North,S,100,5/5/2026,,Forfeited,2/5/2026", "The result of 2 May 2026 is before 5 May 2026."),
        ("C1,1/5/2026,,North,S,100,5/5/2026,,Perhaps,", "result"),
    ],
)
def test_a_row_that_cannot_be_right_is_left_out_with_its_reason(tmp_path: Path, row: str, told: str) -> None:
    parsed = register(tmp_path, "C0,1/4/2026,09:00,North,S,100,2/4/2026,,,", row)
    assert (len(parsed.lines), parsed.rejected) == (1, 1)
    assert told in parsed.problems[0].problem


def test_a_second_row_for_a_case_is_left_out(tmp_path: Path) -> None:
    parsed = register(tmp_path, "C1,1/4/2026,09:00,North,S,100,,,,", "c 1,2/4/2026,09:00,North,S,100,,,,")
    assert parsed.rejected == 1
    assert "This case is on row 2 already" in parsed.problems[0].problem


def test_an_amount_or_time_that_is_not_given_is_not_known(store: Store, champion: Actor, tmp_path: Path) -> None:
    parsed = register(tmp_path, "C1,6/11/2026,,North,Person S1,,,,,", "C2,6/11/2026,2015 hrs,North,Person S2,0,,,,")
    assert "1 row gives no time of seizure" in " ".join(parsed.warnings)
    assert "1 row gives no amount" in " ".join(parsed.warnings)
    keep(store, champion, parsed)
    found = store.read(
        champion,
        lambda session: [
            tuple(row)
            for row in session.execute(
                select(PocaCase.register_ref, PocaCase.seized_at, PocaCase.seized_pence).order_by(PocaCase.register_ref)
            )
        ],
    )
    friday = date(2026, 11, 6)
    assert found == [
        ("C1", datetime.combine(friday, time()), None),
        ("C2", datetime.combine(friday, time(20, 15)), 0),
    ]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ("C1,2/11/2026,09:00,North,S,100,,,,", CaseState.SEIZED),
        ("C1,2/11/2026,09:00,North,S,100,3/11/2026,,,", CaseState.DETAINED),
        ("C1,2/11/2026,09:00,North,S,100,3/11/2026,,Forfeited,10/11/2026", CaseState.FORFEITURE_ORDERED),
        ("C1,2/3/2026,09:00,North,S,100,3/3/2026,,Forfeited,10/4/2026", CaseState.FINAL),
        ("C1,2/3/2025,09:00,North,S,100,3/3/2025,,Forfeited,10/4/2025", CaseState.CLOSED),
        ("C1,2/3/2025,09:00,North,S,100,3/3/2025,,By notice,10/4/2025", CaseState.CLOSED),
        ("C1,2/11/2026,09:00,North,S,100,3/11/2026,,By notice,10/11/2026", CaseState.FORFEITED_BY_NOTICE),
        ("C1,2/3/2026,09:00,North,S,100,3/3/2026,,Released,10/4/2026", CaseState.RELEASED),
        ("C1,2/3/2026,09:00,North,S,100,3/3/2026,,Part released,10/4/2026", CaseState.DETAINED),
    ],
)
def test_a_row_becomes_a_case_in_the_state_it_tells(
    store: Store, champion: Actor, tmp_path: Path, row: str, state: CaseState
) -> None:
    keep(store, champion, register(tmp_path, row))
    found = store.read(champion, lambda session: session.execute(select(PocaCase.state, PocaCase.first_order_on)).one())
    assert found.state is state
    year = 2025 if state is CaseState.CLOSED else 2026
    assert found.first_order_on == (None if state is CaseState.SEIZED else date(year, 11 if "/11/" in row else 3, 3))
    assert store.read(champion, summary.ledger).agrees


def test_what_a_register_leaves_open_is_said(tmp_path: Path, store: Store, champion: Actor) -> None:
    parsed = register(tmp_path, "C1,2/3/2026,09:00,North,S,100,3/3/2026,,Part released,10/4/2026")
    warnings = store.read(champion, imports.preview, parsed).result.warnings
    assert any("1 case was released in part" in told for told in warnings)


def test_what_was_forfeited_long_ago_is_said_to_come_in_closed(tmp_path: Path, store: Store, champion: Actor) -> None:
    parsed = register(tmp_path, "C1,2/3/2025,09:00,North,S,100,3/3/2025,,Forfeited,10/4/2025")
    warnings = store.read(champion, imports.preview, parsed).result.warnings
    assert any("1 case was forfeited more than a year ago" in told for told in warnings)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (datetime.combine(date(2014, 5, 14), time(10, 10)), time(10, 10)),
        (datetime.combine(date(2014, 5, 14), time()), None),
        (41773.423611, time(10, 10)),
        ("14/05/2014 10:10", time(10, 10)),
        ("14 May 14 at 1010 hrs", time(10, 10)),
        ("9.05pm", time(21, 5)),
        ("2015", time(20, 15)),
        ("14/05/2014", None),
        ("14.05.2014", None),
        (None, None),
    ],
)
def test_the_time_of_day_in_a_cell(cell: object, told: time | None) -> None:
    assert clock(cell) == told  # type: ignore[arg-type]


def test_an_order_known_by_its_day_comes_after_the_seizure() -> None:
    day = date(2026, 11, 6)
    assert order_moment(day, datetime.combine(day, time(0, 30))).time() == time(10)
    assert order_moment(day, datetime.combine(day, time(14))).time() == time(14, 1)
