"""The core never loads Qt, and what is heavy is loaded only where it is used, so that starting stays quick."""

import subprocess
import sys

import pytest

from tests.house.source import ROOT, module, python_files

HEAVY = ("reportlab", "openpyxl", "xlsxwriter", "alembic", "networkx", "fontTools", "holidays", "icalendar")


def loaded_by(statement: str) -> set[str]:
    """Top-level packages in memory after a statement, in a Python of its own."""
    return {name.partition(".")[0] for name in modules_loaded_by(statement)}


def modules_loaded_by(statement: str) -> set[str]:
    """Every module in memory after a statement, in a Python of its own."""
    script = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_no_part_of_the_core_loads_qt() -> None:
    everything = [module(path) for path in python_files("soc_desk") if path.name != "__main__.py"]
    assert len(everything) > 30
    assert not {"PySide6", "shiboken6", "ui"} & loaded_by("import " + ", ".join(everything))


@pytest.mark.parametrize("start", ["soc_desk.cli", "ui.app"])
def test_starting_loads_nothing_heavy(start: str) -> None:
    assert not set(HEAVY) & loaded_by(f"import {start}")


def test_a_command_does_not_load_the_window() -> None:
    assert not {"PySide6", "soc_desk"} & loaded_by("import ui.start")


def test_a_key_is_derived_before_the_database_is_loaded() -> None:
    assert "sqlalchemy" not in loaded_by("import soc_desk.store.keys")


def test_the_window_maps_no_kind_of_record_that_my_desk_does_not_show() -> None:
    loaded = modules_loaded_by("import ui.doors, soc_desk.store.opening, ui.main_window, ui.pages.my_desk")
    assert {"soc_desk.domain.disruption", "ui.pages.my_desk"} <= loaded
    assert not {"soc_desk.domain.poca_case", "soc_desk.domain.duty", "soc_desk.domain.import_batch"} & loaded
    assert not {"soc_desk.domain.counter", "soc_desk.domain.disclosure"} & loaded  # only what is written needs them
    assert "sqlalchemy.dialects.postgresql" not in loaded  # as a dialect's own word in a stored class does


def test_what_my_desk_reads_maps_no_more_than_it_asks_for() -> None:
    lines = ("requests.desk_lines", "poca.desk_lines", "plans.desk_lines", "archive_lines")
    loaded = modules_loaded_by("import " + ", ".join(f"soc_desk.services.{name}" for name in lines))
    assert {"soc_desk.domain.poca_case", "soc_desk.domain.plan", "soc_desk.domain.intelligence"} <= loaded
    assert (
        not {f"soc_desk.domain.{name}" for name in ("person", "ocg_life", "case_step", "case_money", "request")}
        & loaded
    )


def test_my_desk_loads_neither_forms_of_groups_nor_what_is_kept_of_people() -> None:
    loaded = modules_loaded_by("import soc_desk.services.today, soc_desk.services.need_to_know, ui.pages.my_desk")
    assert {"soc_desk.services.four_ps", "soc_desk.domain.likeness"} <= loaded
    assert not {"soc_desk.services.ocgs", "soc_desk.services.subjects", "soc_desk.store.past_sight"} & loaded
    assert not {"soc_desk.domain.person_line", "soc_desk.domain.case_step"} & loaded


def test_what_is_opened_by_a_key_is_loaded_by_it() -> None:
    assert not {"ui.palette", "soc_desk.services.search"} & modules_loaded_by("import ui.main_window")


def test_a_deadline_of_the_years_known_loads_no_holidays_of_the_world() -> None:
    loaded = loaded_by("from soc_desk.domain.statutory_clock import calendar_of; calendar_of()")
    assert "soc_desk" in loaded
    assert "holidays" not in loaded


def test_what_is_loaded_is_noticed() -> None:
    assert {"openpyxl", "PySide6"} <= loaded_by("import openpyxl, PySide6.QtCore")
