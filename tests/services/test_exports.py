"""What leaves the disruptions register: logged first, complete and in order; and the periods and lists around it."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from soc_desk.domain import Actor
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.reports.spreadsheet import write_csv
from soc_desk.services import (
    copying,
    disruption_lists,
    disruption_rows,
    disruptions,
    exports,
    history,
    periods,
    recording,
    subjects,
)
from soc_desk.services.disruption_rows import DisruptionFilter, Sort
from soc_desk.services.disruptions import DisruptionDraft
from soc_desk.services.prints import Addressed
from soc_desk.services.subjects import SubjectDraft
from soc_desk.store import Store
from soc_desk.vocabulary import AuditCategory, DisruptionStatus, FourP, ImpactLevel, SubjectKind


@pytest.fixture
def subject_id(store: Store, officer: Actor) -> UUID:
    made = SubjectDraft(kind=SubjectKind.VULNERABILITY, name="Scrap yards without a licence")
    return store.write(officer, subjects.record, made).value


def recorded(store: Store, by: Actor, subject_id: UUID, on: date, **other: object) -> UUID:
    draft = DisruptionDraft(
        subject_id=subject_id, disruption_date=on, four_p=FourP.PROTECT, impact_level=ImpactLevel.MINOR,
        primary_threat="OAC", lead_agency="99", narrative="Yards visited.",
        impact_rationale="Trade fell for a month or more.",
    )  # fmt: skip
    return store.write(by, disruptions.record, DisruptionDraft(**{**vars(draft), **other})).value


def test_an_export_is_logged_and_every_row_is_handed_out_in_order(
    store: Store, officer: Actor, subject_id: UUID
) -> None:
    days = [date(2026, 10, 1 + n) for n in range(7)]
    for day in days:
        recorded(store, officer, subject_id, day)
    recorded(store, officer, subject_id, date(2026, 9, 30))
    shown, sort = DisruptionFilter(starts_on=date(2026, 10, 1)), Sort("disruption_date", descending=False)
    to = Addressed(recipient="Force lead", purpose="Monthly meeting")
    told = store.write(officer, exports.export_disruptions, shown, to, ("When: October",)).value
    assert told.print_id.startswith("P-")
    assert told.filters == ("When: October",)
    out, counts = BytesIO(), list[int]()
    assert store.read(officer, exports.hand_over, told, shown, sort, write_csv, out, counts.append) == 7
    lines = out.getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines if line.startswith("D-")] == [day.isoformat() for day in days]
    assert told.print_id in out.getvalue().decode("utf-8-sig")
    assert counts == [7]
    assert lines[-1] == "OFFICIAL-SENSITIVE"


def test_rows_stream_in_order_whatever_the_chunk(store: Store, officer: Actor, subject_id: UUID) -> None:
    days = [date(2026, 10, 1 + n // 2) for n in range(9)]
    for day in days:
        recorded(store, officer, subject_id, day)

    def read(session: Session) -> list[date]:
        return [row.disruption_date for row in exports.stream(session, DisruptionFilter(), Sort(), chunk=2)]

    assert store.read(officer, read) == sorted(days, reverse=True)


def test_an_export_without_recipient_or_purpose_is_refused(store: Store, officer: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(officer, exports.export_disruptions, DisruptionFilter(), Addressed(recipient=" ", purpose=""))
    assert set(refused.value.problems) == {"recipient", "purpose"}


def test_copied_rows_show_in_the_history_of_each(store: Store, officer: Actor, subject_id: UUID) -> None:
    ids = (
        recorded(store, officer, subject_id, date(2026, 10, 1)),
        recorded(store, officer, subject_id, date(2026, 10, 2)),
    )
    reference = store.write(officer, copying.copied, "Disruptions", ids, 2).value
    assert reference.startswith("P-")
    for id_ in ids:
        newest = store.read(officer, history.history, id_)[0]
        assert newest.category is AuditCategory.DISCLOSURE
        assert newest.recipient == officer.display


def test_a_submission_is_taken_back_by_its_maker_only(
    store: Store, officer: Actor, colleague: Actor, subject_id: UUID
) -> None:
    id_ = recorded(store, officer, subject_id, date(2026, 10, 1))
    store.write(officer, disruptions.submit, (id_,))
    with pytest.raises(NotAllowed):
        store.write(colleague, disruptions.take_back, (id_,))
    assert store.write(officer, disruptions.take_back, (id_,)).value == 1
    row = store.read(officer, disruption_rows.one, id_)
    assert row is not None
    assert row.status is DisruptionStatus.DRAFT
    with pytest.raises(Invalid):
        store.write(officer, disruptions.take_back, (id_,))


def test_the_lists_hold_what_the_editor_offers(store: Store, officer: Actor) -> None:
    known = store.read(officer, disruption_lists.lists, date(2026, 11, 14))
    assert {place.name for place in known.areas} == {"North", "South"}
    assert set(known.codes) == set(disruption_lists.CODE_LISTS)
    assert all(known.codes.values())
    assert known.label("soc_threat", "COUNTY_LINES") == "Drugs: county lines"
    assert set(known.guidance) == set(ImpactLevel)
    assert known.rationale_min == 20
    assert known.profile


def test_periods_follow_the_financial_year() -> None:
    assert periods.quarter(date(2026, 11, 14)).words == "1 Oct to 31 Dec 2026"
    names = {choice.name: (choice.starts_on, choice.ends_on) for choice in periods.choices(date(2026, 2, 28))}
    assert names["This quarter"] == (date(2026, 1, 1), date(2026, 3, 31))
    assert names["Last quarter"] == (date(2025, 10, 1), date(2025, 12, 31))
    assert names["This financial year"] == (date(2025, 4, 1), date(2026, 3, 31))
    assert periods.months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert periods.words(date(2026, 10, 1), None) == "since 1 Oct 2026"
    assert periods.parse("2026-Q2").starts_on == date(2026, 7, 1)


def test_recording_and_submitting_are_one_step(store: Store, officer: Actor, subject_id: UUID) -> None:
    draft = DisruptionDraft(
        subject_id=subject_id, disruption_date=date(2026, 10, 1), four_p=FourP.PROTECT, impact_level=ImpactLevel.MINOR,
        primary_threat="OAC", lead_agency="99", narrative="Yards visited.",
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        store.write(officer, recording.record_and_submit, draft)
    assert set(refused.value.problems) == {"impact_rationale"}
    assert store.read(officer, disruption_rows.count, DisruptionFilter()) == 0
    whole = replace(draft, impact_rationale="Trade fell for a month or more.")
    id_ = store.write(officer, recording.record_and_submit, whole).value
    row = store.read(officer, disruption_rows.one, id_)
    assert row is not None
    assert row.status is DisruptionStatus.SUBMITTED


def test_changing_and_submitting_are_one_step(store: Store, officer: Actor, subject_id: UUID) -> None:
    id_ = recorded(store, officer, subject_id, date(2026, 10, 1), narrative="")
    before = store.read(officer, disruptions.detail, id_).draft
    with pytest.raises(Invalid):
        store.write(officer, recording.change_and_submit, before, replace(before, title="Yards"))
    assert store.read(officer, disruptions.detail, id_).draft.title == ""
    mine = replace(before, title="Yards", narrative="Yards visited.")
    store.write(officer, recording.change_and_submit, before, mine)
    told = store.read(officer, disruptions.detail, id_)
    assert (told.draft.title, told.row.status) == ("Yards", DisruptionStatus.SUBMITTED)
