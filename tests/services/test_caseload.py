"""The caseload summary from a real store: the registers' figures, who may know what, the disclosure behind it."""

import io
import json
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, Disclosure, User
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.reports.caseload import draw
from soc_desk.services import caseload, disruption_rows, moderation, ocgs, places, subjects
from soc_desk.services.caseload import Caseload, CaseloadFilter, Load, Period
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.prints import Addressed, wall
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access, AuditCategory, DisruptionStatus, FourP, SubjectStatus
from tests import factories
from tests.conftest import TEAM_ID
from tests.reports.samples import words

TODAY = date(2026, 3, 20)
PERIOD = Period(date(2026, 1, 1), date(2026, 3, 31))
TO = Addressed(recipient="DI S. Upervisor", purpose="Weekly tasking")


@pytest.fixture
def areas(store: Store, officer: Actor) -> dict[str, UUID]:
    return {place.name: place.id for place in store.read(officer, places.areas)}


@pytest.fixture
def groups(
    store: Store, officer: Actor, colleague: Actor, coordinator: Actor, supervisor: Actor, areas: dict[str, UUID]
) -> dict[str, UUID]:
    """Three groups of two officers; of their disruptions two count, one waits, one came back, one is a draft."""
    north, south = areas["North"], areas["South"]
    harrier = factories.active_ocg(
        store, officer, coordinator, name="Harrier", tier="1", area_id=north, team_id=TEAM_ID, assessed_on=TODAY
    )
    sorrel = factories.active_ocg(store, colleague, coordinator, name="Sorrel", tier="2", area_id=south)
    yarrow = factories.ocg(store, colleague, name="Yarrow", lro="")
    factories.approved(store, officer, supervisor, harrier, area_id=north)
    factories.approved(store, colleague, supervisor, harrier, area_id=south, four_p=FourP.PREVENT)
    factories.approved(store, officer, supervisor, sorrel, disruption_date=date(2025, 6, 1), area_id=south)
    factories.submitted(store, colleague, sorrel)
    back = factories.submitted(store, officer, harrier)
    store.write(supervisor, moderation.send_back, back, version_of(store, officer, back), "Say what changed.")
    factories.disruption(store, officer, yarrow)
    return {"Harrier": harrier, "Sorrel": sorrel, "Yarrow": yarrow}


def version_of(store: Store, reader: Actor, id: UUID) -> int:
    row = store.read(reader, disruption_rows.one, id)
    assert row is not None
    return row.version


def counted(store: Store, by: Actor, shown: CaseloadFilter = CaseloadFilter(), today: date = TODAY) -> Caseload:  # noqa: B008 - frozen
    return store.read(by, caseload.summary, shown, PERIOD, today)


def named(loads: tuple[Load, ...]) -> dict[str, Load]:
    return {load.name: load for load in loads}


def test_each_officer_has_what_they_hold_and_recorded(
    store: Store, groups: dict[str, UUID], officer: Actor, colleague: Actor, supervisor: Actor
) -> None:
    found = counted(store, supervisor)
    mine, theirs = named(found.officers)[officer.display], named(found.officers)[colleague.display]
    assert (mine.groups, mine.top_tier, mine.active, mine.proposed) == (1, 1, 1, 0)
    assert (mine.by_p[FourP.PURSUE], mine.awaiting, mine.returned, mine.drafts) == (1, 0, 1, 1)
    assert (theirs.groups, theirs.top_tier, theirs.active, theirs.proposed) == (2, 0, 1, 1)
    assert (theirs.by_p[FourP.PREVENT], theirs.by_p[FourP.PURSUE], theirs.awaiting) == (1, 0, 1)
    assert (found.total.groups, sum(found.total.by_p.values())) == (len(groups), 2)
    assert found.unallocated == 0


