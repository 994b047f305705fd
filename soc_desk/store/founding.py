"""What a new store holds from its first moment: who founded it, what it is, the shipped code lists and policies."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import insert

from soc_desk.config import resources
from soc_desk.domain import Actor, Area, CodeItem, Counter, Policy, StoreInfo, Team, User
from soc_desk.store.work import Work, use_case
from soc_desk.vocabulary import EVERYONE, Marking
from soc_desk.vocabulary.poca import CaseKind

_BEGINNING = date(2000, 1, 1)

PREFIXES = ("D", "OCG", "PI", "V", "P", "I", "R", "N", "OP", "B", "IR", "RQ", *(kind.prefix for kind in CaseKind))
"""Counters: disruption, group, priority individual, vulnerability, disclosure, import, return, person … and cases."""


def founder(name: str, display: str, machine: str) -> Actor:
    """The first user, who holds every role, before the store knows them."""
    user = User(name=name, display=display, roles=[role.value for role in EVERYONE])
    return user.actor(machine)


@use_case("Found the store", needs=EVERYONE)
def found(
    work: Work,
    *,
    force_code: str,
    force_name: str,
    areas: tuple[str, ...] = (),
    teams: tuple[str, ...] = (),
    synthetic: bool = False,
) -> UUID:
    """Write the first rows; gives the store's id."""
    actor = work.actor
    work.session.execute(insert(Counter), [{"prefix": prefix, "last": 0} for prefix in PREFIXES])
    work.add(
        User(id=actor.id, name=actor.name, display=actor.display, roles=sorted(role.value for role in actor.roles))
    )
    info = StoreInfo(
        force_code=force_code, force_name=force_name, ceiling=Marking.OFFICIAL_SENSITIVE.value,
        synthetic=synthetic, created_on=work.now.date(),
    )  # fmt: skip
    work.add(info)
    work.session.flush()
    work.insert_many(CodeItem, shipped_codes(synthetic=synthetic))
    work.insert_many(Policy, shipped_policies())
    from soc_desk.domain import ScoreTemplate  # to start, the window needs no template

    work.insert_many(ScoreTemplate, shipped_templates())
    work.insert_many(Area, [{"name": name} for name in areas])
    work.insert_many(Team, [{"name": name} for name in teams])
    return info.id


def shipped_codes(*, synthetic: bool = False) -> list[dict[str, Any]]:
    """Rows of the code lists that ship with the program: ``resources/reference``.

    A store of synthetic data has an invented agency besides, so that no real force leads what nobody did.
    """
    folder = resources() / "reference"
    rows = [
        {"list_name": name, "position": place, "parent": "", "valid_to": None, "source": "", **item}
        for name, items in json.loads((folder / "codes.json").read_text("utf-8")).items()
        for place, item in enumerate(items)
    ]
    agencies = [(agency, "SOC Desk's own code") for agency in _lines(folder / "agencies.csv")]
    if synthetic:
        invented = "Invented: only stores of synthetic data have it"
        agencies += [(agency, invented) for agency in _lines(folder / "agencies_synthetic.csv")]
    for place, (agency, source) in enumerate(agencies):
        rows.append(
            {"list_name": "agency", "code": agency["code"], "label": agency["name"], "parent": agency["region"],
             "position": place, "source": source, "valid_to": None}
        )  # fmt: skip
    return rows


def _lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def shipped_policies() -> list[dict[str, Any]]:
    """Rows of the local defaults that ship with the program; each says that it is one."""
    shipped = json.loads((resources() / "reference" / "policies.json").read_text("utf-8"))
    return [
        {"name": name, "valid_from": _BEGINNING, "value": policy["value"], "source": policy["source"]}
        for name, policy in shipped.items()
    ]


def shipped_templates() -> list[dict[str, Any]]:
    """Rows of the ways of scoring that ship with the program; the same id in every store, so that they can be added."""
    shipped = json.loads((resources() / "reference" / "score_templates.json").read_text("utf-8"))
    return [
        {
            "ends_on": None, **one, "starts_on": date.fromisoformat(one["starts_on"]), "version": 1,
            "id": uuid5(NAMESPACE_URL, f"soc-desk:score-template:{one['name']}:{one['edition']}"),
        }
        for one in shipped
    ]  # fmt: skip
