"""The register of detention orders, and registers as files."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

from soc_desk.reports.spreadsheet import write_csv
from soc_desk.services import copying
from soc_desk.services.poca import access, case_rows, exports, order_rows, orders
from soc_desk.services.poca.case_rows import CaseFilter, CaseSort
from soc_desk.services.poca.order_rows import OrderFilter, OrderSort
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.poca import CaseKind, CaseState, OrderKind
from tests.factories_poca import (
    COURT,
    FIRST_ENDS,
    FIRST_ORDER,
    THURSDAY,
    Clock,
    detained,
    in_state,
    lodging,
    order,
    wall,
)
from tests.services.poca import holding

NOW = wall(2026, 10, 2, 9, 0)


def test_orders_stand_newest_first_with_the_last_day_by_law(timed: Store, ticking: Clock, officer: Actor) -> None:
    ticking.at(THURSDAY)
    case = detained(timed, officer, ticking)
    ticking.at(wall(2026, 9, 1, 10, 0))
    timed.write(officer, orders.lodge, case, None, lodging(lodged_on=date(2026, 9, 1)))
    (waiting,) = timed.read(officer, order_rows.page, OrderFilter(waiting=True), now=NOW)
    assert (waiting.kind, waiting.made_at, waiting.latest_on, waiting.ends_on) == (OrderKind.FURTHER, None, None, None)
    ticking.at(wall(2026, 10, 1, 11, 0))
    made = order(made_at=wall(2026, 10, 1, 10, 30), expires_on=date(2027, 6, 30))
    timed.write(officer, orders.made, case, None, made)
    newest, first = timed.read(officer, order_rows.page, OrderFilter(), now=NOW)
    assert (first.number, first.made_at, first.expires_on, first.latest_on) == (1, FIRST_ORDER, FIRST_ENDS, FIRST_ENDS)
    assert (newest.number, newest.court, newest.state_now) == (2, COURT, CaseState.DETAINED)
    assert newest.latest_on == newest.ends_on == date(2027, 3, 31)  # whatever is written on it
    totals = timed.read(officer, order_rows.totals, OrderFilter())
    assert (totals.all, totals.first) == (2, 1)
    up = timed.read(officer, order_rows.page, OrderFilter(), OrderSort(descending=False), now=NOW)
    assert [line.number for line in up] == [1, 2]
    for key in order_rows.SORTS:
        sort = OrderSort(key)
        assert timed.read(officer, order_rows.page, OrderFilter(), sort, now=NOW) == [newest, first]
        after = timed.read(officer, order_rows.page, OrderFilter(), sort, now=NOW, after=newest)
        assert after == [first]


def test_orders_over_cryptoassets_hold_into_the_third_year_where_a_court_extended(
    timed: Store, ticking: Clock, officer: Actor
) -> None:
    ticking.at(wall(2028, 3, 1))
    first = holding.order(wall(2026, 4, 7, 11), expires_on=date(2028, 4, 6))
    renewal = holding.order(wall(2028, 2, 1, 11), kind=OrderKind.FURTHER, number=2)
    over = {"kind": CaseKind.CRYPTOASSETS, "seized_at": wall(2026, 4, 2, 15), "state": CaseState.DETAINED}
    for limit, latest in ((date(2029, 4, 6), date(2028, 7, 31)), (None, date(2028, 4, 6))):
        lines = [{**line, "id": holding.new_id()} for line in (first, renewal)]
        case = holding.case(timed, officer, *lines, cap_extended_to=limit, **over)
        rows = timed.read(officer, order_rows.page, OrderFilter(), now=wall(2028, 3, 1))
        assert next(row.latest_on for row in rows if row.case_id == case and row.number == 2) == latest


def test_orders_are_narrowed_by_day_and_word(timed: Store, ticking: Clock, officer: Actor) -> None:
    ticking.at(THURSDAY)
    detained(timed, officer, ticking)
    on = FIRST_ORDER.date()
    for shown, many in (
        (OrderFilter(starts_on=on, ends_on=on), 1),
        (OrderFilter(starts_on=date(2026, 4, 8)), 0),
        (OrderFilter(ends_on=date(2026, 4, 6)), 0),
        (OrderFilter(text="example road"), 1),
        (OrderFilter(text="elsewhere"), 0),
        (OrderFilter(areas=(uuid4(),)), 0),
    ):
        assert len(timed.read(officer, order_rows.page, shown, now=NOW)) == many, shown
        assert timed.read(officer, order_rows.totals, shown).all == many


def test_a_late_order_has_no_number(timed: Store, ticking: Clock, officer: Actor) -> None:
    in_state(timed, officer, ticking, CaseState.EXPIRED)
    (late,) = timed.read(officer, order_rows.page, OrderFilter(), now=NOW)
    assert late.latest_on is None  # it detains nothing
    assert (late.number, late.state_now) == (0, CaseState.EXPIRED)
    assert timed.read(officer, order_rows.totals, OrderFilter()).first == 0


def test_a_register_leaves_as_a_file_and_is_logged(
    timed: Store, ticking: Clock, officer: Actor, colleague: Actor
) -> None:
    ticking.at(THURSDAY)
    detained(timed, officer, ticking)
    ticking.at(THURSDAY)
    hidden = detained(timed, officer, ticking, place="Unspoken Lane")
    timed.write(officer, access.set_access, hidden, None, Access.RESTRICTED, ())
    to = Addressed(recipient="B. Ench", purpose="For the board.")
    for person, many in ((officer, 2), (colleague, 1)):
        furniture = timed.write(person, exports.export_cases, CaseFilter(), to, ("State: Detained",)).value
        out = BytesIO()
        written = timed.read(
            person, exports.hand_over, furniture, CaseFilter(), CaseSort("reference", descending=False), NOW,
            write_csv, out,
        )  # fmt: skip
        text = out.getvalue().decode("utf-8-sig")
        assert written == many
        assert ("Unspoken Lane" in text) is (person is officer)
        assert "6150.00" in text
        assert furniture.print_id
    orders_of = timed.read(colleague, order_rows.page, OrderFilter(), now=NOW)
    assert len(orders_of) == 1
    assert timed.write(officer, copying.copied, "Cases", (hidden,), 1).value


def test_orders_leave_as_a_file_and_are_logged(timed: Store, ticking: Clock, officer: Actor) -> None:
    ticking.at(THURSDAY)
    detained(timed, officer, ticking)
    to = Addressed(recipient="B. Ench", purpose="For the board.")
    furniture = timed.write(officer, exports.export_orders, OrderFilter(), to, ("Orders made",)).value
    out = BytesIO()
    written = timed.read(
        officer, exports.hand_over_orders, furniture, OrderFilter(), OrderSort(), NOW, write_csv, out
    )  # fmt: skip
    assert written == 1
    assert "First detention order,1,Made" in out.getvalue().decode("utf-8-sig")
    (line,) = timed.read(officer, order_rows.page, OrderFilter(), now=NOW)
    assert timed.write(officer, copying.copied, "Orders", (line.id,), 1).value


def test_forfeitures_are_narrowed_by_their_own_day(timed: Store, ticking: Clock, officer: Actor) -> None:
    in_state(timed, officer, ticking, CaseState.FORFEITED_BY_NOTICE)
    ticking.at(THURSDAY)
    detained(timed, officer, ticking)
    (row,) = timed.read(officer, case_rows.page, CaseFilter(forfeiting=True), CaseSort("forfeited_on"), now=NOW)
    on = row.forfeited_on
    assert on is not None
    for shown, many in (
        (CaseFilter(forfeited_from=on, forfeited_to=on), 1),
        (CaseFilter(forfeited_from=on + timedelta(days=1)), 0),
        (CaseFilter(forfeited_to=on - timedelta(days=1)), 0),
        (CaseFilter(made_from=THURSDAY.date()), 0),
        (CaseFilter(made_to=THURSDAY.date()), 0),
    ):
        assert timed.read(officer, case_rows.totals, shown, now=NOW).all == many, shown
    newest, oldest = timed.read(officer, case_rows.page, CaseFilter(), CaseSort("forfeited_on"), now=NOW)
    assert (newest, oldest.forfeited_on) == (row, None)
    assert timed.read(officer, case_rows.page, CaseFilter(), CaseSort("forfeited_on"), now=NOW, after=row) == [oldest]
