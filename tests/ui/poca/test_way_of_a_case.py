"""A champion takes a seizure of the Thursday before Easter to its forfeiture; the board shows the right next thing."""

from datetime import date, datetime
from uuid import UUID

import pytest

from soc_desk.services.poca import cases
from soc_desk.services.poca.board import DutyRow, NextAction, Urgency
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseState, DutyKind, SeizurePower
from tests.factories_poca import COURT, FIRST_ENDS, FIRST_ORDER, THURSDAY, Clock, wall
from tests.ui.conftest import Sit
from tests.ui.poca.steps import at, expired, fill, later, lines, offered, press, save, sheet, take
from tests.ui.ways import Sitting
from ui.forms.seizure import SeizureForm
from ui.pages.poca import PocaPage
from ui.poca.catalogue import CaseStep
from ui.poca.step_sheet import StepSheet

WEDNESDAY = wall(2026, 4, 8, 15, 0)


@pytest.fixture
def sitting(sit: Sit, champion: Actor) -> Sitting:
    return sit(champion)


def log(sitting: Sitting, **over: object) -> UUID:
    """Log a seizure by the form, from the page's own button."""
    page = at(sitting)
    page.log_seizure()
    sitting.settle()
    form = sheet(sitting, SeizureForm)
    whole = {"seized_at": "2/4/2026 15:00", "place": "14 Example Road, Slough", "officer": "DC A. Example",
             "grounds": "Bundled notes beside a ledger of debts.", "power": SeizurePower.S294_1}  # fmt: skip
    fill(form.form, **{**whole, **over})
    _, estimate, *_ = form.form.field("money").widget._lines[0][1]
    estimate.setText("6150")
    estimate.textEdited.emit("6150")
    _, name, *_ = form.form.field("people").widget._lines[0][1]
    name.setText("Sam Ample")
    name.textEdited.emit("Sam Ample")
    save(sitting)
    found = sitting.at(PocaPage).record.id
    assert found is not None
    return found


def state(store: Store, reader: Actor, case: UUID, now: datetime) -> CaseState:
    return store.read(reader, cases.detail, case, now=now).row.state_now


def of(rows: list[DutyRow], kind: DutyKind) -> DutyRow:
    found = [row for row in rows if row.kind is kind]
    assert found, [f"{row.kind}: {row.what}" for row in rows]
    return found[0]


def test_the_form_says_wednesday_with_its_steps_while_the_minute_is_typed(sitting: Sitting) -> None:
    at(sitting).log_seizure()
    sitting.settle()
    form = sheet(sitting, SeizureForm)
    assert "Type the minute" in form.beside.deadline.text()
    fill(form.form, seized_at="2/4/2026 15:00")
    form._live.timeout.emit()
    sitting.settle()
    assert "Wed 8 Apr 2026 15:00" in form.beside.deadline.text()
    assert "The last court day before it is 8 Apr 2026." in form.beside.deadline.text()
    for step in ("Good Friday", "Easter Monday"):
        assert step in form.beside.steps.text()


def the_order(sitting: Sitting, store: Store, champion: Actor, ticking: Clock, case: UUID) -> None:
    """The order, by the button of the board."""
    ticking.at(FIRST_ORDER)
    page = at(sitting)
    press(sitting, of(lines(page), DutyKind.ORDER_OR_RELEASE))
    sitting.answer("Log a detention order")
    form = sheet(sitting, StepSheet)
    fill(form.form, made_at="7/4/2026 11:00", expires_on="6/10/2026", lodged_on="2/4/2026", court=COURT)
    assert "In time: it had to be made by Wed 8 Apr 2026 15:00." in form.meaning.text()
    assert "6 Oct 2026" in form.meaning.text()
    save(sitting)
    assert state(store, champion, case, FIRST_ORDER) is CaseState.DETAINED
    rows = later(sitting, ticking, wall(2026, 4, 7, 12, 0))
    assert not [row for row in rows if row.kind is DutyKind.ORDER_OR_RELEASE]
    extend = of(rows, DutyKind.EXTEND_OR_FORFEIT)
    assert extend.due_at == wall(2026, 10, 7)
    assert of(rows, DutyKind.PAY_IN)


