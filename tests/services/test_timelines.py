"""Everything about a group or a person on one line of time, and nothing of what is closed to the reader."""

from datetime import date
from uuid import UUID

import pytest

from soc_desk.domain import IntelligenceLink, PersonLink, PlanAction, TierDecision
from soc_desk.errors import NotFound
from soc_desk.reports.timeline import drawing
from soc_desk.services import bids, chb, documents, referrals, subjects, timelines
from soc_desk.services.bids import BidDraft
from soc_desk.services.chb import SiteDraft
from soc_desk.services.documents import DocumentDraft
from soc_desk.services.ocg_life import relations
from soc_desk.services.ocg_life.relations import RelationDraft
from soc_desk.services.plans import lines
from soc_desk.services.plans.drafts import GapDraft
from soc_desk.services.referrals import ReferralDraft
from soc_desk.services.timeline_events import Strand
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access, FourP
from soc_desk.vocabulary.ocg import (
    ActionState,
    AssessmentGrade,
    BidLevel,
    HandlingGrade,
    LinkRole,
    RelationKind,
    SourceGrade,
)
from tests import factories, factories_network


@use_case("Fill a life", needs=EVERYONE)
def fill(work: Work, group: UUID, person: UUID) -> None:
    serial = work.next_serials("N")[0]
    graded = {
        "source": SourceGrade.RELIABLE, "assessment": AssessmentGrade.CORROBORATED,
        "handling": HandlingGrade.CONDITIONS,
    }  # fmt: skip
    by = work.actor.id
    work.add(
        IntelligenceLink(
            serial=serial, subject_id=group, person_id=person, ir_ref="IR-77", received_on=date(2026, 4, 1),
            conditions="Ask the owner first.", summary="A new number\nis advertised.", **graded,
        )
    )  # fmt: skip
    work.add(
        TierDecision(
            subject_id=group, before="2", after="1", meeting="tasking meeting", decided_on=date(2026, 3, 1),
            reason="Score rose.", at=work.now, by_id=by,
        )
    )  # fmt: skip
    done = {"state": ActionState.COMPLETED, "done_on": date(2026, 5, 1), "made_by_id": by, "made_at": work.now}
    work.add(PlanAction(subject_id=group, four_p=FourP.PROTECT, title="Cuckooing visits", **done))
    work.session.flush()
    link = work.session.query(PersonLink).filter_by(person_id=person).one()
    link.to_on = date(2026, 6, 1)


