"""The POCA summary and the performance report: figures that add up, on screen, as JSON and on paper."""

import json
from datetime import date, datetime, time, timedelta
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from soc_desk.domain import Disclosure, PocaCase
from soc_desk.reports import performance as performance_drawing
from soc_desk.reports import poca as drawing
from soc_desk.services.poca import summary, targets
from soc_desk.services.poca.targets import TargetDraft
from soc_desk.services.prints import Addressed, pounds
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.poca import CaseKind, CaseState
from soc_desk.vocabulary.request import RequestState
from tests.services.requests.ways import bring, on

TO = Addressed(recipient="Chief Insp Rowe", purpose="Monthly tasking")
TODAY = date(2014, 6, 30)
NOON = datetime.combine(TODAY, time(12))


@use_case("Put cases in the store", needs=EVERYONE)
def put(work: Work, *cases: dict[str, object]) -> None:
    """Cases with the fields named; seized at noon on 1 May 2014 where nothing else is said."""
    usual = {
        "kind": CaseKind.CASH, "state": CaseState.DETAINED, "recorded_by_id": work.actor.id, "recorded_at": work.now,
        "seized_at": datetime.combine(date(2014, 5, 1), time(12)),
    }  # fmt: skip
    for case in cases:
        work.add(PocaCase(**{"reference": work.next_reference("C"), **usual, **case}))


def fill(store: Store, by: Actor) -> None:
    """Two detained, one partly released, one forfeited by notice, one not counted yet, an order to pay."""
    store.write(
        by,
        put,
        {"seized_pence": 615_000, "held_pence": 615_000, "first_order_on": date(2014, 5, 2)},
        {"seized_pence": 100_000, "held_pence": 60_000, "released_pence": 40_000, "first_order_on": date(2014, 5, 2)},
        {
            "state": CaseState.FINAL, "seized_pence": 394_000, "held_pence": 0, "forfeited_pence": 394_000,
            "first_order_on": date(2013, 5, 2), "forfeited_on": date(2014, 6, 1), "forfeited_by_notice": True,
        },
        {"state": CaseState.SEIZED},
        {
            "reference": "CO-1", "kind": CaseKind.CONFISCATION, "state": CaseState.TO_PAY, "seized_at": None,
            "order_pence": 21_040_000, "paid_pence": 3_500_000, "pay_by": date(2014, 6, 1),
        },
    )  # fmt: skip


def text_of(pdf: BytesIO) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)


def test_what_is_held_adds_up_by_stage_and_in_the_ledger(store: Store, officer: Actor) -> None:
    fill(store, officer)
    poca = store.read(officer, summary.summary, TODAY, NOON)
    by_state = {stage.state: (stage.cases, stage.held_pence, stage.unknown) for stage in poca.stages}
    assert by_state == {
        CaseState.SEIZED: (1, 0, 1),
        CaseState.DETAINED: (2, 675_000, 0),
        CaseState.FINAL: (1, 0, 0),
    }
    assert poca.held_pence == poca.ledger.held_pence == 675_000
    assert poca.ledger.seized_pence == 1_109_000
    assert poca.ledger.agrees
    assert (poca.unpaid.orders, poca.unpaid.past, poca.unpaid.unpaid_pence) == (1, 1, 17_540_000)
    year = poca.performance.orders
    assert (year.first_orders, year.seizures, year.forfeitures, year.forfeited_by_notice) == (2, 4, 1, 1)


def test_what_ran_out_is_held_as_expired_though_nobody_marked_it(store: Store, officer: Actor) -> None:
    detained = {"seized_pence": 500, "held_pence": 500}
    store.write(officer, put, {**detained, "detained_until": NOON}, {**detained, "state": CaseState.EXPIRED}, detained)
    told = store.read(officer, summary.stages, NOON)
    assert {stage.state: (stage.cases, stage.held_pence) for stage in told} == {
        CaseState.DETAINED: (1, 500), CaseState.EXPIRED: (2, 1_000),
    }  # fmt: skip
    before = store.read(officer, summary.stages, NOON - timedelta(minutes=1))
    assert {stage.state: stage.cases for stage in before} == {CaseState.DETAINED: 2, CaseState.EXPIRED: 1}


