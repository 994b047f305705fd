"""Every setting is declared, once, in ui/settings.py."""

import ast
from pathlib import Path

from tests.house.source import calls, name, over, python_files, tree
from ui.settings import Settings

HOME = "ui/settings.py"
READING = {"value", "setValue", "contains", "remove", "beginGroup"}


def undeclared(source: ast.Module) -> list[str]:
    """Places that go to QSettings past the declarations, or read a key that none of them names."""
    keys = {setting.key for setting in Settings.declared().values()}
    found = [
        f"{node.lineno}: QSettings"
        for node in ast.walk(source)
        if isinstance(node, ast.Name) and node.id == "QSettings"
    ]
    for word, call in calls(source):
        match call.args[:1]:
            case [ast.Constant(value=str(key))] if word in READING and "/" in key and key not in keys:
                found.append(f"{call.lineno}: {key}")
    return found


def unknown_names(source: ast.Module) -> list[str]:
    """``settings.name`` where Settings declares no such name."""
    known = set(dir(Settings))
    return [
        f"{node.lineno}: {node.attr}"
        for node in ast.walk(source)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name | ast.Attribute)
        and ast.unparse(node.value).endswith(("self.settings", "shell.settings"))
        and node.attr not in known
    ]


def test_settings_are_declared_with_one_key_each() -> None:
    declared = Settings.declared()
    keys = [setting.key for setting in declared.values()]
    assert len(declared) > 5
    assert len(keys) == len(set(keys))
    assert all("/" in key for key in keys)


@over([path for path in python_files("ui") if name(path) != HOME])
def test_no_setting_goes_past_its_declaration(path: Path) -> None:
    assert not undeclared(tree(path)), f"{name(path)}: {undeclared(tree(path))}"
    assert not unknown_names(tree(path)), f"{name(path)}: {unknown_names(tree(path))}"


def test_an_undeclared_setting_is_noticed() -> None:
    assert undeclared(ast.parse("QSettings('x').value('look/colour')"))
    assert undeclared(ast.parse("self.settings.file.value('look/colour', 1)"))
    assert unknown_names(ast.parse("self.shell.settings.colour_of_the_day"))
    assert not undeclared(ast.parse("self.shell.settings.file.value('look/scheme')"))
