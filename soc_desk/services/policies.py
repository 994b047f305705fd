"""Local policy as data: dated settings with their source, and the code lists a force may extend."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import CodeItem, Policy
from soc_desk.errors import Invalid
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role


@dataclass(frozen=True)
class PolicyRow:
    """A setting, from when it holds, and where it comes from."""

    name: str
    value: Any
    valid_from: date
    source: str


@dataclass(frozen=True)
class CodeRow:
    """One value of a code list; ``parent`` is the region of an agency or the threat of a subcode."""

    code: str
    label: str
    parent: str
    source: str
    valid_to: date | None


def list_rows(session: Session) -> list[PolicyRow]:
    """Every policy ever set, by name and date."""
    columns = (Policy.name, Policy.value, Policy.valid_from, Policy.source)
    return [PolicyRow(*row) for row in session.execute(select(*columns).order_by(Policy.name, Policy.valid_from))]


def in_force(session: Session, on: date) -> dict[str, Any]:
    """Name to value, as they stand on a day."""
    return {row.name: row.value for row in list_rows(session) if row.valid_from <= on}


def codes(session: Session, list_name: str, on: date | None = None) -> list[CodeRow]:
    """A code list in its order; with ``on``, only what may be chosen on that day."""
    columns = (CodeItem.code, CodeItem.label, CodeItem.parent, CodeItem.source, CodeItem.valid_to)
    query = select(*columns).where(CodeItem.list_name == list_name).order_by(CodeItem.position)
    rows = [CodeRow(*row) for row in session.execute(query)]
    return [row for row in rows if on is None or row.valid_to is None or row.valid_to >= on]


def code_lists(session: Session) -> list[str]:
    """The names of all code lists."""
    return list(session.scalars(select(CodeItem.list_name).distinct().order_by(CodeItem.list_name)))


@use_case("Set a policy", needs={Role.ADMINISTRATOR, Role.SUPERVISOR})
def set_policy(work: Work, name: str, value: Any, valid_from: date, source: str) -> None:
    """Set a policy from a day on; earlier values stay for earlier days."""
    known = work.session.scalars(select(Policy).where(Policy.name == name).limit(1)).one_or_none()
    if known is None:
        raise Invalid({"name": f"There is no policy called {name}; see the list of policies."})
    if type(value) is not type(known.value):
        raise Invalid({"value": f"{name} takes a value such as {known.value!r}."})
    if not source.strip():
        raise Invalid({"source": "Say who decided it, and where it is written."})
    same_day = select(Policy).where(Policy.name == name, Policy.valid_from == valid_from)
    if policy := work.session.scalars(same_day).one_or_none():
        policy.value, policy.source = value, source.strip()
    else:
        work.add(Policy(name=name, valid_from=valid_from, value=value, source=source.strip()))


@use_case("Add a value to a code list", needs={Role.ADMINISTRATOR})
def add_code(work: Work, list_name: str, code: str, label: str, source: str) -> UUID:
    """Extend a code list; gives the new item's id."""
    if not code.strip() or not label.strip():
        raise Invalid({"code": "Enter both the code and its label."})
    in_list = select(CodeItem).where(CodeItem.list_name == list_name)
    if work.session.scalars(in_list.where(CodeItem.code == code.strip())).one_or_none():
        raise Invalid({"code": f"{list_name} already has a code {code.strip()}."})
    last = work.session.scalar(select(func.max(CodeItem.position)).where(CodeItem.list_name == list_name)) or 0
    item = CodeItem(
        list_name=list_name, code=code.strip(), label=label.strip(), position=last + 1, source=source.strip()
    )
    work.add(item)
    return item.id
