"""What the first window is told of roles is what the services themselves say."""

import subprocess
import sys
from pathlib import Path

import pytest

from ui import rights
from ui.actions import ACTIONS, Scope, use_case
from ui.pages import PAGES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(rights.KNOWN))
def test_a_right_is_the_rule_of_its_use_case(name: str) -> None:
    assert rights.needs(name) == use_case(name).rule.needs


def test_what_is_not_known_is_looked_up() -> None:
    assert "services.views.save" not in rights.KNOWN
    assert rights.needs("services.views.save") == use_case("services.views.save").rule.needs


def test_the_rail_and_the_new_menu_load_no_service() -> None:
    first = {page.needs for page in PAGES} | {action.needs for action in ACTIONS if action.scope is Scope.NEW}
    asked = sorted(first - {""})
    script = f"import sys, ui.rights; [ui.rights.needs(name) for name in {asked}]; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert asked
    assert not [name for name in done.stdout.split() if name.startswith("soc_desk.services")]
