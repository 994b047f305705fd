"""The profile of a group as it is printed: everything its record holds that the reader may know of, with its grades."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceLink, Ocg, Person, PersonLink
from soc_desk.errors import NotFound
from soc_desk.services import archive_policy, disruption_rows, networks, ocg_records, timelines
from soc_desk.services.archive_policy import ArchivePolicy
from soc_desk.services.disruption_rows import COUNTED, DisruptionFilter, DisruptionRow
from soc_desk.services.labels import labels_of
from soc_desk.services.lom import in_group
from soc_desk.services.lom.in_group import HeldRow
from soc_desk.services.networks import Network
from soc_desk.services.ocg_life import cases, leadership, reviews, tiers
from soc_desk.services.ocg_life.cases import GroupCase
from soc_desk.services.ocg_life.leadership import LeaderRow
from soc_desk.services.ocg_life.reviews import ReviewRow
from soc_desk.services.ocg_life.tiers import TierRow
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.people import links
from soc_desk.services.people.links import LinkRow
from soc_desk.services.places import areas
from soc_desk.services.plans import rows
from soc_desk.services.plans.rows import GapRow, ObjectiveRow
from soc_desk.services.prints import Addressed, PrintFurniture, furnish, rehearse, wall
from soc_desk.services.timeline_events import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, Access, FourP
from soc_desk.vocabulary.ocg import PlanStatus

TITLE = "OCG profile"
_MOST = 500


@dataclass(frozen=True, kw_only=True)
class ProfileIntelligence:
    """One report with what its recipient needs to judge it: grade, dates and handling (DPA 2018 s.38(5)(b))."""

    ir_ref: str
    reported_on: date | None
    received_on: date
    grade: str
    conditions: str
    summary: str
    qualifying: bool


@dataclass(frozen=True, kw_only=True)
class OcgProfile:
    """The whole profile. ``left_out`` reports and ``links_left_out`` have handling conditions and were not asked for.

    ``strategic``, ``objectives`` and the open ``gaps`` are those of the plan in force; ``labels`` has the words of
    codes by list, ``areas`` the names of areas by id as text. ``network`` shows of a large group those who lead it, as
    its chart does; ``events`` are those of the timeline; both are without what is left out.
    """

    furniture: PrintFurniture
    today: date
    record: OcgRecord
    people: tuple[LinkRow, ...]
    held: tuple[HeldRow, ...]
    leaders: tuple[LeaderRow, ...]
    reviews: tuple[ReviewRow, ...]
    tiers: tuple[TierRow, ...]
    strategic: str
    objectives: tuple[ObjectiveRow, ...]
    gaps: tuple[GapRow, ...]
    disruptions: tuple[DisruptionRow, ...]
    intelligence: tuple[ProfileIntelligence, ...]
    left_out: int
    links_left_out: int
    archive: ArchivePolicy
    cases: tuple[GroupCase, ...]
    network: Network
    events: tuple[Event, ...]
    labels: dict[str, dict[str, str]]
    areas: dict[str, str]

    @property
    def handling(self) -> str:
        """The most restrictive handling of all the intelligence in it, as a sentence."""
        reports = sum(bool(line.conditions) for line in self.intelligence)
        people = sum(bool(link.held) for link in self.people)
        if reports or people:
            told = [_many(reports, "report")] if reports else []
            told += [_many(people, "link of a person", "links of people")] if people else []
            has = "has" if reports + people == 1 else "have"
            return f"Handle this profile as C: {' and '.join(told)} {has} conditions, shown beside each."
        if self.intelligence:
            return "Handle the intelligence in this profile as P: lawful sharing permitted."
        return "This profile holds no intelligence."


def id_of(session: Session, reference: str) -> UUID:
    """The group with a reference; raises NotFound, also for one the reader may not know of."""
    found = session.scalar(select(Ocg.id).where(func.lower(Ocg.reference) == reference.strip().lower()))
    if found is None:
        raise NotFound(f"There is no group {reference.strip()}, or it is not open to you.")
    return found


@use_case("Print the profile of an OCG", needs=READERS)
def print_out(work: Work, id: UUID, to: Addressed, with_conditions: bool = False) -> OcgProfile:
    """Log the disclosure and gather the profile; ``with_conditions`` also intelligence with handling conditions.

    The network in it is a combination, and logged as one. The log names the group by its id alone: who reads the log
    may not know of it.
    """
    ocg = work.get(Ocg, id)
    shown = {
        link.person_id
        for link in links.rows(work.session, PersonLink.subject_id == id)
        if with_conditions or not link.held
    }
    about = (ocg, *work.session.scalars(select(Person).where(Person.id.in_(shown))))
    closed = int(ocg.access is not Access.TEAM)
    work.note(ocg, "combined", {"chart": [None, "network"]})
    furniture = furnish(work, TITLE, to, records=len(about), restricted=closed, about=about, of=id)
    return _gather(work.session, ocg, furniture, wall(work.now).date(), with_conditions=with_conditions)


@use_case("Look at the profile of an OCG before it is printed", needs=READERS)
def preview(work: Work, id: UUID, with_conditions: bool = False) -> OcgProfile:
    """The same on screen; logs the consultation."""
    ocg = work.get(Ocg, id)
    work.consult(ocg)
    furniture = rehearse(work, TITLE, restricted=int(ocg.access is not Access.TEAM))
    return _gather(work.session, ocg, furniture, wall(work.now).date(), with_conditions=with_conditions)


def figures(profile: OcgProfile) -> dict[str, object]:
    """The figures of a profile as JSON holds them, for ``soc-desk report ocg --json``; nobody is named in them."""
    row, plan = profile.record.detail.row, profile.record.plan
    newest = profile.record.scores[-1] if profile.record.scores else None
    actions = plan.actions if plan else ()
    by_p = {p: profile.record.detail.four_ps.get(p, {}) for p in FourP}
    return {
        "reference": row.reference, "name": row.name, "status": row.status.value, "tier": row.tier,
        "data_as_at": profile.today, "mapped_on": row.mapped_on, "last_intelligence_on": row.last_intelligence_on,
        "review_due_on": row.review_due_on, "archive_after_days": profile.archive.after_days,
        "score": newest and {
            "scored_on": newest.scored_on, "lowest": newest.total, "highest": newest.highest, "of": newest.most,
            "band": newest.band, "method": newest.method,
        },
        "people": {
            "now": profile.network.people, "formerly": profile.network.gone,
            "by_role": {role.value: number for role, number in profile.network.counts.items()},
        },
        "plan": plan and {
            "version": plan.number, "reviewed_on": plan.reviewed_on, "actions": len(actions),
            "overdue": sum(each.days_overdue(profile.today) > 0 for each in actions),
        },
        "objectives": len(profile.objectives), "gaps_open": len(profile.gaps),
        "disruptions_in_12_months": {p.value: sum(levels.values()) for p, levels in by_p.items()},
        "disruptions": len(profile.disruptions), "intelligence": len(profile.intelligence),
        "left_out": {"intelligence": profile.left_out, "links": profile.links_left_out},
        "poca_cases": len(profile.cases), "relations": len(profile.record.relations), "handling": profile.handling,
    }  # fmt: skip


def _gather(session: Session, ocg: Ocg, furniture: PrintFurniture, today: date, *, with_conditions: bool) -> OcgProfile:
    record = ocg_records.record(session, ocg.id, today)
    reports = _intelligence(session, ocg.id)
    shown = tuple(line for line in reports if with_conditions or not line.conditions)
    every = links.rows(session, PersonLink.subject_id == ocg.id)
    people = tuple(link for link in every if with_conditions or not link.held)
    named_people = {link.person_id for link in people}
    plan = rows.plan_of(session, ocg.id, today)
    live = plan.plan if plan.plan is not None and plan.plan.status is PlanStatus.LIVE else None
    chart = networks.network(session, ocg.id)
    view = DisruptionFilter(subject_id=ocg.id, statuses=COUNTED)
    named = replace(furniture, title=f"{TITLE}: {ocg.reference} {ocg.name}", marking=ocg.marking)
    return OcgProfile(
        furniture=named, today=today, record=record, people=people,
        held=tuple(row for row in in_group.of(session, ocg.id, today) if row.person_id in named_people),
        leaders=tuple(leadership.history(session, ocg.id)), reviews=tuple(reviews.history(session, ocg.id)),
        tiers=tuple(tiers.history(session, ocg.id)), strategic=live.objectives if live else "",
        objectives=tuple(each for each in plan.objectives if live and each.plan_id == live.id),
        gaps=tuple(each for each in plan.gaps if each.closed_on is None),
        disruptions=tuple(disruption_rows.page(session, view, limit=_MOST)), intelligence=shown,
        left_out=len(reports) - len(shown), links_left_out=len(every) - len(people),
        archive=archive_policy.of(session, today), cases=tuple(cases.of(session, ocg.id)),
        network=chart if with_conditions else chart.without_conditions(),
        events=tuple(e for e in timelines.of_group(session, ocg.id) if with_conditions or not e.handling),
        labels=labels_of(session, ("tier", "soc_threat", "agency")),
        areas={str(place.id): place.name for place in areas(session)},
    )  # fmt: skip


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def _intelligence(session: Session, id: UUID) -> tuple[ProfileIntelligence, ...]:
    query = select(IntelligenceLink).where(IntelligenceLink.subject_id == id)
    links = session.scalars(query.order_by(IntelligenceLink.received_on.desc(), IntelligenceLink.id).limit(_MOST))
    return tuple(
        ProfileIntelligence(
            ir_ref=link.ir_ref, reported_on=link.reported_on, received_on=link.received_on, grade=link.grade,
            conditions=_conditions(link), summary=link.summary, qualifying=link.qualifying,
        )
        for link in links
    )  # fmt: skip


def _conditions(link: IntelligenceLink) -> str:
    """What binds whoever receives it; a grade of before 3x5x2 binds as its own code says."""
    if link.legacy_grade:
        return f"As the grade {link.legacy_grade} says. {link.conditions}".strip()
    return links.held(link.handling, link.conditions)
