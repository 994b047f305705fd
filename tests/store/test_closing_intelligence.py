"""Intelligence and the archive as people reach a store, each with a login of their own where it is a server."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceLink, Plan, PlanAction
from soc_desk.errors import NotFound
from soc_desk.services import archive, archiving, ocgs, subjects
from soc_desk.services.archiving import ArchiveDraft
from soc_desk.services.intelligence import links, rows
from soc_desk.services.intelligence.rows import IntelligenceFilter
from soc_desk.services.periods import today
from soc_desk.services.rehoming import Home
from soc_desk.store import Actor, Store, Work
from soc_desk.vocabulary import Access, FourP, SubjectStatus
from soc_desk.vocabulary.ocg import ActionState, ArchiveReason, NewHome, PlanStatus
from tests import factories, factories_intelligence

Sit = Callable[[Actor], Store]


def raw(store: Store) -> int:
    """How many links the database itself shows, whatever the program would leave out."""
    with Session(store.engine) as session:
        return len(session.scalars(select(IntelligenceLink.__table__.c.id)).all())


def test_a_closed_groups_intelligence_is_kept_from_others_by_the_server_too(
    sit: Sit, engine_name: str, officer: Actor, coordinator: Actor, colleague: Actor, analyst: Actor
) -> None:
    mine, theirs, third = sit(officer), sit(colleague), sit(analyst)
    group = factories.ocg(mine, officer)
    link = factories_intelligence.intelligence(third, analyst, group)
    assert raw(theirs) == 1
    opened = theirs.write(colleague, links.look, link).value.draft
    theirs.write(colleague, links.change, opened, replace(opened, received_on=date(2026, 9, 1)))
    assert mine.read(officer, ocgs.page, ocgs.OcgFilter())[0].last_intelligence_on == date(2026, 9, 1)
    version = factories.version(mine, officer, group)
    mine.write(officer, subjects.set_access, group, version, Access.RESTRICTED, (analyst.id,))
    assert theirs.read(colleague, rows.page, IntelligenceFilter()) == []
    with pytest.raises(NotFound):
        theirs.write(colleague, links.look, link)
    assert raw(theirs) == (1 if engine_name == "sqlite" else 0)
    assert [row.id for row in third.read(analyst, rows.page, IntelligenceFilter())] == [link]


def test_archiving_passes_the_servers_guards(sit: Sit, officer: Actor, coordinator: Actor, supervisor: Actor) -> None:
    by, above = sit(officer), sit(supervisor)
    group = factories.ocg(by, officer, mapped_on=date(2026, 1, 5))
    other = factories.ocg(by, officer, name="Yarrow")
    sit(coordinator).write(coordinator, factories.validated, group)

    def furnish(work: Work) -> list[Any]:
        mine: dict[str, Any] = {"made_by_id": work.actor.id, "made_at": work.now, "subject_id": group}
        action = PlanAction(four_p=FourP.PURSUE, title="Warrant", state=ActionState.AGREED, **mine)
        return [Plan(number=1, status=PlanStatus.LIVE, **mine), action]

    by.write(officer, factories_intelligence.keep, furnish)
    draft = ArchiveDraft(
        id=group, archive_reason=ArchiveReason.NO_INTELLIGENCE, words="Quiet", rocu_told_on=date(2026, 11, 2),
        lessons="Ask sooner.",
    )  # fmt: skip
    (action,) = above.read(supervisor, archiving.facts, group, today()).loose
    draft = replace(draft, homes=(Home(id=action.id, way=NewHome.GROUP, group_id=other),))
    assert above.read(supervisor, archive.waiting, today()) == 1
    above.write(supervisor, archiving.archive_ocg, draft)
    assert by.read(officer, ocgs.detail, group, today()).row.status is SubjectStatus.ARCHIVED
    assert by.read(officer, archiving.facts, other, today()).loose == (action,)
    factories_intelligence.intelligence(by, officer, group, received_on=today())
    assert above.read(supervisor, archive.waiting, today()) == 1
