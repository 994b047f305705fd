"""What needs attention in a group, gravest first, each with why it is said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from soc_desk.services.archive_policy import ArchivePolicy
from soc_desk.services.ocg_life.glance import PlanGlance
from soc_desk.services.ocgs import OcgDetail
from soc_desk.services.prints import day_words
from soc_desk.vocabulary import FourP, SubjectStatus
from soc_desk.vocabulary.ocg import ActionState


@dataclass(frozen=True)
class Concern:
    """Something that needs attention, as a sentence, and why it is said."""

    what: str
    why: str


def concerns(
    detail: OcgDetail, today: date, archive: ArchivePolicy, plan: PlanGlance | None = None,
    late: Mapping[str, int] | None = None,
) -> Iterator[Concern]:  # fmt: skip
    """What needs attention, gravest first; without ``plan`` nothing is said of actions.

    ``late`` counts orders on its people and visits to them (``ocg_counts.LATE``).
    """
    row = detail.row
    if row.status is SubjectStatus.PROPOSED:
        yield Concern("It waits to be validated.", "A second person validates a group before it is active.")
        if not row.lro:
            yield Concern("Nobody is named to lead it.", "A lead responsible officer is named before it is validated.")
    elif row.status is SubjectStatus.ACTIVE:
        yield from _of_an_active_group(detail, today, archive)
        yield from _of_activity(detail, today, plan)
        yield from _of_its_people(late or {})


def _of_an_active_group(detail: OcgDetail, today: date, archive: ArchivePolicy) -> Iterator[Concern]:
    row = detail.row
    if not row.lro:
        yield Concern("Nobody is named to lead it.", "An active group has a lead responsible officer.")
    if (since := row.last_intelligence_on or row.mapped_on) is not None:
        quiet = (today - since).days
        why = f"Local policy: archive review at {archive.after_days} days."
        if quiet >= archive.after_days:
            yield Concern(f"No qualifying intelligence for {quiet} days: archive review is due.", why)
        elif quiet >= archive.after_days - archive.warn_days:
            left = archive.after_days - quiet
            yield Concern(f"No qualifying intelligence for {quiet} days: archive review in {left}.", why)
    if row.review_due_on is not None and row.review_due_on <= today:
        yield Concern(
            f"A review was due on {day_words(row.review_due_on)}.", "Local policy: active groups are reviewed."
        )
    if row.assessed_on is None:
        yield Concern("It was never assessed.", "The check of the national return reports such a group.")
    if not row.tier:
        yield Concern("No tier is set.", "The tasking meeting sets it.")


def _of_activity(detail: OcgDetail, today: date, plan: PlanGlance | None) -> Iterator[Concern]:
    """Ps under which nothing is counted, those without a plan first; then actions and a review that are late."""
    planned = {one.four_p for one in plan.actions if one.state is not ActionState.CANCELLED} if plan else set(FourP)
    missing = [p for p in FourP if not detail.four_ps.get(p)]
    why = "Inspectors look for all four Ps."
    if bare := [p.label for p in missing if p not in planned]:
        yield Concern(f"Nothing planned or counted under {_either(bare)} in 12 months.", why)
    if uncounted := [p.label for p in missing if p in planned]:
        yield Concern(f"Nothing counted under {_either(uncounted)} in 12 months.", why)
    if overdue := sum(one.days_overdue(today) > 0 for one in plan.actions) if plan else 0:
        told = "1 action of its plan is overdue." if overdue == 1 else f"{overdue} actions of its plan are overdue."
        yield Concern(told, "Their days have passed, and they are still open.")
    if plan and plan.number is None:
        yield Concern("It has no live 4P plan.", "An active group is worked to a plan that its SRO approved.")
    if plan and plan.review_due_on is not None and plan.review_due_on <= today:
        told = f"The review of its plan was due on {day_words(plan.review_due_on)}."
        yield Concern(told, "A live plan is reviewed by its day.")


def _either(names: list[str]) -> str:
    return ", ".join(names[:-1]) + (" or " if len(names) > 1 else "") + names[-1]


def _of_its_people(late: Mapping[str, int]) -> Iterator[Concern]:
    why = "The Members tab says who is managed or under an order."
    if number := late.get("late_orders", 0):
        told = "1 order on its people is past its day." if number == 1 else f"{number:,} orders are past their day."
        yield Concern(told, f"Record what became of it. {why}")
    if number := late.get("late_visits", 0):
        yield Concern(f"{number:,} visit{' is' if number == 1 else 's are'} overdue to people of the group.", why)
