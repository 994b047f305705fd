"""Everything about a group or a person on one line of time, and nothing of what is closed to the reader."""

from datetime import date
from uuid import UUID

import pytest

from soc_desk.domain import IntelligenceLink, PersonLink, PlanAction, TierDecision
from soc_desk.errors import NotFound
from soc_desk.reports.timeline import drawing
from soc_desk.services import subjects, timelines
from soc_desk.services.timelines import Strand
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access, FourP
from soc_desk.vocabulary.ocg import ActionState, AssessmentGrade, HandlingGrade, LinkRole, SourceGrade
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
        (Strand.PEOPLE, "Person 001: Member, since"),
        (Strand.PEOPLE, "Person 001: Member, until"),
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
