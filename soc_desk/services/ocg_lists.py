"""Everything the OCG form and the register's filters choose from, read in one question."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import StoreInfo
from soc_desk.services import places, policies, users
from soc_desk.services.labels import policy
from soc_desk.services.places import Place
from soc_desk.services.policies import CodeRow
from soc_desk.services.policy_defaults import default
from soc_desk.vocabulary import READERS, Marking

CODE_LISTS = ("soc_threat", "tier", "agency")


@dataclass(frozen=True, kw_only=True)
class OcgLists:
    """``codes`` by list, closed ones left out; ``labels`` by list and code, closed ones included.

    ``people`` are those who may own a group: they read cases and have not left; ``names`` has everybody by id.
    """

    areas: tuple[Place, ...] = ()
    teams: tuple[Place, ...] = ()
    people: tuple[Place, ...] = ()
    names: dict[UUID, str] = field(default_factory=dict)
    codes: dict[str, tuple[CodeRow, ...]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    archive_after_days: int = field(default_factory=lambda: int(default("ocg.archive_after_days")))
    ceiling: Marking = Marking.OFFICIAL_SENSITIVE

    def label(self, list_name: str, code: str) -> str:
        """What people read for a code; the code itself where nobody knows it."""
        return self.labels.get(list_name, {}).get(code, code)


def lists(session: Session, on: date) -> OcgLists:
    """The lists as they stand on a day."""
    every = {name: policies.codes(session, name) for name in CODE_LISTS}
    areas, teams, everybody = tuple(places.areas(session)), tuple(places.teams(session)), users.list_rows(session)
    return OcgLists(
        areas=areas,
        teams=teams,
        people=tuple(Place(p.id, p.display) for p in everybody if p.disabled_at is None and READERS & set(p.roles)),
        names={place.id: place.name for place in (*areas, *teams)} | {p.id: p.display for p in everybody},
        codes={
            name: tuple(row for row in rows if row.valid_to is None or row.valid_to >= on)
            for name, rows in every.items()
        },
        labels={name: {row.code: row.label for row in rows} for name, rows in every.items()},
        archive_after_days=int(policy(session, "ocg.archive_after_days", on)),
        ceiling=Marking(session.scalar(select(StoreInfo.ceiling)) or Marking.OFFICIAL_SENSITIVE),
    )
