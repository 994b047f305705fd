"""Every page is listed, has its guide, and shows tables that exist, so that it reads again when they change."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from soc_desk.config import resources
from soc_desk.domain import Base
from tests.house.source import last_part, module, over, python_files, tree
from ui import actions
from ui.page import Page
from ui.pages import PAGES, PageEntry

TABLES = frozenset(Base.metadata.tables)
SHOW_NOTHING_STORED = {"settings"}
"""Pages about this workstation, not about the store."""


def shows_no_table(page: type[Page]) -> list[str]:
    """What is wrong with what a page says it shows."""
    unknown = sorted(set(page.SHOWS) - TABLES)
    return [f"{table} is no table" for table in unknown] or ([] if page.SHOWS else ["it shows no table"])


def page_classes(path: Path) -> list[str]:
    """Classes of a module that call themselves pages."""
    return [
        node.name
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Page") and any(map(last_part, node.bases))
    ]


def test_there_are_pages() -> None:
    assert len(PAGES) > 4
    assert len({page.name for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("listed", PAGES, ids=lambda page: page.name)
def test_a_page_is_what_its_line_says(listed: PageEntry) -> None:
    page = listed.load()
    assert listed.name == page.NAME
    assert listed.title.strip()
    assert all(actions.use_case(name).rule.title for name in listed.needs.split(" or ") if name)
    if listed.name not in SHOW_NOTHING_STORED:
        assert not shows_no_table(page), f"{page.__name__}: {shows_no_table(page)}"


@pytest.mark.parametrize("listed", PAGES, ids=lambda page: page.name)
def test_a_page_has_its_guide(listed: PageEntry) -> None:
    guide = resources() / "guides" / f"{listed.name}.md"
    assert guide.is_file(), f"{listed.name} has no guide."
    assert len(guide.read_text(encoding="utf-8").split()) > 40


def test_no_page_is_left_out_of_the_rail() -> None:
    listed = {page.where for page in PAGES}
    found = {f"{module(path)}:{kind}" for path in python_files("ui/pages") for kind in page_classes(path)}
    assert found
    assert found - listed == set()


def test_a_page_that_shows_no_table_is_noticed() -> None:
    class Nothing(Page):
        SHOWS = frozenset()

    class Wrong(Page):
        SHOWS = frozenset({"disruptions"})

    assert shows_no_table(Nothing) == ["it shows no table"]
    assert shows_no_table(Wrong) == ["disruptions is no table"]


@over([path for path in python_files("ui") if path.name != "__init__.py"])
def test_a_module_of_the_window_loads_by_itself(path: Path) -> None:
    assert import_module(module(path)).__doc__
