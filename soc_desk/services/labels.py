"""Labels of editable codes and the policies in force, read once a question."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session

from soc_desk.domain import CodeItem, Policy
from soc_desk.services.policy_defaults import default
from soc_desk.store import prepared


def labels(session: Session, list_name: str) -> dict[str, str]:
    """Code to label, closed codes included, in the order of the list."""
    items = select(CodeItem.code, CodeItem.label).where(CodeItem.list_name == list_name).order_by(CodeItem.position)
    return {code: label for code, label in session.execute(items)}


def labels_of(session: Session, list_names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Several lists as ``labels`` gives one, in one question."""
    items = select(CodeItem.list_name, CodeItem.code, CodeItem.label).where(CodeItem.list_name.in_(list_names))
    found: dict[str, dict[str, str]] = {name: {} for name in list_names}
    for list_name, code, label in session.execute(items.order_by(CodeItem.position)):
        found[list_name][code] = label
    return found


def known_codes(session: Session) -> dict[str, frozenset[str]]:
    """The codes of every list by the list's name, closed ones included, in one question."""
    found: dict[str, set[str]] = {}
    listed = select(CodeItem.list_name, CodeItem.code).order_by(CodeItem.list_name, CodeItem.position)
    for list_name, code in session.execute(listed):
        found.setdefault(list_name, set()).add(code)
    return {list_name: frozenset(codes) for list_name, codes in found.items()}


def policy(session: Session, name: str, on: date) -> Any:
    """The value in force on a day, the shipped default where the store has none; raises KeyError for no policy."""
    stored = policies(session, (name,), on)
    return stored[name] if name in stored else default(name)


def policies(session: Session, names: Iterable[str], on: date) -> dict[str, Any]:
    """The values in force on a day of those policies that the store has."""
    wanted = {f"name_{place}": name for place, name in enumerate(names)}
    held = prepared.rows(session, ("policies", len(wanted)), partial(_held, tuple(wanted)), {"on": on, **wanted})
    return {name: value for name, value in held}


def _held(parameters: tuple[str, ...]) -> Select[tuple[str, Any]]:
    named: list[BindParameter[str]] = [bindparam(name) for name in parameters]
    query = select(Policy.name, Policy.value).where(Policy.name.in_(named), Policy.valid_from <= bindparam("on"))
    return query.order_by(Policy.valid_from)