def test_a_case_that_does_not_add_up_is_named(store: Store, officer: Actor) -> None:
    store.write(officer, put, {"reference": "C-X", "seized_pence": 500, "held_pence": 400})
    ledger = store.read(officer, summary.ledger)
    assert ledger.differing == ("C-X",)
    assert not ledger.agrees


def test_the_print_carries_the_figures_and_its_disclosure(store: Store, officer: Actor, supervisor: Actor) -> None:
    fill(store, officer)
    store.write(supervisor, targets.record, TargetDraft(year=2014, value=8, source="Delivery plan, action 3.6"))
    told = store.write(supervisor, summary.print_out, TO, TODAY).value
    pdf = BytesIO()
    assert drawing.draw(told, pdf) == len(PdfReader(pdf).pages)
    text = text_of(pdf)
    for words in (
        "OFFICIAL-SENSITIVE",
        "£6,750.00",
        "£175,400.00",
        "Delivery plan, action 3.6",
        "Green",
        "Chief Insp Rowe",
    ):
        assert words in text
    logged = store.read(supervisor, lambda session: session.scalars(select(Disclosure.reference)).all())
    assert logged == [told.furniture.print_id]
    assert told.furniture.print_id in text


def test_a_preview_leaves_no_disclosure(store: Store, officer: Actor, supervisor: Actor) -> None:
    fill(store, officer)
    shown = store.write(supervisor, summary.preview, TODAY).value
    report = store.write(supervisor, summary.preview_performance, TODAY).value
    assert shown.poca.performance.force == report.performance.force
    assert store.read(supervisor, lambda session: session.scalars(select(Disclosure.reference)).all()) == []


def test_the_performance_report_says_why(store: Store, officer: Actor, champion: Actor) -> None:
    fill(store, officer)
    store.write(champion, targets.record, TargetDraft(year=2014, value=162, source="Force performance summary"))
    store._clock = on(TODAY)
    bring(store, RequestState.SUBMITTED, needed_by=TODAY)
    told = store.write(champion, summary.print_performance, TO, TODAY).value
    assert store.read(champion, summary.performance_figures, TODAY)["requests"] == summary.plain(told.requests)
    assert told.requests.rows[0].open == 1
    pdf = BytesIO()
    performance_drawing.draw(told, pdf)
    text = " ".join(text_of(pdf).split())
    assert "2 is below the target of 40.5" in text
    assert "Open 1 1 0" in text
    assert "Queue (median, 90th) – – –" in text
    assert "nine of ten took so long or less" in text.casefold()
    assert "2 1 162 41 Amber" in text  # a half goes up
    assert told.performance.force[0].judgement.reason == "2 is below the target of 40.5 but better than last year's 1."


def test_the_same_summary_draws_the_same_bytes(store: Store, officer: Actor, supervisor: Actor) -> None:
    fill(store, officer)
    told = store.write(supervisor, summary.preview, TODAY).value
    one, two = BytesIO(), BytesIO()
    drawing.draw(told, one)
    drawing.draw(told, two)
    assert one.getvalue() == two.getvalue()


def test_the_figures_go_as_json(store: Store, officer: Actor) -> None:
    fill(store, officer)
    told = json.loads(json.dumps(summary.plain(store.read(officer, summary.summary, TODAY, NOON))))
    assert told["ledger"]["seized_pence"] == 1_109_000
    assert told["performance"]["force"][0]["judgement"]["rag"] == "no_target"
    assert [stage["state"] for stage in told["stages"]] == ["seized", "detained", "final"]


def test_pounds() -> None:
    assert [pounds(pence) for pence in (615_000, 5, -250, None)] == ["£6,150.00", "£0.05", "−£2.50", "–"]
