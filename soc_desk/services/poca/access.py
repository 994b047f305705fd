"""Who may know of a POCA case: the team, or its owner and the people named."""

from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from soc_desk.domain import CaseReader, PocaCase, User
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import subjects, users
from soc_desk.services.places import Place
from soc_desk.services.subject_rows import AccessFacts
from soc_desk.store import Work, use_case
from soc_desk.store.sight import reader_of
from soc_desk.vocabulary import READERS, WRITERS, Access


@use_case("Change who may know of a POCA case", needs=WRITERS)
def set_access(work: Work, id: UUID, version: int | None, access: Access, readers: tuple[UUID, ...]) -> None:
    """Open a case to the team, close it to its owner and the people named, or seal it. Works at once for everybody.

    The rule of ``subjects.set_access``, on both engines (migration 0012 has the server hold to it).
    """
    case = work.get(PocaCase, id, version)
    if told := subjects.not_theirs(work.actor, case.owner_id, "case"):
        raise NotAllowed(told)
    owner = case.owner_id or work.actor.id
    before = set(work.session.scalars(select(CaseReader.user_id).where(CaseReader.case_id == id)))
    kept = subjects.named_on(access, readers)
    if access is not Access.TEAM:
        subjects.refuse_nobody(work.session, kept | {owner} | subjects.heads(work.session, access, case.team_id))
    # Named first, unnamed last: on a server the case must stay in the sight of whoever changes this, step by step.
    passing = {work.actor.id} if access is not Access.TEAM and owner != work.actor.id else set()
    work.session.add_all(CaseReader(case_id=id, user_id=user) for user in (kept | passing) - before)
    work.session.flush()
    case.owner_id = owner
    case.access = access
    case.version += 1  # the list is part of the case: its version moves with it
    work.session.flush()
    unnamed = (before | passing) - kept
    gone = delete(CaseReader).where(CaseReader.case_id == id, CaseReader.user_id.in_(unnamed))
    work.session.execute(gone)
    work.note(case, "changed", {"readers": [sorted(map(str, before)), sorted(map(str, kept))]})


def refuse_losing(work: Work, case: PocaCase, owner_id: UUID | None) -> None:
    """A closed case hangs on its owner: only they or a supervisor pass it on, and know of it still; else Invalid."""
    if case.access is Access.TEAM or owner_id == case.owner_id:
        return
    if subjects.not_theirs(work.actor, case.owner_id):
        raise Invalid({"owner_id": "Only its owner, or a supervisor named on it, passes a restricted case on."})
    subjects.refuse_losing_sight(work, owner_id, readers(work.session, case.id))


def follow(work: Work, old: PocaCase, new: PocaCase) -> None:
    """What came out of a closed case is as closed from its first moment, to the same owner and the same people.

    ``new`` is not kept yet. It is begun as the actor's, who names those of the old case and then passes it on: on a
    server nobody names people on the closed case of another.
    """
    if old.access is Access.TEAM:
        work.add(new)
        work.session.flush()
        return
    new.access, new.owner_id = old.access, work.actor.id
    work.add(new)
    work.session.flush()
    if named := readers(work.session, old.id):
        work.session.execute(insert(CaseReader), [{"case_id": new.id, "user_id": user} for user in named])
    new.owner_id = old.owner_id or work.actor.id
    work.session.flush()


def readers(session: Session, id: UUID) -> tuple[UUID, ...]:
    """The people named on a restricted case."""
    named = select(CaseReader.user_id).join(User, User.id == CaseReader.user_id).where(CaseReader.case_id == id)
    return tuple(session.scalars(named.order_by(User.display)))


def facts(session: Session, id: UUID) -> AccessFacts:
    """Who may know of a case, and who could be named; raises NotFound for who may not know of it."""
    columns = (PocaCase.reference, PocaCase.version, PocaCase.access, PocaCase.owner_id)
    found = session.execute(select(*columns).where(PocaCase.id == id)).one_or_none()
    if found is None:
        raise NotFound("That case does not exist, or is not open to you.")
    reference, version, who, owner_id = found
    people = users.list_rows(session)
    return AccessFacts(
        named=reference, version=version, access=who, owner_id=owner_id, readers=readers(session, id),
        people=tuple(Place(p.id, p.display) for p in people if p.disabled_at is None and READERS & set(p.roles)),
        refused=subjects.not_theirs(reader_of(session), owner_id, "case"),
    )  # fmt: skip
