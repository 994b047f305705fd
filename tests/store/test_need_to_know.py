"""Sealed records, the glass broken in an emergency, people that two closed records share, and closed mergers."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from soc_desk.domain import AuditEntry, PersonLink, SubjectRelation
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import history, need_to_know, ocg_profile, ocg_records, ocgs, periods, subjects, today, users
from soc_desk.services.mergers import showing
from soc_desk.services.mergers.doing import MergeDraft, merge_groups, merge_people, unmerge
from soc_desk.services.people import exports, links
from soc_desk.services.poca import access as case_access
from soc_desk.services.poca import opening
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, News, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access, AuditCategory
from tests import factories, factories_closed, factories_ocg
from tests import factories_lines as made
from tests import factories_poca as poca
from tests.conftest import TEAM_ID

Sit = Callable[[Actor], Store]


@use_case("Do it for the test", needs=EVERYONE)
def doing(work: Work, what: Callable[[Work], object]) -> object:
    return what(work)


@use_case("Change a line for the test", needs=EVERYONE)
def tie_changed(work: Work, group: UUID) -> None:
    """The tie of an open group to a closed one, in a change that does not name the other again."""
    tie = work.session.scalars(select(SubjectRelation).where(SubjectRelation.subject_id == group)).one()
    tie.note = "Wombatine as ever"


def close(by: Store, person: Actor, group: UUID, *readers: Actor, access: Access = Access.RESTRICTED) -> None:
    version = factories.version(by, person, group)
    by.write(person, subjects.set_access, group, version, access, tuple(reader.id for reader in readers))


def knows(by: Store, person: Actor, group: UUID) -> bool:
    return group in [row.id for row in by.read(person, ocgs.page, ocgs.OcgFilter())]


def desk_lines(by: Store, person: Actor) -> list[str]:
    return [item.headline for item in by.read(person, today.my_desk, person, periods.today()).to_do]


def heads(store: Store, founder: Actor, person: Actor, *, team: UUID | None = TEAM_ID, heads: bool = True) -> None:
    row = next(row for row in store.read(founder, users.list_rows) if row.id == person.id)
    store.write(founder, users.set_team, row.id, row.version, team, heads=heads)


def test_a_sealed_record_is_open_to_its_owner_and_the_head_of_its_unit(
    sit: Sit, store: Store, founder: Actor, officer: Actor, colleague: Actor, supervisor: Actor
) -> None:
    mine = sit(officer)
    group = factories.ocg(mine, officer, team_id=TEAM_ID)
    heads(store, founder, supervisor)
    heads(store, founder, colleague, heads=False)
    with pytest.raises(Invalid, match="takes no list"):
        close(mine, officer, group, colleague, access=Access.SEALED)
    close(mine, officer, group, access=Access.SEALED)
    assert [knows(sit(person), person, group) for person in (officer, supervisor, colleague, founder)] == [
        True, True, False, False,
    ]  # fmt: skip
    heads(store, founder, supervisor, heads=False)
    assert not knows(sit(supervisor), supervisor, group)
    with pytest.raises(Invalid, match="Choose the team"):
        heads(store, founder, supervisor, team=None)


def test_the_glass_is_broken_and_the_owner_takes_it_away(
    sit: Sit, store: Store, officer: Actor, supervisor: Actor, colleague: Actor, auditor: Actor
) -> None:
    mine, theirs = sit(officer), sit(supervisor)
    group = factories.ocg(mine, officer, name="Zanzibar Lantern")
    reference = mine.read(officer, ocgs.detail, group, periods.today()).row.reference
    close(mine, officer, group)
    reason = "A threat to life tonight."
    with pytest.raises(NotAllowed):
        sit(colleague).write(colleague, need_to_know.break_glass, reference, reason)
    with pytest.raises(Invalid, match="cannot wait"):
        theirs.write(supervisor, need_to_know.break_glass, reference, "Why")
    broken = theirs.write(supervisor, need_to_know.break_glass, reference.lower(), reason).value
    assert broken.id == group
    assert knows(theirs, supervisor, group)
    told = f"DI S. Upervisor broke the glass of {reference} Zanzibar Lantern"
    assert desk_lines(mine, officer) == [told]
    assert desk_lines(theirs, supervisor) == [f"Validate {reference}"]
    (concern, *_) = mine.read(officer, ocg_records.record, group, periods.today()).concerns
    assert reason in concern.what
    (row,) = mine.read(officer, need_to_know.unseen, officer.id)
    with pytest.raises(NotAllowed, match="owner"):
        theirs.write(supervisor, need_to_know.answer_glass, row.id, row.version, take_away=False)
    mine.write(officer, need_to_know.answer_glass, row.id, row.version, take_away=True)
    assert not knows(theirs, supervisor, group)
    assert desk_lines(mine, officer) == []
    with pytest.raises(NotFound):
        theirs.write(supervisor, ocg_records.look, group)
    assert security(store, auditor, supervisor) == 1


def security(store: Store, auditor: Actor, person: Actor) -> int:
    asked = select(AuditEntry).where(
        AuditEntry.actor_id == person.id, AuditEntry.category == AuditCategory.SECURITY,
        AuditEntry.use_case == "need_to_know.break_glass",
    )  # fmt: skip
    return store.read(auditor, lambda session: len(session.scalars(asked).all()))


@pytest.mark.parametrize("of_closed_group", [False, True])
def test_the_glass_of_a_case_is_broken_and_its_owner_takes_it_away(
    sit: Sit, officer: Actor, supervisor: Actor, colleague: Actor, of_closed_group: bool
) -> None:
    mine, theirs = sit(officer), sit(supervisor)
    group = factories.ocg(mine, officer, name="Zanzibar Lantern")
    case = poca.seized(mine, officer, subject_id=group, owner_id=officer.id)
    reference = mine.read(officer, opening.detail, case, poca.THURSDAY).row.reference
    mine.write(officer, case_access.set_access, case, None, Access.RESTRICTED, ())
    if of_closed_group:
        close(mine, officer, group)
    reason = "The seized bag may be dangerous."
    with pytest.raises(NotAllowed):
        sit(colleague).write(colleague, need_to_know.break_glass, reference, reason)
    with pytest.raises(NotFound):
        theirs.read(supervisor, opening.detail, case, poca.THURSDAY)
    broken = theirs.write(supervisor, need_to_know.break_glass, reference.lower(), reason).value
    assert (broken.id, broken.page) == (case, "poca")
    assert theirs.read(supervisor, opening.detail, case, poca.THURSDAY).row.reference == reference
    assert knows(theirs, supervisor, group)
    with pytest.raises(NotFound):
        sit(colleague).read(colleague, opening.detail, case, poca.THURSDAY)
    told = f"DI S. Upervisor broke the glass of {reference}"
    assert (told in desk_lines(mine, officer), told in desk_lines(theirs, supervisor)) == (True, False)
    rows = mine.read(officer, need_to_know.unseen, officer.id)
    assert [(row.page, row.reason) for row in rows] == [("ocgs", reason)] * of_closed_group + [("poca", reason)]
    (row,) = mine.read(officer, need_to_know.unseen, officer.id, case)
    with pytest.raises(NotAllowed, match="owner"):
        theirs.write(supervisor, need_to_know.answer_glass, row.id, row.version, take_away=False)
    mine.write(officer, need_to_know.answer_glass, row.id, row.version, take_away=True)
    with pytest.raises(NotFound):
        theirs.read(supervisor, opening.detail, case, poca.THURSDAY)
    assert knows(theirs, supervisor, group)  # whose owner has not answered yet
    assert mine.read(officer, need_to_know.unseen, officer.id, case) == []


def test_whoever_lost_sight_of_something_hears_that_something_changed(
    sit: Sit, officer: Actor, colleague: Actor, supervisor: Actor
) -> None:
    """On a server the entries of it are closed to them as well; their window is to read again all the same."""
    mine, theirs = sit(officer), sit(colleague)
    group, other = (factories.ocg(mine, officer, name=name) for name in ("Zanzibar", "Open"))
    case = poca.seized(mine, officer, owner_id=officer.id)
    since = theirs.news(colleague, None).cursor
    mine.write(officer, ocg_records.look, other)
    factories.score(mine, officer, other)
    news = theirs.news(colleague, since)
    assert not news.more
    assert news.changes
    for closing in (
        lambda: close(mine, officer, group, supervisor),
        lambda: mine.write(officer, case_access.set_access, case, None, Access.RESTRICTED, (supervisor.id,)),
        lambda: factories.score(mine, officer, group),
    ):
        since = theirs.news(colleague, None).cursor
        closing()
        assert theirs.news(colleague, since).more
        assert not sit(supervisor).news(supervisor, since).more
        assert theirs.news(colleague, theirs.news(colleague, since).cursor) == News(
            (), theirs.news(colleague, None).cursor
        )
    since = theirs.news(colleague, None).cursor
    mine.write(officer, ocg_records.look, group)
    assert not theirs.news(colleague, since).more


def test_the_history_of_what_is_open_tells_nothing_of_what_is_closed_beside_it(
    sit: Sit, store: Store, founder: Actor, officer: Actor, colleague: Actor
) -> None:
    """An open group and an open person: their ties to a closed group, and its prints, which name the person as well."""
    mine, theirs = sit(officer), sit(colleague)
    neighbour = factories_closed.beside(store, officer)
    closed = factories_closed.make(store, officer, neighbour)
    group, person = neighbour["group"], neighbour["member"]
    to = Addressed(recipient="Gold group", purpose="Operation Zanzibar")
    mine.write(officer, ocg_profile.print_out, closed.group, to, True)
    mine.write(officer, exports.export_members, closed.group, to, False)
    mine.write(officer, tie_changed, neighbour["group"])
    for record, at_least in ((group, 3), (person, 2)):
        told = repr(theirs.read(colleague, history.history, record))
        assert len(theirs.read(colleague, history.history, record)) >= at_least
        assert not [word for word in (*factories_closed.TELLING, "Gold") if word in told], told
    told = repr([mine.read(officer, history.history, record) for record in (group, person)])
    assert [word for word in ("Zanzibar", "Gold", "Wombatine") if word not in told] == []
    left = select(AuditEntry.fields, AuditEntry.purpose)
    if theirs is not store:  # what a login of the server may read by itself
        assert "Zanzibar" not in repr(theirs.read(colleague, lambda session: session.execute(left).all()))


def test_a_try_tells_nothing_and_only_a_few_are_allowed(
    sit: Sit, store: Store, officer: Actor, supervisor: Actor, auditor: Actor
) -> None:
    mine, theirs = sit(officer), sit(supervisor)
    open_ = factories.ocg(mine, officer)
    closed = factories.ocg(mine, officer, name="Zanzibar Lantern")
    references = {row.id: row.reference for row in mine.read(officer, ocgs.page, ocgs.OcgFilter())}
    close(mine, officer, closed)
    answers = [
        theirs.write(supervisor, need_to_know.break_glass, reference, "A threat to life.").value
        for reference in ("OCG-2020-9999", references[open_], "nonsense", references[closed])
    ]
    assert [answer.id for answer in answers] == [None] * 4
    assert [answer.words for answer in answers] == [need_to_know.NOTHING_OPENED] * 3 + [need_to_know.TOO_MANY]
    assert security(store, auditor, supervisor) == 4
    assert not knows(theirs, supervisor, closed)


def test_two_owners_are_told_whom_to_call_and_nobody_else_anything(
    sit: Sit, store: Store, officer: Actor, colleague: Actor, supervisor: Actor, founder: Actor
) -> None:
    mine, theirs = sit(officer), sit(colleague)
    groups = [factories.ocg(mine, officer, name="Zanzibar"), factories.ocg(theirs, colleague, name="Lantern")]

    def link(work: Work) -> UUID:
        person = made.person(work, "Quentin Invented")
        for group in groups:
            made.line(work, "person_link", person_id=person, subject_id=group)
        return person

    store.write(founder, doing, link)
    close(mine, officer, groups[0])
    assert [line for line in desk_lines(mine, officer) if line.startswith("Call")] == []
    close(theirs, colleague, groups[1])
    for by, owner, other, hidden in ((mine, officer, colleague, "Lantern"), (theirs, colleague, officer, "Zanzibar")):
        (line,) = [line for line in desk_lines(by, owner) if line.startswith("Call")]
        assert line.startswith(f"Call {other.display} about N-")
        assert line.endswith("Quentin Invented")
        (shared,) = by.read(owner, need_to_know.shared)
        assert hidden not in repr(shared)
        record = by.read(owner, ocg_records.record, shared.subject_id, periods.today())
        assert shared.words in [concern.what for concern in record.concerns]
    for other in (supervisor, founder):
        assert sit(other).read(other, need_to_know.shared) == []
    close(mine, officer, groups[0], colleague)
    assert theirs.read(colleague, need_to_know.shared) == []


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"family_name": "Invented"}, {"family_name": "Invented"}, True),
        ({"family_name": "Invented", "born_on": date(1990, 3, 4)}, {"family_name": "Invented"}, True),
        ({"family_name": "Invented", "born_on": date(1990, 3, 4)},
         {"family_name": "Invented", "born_on": date(1991, 3, 4)}, False),
        ({"family_name": "Invented", "pnc_id": "90/12345X"}, {"family_name": "Other", "pnc_id": "90/12345x"}, True),
        ({"family_name": "Invented"}, {"family_name": "Other"}, False),
    ],
)  # fmt: skip
def test_two_records_of_one_person_are_told_of_as_one(
    sit: Sit,
    officer: Actor,
    colleague: Actor,
    supervisor: Actor,
    one: dict[str, Any],
    other: dict[str, Any],
    told: bool,
) -> None:
    """Nobody could see both when the second was made, and so there are two."""
    mine, theirs = sit(officer), sit(colleague)
    groups = factories.ocg(mine, officer, name="Zanzibar"), factories.ocg(theirs, colleague, name="Lantern")
    close(mine, officer, groups[0])
    close(theirs, colleague, groups[1])
    ends = ((mine, officer, groups[0], one), (theirs, colleague, groups[1], other))
    for by, owner, group, facts in ends:
        draft = factories_ocg.person_draft(given_names="Quentin", **facts)
        by.write(owner, links.record_and_link, draft, factories_ocg.link_draft(None, group))
    for (by, owner, group, facts), whom in zip(ends, (colleague, officer), strict=True):
        found = by.read(owner, need_to_know.shared)
        assert [(each.subject_id, each.call) for each in found] == ([(group, whom.display)] if told else [])
        hidden = ends[0][3] if facts is other else other
        assert hidden["family_name"] == facts["family_name"] or hidden["family_name"] not in repr(found)
    assert sit(supervisor).read(supervisor, need_to_know.shared) == []


def test_merging_with_a_closed_group_closes_the_kept_one(
    sit: Sit, officer: Actor, coordinator: Actor, colleague: Actor, supervisor: Actor
) -> None:
    mine, theirs = sit(officer), sit(coordinator)
    kept = group_of(sit, colleague, supervisor, "Open")
    gone = group_of(sit, officer, supervisor, "Zanzibar")
    close(mine, officer, gone)
    draft = MergeDraft(kept_id=kept, gone_id=gone, reason="One group.")
    with pytest.raises(NotFound):
        theirs.write(coordinator, merge_groups, draft)
    close(mine, officer, gone, coordinator)
    preview = theirs.read(coordinator, showing.preview, kept, gone)
    assert "closed as" in " ".join(preview.warnings)
    assert colleague.display in " ".join(preview.warnings)
    merger = theirs.write(coordinator, merge_groups, draft).value
    known = {person.name: knows(sit(person), person, kept) for person in (officer, coordinator, colleague, supervisor)}
    assert known == {"officer": True, "coordinator": True, "colleague": True, "supervisor": False}
    theirs.write(coordinator, unmerge, merger, "Two groups.")
    assert not knows(sit(supervisor), supervisor, kept)
    assert theirs.read(coordinator, ocgs.detail, kept, periods.today()).row.access is Access.RESTRICTED


def group_of(sit: Sit, owner: Actor, validator: Actor, name: str) -> UUID:
    """An active group, each step by the login of whoever takes it."""
    made_ = factories.ocg(sit(owner), owner, name=name)
    theirs = sit(validator)
    theirs.write(validator, factories.validated, made_)
    return made_


def test_lines_that_who_merges_may_not_know_of_go_over_as_well(
    sit: Sit, store: Store, founder: Actor, officer: Actor, colleague: Actor
) -> None:
    mine, theirs = sit(officer), sit(colleague)
    closed = factories.ocg(mine, officer, name="Zanzibar")
    open_ = factories.ocg(mine, officer, name="Open")

    def link(work: Work) -> tuple[UUID, UUID]:
        kept, gone = made.person(work, "Al Invented"), made.person(work, "Bo Invented")
        for group in (closed, open_):
            made.line(work, "person_link", person_id=gone, subject_id=group)
        return kept, gone

    kept, gone = store.write(founder, doing, link).value
    close(mine, officer, closed)
    moves = {move.what: move.count for move in theirs.read(colleague, showing.preview, kept, gone).moves}
    assert moves["Links of people to groups"] == 1  # the other is not there for them
    merger = theirs.write(colleague, merge_people, MergeDraft(kept_id=kept, gone_id=gone, reason="Same.")).value
    links = select(PersonLink.subject_id).where(PersonLink.person_id == kept)
    assert set(mine.read(officer, lambda session: session.scalars(links).all())) == {closed, open_}
    assert theirs.read(colleague, lambda session: session.scalars(links).all()) == [open_]
    assert theirs.read(colleague, showing.standing, gone).id == kept
    theirs.write(colleague, unmerge, merger, "Two people.")
    links = links.where(PersonLink.person_id == kept)
    assert mine.read(officer, lambda session: session.scalars(links).all()) == []


def test_a_merged_record_is_as_closed_as_the_one_that_stands_for_it(
    sit: Sit, store: Store, founder: Actor, officer: Actor, colleague: Actor
) -> None:
    mine, theirs = sit(officer), sit(colleague)
    closed = factories.ocg(mine, officer, name="Zanzibar")

    def link(work: Work) -> tuple[UUID, UUID]:
        kept, gone = made.person(work, "Al Invented"), made.person(work, "Bo Invented")
        for person in (kept, gone):
            made.line(work, "person_link", person_id=person, subject_id=closed)
        return kept, gone

    kept, gone = store.write(founder, doing, link).value
    close(mine, officer, closed)
    mine.write(officer, merge_people, MergeDraft(kept_id=kept, gone_id=gone, reason="Same."))
    assert mine.read(officer, showing.standing, gone).id == kept
    assert theirs.read(colleague, showing.standing, gone) is None
    assert theirs.read(colleague, showing.of_record, kept) == []
    with pytest.raises(NotFound):
        theirs.read(colleague, showing.preview, kept, gone)
