"""The archive sweep: who is proposed and why, who decides on what, and sums that always agree; on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from soc_desk.domain import (
    AncillaryOrder,
    Leader,
    LomSubject,
    Ocg,
    OcgScore,
    Plan,
    PlanAction,
    ScoreTemplate,
)
from soc_desk.domain.period import Period
from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services import archive, archive_lines, archiving, ocg_records, ocgs, periods, positions, subjects
from soc_desk.services.archiving import ArchiveDraft, ReactivateDraft
from soc_desk.services.lom import managed
from soc_desk.services.lom.managed import ManagedFilter
from soc_desk.services.ocg_life import leadership
from soc_desk.services.ocg_life.leadership import LeadDraft
from soc_desk.services.periods import today
from soc_desk.services.poca import cases
from soc_desk.services.prints import day_words
from soc_desk.services.rehoming import Home
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access, FourP, SubjectStatus
from soc_desk.vocabulary.ocg import (
    ActionState,
    ArchiveReason,
    AssessmentGrade,
    LinkRole,
    NewHome,
    OrderKind,
    OrderState,
    PlanStatus,
    Post,
)
from tests import factories, factories_intelligence, factories_network, factories_plan, factories_poca

WHOLE = ArchiveDraft(
    archive_reason=ArchiveReason.NO_INTELLIGENCE, words="Quiet since the arrests", rocu_told_on=date(2026, 11, 2)
)


def quiet_group(store: Store, officer: Actor, coordinator: Actor, days: int = 200, **over: Any) -> UUID:
    """An active group without intelligence, mapped so many days ago."""
    return factories.active_ocg(store, officer, coordinator, mapped_on=today() - timedelta(days=days), **over)


def archived(store: Store, officer: Actor, coordinator: Actor, supervisor: Actor, **over: Any) -> UUID:
    """A group archived for want of intelligence."""
    id_ = quiet_group(store, officer, coordinator, **over)
    store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=id_))
    return id_


@use_case("Date a handover for the test", needs=EVERYONE)
def lead_until(work: Work, group: UUID, user: UUID, until: date) -> None:
    held = select(Leader).where(Leader.subject_id == group, Leader.user_id == user)
    for leader in work.session.scalars(held):
        leader.until_on = until
        leader.since_on = min(leader.since_on, until)


@pytest.mark.parametrize(("days", "proposed"), [(182, False), (183, True), (184, True)])
def test_proposed_at_the_end_of_the_period_and_not_before(
    store: Store, officer: Actor, coordinator: Actor, days: int, proposed: bool
) -> None:
    mapped = quiet_group(store, officer, coordinator, days)
    heard = quiet_group(store, officer, coordinator, 900, name="Yarrow")
    received = today() - timedelta(days=days)
    factories_intelligence.intelligence(store, officer, heard, received_on=received)
    factories_intelligence.intelligence(
        store, officer, heard, ir_ref="IR 2", received_on=today(), assessment=AssessmentGrade.FALSE
    )
    board = store.read(officer, archive.board, today())
    assert {row.id for row in board.quiet} == ({mapped, heard} if proposed else set())
    assert store.read(officer, archive.waiting, today()) == board.waiting == len(board.quiet)
    if proposed:
        told = {row.id: row.arithmetic for row in board.quiet}
        ended = "reached today" if days == 183 else "passed 1 day ago"
        assert f"{days} days to" in told[heard]
        assert told[heard].startswith("Last qualifying intelligence ")
        assert told[heard].endswith(f"the period of 183 days {ended}.")
        assert "no qualifying intelligence since" in told[mapped]
    assert board.period.words == (
        "Local policy: archiving is proposed after 183 days without qualifying intelligence. "
        "Local default; no national period is published."
    )
    decided = replace(board.period, after_days=365, valid_from=date(2026, 4, 1), source="Minutes of 3 Mar 2026.")
    assert decided.words.endswith("without qualifying intelligence, from 1 Apr 2026. Minutes of 3 Mar 2026.")


def test_how_long_nobody_can_tell_is_not_zero(
    store: Store, officer: Actor, coordinator: Actor, supervisor: Actor
) -> None:
    id_ = quiet_group(store, officer, coordinator)

    def forget(work: Work) -> list[Any]:
        work.get(Ocg, id_).mapped_on = None
        return []

    store.write(officer, factories_intelligence.keep, forget)
    board = store.read(officer, archive.board, today())
    assert (board.quiet, [row.days for row in board.unknown]) == ((), [None])
    assert store.read(officer, archive.waiting, today()) == board.waiting == 1
    assert board.words == "1 group waits for a decision; of 1 nobody can tell how long it has been quiet."
    (line,) = store.read(supervisor, archive_lines.lines, supervisor, today())
    assert (line.headline, line.about) == (
        "1 group proposed for the archive", f"Not known since when: {board.unknown[0].reference} Harrier",
    )  # fmt: skip
    heard = factories.active_ocg(store, officer, coordinator, name="Yarrow")
    told = today() - timedelta(days=900)
    store.write(officer, factories_plan.alter, heard, mapped_on=None, last_intelligence_on=told)  # by a tracker
    assert store.read(officer, archive.waiting, today()) == store.read(officer, archive.board, today()).waiting == 2


def test_archived_by_a_supervisor_who_does_not_lead_it(
    store: Store, officer: Actor, coordinator: Actor, supervisor: Actor
) -> None:
    id_ = quiet_group(store, officer, coordinator)
    whole = replace(WHOLE, id=id_, version=factories.version(store, officer, id_))
    with pytest.raises(NotAllowed):
        store.write(coordinator, archiving.archive_ocg, whole)
    for over in ({"archive_reason": None}, {"words": ""}, {"rocu_told_on": None},
                 {"rocu_told_on": today() + timedelta(days=2)}):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            store.write(supervisor, archiving.archive_ocg, replace(whole, **over))
        assert set(refused.value.problems) == set(over)
    with pytest.raises(Invalid):
        store.write(supervisor, archiving.archive_ocg, WHOLE)

    def lead(work: Work) -> list[Any]:
        work.get(Ocg, id_).lro_id = supervisor.id
        return []

    store.write(officer, factories_intelligence.keep, lead)
    with pytest.raises(NotAllowed, match="leads"):
        store.write(supervisor, archiving.archive_ocg, replace(whole, version=None))
    named = quiet_group(store, officer, coordinator, lro=f" {supervisor.display} ")
    with pytest.raises(NotAllowed, match="leads"):
        store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=named))
    handed = quiet_group(store, officer, coordinator)
    for to in (LeadDraft(post=Post.LRO, user_id=supervisor.id), LeadDraft(post=Post.LRO, name="J. Vale", agency="NCA")):
        store.write(supervisor, leadership.appoint, handed, factories.version(store, officer, handed), to)
    with pytest.raises(NotAllowed, match="leads"):  # it was handed over a minute ago
        store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=handed))
    # So it is the day after, and for as long as no qualifying intelligence has come since; then it is not.
    for heard, until, refused in (
        (today(), today() - timedelta(days=1), True),
        (today() - timedelta(days=200), today() - timedelta(days=190), True),
        (today() - timedelta(days=190), today() - timedelta(days=200), False),
    ):
        store.write(officer, lead_until, handed, supervisor.id, until)
        store.write(officer, factories_plan.alter, handed, intelligence_told_on=heard, last_intelligence_on=heard)
        signed = replace(WHOLE, id=handed, archive_reason=ArchiveReason.DISMANTLED)
        if refused:
            with pytest.raises(NotAllowed, match="since its last qualifying intelligence"):
                store.write(supervisor, archiving.archive_ocg, signed)
        else:
            store.write(supervisor, archiving.archive_ocg, signed)
    fresh = quiet_group(store, officer, coordinator, 30)
    told = store.read(supervisor, archiving.facts, fresh, today()).quiet.arithmetic
    assert told.endswith(f"30 days to {day_words(today())}; the period of 183 days is over in 153 days.")
    early = replace(WHOLE, id=fresh, rocu_told_on=today() - timedelta(days=31))
    with pytest.raises(Invalid, match="before the group was mapped") as refused:
        store.write(supervisor, archiving.archive_ocg, early)
    assert "rocu_told_on" in refused.value.problems
    with pytest.raises(Invalid, match="quiet for 30 days"):
        store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=fresh))
    store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=fresh, archive_reason=ArchiveReason.DISMANTLED))
    step = store.write(officer, ocgs.look, fresh).value.steps[-1]
    assert (step.after, step.by) == (SubjectStatus.ARCHIVED, supervisor.display)
    assert step.reason == "Dismantled. Quiet since the arrests. ROCU told 2 Nov 2026."
    with pytest.raises(Invalid, match="only an active one"):
        store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=fresh))


def furnish(store: Store, officer: Actor, id_: UUID, first: UUID, second: UUID) -> None:
    """A live plan with two open actions, and an order on each of two members, one of them managed."""

    def rows(work: Work) -> list[Any]:
        mine: dict[str, Any] = {"made_by_id": work.actor.id, "made_at": work.now}
        order: dict[str, Any] = {"kind": OrderKind.SCPO, "state": OrderState.MADE}
        return [
            Plan(subject_id=id_, number=1, status=PlanStatus.LIVE, **mine),
            *(PlanAction(subject_id=id_, four_p=FourP.PURSUE, title=state.label, state=state, **mine)
              for state in (ActionState.AGREED, ActionState.BLOCKED, ActionState.COMPLETED)),
            AncillaryOrder(person_id=first, **order), AncillaryOrder(person_id=second, **order),
            LomSubject(person_id=second, nominated_on=today(), at=work.now, by_id=work.actor.id),
        ]  # fmt: skip

    store.write(officer, factories_intelligence.keep, rows)


def test_what_is_open_is_settled_first(
    store: Store, officer: Actor, colleague: Actor, coordinator: Actor, supervisor: Actor
) -> None:
    id_, other = (quiet_group(store, officer, coordinator, name=name) for name in ("Harrier", "Yarrow"))
    first, second = store.write(officer, factories_network.people, id_, {LinkRole.MEMBER: 2}).value

    furnish(store, officer, id_, first, second)
    case = factories_poca.seized(store, officer, subject_id=id_)
    found = store.read(officer, archiving.facts, id_, today())
    agreed, blocked, order, poca = found.loose
    assert [(one.kind, one.what) for one in (agreed, blocked)] == [("action", "Agreed"), ("action", "Blocked")]
    assert order.what.startswith("Serious crime prevention order on N-")
    assert (poca.id, poca.what.startswith("POCA case C-"), found.plans) == (case, True, 1)
    with pytest.raises(Invalid) as refused:
        store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=id_))
    assert set(refused.value.problems) == {"homes", "lessons"}
    assert "and 1 more have no home" in refused.value.problems["homes"]
    homes = {
        agreed: Home(id=agreed.id, way=NewHome.GROUP, group_id=other),
        blocked: Home(id=blocked.id, way=NewHome.LEFT, reason="The council goes on with it."),
        order: Home(id=order.id, way=NewHome.OWNER, owner_id=colleague.id),
        poca: Home(id=poca.id, way=NewHome.OWNER, owner_id=colleague.id),
    }

    def archive_with(**over: Any) -> None:
        told = tuple(replace(home, **over) if one is agreed else home for one, home in homes.items())
        settled = replace(WHOLE, id=id_, lessons="Ask the council sooner.", homes=told)
        store.write(supervisor, archiving.archive_ocg, settled)

    for over, words in (
        ({"group_id": None}, "Choose the group"), ({"group_id": id_}, "another group"), ({"way": None}, "“Agreed” has"),
        ({"way": NewHome.OWNER}, "Choose who"), ({"way": NewHome.CANCELLED, "reason": " "}, "Say why"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=words):
            archive_with(**over)
    archive_with()
    assert [one.what for one in store.read(officer, archiving.facts, other, today()).loose] == ["Agreed"]
    left = store.read(officer, archiving.facts, id_, today())
    assert (left.status, [one.what for one in left.loose], left.plans) == (
        SubjectStatus.ARCHIVED, ["Blocked", poca.what], 0,
    )  # fmt: skip
    (spell,) = [row for row in store.read(officer, managed.page, ManagedFilter()) if row.manager == colleague.display]
    taken = store.write(colleague, cases.look, case).value
    assert (spell.person_id, taken.draft.owner_id) == (first, colleague.id)
    reason = store.write(officer, ocgs.look, id_).value.steps[-1].reason
    assert "Agreed: to OCG-" in reason
    assert "Blocked: stays, The council goes on with it. " in reason
    (agreed,) = store.read(officer, archiving.facts, other, today()).loose
    nobody = Home(id=agreed.id, way=NewHome.CANCELLED, reason="Nobody left to act on.")
    store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=other, homes=(nobody,)))
    assert store.read(officer, archiving.facts, other, today()).loose == ()


def test_actions_of_a_closed_group_stay_with_it(
    store: Store, officer: Actor, colleague: Actor, coordinator: Actor, supervisor: Actor
) -> None:
    id_, other = (quiet_group(store, officer, coordinator, name=name) for name in ("Telling name", "Yarrow"))

    def act(work: Work) -> list[Any]:
        return [PlanAction(subject_id=id_, four_p=FourP.PREVENT, title="Visit", made_by_id=work.actor.id,
                           made_at=work.now)]  # fmt: skip

    store.write(officer, factories_intelligence.keep, act)
    version = factories.version(store, officer, id_)
    store.write(officer, subjects.set_access, id_, version, Access.RESTRICTED, (supervisor.id,))
    assert {row.name for row in store.read(colleague, archive.board, today()).quiet} == {"Yarrow"}
    assert store.read(colleague, archive.waiting, today()) == 1
    with pytest.raises(NotFound):
        store.read(colleague, archiving.facts, id_, today())
    (visit,) = store.read(supervisor, archiving.facts, id_, today()).loose
    assert NewHome.GROUP not in visit.ways
    elsewhere = Home(id=visit.id, way=NewHome.GROUP, group_id=other)
    with pytest.raises(Invalid, match="cannot go that way"):
        store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=id_, homes=(elsewhere,)))
    theirs = Home(id=visit.id, way=NewHome.OWNER, owner_id=colleague.id)
    with pytest.raises(Invalid, match="may not know"):
        store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=id_, homes=(theirs,)))


def attention(store: Store, reader: Actor, id_: UUID) -> str:
    """What the group's own page says needs attention."""
    return " ".join(concern.what for concern in store.read(reader, ocg_records.record, id_, today()).concerns)


