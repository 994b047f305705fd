"""What happened to a case, told in words: a row a deed, nothing in codes, and nothing to who may not know of it."""

import re
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from soc_desk.errors import NotFound
from soc_desk.services import history
from soc_desk.services.history import HistoryRow
from soc_desk.services.history_words import entity_words
from soc_desk.services.poca import access, board, cases, champions, duties, money, people, targets, time_change
from soc_desk.services.poca import recomputing as recompute
from soc_desk.services.poca.calendars import CalendarDay
from soc_desk.services.poca.case_lines import ExhibitLine, MoneyLine
from soc_desk.services.poca.champions import ChampionDraft
from soc_desk.services.poca.drafts import ServiceDraft, TimeChangeDraft, TimeDecisionDraft
from soc_desk.services.poca.money_drafts import PayInDraft
from soc_desk.services.poca.past_words import KINDS
from soc_desk.services.poca.targets import TargetDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory
from soc_desk.vocabulary.measures import MeasureKind
from soc_desk.vocabulary.poca import CaseState, DutyKind, Paper, ServiceMethod
from tests import factories_poca as factories
from tests.factories_poca import THURSDAY, Clock, wall

_RAW = re.compile(r"_|\d{4}-\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}|None|True|False")
"""A code, an ISO date, an id, a word of the program."""


def told(store: Store, reader: Actor, id_: UUID) -> list[HistoryRow]:
    rows = store.read(reader, history.history, id_)
    return [row for row in rows if row.category is not AuditCategory.CONSULTATION]


def phrases(row: HistoryRow) -> dict[str, str]:
    """Field to what it became, or to both where it was something before."""
    return {each.field: f"{each.before} → {each.after}" if each.before else each.after for each in row.changes}


def last(store: Store, reader: Actor, id_: UUID, what: str) -> dict[str, str]:
    return phrases(next(row for row in told(store, reader, id_) if row.what == what))


def test_a_seizure_is_one_row_in_words(timed: Store, founder: Actor) -> None:
    case = factories.seized(timed, founder)
    (row,) = told(timed, founder, case)
    assert (row.what, row.category, row.by) == ("Log a seizure", AuditCategory.COLLECTION, founder.display)
    words = phrases(row)
    assert words["Seized"] == "2 Apr 2026 15:00"
    assert words["power"] == "POCA 2002 s.294(1)"
    assert words["state"] == "Seized, 48 hours running"
    assert words["next deadline"] == "Wed 8 Apr 2026 15:00"
    assert words["Money in GBP: estimate"] == "£6,150.00"
    assert words["Exhibit AE/1: bag"] == "S1234567"
    assert words["Seized from Sam Ample"] == "recorded"


def test_an_order_is_one_row_with_its_steps_first(timed: Store, ticking: Clock, founder: Actor) -> None:
    case = factories.detained(timed, founder, ticking)
    words = last(timed, founder, case, "Log an order")
    assert list(words)[:2] == ["First application lodged", "Detention order made"]
    assert words["First application lodged"] == "2 Apr 2026"
    assert words["Detention order made"] == "7 Apr 2026 11:00. Order 1."
    assert words["First detention order: made"] == "7 Apr 2026 11:00"
    assert words["First detention order: expires"] == "6 Oct 2026"
    assert words["state"] == "Seized, 48 hours running → Detained"
    assert words["detained until"] == "Wed 8 Apr 2026 15:00 → Tue 6 Oct 2026 24:00"


def test_no_history_drowns_in_deadlines(timed: Store, ticking: Clock, founder: Actor) -> None:
    case = factories.in_state(timed, founder, ticking, CaseState.CLOSED)
    rows = told(timed, founder, case)
    assert [row.what for row in rows] == [
        "Close a POCA case", "Log payment to the Consolidated Fund",
        "Log the end of the time to challenge a forfeiture", "Log a forfeiture order",
        "Lodge an application for forfeiture", "Log an order", "Log a seizure",
    ]  # fmt: skip
    duties_named = {kind.label for kind in DutyKind} - {"EXPIRED"}
    assert not duties_named & {name.split(":")[0] for row in rows for name in phrases(row)}
    assert rows == sorted(rows, key=lambda row: -row.seq)
    assert told(timed, founder, case)[:2] == timed.read(founder, history.history, case, 2)


@pytest.mark.parametrize("state", factories.STATES)
def test_nothing_is_told_in_codes(timed: Store, ticking: Clock, founder: Actor, state: CaseState) -> None:
    case = factories.in_state(timed, founder, ticking, state)
    words = {f"{name}: {value}" for row in told(timed, founder, case) for name, value in phrases(row).items()}
    assert words
    assert [each for each in words if _RAW.search(each)] == []


def test_money_is_told_in_its_own_currency(timed: Store, ticking: Clock, founder: Actor) -> None:
    euros = MoneyLine(currency="EUR", estimate_minor=120_050, rate="0.86", rate_on=date(2026, 4, 2))
    case = factories.detained(timed, founder, ticking, money=(MoneyLine(estimate_minor=615_000), euros))
    words = last(timed, founder, case, "Log a seizure")
    assert words["Money in EUR: estimate"] == "1,200.50 EUR"
    assert words["Money in EUR: sterling"] == "£1,032.43"
    assert "Money in GBP: sterling" not in words
    timed.write(founder, money.count, case, None, factories.count())
    counted = last(timed, founder, case, "Count seized money")
    assert counted["Money in GBP: denominations"] == "300 × £20.00, 15 × £10.00"
    assert counted["Money in GBP: first counter"] == "DC A. Example"
    ticking.at(wall(2026, 4, 8, 10))
    paid = PayInDraft(paid_in_on=date(2026, 4, 8), account="Holding account 1")
    timed.write(founder, money.pay_in, case, None, paid)
    words = last(timed, founder, case, "Log paying in")
    assert words["Paid into an interest-bearing account"].startswith("8 Apr 2026")
    assert words["paid into"] == "Holding account 1"


