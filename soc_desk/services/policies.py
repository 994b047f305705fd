"""Local policy as data: dated settings with their source, and the code lists a force may extend."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import CodeItem, Policy, StoreInfo
from soc_desk.domain.policy import PolicyKind
from soc_desk.errors import Invalid
from soc_desk.services import policy_defaults
from soc_desk.services.policy_defaults import BEGINNING, default
from soc_desk.services.prints import day_words
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role


@dataclass(frozen=True)
class PolicyRow:
    """A setting, from when it holds, and where it comes from.

    ``kind`` says what values it takes (see ``domain.policy.PolicyKind``); ``choices`` are the only texts allowed, if
    any are named, and ``list_name`` is the code list that a list's values are of, if any.
    """

    name: str
    value: Any
    valid_from: date
    source: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    list_name: str = ""


@dataclass(frozen=True)
class CodeRow:
    """One value of a code list; ``parent`` is the region of an agency or the threat of a subcode."""

    code: str
    label: str
    parent: str
    source: str
    valid_to: date | None


def list_rows(session: Session) -> list[PolicyRow]:
    """Every policy ever set, by name and date; a policy that the store has no value of, as it is shipped."""
    columns = (Policy.name, Policy.value, Policy.valid_from, Policy.source)
    stored = list(session.execute(select(*columns)))
    known = {name for name, *_ in stored}
    shipped = policy_defaults.shipped()
    missing = [(name, default(name), BEGINNING, one.source) for name, one in shipped.items() if name not in known]
    rows = sorted([*stored, *missing], key=lambda row: (row[0], row[2]))
    found = []
    for name, value, valid_from, source in rows:
        one = shipped.get(name)
        kind, choices, list_name = (one.kind, one.choices, one.list_name) if one else (_kind_of(value), (), "")
        found.append(PolicyRow(name, value, valid_from, source, kind.value, choices, list_name))
    return found


def in_force(session: Session, on: date) -> dict[str, Any]:
    """Name to value, as they stand on a day."""
    return {row.name: row.value for row in list_rows(session) if row.valid_from <= on}


def told(session: Session, name: str, on: date) -> PolicyRow:
    """One policy as it stands on a day, with its source; raises KeyError for no policy."""
    rows = [row for row in list_rows(session) if row.name == name and row.valid_from <= on]
    if rows:
        return rows[-1]
    shipped = policy_defaults.shipped()[name]
    return PolicyRow(name, default(name), BEGINNING, shipped.source, shipped.kind.value)


def _kind_of(value: Any) -> PolicyKind:
    """The kind of a policy that is not shipped (any more), by its value."""
    of_type = {bool: PolicyKind.YES_NO, int: PolicyKind.NUMBER, list: PolicyKind.LIST}
    return of_type.get(type(value), PolicyKind.TEXT)


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
def set_policy(work: Work, name: str, value: Any, valid_from: date, source: str) -> int:
    """Set a policy from a day on; earlier values stay for earlier days. Gives how many deadlines a calendar moved."""
    if problem := _problem(work.session, name, value):
        raise Invalid(problem)
    if not source.strip():
        raise Invalid({"source": "Say who decided it, and where it is written."})
    if valid_from < BEGINNING:
        raise Invalid({"valid_from": f"The day is too long ago; give one from {day_words(BEGINNING)} on."})
    same_day = select(Policy).where(Policy.name == name, Policy.valid_from == valid_from)
    if policy := work.session.scalars(same_day).one_or_none():
        policy.value, policy.source = value, source.strip()
    else:
        work.add(Policy(name=name, valid_from=valid_from, value=value, source=source.strip()))
    if not name.startswith("calendar."):
        return 0
    from soc_desk.services.poca import recomputing  # the clock is not needed to start

    return len(recomputing.recompute(work))


def _problem(session: Session, name: str, value: Any) -> dict[str, str]:
    """Why a policy cannot have a value, by field."""
    one = policy_defaults.shipped().get(name)
    if one is None:
        held = session.scalars(select(Policy).where(Policy.name == name).limit(1)).one_or_none()
        if held is None:
            return {"name": f"There is no policy called {name}; see the list of policies."}
        sentence = _kind_of(held.value).problem(value)
    else:
        sentence = one.problem(value)
    if not sentence and one is not None and one.list_name:
        known = {row.code for row in codes(session, one.list_name)}
        if unknown := [item for item in value if item not in known]:
            sentence = f"{unknown[0]} is no code of the list {one.list_name}; choose codes that are on it."
    return {"value": sentence} if sentence else {}


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


@use_case("Give a code another label", needs={Role.ADMINISTRATOR})
def relabel_code(work: Work, list_name: str, code: str, label: str, source: str) -> None:
    """Change what people read for a code, on old records as well; the code itself stays."""
    item = _item(work, list_name, code)
    if not label.strip():
        raise Invalid({"label": "Enter the label that people read."})
    _say_who(source)
    others = select(CodeItem.label).where(CodeItem.list_name == list_name, CodeItem.code != code)
    if label.strip().casefold() in {other.casefold() for other in work.session.scalars(others)}:
        raise Invalid({"label": f"Another code of the list is called {label.strip()} already; choose another label."})
    item.label, item.source = label.strip(), source.strip()


@use_case("Close or reopen a code", needs={Role.ADMINISTRATOR})
def close_code(work: Work, list_name: str, code: str, valid_to: date | None, source: str) -> None:
    """``valid_to`` is the last day on which it can be chosen, None opens it again; old records keep it."""
    item = _item(work, list_name, code)
    _say_who(source)
    if valid_to is not None and list_name == "agency":
        own = work.session.scalar(select(StoreInfo.force_code))
        if code == own:
            raise Invalid({"valid_to": f"{item.label} leads the records of this store, so that it stays open."})
    item.valid_to, item.source = valid_to, source.strip()


def _item(work: Work, list_name: str, code: str) -> CodeItem:
    query = select(CodeItem).where(CodeItem.list_name == list_name, CodeItem.code == code)
    item = work.session.scalars(query).one_or_none()
    if item is None:
        raise Invalid({"code": f"The list {list_name} has no code {code}; see the codes of the list."})
    return item


def _say_who(source: str) -> None:
    if not source.strip():
        raise Invalid({"source": "Say who decided it, and where it is written."})