@pytest.fixture
def harrier(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def person(store: Store, founder: Actor, harrier: UUID) -> UUID:
    (made,) = store.write(founder, factories_network.people, harrier, {LinkRole.MEMBER: 1}).value
    store.write(founder, fill, harrier, made)
    return made


def test_a_groups_timeline_holds_every_strand_newest_first(
    store: Store, founder: Actor, supervisor: Actor, harrier: UUID, person: UUID
) -> None:
    factories.approved(store, founder, supervisor, harrier, disruption_date=date(2026, 3, 9), title="Line broken")
    events = store.read(founder, timelines.of_group, harrier)
    assert [event.on for event in events] == sorted((event.on for event in events), reverse=True)
    told = {(event.strand, event.what) for event in events}
    assert told >= {
        (Strand.LIFE, "Mapped as Proposed"),
        (Strand.LIFE, "Tier 2 → Tier 1, tasking meeting"),
        (Strand.PEOPLE, "Person 001: Member, from this day"),
        (Strand.PEOPLE, "Person 001: Member, until this day"),
        (Strand.INTELLIGENCE, "IR-77 · 1/B/C · Intelligence report"),
        (Strand.DISRUPTIONS, "Pursue, major · Line broken"),
        (Strand.PLAN, "Protect: Cuckooing visits · completed"),
    }
    assert [event.handling for event in events if event.strand is Strand.INTELLIGENCE] == ["Ask the owner first."]
    assert not any("advertised" in event.what for event in events)  # opening a report is logged, and shows conditions
    assert timelines.handling(events) == "Handle all of this as C: 1 event has conditions, shown beside the event."


def test_a_persons_timeline_tells_of_the_groups(store: Store, founder: Actor, harrier: UUID, person: UUID) -> None:
    events = store.read(founder, timelines.of_person, person)
    reference = next(event.what for event in events if event.strand is Strand.PEOPLE)
    assert reference.startswith("Member of OCG-")
    assert {event.strand for event in events} == {Strand.PEOPLE, Strand.INTELLIGENCE}


def test_what_is_closed_has_no_timeline_for_others(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, person: UUID
) -> None:
    other = factories.ocg(store, founder, name="Kestrel")
    store.write(founder, factories_network.link, other, person, from_on=date(2026, 1, 1))
    version = factories.version(store, founder, harrier)
    store.write(founder, subjects.set_access, harrier, version, Access.RESTRICTED, ())
    with pytest.raises(NotFound):
        store.read(officer, timelines.of_group, harrier)
    told = " ".join(event.what for event in store.read(officer, timelines.of_person, person))
    assert "Kestrel" in told
    assert "Harrier" not in told
    assert "IR-77" not in told


def test_a_timeline_is_drawn_for_paper(store: Store, founder: Actor, harrier: UUID, person: UUID) -> None:
    events = store.read(founder, timelines.of_group, harrier)
    drawn = drawing(events)
    words = [shape.text for shape in drawn.contents if hasattr(shape, "text")]
    assert {"Intelligence", "People", "4P plan"} <= set(words)
    assert any(word.endswith("2026") for word in words)
    assert sum(hasattr(shape, "r") for shape in drawn.contents) == len(events)
    assert drawing([]) is None


def test_a_groups_timeline_is_everything_around_it(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, person: UUID
) -> None:
    other = factories.ocg(store, founder, name="Kestrel")
    day = date(2026, 7, 1)
    store.write(founder, relations.relate, harrier, RelationDraft(other_id=other, kind=RelationKind.RIVAL))
    store.write(founder, documents.keep, DocumentDraft(subject_id=harrier, name="note.txt"), b"A note.")
    bid = store.write(founder, bids.record, BidDraft(level=BidLevel.LEVEL_1, asked="A dog", subject_id=harrier)).value
    store.write(founder, bids.submit, bid, 1)
    store.write(founder, chb.record, SiteDraft(name="Elm Walk", subject_ids=(harrier,), started_on=day))
    store.write(founder, lines.raise_gap, harrier, GapDraft(words="Who pays?", raised_on=day))
    store.write(founder, referrals.identify, ReferralDraft(person_id=person, is_child=True, identified_on=day))
    undated = store.write(founder, factories_network.people, harrier, {LinkRole.MEMBER: 1}, "Undated").value[0]
    store.write(founder, without_days, undated)
    events = store.read(founder, timelines.of_group, harrier)
    told = [(event.on is None, event.strand, event.what.partition(":")[0]) for event in events]
    assert set(told) >= {
        (False, Strand.DOCUMENTS, "Document kept"), (False, Strand.OPERATIONS, "Bid B-2026-0001 submitted"),
        (False, Strand.OPERATIONS, "Clear, Hold, Build in Elm Walk"), (False, Strand.INTELLIGENCE, "Intelligence gap"),
        (False, Strand.CARE, "Person 001"), (True, Strand.OTHERS, "Rival of OCG-2026-0002 Kestrel"),
        (True, Strand.PEOPLE, "Undated 001"),
    }  # fmt: skip
    assert [event.on is None for event in events] == sorted(event.on is None for event in events)
    store.write(founder, subjects.set_access, other, factories.version(store, founder, other), Access.RESTRICTED, ())
    seen = " ".join(event.what for event in store.read(officer, timelines.of_group, harrier))
    assert "Kestrel" not in seen
    assert "Elm Walk" in seen


@use_case("Take the days off a link", needs=EVERYONE)
def without_days(work: Work, person: UUID) -> None:
    work.session.query(PersonLink).filter_by(person_id=person).one().from_on = None
