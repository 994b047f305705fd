"""Making a demonstration store: founded, furnished and filled by bulk statements, with audit and search intact."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from glob import escape
from itertools import islice
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert, select, update

from soc_desk.demo import groups, life, poca, standing, strength, words
from soc_desk.demo.chance import Chance
from soc_desk.demo.disruptions import disruptions
from soc_desk.domain import (
    Area,
    CodeItem,
    Counter,
    Disruption,
    Outcome,
    Strength,
    Subject,
    SubjectReader,
    SubjectStatusChange,
    Team,
    User,
)
from soc_desk.errors import NotFound
from soc_desk.services import users
from soc_desk.store import Actor, Store, Work, access, founding, opening, use_case
from soc_desk.store.bulk import indexed_last
from soc_desk.vocabulary import Access, Code, Role

USER = "demo"
PASSPHRASE = "synthetic data only"
"""For the demonstration store alone: it holds nothing that is true."""
FORCE = "example-force"
"""The invented agency that leads; see ``resources/reference/agencies_synthetic.csv``."""

SIGN_INS = (("officer", "DC O. Example", Role.OFFICER), ("supervisor", "DI S. Example", Role.SUPERVISOR))
_CHUNK = 5_000
_MAKING = "making-"
Progress = Callable[[float, str], None]


class Size(Code):
    """How much is invented."""

    TEAM = "team", "Team"
    FORCE = "force", "Force"
    REGION = "region", "Region"
    NATION = "nation", "Nation"


@dataclass(frozen=True)
class Amounts:
    """Counts of a size; ``years`` is how far back disruptions and the ``cash`` seizures go.

    ``links`` of ``people`` to groups and ``intelligence`` on them are invented where there are people, with the rest of
    a group's life.
    """

    officers: int
    ocgs: int
    others: int
    disruptions: int
    years: int = 3
    cash: int = 0
    people: int = 0
    links: int = 0
    intelligence: int = 0


AMOUNTS = {
    Size.TEAM: Amounts(6, 14, 4, 160, cash=40, people=260, links=270, intelligence=1_050),
    Size.FORCE: Amounts(40, 124, 18, 1_800, cash=400, people=2_300, links=2_400, intelligence=8_900),
    Size.REGION: Amounts(240, 700, 90, 30_000, cash=6_000, people=12_000, links=20_000, intelligence=47_000),
    Size.NATION: Amounts(
        3_000, 6_000, 900, 1_000_000, cash=100_000, people=50_000, links=250_000, intelligence=400_000
    ),
}


def make(
    address: str, size: Size = Size.FORCE, seed: int = 1, *, today: date | None = None, amounts: Amounts | None = None,
    progress: Progress = lambda _done, _text: None,
) -> Store:  # fmt: skip
    """A new store of synthetic data, open; the same for the same seed and day."""
    today = today or datetime.now(UTC).date()
    chance = Chance(seed, today)
    amounts = amounts or AMOUNTS[size]
    clock = lambda: datetime.combine(today, time(8), UTC)  # noqa: E731 - the store asks for the time
    store = opening.create(
        address, USER, PASSPHRASE, force_name="Example Force", force_code=FORCE, display="DS A. Example",
        areas=words.AREAS, teams=words.TEAMS, synthetic=True, clock=clock,
    )  # fmt: skip
    founder = founder_of(store)
    force, subjects = store.write(founder, furnish, chance, amounts, seed).value
    serials = range(1, amounts.disruptions + 1)
    invented = disruptions(chance, force, subjects, serials, amounts.years * 365)
    done = 0
    with indexed_last(store.engine, cast("Table", Disruption.__table__), amounts.disruptions):
        while chunk := list(islice(invented, _CHUNK)):
            store.write(founder, fill, chunk)
            done += len(chunk)
            progress(done / amounts.disruptions, f"{done:,} of {amounts.disruptions:,} disruptions")
    life.make(store, founder, seed, life.Scene(force, subjects, amounts), today, progress=progress)
    poca.make(store, founder, seed, force, amounts.cash, today, years=amounts.years, progress=progress)
    if Path(address).suffix:
        for name, *_ in SIGN_INS:
            access.admit(address, USER, PASSPHRASE, name, PASSPHRASE)
    return store


def make_file(
    path: Path,
    size: Size = Size.FORCE,
    seed: int = 1,
    *,
    amounts: Amounts | None = None,
    progress: Progress = lambda _done, _text: None,
) -> None:
    """Make the demonstration store at ``path`` under another name and rename it last: it is there whole, or not at all.

    What an earlier making that was cut short left behind goes first.
    """
    part = path.with_name(f"{_MAKING}{path.name}")
    for left in path.parent.glob(f"{escape(part.name)}*"):
        left.unlink()
    make(str(part), size, seed, amounts=amounts, progress=progress).close()
    # The store itself comes last in this order: once it is there, so are its keys.
    for made in sorted(path.parent.glob(f"{escape(part.name)}*"), key=lambda file: (file == part, file.name)):
        made.rename(path.with_name(made.name.removeprefix(_MAKING)))


@use_case("Invent a force", needs={Role.ADMINISTRATOR})
def furnish(work: Work, chance: Chance, amounts: Amounts, seed: int = 1) -> tuple[groups.Force, list[dict[str, Any]]]:
    """People and subjects; gives where disruptions can hang."""
    areas = tuple(work.session.scalars(select(Area.id).order_by(Area.name)))
    teams = tuple(work.session.scalars(select(Team.id).order_by(Team.name)))
    people = groups.people(chance, amounts.officers, teams)
    people += [
        {
            "id": chance.id(),
            "name": name,
            "display": display,
            "roles": [role.value],
            "team_id": teams[0],
            "heads_team": role is Role.SUPERVISOR,
            "disabled_at": None,
        }
        for name, display, role in SIGN_INS
    ]
    work.insert_many(User, people)
    work.insert_many(Strength, strength.rows(Chance(seed + 71_000, chance.today), teams))
    names = {person["id"]: person["display"] for person in people} | {work.actor.id: work.actor.display}
    nationwide = amounts.ocgs >= AMOUNTS[Size.REGION].ocgs
    forces = [
        code
        for code, kind in work.session.execute(
            select(CodeItem.code, CodeItem.parent).where(CodeItem.list_name == "agency")
        )
        if kind
    ]
    officers = tuple(list(names)[: max(amounts.officers // 8, 4)] if amounts.officers < 10 else names)
    force = groups.Force(areas, teams, officers, names, tuple(forces) if nationwide else (FORCE,))
    subjects = groups.ocgs(chance, force, amounts.ocgs) + groups.others(chance, force, amounts.others)
    _give_some(subjects, work.actor.id)
    apart = Chance(seed + 61_000, chance.today)
    more = standing.complete(apart, force, subjects, work.actor.id, tuple(each for each in forces if each != FORCE))
    steps = groups.steps(chance, subjects, work.actor.id) + more
    standing.date_back(subjects, steps)
    if not amounts.intelligence:
        for subject in subjects:
            subject["intelligence_told_on"] = subject["last_intelligence_on"]
    # What was merged refers to what it was merged into.
    work.insert_many(Subject, sorted(subjects, key=lambda subject: subject["merged_into_id"] is not None))
    work.insert_many(SubjectStatusChange, steps)
    closed = [s for s in subjects if s["access"] is Access.RESTRICTED]
    if closed:
        # The demonstration's own user sees everything; its officer and supervisor do not.
        readers = {(s["id"], reader) for s in closed for reader in (s["owner_id"], work.actor.id)}
        rows = [{"subject_id": subject, "user_id": reader} for subject, reader in sorted(readers)]
        work.session.execute(insert(SubjectReader), rows)
    _set_counters(work, OCG=amounts.ocgs, PI=amounts.others, V=amounts.others, D=amounts.disruptions)
    return force, subjects


@use_case("Invent disruptions", needs={Role.ADMINISTRATOR})
def fill(work: Work, chunk: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> None:
    """Keep a chunk of disruptions and their outcomes, audited like any other."""
    lines = [line for _, some in chunk for line in some]
    work.insert_with_lines(Disruption, [row for row, _ in chunk], "outcomes", Outcome, lines)


def founder_of(store: Store) -> Actor:
    """The demonstration's own user, who holds every role."""
    stranger = founding.founder(USER, USER, "")
    found = store.read(stranger, users.actor_named, USER, platform.node())
    if found is None:
        raise NotFound("This is not a demonstration store. Make one with: soc-desk demo.")
    return found


def _give_some(subjects: list[dict[str, Any]], owner: UUID) -> None:
    """The person who opens the demonstration has a caseload of their own."""
    for subject in [s for s in subjects if s["access"] is Access.TEAM][:9]:
        subject["owner_id"] = owner


def _set_counters(work: Work, **last: int) -> None:
    for prefix, number in last.items():
        work.session.execute(update(Counter).where(Counter.prefix == prefix).values(last=number))
