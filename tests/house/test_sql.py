"""SQL as text stays in the store; services, imports and returns speak through SQLAlchemy's own words."""

import ast
from pathlib import Path

import pytest

from tests.house.source import calls, dotted, imported, name, over, python_files, tree

SPEAKERS = ("soc_desk/services", "soc_desk/imports", "soc_desk/returns", "soc_desk/reports")
RAW = {"sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.literal_column", "sqlalchemy.sql.literal_column"}


def raw_sql(source: ast.Module) -> list[int]:
    """Lines that hand SQL to the database as text."""
    names = imported(source)
    return [
        call.lineno
        for word, call in calls(source)
        if word == "exec_driver_sql"
        or dotted(call.func, names) in RAW
        or (word == "text" and is_text_of_sqlalchemy(call, names))
    ]


def is_text_of_sqlalchemy(call: ast.Call, names: dict[str, str]) -> bool:
    """Whether ``x.text(…)`` is SQLAlchemy's, however it was imported."""
    return dotted(call.func, names).startswith("sqlalchemy.")


@over(python_files(*SPEAKERS))
def test_no_raw_sql(path: Path) -> None:
    assert not raw_sql(tree(path)), f"{name(path)} writes SQL as text on lines {raw_sql(tree(path))}."


def test_there_are_services_to_read() -> None:
    assert len(python_files("soc_desk/services")) > 1


@pytest.mark.parametrize(
    "bad",
    [
        "from sqlalchemy import text\nsession.execute(text('SELECT 1'))",
        "import sqlalchemy as sa\nsession.execute(sa.text('SELECT 1'))",
        "connection.exec_driver_sql('SELECT 1')",
    ],
)
def test_raw_sql_is_noticed(bad: str) -> None:
    assert raw_sql(ast.parse(bad))


def test_a_widget_text_is_not_sql() -> None:
    assert not raw_sql(ast.parse("from sqlalchemy import select\nfield.text()"))