def score(id_: UUID, day: date, work: Work) -> list[Any]:
    """A score of the group, and its template."""
    template = ScoreTemplate(name="Local example", edition="1", starts_on=today())
    return [template, OcgScore(subject_id=id_, template_id=template.id, total=3, most=9, scored_on=day,
                               scored_by_id=work.actor.id, scored_at=work.now)]  # fmt: skip


def test_new_intelligence_raises_a_review_that_a_person_answers(
    store: Store, officer: Actor, coordinator: Actor, supervisor: Actor
) -> None:
    id_ = archived(store, officer, coordinator, supervisor)
    assert store.read(officer, archive.board, today()).stirring == ()
    factories_intelligence.intelligence(store, officer, id_, ir_ref="Old", received_on=today() - timedelta(days=400))
    factories_intelligence.intelligence(
        store, officer, id_, ir_ref="False", received_on=today(), assessment=AssessmentGrade.FALSE
    )
    assert store.read(officer, archive.waiting, today()) == 0
    assert "Intelligence has come in" not in attention(store, officer, id_)
    factories_intelligence.intelligence(store, officer, id_, ir_ref="IR 7", received_on=today())
    assert "Intelligence has come in" in attention(store, officer, id_)  # the group's page goes by the same rule
    (row,) = store.read(officer, archive.board, today()).stirring
    assert (row.id, [(new.ir_ref, new.grade) for new in row.new]) == (id_, [("IR 7", "1/B/P")])
    assert "IR 7, graded 1/B/P" in row.arithmetic
    (line,) = store.read(coordinator, archive_lines.lines, coordinator, today())
    assert line.headline == "New intelligence on 1 group in the archive"
    assert line.about == f"Newest: {row.reference} {row.name}"
    answer = ReactivateDraft(id=id_, reason="Concerns another group of the name")
    with pytest.raises(NotAllowed):
        store.write(officer, archiving.leave_archived, answer)
    with pytest.raises(Invalid, match="Say why"):
        store.write(coordinator, archiving.leave_archived, replace(answer, reason=""))
    tomorrow, later = (factories_intelligence.at(store, datetime.now(UTC) + timedelta(days=more)) for more in (1, 2))
    seen = replace(answer, version=factories.version(store, officer, id_))
    tomorrow.write(coordinator, archiving.leave_archived, seen)
    with pytest.raises(Conflict):  # a colleague decided meanwhile
        tomorrow.write(coordinator, archiving.leave_archived, seen)
    assert store.read(officer, archive.board, today()).stirring == ()
    tomorrow, day = later, today() + timedelta(days=2)
    factories_intelligence.intelligence(tomorrow, officer, id_, ir_ref="IR 8", received_on=day)
    assert store.read(officer, archive.waiting, day) == 1
    (row,) = store.read(officer, archive.board, day).stirring  # the review looked at IR 7, and archived nothing
    assert [new.ir_ref for new in row.new] == ["IR 8"]
    reviewed = day_words(today() + timedelta(days=1))
    told = f"Archived {day_words(today())}, left so after a review on {reviewed}; qualifying intelligence since: IR 8,"
    assert row.arithmetic.startswith(told)
    again = ReactivateDraft(id=id_, reason="Seen at the depot again")
    with pytest.raises(NotAllowed):
        tomorrow.write(supervisor, archiving.reactivate, again)
    with pytest.raises(Invalid, match="Score the group anew"):
        tomorrow.write(coordinator, archiving.reactivate, again)
    tomorrow.write(coordinator, factories_intelligence.keep, partial(score, id_, day))
    before = store.write(officer, ocgs.look, id_).value.row
    tomorrow.write(coordinator, archiving.reactivate, again)
    after = store.write(officer, ocgs.look, id_).value.row
    assert (after.status, after.reference, after.mapped_on) == (
        SubjectStatus.ACTIVE, before.reference, before.mapped_on,
    )  # fmt: skip
    assert after.review_due_on == periods.months_after(day, 3)  # not that of its last spell
    with pytest.raises(Invalid, match="not archived"):
        store.write(coordinator, archiving.reactivate, again)
    told = store.read(officer, positions.position, Period(today(), day))
    assert told.words == "0 active + 1 mapped + 1 reactivated − 1 archived − 0 merged = 1 active"
    assert store.read(officer, positions.position, Period(day, day)).reactivated == 1
