"""Intelligence on a real store: linked, opened, changed, judged; the archive clock follows, on both engines."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import IO, Any
from uuid import UUID

import pytest

from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services import copying, history, ocgs, search, subjects
from soc_desk.services.intelligence import backlog, exports, links, rows
from soc_desk.services.intelligence.drafts import BacklogDraft
from soc_desk.services.intelligence.rows import IntelligenceFilter, Sort
from soc_desk.services.prints import Addressed, RegisterPrint
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, IntelligenceKind, LinkRole
from tests import factories, factories_intelligence, factories_network

TO = Addressed(recipient="Head of Crime", purpose="Tasking meeting")
LATE = date(2026, 9, 1)
CONDITIONS: dict[str, Any] = {"handling": HandlingGrade.CONDITIONS, "conditions": "Ask the originator first."}
LEGACY: dict[str, Any] = {"source": None, "assessment": None, "handling": None, "legacy_grade": "E 2 4"}


@pytest.fixture
def group(store: Store, officer: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(store, officer, coordinator)


def last(store: Store, reader: Actor, group: UUID) -> date | None:
    return next(r.last_intelligence_on for r in store.read(reader, ocgs.page, ocgs.OcgFilter()) if r.id == group)


def test_a_link_is_recorded_opened_and_changed_with_its_log(
    store: Store, officer: Actor, colleague: Actor, administrator: Actor, group: UUID
) -> None:
    with pytest.raises(NotAllowed):
        factories_intelligence.intelligence(store, administrator, group)
    id_ = factories_intelligence.intelligence(store, officer, group)
    found = store.write(colleague, links.look, id_).value
    assert (found.row.grade, found.row.entered_by, found.row.qualifying) == ("1/B/P", officer.display, True)
    newest = store.read(colleague, history.history, id_)
    assert [(entry.category, entry.by) for entry in newest] == [
        (AuditCategory.CONSULTATION, colleague.display),
        (AuditCategory.COLLECTION, officer.display),
    ]
    store.write(colleague, links.change, found.draft, replace(found.draft, ir_ref="IR 4472/26"))
    store.write(officer, links.change, found.draft, replace(found.draft, received_on=LATE))
    merged = store.read(officer, links.detail, id_).row
    assert (merged.ir_ref, merged.received_on) == ("IR 4472/26", LATE)
    assert last(store, officer, group) == LATE
    with pytest.raises(Conflict) as asked:
        store.write(officer, links.change, found.draft, replace(found.draft, ir_ref="IR 9/26"))
    assert asked.value.fields == ("ir_ref",)
    with pytest.raises(Invalid, match="already"):
        factories_intelligence.intelligence(store, officer, group, ir_ref="ir 4472/26")
    with pytest.raises(Invalid, match="Say why"):
        store.write(officer, links.remove, id_, merged.version, " ")
    store.write(officer, links.remove, id_, merged.version, "Linked to the wrong group.")
    assert last(store, officer, group) is None
    assert store.read(officer, rows.page, IntelligenceFilter()) == []


def test_what_keeps_a_group_from_archive_review(store: Store, officer: Actor, group: UUID) -> None:
    factories_intelligence.intelligence(store, officer, group)
    told: list[tuple[dict[str, Any], bool]] = [
        ({"assessment": AssessmentGrade.FALSE}, False),
        ({"relates_to_activity": False}, False),
        *(({"kind": kind}, False) for kind in IntelligenceKind if kind is not IntelligenceKind.REPORT),
        (LEGACY, True),
        (CONDITIONS, True),
    ]
    for day, (over, qualifies) in enumerate(told, 1):
        before, received = last(store, officer, group), date(2026, 9, day)
        id_ = factories_intelligence.intelligence(
            store, officer, group, ir_ref=f"IR {day}", received_on=received, **over
        )
        assert store.read(officer, links.detail, id_).row.qualifying is qualifies, over
        assert last(store, officer, group) == (received if qualifies else before), over


def test_a_duplicate_restarts_no_clock(store: Store, officer: Actor, group: UUID) -> None:
    first = factories_intelligence.intelligence(store, officer, group)
    again = factories_intelligence.intelligence(store, officer, group, ir_ref="IR 2", received_on=LATE)
    assert last(store, officer, group) == LATE
    with pytest.raises(Invalid, match="itself"):
        store.write(officer, links.mark_duplicate, again, 1, again)
    store.write(officer, links.mark_duplicate, again, 1, first)
    assert last(store, officer, group) == factories_intelligence.RECEIVED
    row = store.read(officer, links.detail, again).row
    assert row.clock_words == "Duplicate of IR 4471/26"
    with pytest.raises(Invalid, match="is marked as its duplicate"):
        store.write(
            officer,
            links.mark_duplicate,
            first,
            1,
            factories_intelligence.intelligence(store, officer, group, ir_ref="4"),
        )
    with pytest.raises(Invalid, match="anew first"):
        store.write(officer, links.remove, first, 1, "Wrong.")
    third = factories_intelligence.intelligence(store, officer, group, ir_ref="IR 3")
    with pytest.raises(Invalid, match="is a duplicate itself"):
        store.write(officer, links.mark_duplicate, third, 1, again)
    store.write(officer, links.mark_duplicate, again, row.version, None)
    assert last(store, officer, group) == LATE
    store.write(officer, links.set_relates, again, row.version + 1, relates=False)
    assert last(store, officer, group) == factories_intelligence.RECEIVED


def test_words_of_a_source_are_saved_only_when_confirmed(store: Store, officer: Actor, group: UUID) -> None:
    telling = factories_intelligence.draft(group, summary="An informant says the depot closes.")
    with pytest.raises(Invalid) as refused:
        store.write(officer, links.record, telling)
    assert "“informant”" in refused.value.problems["source_checked"]
    id_ = store.write(officer, links.record, replace(telling, source_checked=True)).value
    changes = [change for entry in store.read(officer, history.history, id_) for change in entry.changes]
    assert "informant" in {change.after for change in changes}
    opened = store.write(officer, links.look, id_).value.draft
    assert not opened.source_checked
    store.write(officer, links.change, opened, replace(opened, ir_ref="IR 5"))  # confirmed before
    with pytest.raises(Invalid):
        store.write(officer, links.change, opened, replace(opened, summary="A CHIS and an informant say so."))


def test_a_person_is_named_only_with_a_group_they_are_linked_to(store: Store, officer: Actor, group: UUID) -> None:
    other = factories.ocg(store, officer, name="Yarrow")
    (person,) = store.write(officer, factories_network.people, other, {LinkRole.MEMBER: 1}).value
    with pytest.raises(Invalid, match="not linked to the group"):
        factories_intelligence.intelligence(store, officer, group, person_id=person)
    alone = factories_intelligence.intelligence(store, officer, None, person_id=person)
    assert store.read(officer, links.detail, alone).row.clock_words == "On a person alone"
    factories_intelligence.intelligence(store, officer, other, person_id=person)
    assert store.read(officer, rows.totals, IntelligenceFilter(person_id=person)).all == 2
    assert store.read(officer, links.blank, other, person).person_id == person
    with pytest.raises(NotFound):
        store.read(officer, links.blank, UUID(int=99))


def test_pages_totals_and_sorts_agree(store: Store, officer: Actor, group: UUID) -> None:
    for number in range(7):
        over: dict[str, Any] = {2: CONDITIONS, 3: LEGACY, 4: {"assessment": AssessmentGrade.FALSE}}.get(number, {})
        day = date(2026, 1, 1 + number % 3)
        factories_intelligence.intelligence(store, officer, group, ir_ref=f"IR {number}", received_on=day, **over)
    for shown in (IntelligenceFilter(), IntelligenceFilter(qualifying=True), IntelligenceFilter(conditional=False),
                  IntelligenceFilter(legacy=True), IntelligenceFilter(text="IR 3"),
                  IntelligenceFilter(starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 2))):  # fmt: skip
        whole = store.read(officer, rows.page, shown)
        totals = store.read(officer, rows.totals, shown)
        assert (totals.all, totals.qualifying) == (len(whole), sum(row.qualifying for row in whole))
        assert totals.conditional + totals.legacy == sum(row.is_conditional for row in whole)
    for key in rows.SORTS:
        for descending in (True, False):
            sort = Sort(key, descending)
            whole = store.read(officer, rows.page, IntelligenceFilter(), sort)
            paged: list[rows.IntelligenceRow] = []
            while found := store.read(
                officer, rows.page, IntelligenceFilter(), sort, after=(paged or [None])[-1], limit=2
            ):
                paged += found
            assert [row.id for row in paged] == [row.id for row in whole], sort
            assert len(paged) == 7
    sentence = store.read(officer, rows.totals, IntelligenceFilter()).most_restrictive
    assert sentence.startswith("Handle all of this list as C")
    assert "as P," in store.read(officer, rows.totals, IntelligenceFilter(conditional=False)).most_restrictive


def test_what_has_conditions_leaves_only_with_them_acknowledged(store: Store, officer: Actor, group: UUID) -> None:
    plain = factories_intelligence.intelligence(store, officer, group)
    held = factories_intelligence.intelligence(store, officer, group, ir_ref="IR 2", **CONDITIONS)
    factories_intelligence.intelligence(store, officer, group, ir_ref="IR 3", **LEGACY)
    told: list[tuple[object, ...]] = []

    def write(register: RegisterPrint, _out: IO[bytes]) -> int:
        told[:] = register.rows
        return len(told)

    shown, hand = IntelligenceFilter(), exports.hand_over
    furniture = store.write(officer, exports.export_intelligence, shown, TO).value
    assert "left out: 2" in furniture.filters[0]
    assert store.read(officer, hand, furniture, shown, Sort(), write, BytesIO()) == 1
    assert told[0][:4] == ("IR 4471/26", factories_intelligence.RECEIVED, None, "1/B/P")
    conditions = store.read(officer, exports.conditions_of, shown)
    assert "IR 2: Lawful sharing permitted with conditions: Ask the originator first." in conditions
    furniture = store.write(officer, exports.export_intelligence, shown, TO, conditional=True).value
    assert "as C" in furniture.handling
    assert store.read(officer, hand, furniture, shown, Sort(), write, BytesIO(), conditional=True) == 3
    assert any("Ask the originator first." in str(line[4]) for line in told)
    assert store.write(officer, copying.copied, "Intelligence", (plain,), 1).value
    with pytest.raises(Invalid, match="handling conditions"):
        store.write(officer, copying.copied, "Intelligence", (plain, held), 2)


def test_the_backlog_is_counted_by_hand(store: Store, officer: Actor, analyst: Actor) -> None:
    day = date(2026, 11, 1)
    store.write(officer, backlog.record, BacklogDraft(counted_on=day, waiting=214, oldest_on=date(2026, 8, 3)))
    store.write(analyst, backlog.record, BacklogDraft(counted_on=day, waiting=210, oldest_on=date(2026, 8, 3)))
    (row,) = store.read(officer, backlog.list_rows)
    assert (row.waiting, row.oldest_days, row.entered_by) == (210, 90, analyst.display)
    assert row.words == "210 reports waited to be processed on 1 Nov 2026; the oldest was 90 days old."
    with pytest.raises(Invalid):
        store.write(officer, backlog.record, BacklogDraft())


def _knows(store: Store, reader: Actor, link: UUID, group: UUID) -> list[bool]:
    """Whether each way of asking tells this reader of the intelligence."""
    asked: list[Callable[[], object]] = [
        lambda: store.write(reader, links.look, link),
        lambda: store.read(reader, history.history, link),
        lambda: store.read(reader, links.blank, group),
    ]
    found = [
        bool(store.read(reader, rows.page, IntelligenceFilter())),
        store.read(reader, rows.totals, IntelligenceFilter()).all > 0,
        bool(store.read(reader, search.search, "4471")),
        bool(store.read(reader, search.search, "depot mond")),
        bool(store.read(reader, exports.conditions_of, IntelligenceFilter())),
    ]
    for ask in asked:
        try:
            ask()
            found.append(True)
        except NotFound:
            found.append(False)
    return found


def test_intelligence_of_a_closed_group_is_nowhere_for_others(
    store: Store, officer: Actor, colleague: Actor, group: UUID
) -> None:
    link = factories_intelligence.intelligence(store, officer, group, **CONDITIONS)
    assert all(_knows(store, colleague, link, group))
    version = factories.version(store, officer, group)
    store.write(officer, subjects.set_access, group, version, Access.RESTRICTED, ())
    assert all(_knows(store, officer, link, group))
    assert not any(_knows(store, colleague, link, group))


def test_a_search_tells_no_words_of_a_summary_with_conditions(store: Store, officer: Actor, group: UUID) -> None:
    factories_intelligence.intelligence(store, officer, group)
    factories_intelligence.intelligence(store, officer, group, ir_ref="IR 2", **CONDITIONS)
    hits = {hit.reference: hit for hit in store.read(officer, search.search, "mondays")}
    assert "Mondays" in hits["IR 4471/26"].reason
    assert "Mondays" not in hits["IR 2"].reason
    store.write(officer, search.opened, hits["IR 2"])
    assert store.read(officer, history.history, hits["IR 2"].id)[0].category is AuditCategory.CONSULTATION
