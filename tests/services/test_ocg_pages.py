"""What the OCG pages read and hand out, on both engines: the record, the lists, individuals, exports, access."""

from datetime import timedelta
from io import BytesIO
from typing import IO
from uuid import UUID

import pytest

from soc_desk.errors import NotFound
from soc_desk.services import (
    archiving,
    copying,
    history,
    ocg_exports,
    ocg_lists,
    ocg_profile,
    ocg_records,
    periods,
    subject_rows,
    subjects,
)
from soc_desk.services.archiving import ArchiveDraft
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.prints import Addressed, RegisterPrint
from soc_desk.services.subjects import SubjectDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory, SubjectKind
from soc_desk.vocabulary.ocg import ArchiveReason, IntelligenceKind
from tests import factories, factories_intelligence

TO = Addressed(recipient="Head of Crime", purpose="Tasking meeting")


@pytest.fixture
def group(store: Store, officer: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(store, officer, coordinator, tier="2", assessed_on=factories.A_DAY)


def test_opening_a_group_is_logged_and_gives_what_its_page_shows(
    store: Store, officer: Actor, supervisor: Actor, group: UUID
) -> None:
    day = periods.today() - timedelta(days=3)
    counted = factories.approved(store, officer, supervisor, group, disruption_date=day)
    draft = factories.disruption(store, officer, group, disruption_date=day - timedelta(days=1))
    record = store.write(supervisor, ocg_records.look, group).value
    assert [row.id for row in record.newest] == [counted, draft]
    assert record.counts["disruptions"] == 2
    assert [concern.what for concern in record.concerns] == [
        "Nothing planned or counted under Prevent, Protect or Prepare in 12 months.",
        "It has no live 4P plan.",
    ]
    newest = store.read(supervisor, history.history, group)[0]
    assert (newest.category, newest.by) == (AuditCategory.CONSULTATION, supervisor.display)


def test_the_newest_events_tell_its_steps_and_a_score_as_its_card_does(
    store: Store, officer: Actor, supervisor: Actor, group: UUID
) -> None:
    today, ungraded = periods.today(), dict.fromkeys(("source", "assessment", "handling"))
    factories.score(store, officer, group, None)
    factories_intelligence.intelligence(
        store, officer, group, ir_ref="NC 1", kind=IntelligenceKind.NEGATIVE_CHECK, received_on=today, **ungraded
    )
    factories_intelligence.intelligence(store, officer, group, ir_ref="IR 2", received_on=today - timedelta(days=1))
    gone = ArchiveDraft(id=group, archive_reason=ArchiveReason.DISMANTLED, words="All convicted", rocu_told_on=today)
    store.write(supervisor, archiving.archive_ocg, gone)
    record = store.read(officer, ocg_records.record, group, today)
    scored = f"Scored {record.scores[-1].figure}"
    assert scored == "Scored 0 to 60 of 60"  # what is unknown is no zero
    assert [one.what for one in record.recent] == [
        "Active → Archived", "Proposed → Active", "Mapped as Proposed", "Negative check · NC 1",
        f"{scored}, {record.scores[-1].band}" if record.scores[-1].band else scored, "Intelligence 1/B/P · IR 2",
    ]  # fmt: skip
    profile = store.write(officer, ocg_profile.print_out, group, TO).value
    assert [each.grade for each in profile.intelligence] == ["Negative check", "1/B/P"]
    assert "NC 1 · Negative check" in [event.what for event in profile.events]


def test_a_closed_group_is_not_found(store: Store, officer: Actor, colleague: Actor, group: UUID) -> None:
    store.write(officer, subjects.set_access, group, factories.version(store, officer, group), Access.RESTRICTED, ())
    for query in (ocg_records.record, subject_rows.access):
        with pytest.raises(NotFound):
            store.read(colleague, query, group, *([periods.today()] if query is ocg_records.record else []))
    assert store.read(officer, subject_rows.access, group).access is Access.RESTRICTED


def test_lists_offer_who_may_own_a_group(store: Store, officer: Actor, administrator: Actor) -> None:
    lists = store.read(officer, ocg_lists.lists, periods.today())
    people = {person.id for person in lists.people}
    assert officer.id in people
    assert administrator.id not in people
    assert lists.names[administrator.id] == administrator.display
    assert [place.name for place in lists.areas] == ["North", "South"]
    assert lists.label("tier", "2") == "Tier 2"
    assert lists.archive_after_days == 183


def test_individuals_come_with_their_disruptions_counted(store: Store, officer: Actor) -> None:
    kind = SubjectKind.PRIORITY_INDIVIDUAL
    wren = store.write(officer, subjects.record, SubjectDraft(kind=kind, name="Individual Wren")).value
    factories.disruption(store, officer, wren)
    (row,) = store.read(officer, subject_rows.list_rows, kind)
    assert (row.id, row.disruptions, row.owner) == (wren, 1, officer.display)
    assert store.read(officer, subject_rows.list_rows, SubjectKind.VULNERABILITY) == []
    assert store.write(officer, subject_rows.look, wren).value == row


def test_an_export_is_a_disclosure_in_the_order_of_the_screen(
    store: Store, officer: Actor, coordinator: Actor, group: UUID
) -> None:
    factories.ocg(store, officer, name="Aster", tier="")
    furniture = store.write(officer, ocg_exports.export_ocgs, OcgFilter(), TO, ("Tier: any",)).value
    assert (furniture.recipient, furniture.filters) == ("Head of Crime", ("Tier: any",))
    handed: list[tuple[object, ...]] = []

    def write(register: RegisterPrint, _out: IO[bytes]) -> int:
        handed.extend(register.rows)
        return len(handed)

    hand = ocg_exports.hand_over
    assert store.read(officer, hand, furniture, OcgFilter(), ("name", False), write, BytesIO()) == 2
    assert [line[1] for line in handed] == ["Aster", "Harrier"]
    handed.clear()
    store.read(officer, hand, furniture, OcgFilter(), ("tier", False), write, BytesIO())
    assert [line[1] for line in handed] == ["Harrier", "Aster"]  # what is not set comes last


def test_a_copy_is_a_disclosure_of_each_record(store: Store, officer: Actor, group: UUID) -> None:
    reference = store.write(officer, copying.copied, "OCGs", (group,), 1).value
    assert reference
    assert store.read(officer, history.history, group)[0].category is AuditCategory.DISCLOSURE