def the_renewal(sitting: Sitting, store: Store, champion: Actor, ticking: Clock, case: UUID) -> None:
    """Paying in, then the renewal."""
    take(sitting, case, "pay_in", paid_in_on="7/4/2026", account="Held funds 1")
    rows = later(sitting, ticking, wall(2026, 9, 21, 10, 0))
    assert not [row for row in rows if row.kind is DutyKind.PAY_IN]
    assert of(rows, DutyKind.EXTEND_OR_FORFEIT).urgency is Urgency.GREY
    take(sitting, case, "lodge", lodged_on="21/9/2026", court=COURT, hearing_at="1/10/2026 10:00")
    assert state(store, champion, case, wall(2026, 9, 21, 10, 0)) is CaseState.FURTHER_PENDING
    rows = later(sitting, ticking, wall(2026, 10, 1, 10, 40))
    hearing = of(rows, DutyKind.EXTEND_OR_FORFEIT)
    assert hearing.urgency is Urgency.AMBER
    take(sitting, case, "order", made_at="1/10/2026 10:30", expires_on="31 march")
    rows = later(sitting, ticking, wall(2026, 10, 1, 11, 0))
    assert of(rows, DutyKind.EXTEND_OR_FORFEIT).due_at == wall(2027, 4, 1)


def the_notice(sitting: Sitting, store: Store, champion: Actor, ticking: Clock, case: UUID) -> None:
    """The forfeiture notice and the objection."""
    ticking.at(wall(2026, 10, 12, 9, 0))
    take(sitting, case, "notice", given_on="12/10/2026", signed_by="DI S. Enior", rank="Inspector",
         address="1 High Street, Slough")  # fmt: skip
    assert state(store, champion, case, wall(2026, 10, 12, 9, 0)) is CaseState.NOTICE_RUNNING
    rows = later(sitting, ticking, wall(2026, 10, 20, 9, 0))
    objections = of(rows, DutyKind.OBJECTIONS)
    assert objections.due_at == wall(2026, 11, 12)  # thirty days beginning on the 13th of October
    assert objections.next_action in (NextAction.RECORD_OUTCOME, NextAction.RECORD_OBJECTION)
    press(sitting, objections)
    sitting.answer("Record an objection")
    form = sheet(sitting, StepSheet)
    fill(form.form, received_at="20/10/2026 08:30", objector="Sam Ample")
    assert "the detention order stands until" in form.meaning.text()
    save(sitting)
    rows = later(sitting, ticking, wall(2026, 10, 20, 10, 0))
    assert not [row for row in rows if row.kind is DutyKind.OBJECTIONS]
    assert of(rows, DutyKind.EXTEND_OR_FORFEIT).due_at == wall(2027, 4, 1)


def the_forfeiture(sitting: Sitting, store: Store, champion: Actor, ticking: Clock, case: UUID) -> None:
    """The application and the order, up to the last day for an appeal."""
    take(sitting, case, "lodge_forfeiture", lodged_on="20/10/2026", court=COURT, hearing_at="14 dec 10:00")
    rows = later(sitting, ticking, wall(2026, 12, 14, 12, 0))
    assert not [row for row in rows if row.kind is DutyKind.EXTEND_OR_FORFEIT]  # s.298(4): it stays detained
    take(sitting, case, "forfeit", made_at="14/12/2026 11:00")
    assert state(store, champion, case, wall(2026, 12, 14, 12, 0)) is CaseState.FORFEITURE_ORDERED
    rows = later(sitting, ticking, wall(2026, 12, 14, 13, 0))
    appeal = of(rows, DutyKind.APPEAL)
    assert appeal.due_at == wall(2027, 1, 13)  # thirty days, the first of them the day of the order
    rows = later(sitting, ticking, wall(2027, 1, 13, 9, 0))
    press(sitting, of(rows, DutyKind.APPEAL))
    sitting.settle()