def test_an_acknowledgement_is_kept(timed: Store, ticking: Clock, founder: Actor) -> None:
    case = factories.detained(timed, founder, ticking)
    row = timed.read(founder, board.board, founder, wall(2026, 4, 8), case_id=case)[0]
    timed.write(founder, duties.acknowledge, row.id, "Bank is told")
    words = last(timed, founder, case, "Acknowledge a deadline")
    assert words["Deadline acknowledged"].startswith("7 Apr 2026 11:00. ")
    assert "Bank is told" in words["Deadline acknowledged"]
    assert list(words) == ["Deadline acknowledged"]


def test_a_calendar_that_moves_a_deadline_is_told(timed: Store, founder: Actor) -> None:
    case = factories.seized(timed, founder)
    day = CalendarDay(date(2026, 4, 8), "Day of mourning")
    timed.write(founder, recompute.change_calendar, "The Gazette", None, (day,))
    words = last(timed, founder, case, "Change the calendar of the deadlines")
    assert words["next deadline"] == "Wed 8 Apr 2026 15:00 → Thu 9 Apr 2026 15:00"


def test_lines_taken_off_and_people_served(timed: Store, ticking: Clock, founder: Actor) -> None:
    case = factories.seized(timed, founder)
    look = factories.look(timed, founder, case)
    served = ServiceDraft(paper=Paper.NOTICE_TO_PERSON, person_id=look.people[0].id, served_at=THURSDAY,
                          how=ServiceMethod.BY_HAND, served_by="PC B. Sample")  # fmt: skip
    timed.write(founder, people.serve, case, None, served)
    words = last(timed, founder, case, "Log service of a paper")
    name = f"Served: {Paper.NOTICE_TO_PERSON.label}"
    assert (words[f"{name}: at"], words[f"{name}: served on"]) == ("2 Apr 2026 15:00", "Sam Ample")
    assert words[f"{name}: how"] == "By hand"
    draft = factories.look(timed, founder, case).draft
    mine = replace(draft, exhibits=(ExhibitLine(exhibit_no="AE/2"),), place="15 Example Road")
    timed.write(founder, cases.change, draft, mine)
    words = last(timed, founder, case, "Change a POCA case")
    assert words["place"] == "14 Example Road, Slough → 15 Example Road"
    assert words["Exhibit AE/1"] == "recorded → "
    assert words["Exhibit AE/2"] == "recorded"


def test_a_changed_time_is_told_with_its_decision(
    timed: Store, ticking: Clock, founder: Actor, supervisor: Actor
) -> None:
    case = factories.seized(timed, founder)
    asked = TimeChangeDraft(seized_at=wall(2026, 4, 2, 14, 30), reason="Body-worn video")
    change = timed.write(founder, time_change.ask, case, None, asked).value
    words = last(timed, founder, case, "Ask to change the time of seizure")
    assert words["Time of seizure: as recorded"] == "2 Apr 2026 15:00"
    assert words["Time of seizure: to be"] == "2 Apr 2026 14:30"
    timed.write(supervisor, time_change.decide, change, TimeDecisionDraft(agreed=True, note="Seen"))
    words = last(timed, founder, case, "Decide a change of the time of seizure")
    assert words["Time of seizure: agreed"] == "yes"
    assert words["seized"] == "2 Apr 2026 15:00 → 2 Apr 2026 14:30"


def test_who_may_not_know_of_a_case_reads_no_history(timed: Store, founder: Actor, officer: Actor) -> None:
    case = factories.seized(timed, founder)
    assert told(timed, officer, case)
    timed.write(founder, access.set_access, case, None, Access.RESTRICTED, (founder.id,))
    with pytest.raises(NotFound):
        timed.read(officer, history.history, case)
    words = last(timed, founder, case, "Change who may know of a POCA case")
    assert words["named readers"] == founder.display
    assert words["access"] == f"{Access.TEAM.label} → {Access.RESTRICTED.label}"


def test_champions_and_targets_have_a_history(timed: Store, founder: Actor, officer: Actor) -> None:
    champion = timed.write(founder, champions.record, ChampionDraft(unit="Proactive", user_id=officer.id)).value
    words = last(timed, founder, champion, "Name a POCA champion")
    assert (words["person"], words["unit"], words["since"]) == (officer.display, "Proactive", "2 Apr 2026")
    money_target = TargetDraft(measure=MeasureKind.CASH_FORFEITED_PENCE, year=2026, value=5_000_000, source="The plan")
    target = timed.write(founder, targets.record, money_target).value
    words = last(timed, founder, target, "Set a target")
    assert (words["value"], words["financial year"]) == ("£50,000.00", "2026/27")
    assert words["measure"] == "Cash forfeited"


def test_every_kind_of_record_has_its_words() -> None:
    assert {"poca_case", "duty", "champion", "target", "frozen_month", "poca_service"} <= set(KINDS)
    assert [name for name in KINDS if "Poca" in entity_words(name) or "_" in entity_words(name)] == []
    assert entity_words("poca_order") == "Application or order"
    assert entity_words("disruption") == "Disruption"