def test_every_total_is_the_registers(store: Store, groups: dict[str, UUID], supervisor: Actor) -> None:
    found = counted(store, supervisor)
    assert found.agrees
    assert len(found.reconciliation) == 18
    assert [load.name for load in found.teams] == ["Proactive team", "No team"]
    assert [load.name for load in found.areas] == ["North", "South", "No area"]
    open_groups = store.read(
        supervisor, ocgs.totals, OcgFilter(statuses=(SubjectStatus.ACTIVE, SubjectStatus.PROPOSED))
    )
    in_period = DisruptionFilter(starts_on=PERIOD.starts_on, ends_on=PERIOD.ends_on).counted()
    recorded = store.read(supervisor, disruption_rows.totals, in_period).all
    for loads in (found.officers, found.teams, found.areas, (found.total,)):
        assert sum(load.groups for load in loads) == sum(open_groups.values()) == len(groups)
        assert sum(sum(load.by_p.values()) for load in loads) == recorded == 2


def test_groups_stand_by_tier_with_last_activity_and_what_is_next(
    store: Store, groups: dict[str, UUID], supervisor: Actor
) -> None:
    harrier, sorrel, yarrow = counted(store, supervisor).groups
    assert (harrier.name, harrier.tier, harrier.next) == ("Harrier", "Tier 1", "Put right 1 returned")
    assert (harrier.last_activity_on, harrier.last_activity_days) == (factories.A_DAY, 18)
    assert [harrier.by_p[four_p] for four_p in FourP] == [1, 1, 0, 0]
    assert (sorrel.name, sorrel.next) == ("Sorrel", "Moderate 1")
    assert (yarrow.name, yarrow.lro, yarrow.next) == ("Yarrow", "", "Name an LRO")
    assert {group.id for group in (harrier, sorrel, yarrow)} == set(groups.values())


def test_a_quiet_group_is_proposed_for_archive_review(
    store: Store, officer: Actor, coordinator: Actor, supervisor: Actor
) -> None:
    factories.active_ocg(store, officer, coordinator, assessed_on=TODAY, intelligence_told_on=date(2025, 1, 1))
    (quiet,) = counted(store, supervisor).groups
    assert (quiet.last_activity_on, quiet.next) == (date(2025, 1, 1), "Archive review")


def test_what_waits_says_for_how_long_and_why(store: Store, groups: dict[str, UUID], supervisor: Actor) -> None:
    day = store.read(supervisor, newest_day)
    found = counted(store, supervisor, today=day)
    assert [row.status for row in found.awaiting] == [
        DisruptionStatus.SUBMITTED, DisruptionStatus.RETURNED, DisruptionStatus.DRAFT,
    ]  # fmt: skip
    assert [row.days for row in found.awaiting] == [0, 0, 0]
    assert found.awaiting[1].note == "Say what changed."
    assert groups


def newest_day(session: Session) -> date:
    """The London day the fixtures were written on."""
    moment = session.scalars(select(AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1)).one()
    return wall(moment).date()


def test_a_team_or_area_narrows_every_figure(
    store: Store, groups: dict[str, UUID], supervisor: Actor, areas: dict[str, UUID]
) -> None:
    team = counted(store, supervisor, CaseloadFilter(teams=(TEAM_ID,)))
    assert (team.total.groups, sum(team.total.by_p.values()), team.unit) == (1, 2, "Proactive team")
    assert team.filters == ("team Proactive team",)
    south = counted(store, supervisor, CaseloadFilter(areas=(areas["South"],)))
    assert (south.total.groups, south.total.by_p[FourP.PREVENT], south.total.by_p[FourP.PURSUE]) == (1, 1, 0)
    assert team.agrees
    assert south.agrees
    assert groups


def test_a_restricted_group_is_counted_for_its_readers_and_never_named(
    store: Store, groups: dict[str, UUID], colleague: Actor, supervisor: Actor, officer: Actor
) -> None:
    sorrel = groups["Sorrel"]
    store.write(
        colleague,
        subjects.set_access,
        sorrel,
        factories.version(store, colleague, sorrel),
        Access.RESTRICTED,
        (supervisor.id,),
    )
    told = counted(store, supervisor)
    assert (told.total.groups, told.restricted, told.agrees) == (3, 1, True)
    assert "Sorrel" not in {group.name for group in told.groups}
    assert "Restricted, not named" in {row.subject for row in told.awaiting}
    others = counted(store, officer)
    assert (others.total.groups, others.restricted, others.total.awaiting, others.agrees) == (2, 0, 0, True)


