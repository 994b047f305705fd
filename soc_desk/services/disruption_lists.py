"""Everything the disruption editor and the register's filters choose from, read in one question."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import StoreInfo
from soc_desk.services import places, policies
from soc_desk.services.places import Place
from soc_desk.services.policies import CodeRow
from soc_desk.vocabulary import ImpactLevel, Marking

CODE_LISTS = (
    "soc_threat", "agency", "activity_type", "tactic_area", "drug", "drug_unit", "asset_power", "asset_stage",
    "evidence_type",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DisruptionLists:
    """``codes`` by list, closed ones left out; ``labels`` by list and code, closed ones included.

    ``guidance`` is the force's own wording for each level: local, never national. ``policies`` are those in force.
    """

    areas: tuple[Place, ...] = ()
    codes: dict[str, tuple[CodeRow, ...]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    guidance: dict[ImpactLevel, str] = field(default_factory=dict)
    policies: dict[str, object] = field(default_factory=dict)
    ceiling: Marking = Marking.OFFICIAL_SENSITIVE

    @property
    def rationale_min(self) -> int:
        """How many characters a rationale needs at least."""
        value = self.policies.get("disruption.rationale_min_length", 20)
        return value if isinstance(value, int) else 20

    @property
    def profile(self) -> str:
        """The name of the return profile in force."""
        return str(self.policies.get("return.profile", ""))

    def label(self, list_name: str, code: str) -> str:
        """What people read for a code; the code itself where nobody knows it."""
        return self.labels.get(list_name, {}).get(code, code)


def lists(session: Session, on: date) -> DisruptionLists:
    """The lists as they stand on a day."""
    every = {name: policies.codes(session, name) for name in CODE_LISTS}
    in_force = policies.in_force(session, on)
    return DisruptionLists(
        areas=tuple(places.areas(session)),
        codes={
            name: tuple(row for row in rows if row.valid_to is None or row.valid_to >= on)
            for name, rows in every.items()
        },
        labels={name: {row.code: row.label for row in rows} for name, rows in every.items()},
        guidance={level: str(in_force.get(f"level_guidance.{level.value}", "")) for level in ImpactLevel},
        policies=in_force,
        ceiling=Marking(session.scalar(select(StoreInfo.ceiling)) or Marking.OFFICIAL_SENSITIVE),
    )
