"""Labels of editable codes and the policies in force, read once a question."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CodeItem, Policy


def labels(session: Session, list_name: str) -> dict[str, str]:
    """Code to label, closed codes included, in the order of the list."""
    items = select(CodeItem.code, CodeItem.label).where(CodeItem.list_name == list_name).order_by(CodeItem.position)
    return {code: label for code, label in session.execute(items)}


def policy(session: Session, name: str, on: date) -> Any:
    """The value in force on a day; raises KeyError for a name nobody ever set."""
    newest = select(Policy.value).where(Policy.name == name, Policy.valid_from <= on)
    row = session.execute(newest.order_by(Policy.valid_from.desc()).limit(1)).one_or_none()
    if row is None:
        raise KeyError(name)
    return row.value