def test_two_officers_of_one_name_are_told_apart(
    store: Store, groups: dict[str, UUID], officer: Actor, supervisor: Actor
) -> None:
    @use_case("Rename for the test", needs=EVERYONE)
    def rename(work: Work) -> None:
        for user in work.session.scalars(select(User).where(User.name == "colleague")):
            user.display = officer.display

    store.write(supervisor, rename)
    found = named(counted(store, supervisor).officers)
    assert found[f"{officer.display} (officer)"].groups == 1
    assert found[f"{officer.display} (colleague)"].groups == 2
    assert groups


def test_an_empty_store_prints_zeros_and_agrees(store: Store, supervisor: Actor, officer: Actor) -> None:
    found = counted(store, supervisor)
    assert found.agrees
    assert found.total.groups == 0
    assert named(found.officers)[officer.display].oldest_days is None


def test_the_figures_go_as_json(store: Store, groups: dict[str, UUID], supervisor: Actor) -> None:
    told = json.loads(json.dumps(caseload.plain(counted(store, supervisor))))
    assert told["period"] == "2025-Q4"
    assert told["total"]["by_p"] == {"pursue": 1, "prevent": 1, "protect": 0, "prepare": 0}
    assert {group["id"] for group in told["groups"]} == {str(id_) for id_ in groups.values()}
    assert told["groups"][0]["last_activity_on"] == "2026-03-02"
    assert told["agrees"] is True
    # The groups became active after the quarter was over, so that its position is empty and what came since is told.
    position = told["position"]
    assert (position["opening"], position["closing"], position["active_since"]) == (0, 0, 2)
    now = store.read(supervisor, caseload.summary, CaseloadFilter(), Period(date(2026, 1, 1), date(2099, 1, 1)), TODAY)
    assert now.position.words == "0 active + 2 mapped + 0 reactivated − 0 archived − 0 merged = 2 active"
    lines = {line.what: (line.register, line.printed) for line in now.reconciliation}
    assert lines["Active groups by the position"] == lines["Active groups by tier"] == (2, 2)


def test_a_print_is_logged_with_recipient_purpose_and_its_id_on_paper(
    store: Store, groups: dict[str, UUID], supervisor: Actor
) -> None:
    printed = store.write(supervisor, caseload.print_out, CaseloadFilter(), PERIOD, TO).value
    out = io.BytesIO()
    draw(printed, out)
    text = words(out.getvalue())

    def logged(session: Session) -> tuple[str, str, str, int]:
        row = session.execute(
            select(Disclosure.reference, Disclosure.recipient, Disclosure.purpose, Disclosure.records)
        ).one()
        return tuple(row)  # type: ignore[return-value]

    reference, recipient, purpose, records = store.read(supervisor, logged)
    assert (recipient, purpose, records) == (TO.recipient, TO.purpose, 6)
    assert f"print {reference}" in text
    assert f"For {TO.recipient}, {TO.purpose}" in text
    assert "Demonstration data" in text
    assert "Totals agree with the register" in text

    def told(session: Session) -> set[UUID]:
        query = select(AuditEntry.record_id).where(AuditEntry.category == AuditCategory.DISCLOSURE)
        return set(session.scalars(query.where(AuditEntry.entity == "subject")))

    assert store.read(supervisor, told) == set(groups.values())


def test_a_print_without_recipient_or_purpose_is_refused(store: Store, supervisor: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(
            supervisor, caseload.print_out, CaseloadFilter(), PERIOD, Addressed(recipient=" ", purpose="", copies=0)
        )
    assert set(refused.value.problems) == {"recipient", "purpose", "copies"}


def test_an_officer_does_not_print_the_loads_of_others(store: Store, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        store.write(officer, caseload.print_out, CaseloadFilter(), PERIOD, TO)
