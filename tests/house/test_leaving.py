"""Nothing goes to the clipboard but through the clerk of the window, who logs it."""

import ast
from pathlib import Path

from tests.house.source import ROOT, last_part, name, over, python_files, tree

_PUTS = {"setText", "setImage", "setPixmap", "setMimeData"}
NO_RECORDS = {"ui/crash.py"}
"""A report of a crash holds no case data."""


def copies_unlogged(source: ast.Module) -> list[int]:
    """Lines that put something on the clipboard elsewhere than in a function that hands it to ``leave``."""
    found = []
    for function in (node for node in ast.walk(source) if isinstance(node, ast.FunctionDef)):
        puts = [
            node.lineno
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute)
            and node.attr in _PUTS
            and isinstance(node.value, ast.Call)
            and last_part(node.value.func) == "clipboard"
        ]
        leaves = any(isinstance(node, ast.Call) and last_part(node.func) == "leave" for node in ast.walk(function))
        found += [] if leaves else puts
    return found


@over(python_files("ui"))
def test_what_is_copied_is_logged(path: Path) -> None:
    if name(path) not in NO_RECORDS:
        assert not copies_unlogged(tree(path)), f"{name(path)}: hand it to ui.widgets.leaving.leave, which logs it."


def test_a_copy_that_nobody_logs_is_noticed() -> None:
    told = ast.parse("def copy(self):\n    QGuiApplication.clipboard().setText('x')\n")
    assert copies_unlogged(told) == [2]
    assert not copies_unlogged(tree(ROOT / "ui" / "widgets" / "table.py"))