def test_a_case_from_seizure_to_forfeiture(
    sitting: Sitting, store: Store, champion: Actor, ticking: Clock
) -> None:  # the whole story in one, since each step stands on the one before
    case = log(sitting)
    assert offered(sitting.at(PocaPage))[-1] == "Log order…"
    rows = lines(at(sitting))
    first = of(rows, DutyKind.ORDER_OR_RELEASE)
    assert first.due_at == WEDNESDAY
    assert rows[0] == first
    assert first.action == "Log order"
    page = sitting.at(PocaPage)
    page.deadlines.explain(first.id)
    sitting.settle()
    told = page.deadlines.explained
    assert told.isVisible()
    assert "Good Friday" in told.steps.text()
    assert "Wed 8 Apr 2026 15:00" in told.steps.text()
    for step in (the_order, the_renewal, the_notice, the_forfeiture):
        step(sitting, store, champion, ticking, case)
    assert expired(lines(at(sitting))) == []
    final = store.read(champion, cases.detail, case, now=wall(2027, 1, 13, 9, 0))
    assert final.row.seized_pence == 615_000
    assert sum(line.forfeited_minor for line in final.money) == 615_000


@pytest.mark.parametrize("made_at", ["8/4/2026 15:12"])
def test_a_late_order_is_kept_and_does_not_save_the_case(
    sitting: Sitting, store: Store, champion: Actor, ticking: Clock, made_at: str
) -> None:
    case = log(sitting)
    late = wall(2026, 4, 8, 15, 20)
    rows = later(sitting, ticking, late)
    assert expired(rows) == [rows[0].reference]
    page = sitting.at(PocaPage)
    page.steps.take(case, "order")
    sitting.settle()
    form = sheet(sitting, StepSheet)
    fill(form.form, made_at=made_at, expires_on="7/10/2026", lodged_on="2/4/2026", court=COURT)
    assert form.meaning.text().startswith("LATE")
    assert "can hold until" not in form.meaning.text()
    save(sitting)
    assert state(store, champion, case, late) is CaseState.EXPIRED
    assert expired(later(sitting, ticking, wall(2026, 4, 9, 9, 0))) == [rows[0].reference]


def test_what_is_half_typed_in_a_step_survives(sitting: Sitting, ticking: Clock) -> None:
    case = log(sitting)
    page = at(sitting)
    page.steps.take(case, "order")
    sitting.settle()
    form = sheet(sitting, StepSheet)
    fill(form.form, made_at="7/4/2026 11:00", expires_on="6/1", bench="Single justice", court=COURT)
    fill(form.form, expires_on="the sixth of")
    form.keep_now()
    (kept,) = sitting.window.drafts.kept()
    again = CaseStep.resumed(sitting.desk, sitting.window, kept.content)
    sitting.window.open_sheet(again)
    sitting.settle()
    draft = again.form.draft()
    assert (draft.made_at, draft.bench, draft.court) == (FIRST_ORDER, "Single justice", COURT)
    assert again.form.unread() == {"expires_on": "the sixth of"}
    assert again.is_unsaved
    ticking.at(FIRST_ORDER)
    fill(again.form, expires_on=FIRST_ENDS)
    save(sitting)
    assert of(lines(at(sitting)), DutyKind.EXTEND_OR_FORFEIT).due_at == wall(2026, 10, 7)


def test_the_form_will_not_take_an_order_that_ends_before_it_was_made(sitting: Sitting) -> None:
    case = log(sitting)
    at(sitting).steps.take(case, "order")
    sitting.settle()
    form = sheet(sitting, StepSheet)
    fill(form.form, made_at="7/4/2026 11:00", expires_on="6/4/2026", lodged_on="2/4/2026", court=COURT)
    form.save()
    sitting.settle()
    assert form.form.field("expires_on").shown_problem
    assert date(2026, 4, 6) == form.form.draft().expires_on
    assert THURSDAY < FIRST_ORDER
