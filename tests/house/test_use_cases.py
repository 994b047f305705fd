"""Every use case is called by a test."""

import ast
from collections.abc import Iterable

from tests.house.source import ROOT, dotted, imported, last_part, module, python_files, tree


def use_cases(source: ast.Module, where: str) -> set[str]:
    """Full names of the functions marked ``@use_case`` in a module."""
    return {
        f"{where}.{node.name}"
        for node in source.body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(mark, ast.Call) and last_part(mark.func) == "use_case" for mark in node.decorator_list)
    }


def mentioned(sources: Iterable[ast.Module]) -> set[str]:
    """Full names of everything these modules mention inside their functions, read through their imports."""
    found: set[str] = set()
    for source in sources:
        names = imported(source)
        for node in ast.walk(source):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                found.add(dotted(node, names))
    return found


def all_use_cases() -> set[str]:
    """Every use case of the product."""
    return {case for path in python_files("soc_desk") for case in use_cases(tree(path), module(path))}


def test_there_are_use_cases() -> None:
    assert len(all_use_cases()) > 10


def test_each_use_case_is_called_by_a_test() -> None:
    tests = [path for path in python_files("tests") if not path.is_relative_to(ROOT / "tests" / "house")]
    untested = sorted(all_use_cases() - mentioned(tree(path) for path in tests))
    assert not untested, f"No test calls these use cases: {', '.join(untested)}."


def test_a_forgotten_use_case_is_noticed() -> None:
    service = ast.parse(
        "@use_case('Open it', needs=X)\ndef open_it(work): ...\n@use_case('Shut', needs=X)\ndef shut(work): ..."
    )
    tests = ast.parse(
        "from soc_desk.services import things\ndef test_it(store):\n    store.write(me, things.open_it)\n"
    )
    assert use_cases(service, "soc_desk.services.things") - mentioned([tests]) == {"soc_desk.services.things.shut"}
