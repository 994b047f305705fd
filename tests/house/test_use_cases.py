"""Every use case is called by a test."""

import ast
import dataclasses
import pkgutil
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Annotated, Any, get_args

import soc_desk.services
from soc_desk.domain.days import DayThatWas, Span
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


DRAFTS = ("Draft", "Decision", "Line", "Report")
PERIODS = {"audit_page": {"since", "until"}, "set_policy": {"valid_from"}, "close_code": {"valid_to"}}
"""Days that narrow a list, or from which a policy holds: no facts about a record."""


def undeclared() -> Iterator[str]:
    """Days that a use case or its Draft takes and whose kind (see ``domain.days``) nobody said.

    Those of POCA cases are checked by the steps of the case (``services.poca.moves``).
    """
    for found in pkgutil.walk_packages(soc_desk.services.__path__, "soc_desk.services."):
        if found.name.startswith("soc_desk.services.poca"):
            continue
        for name, each in vars(import_module(found.name)).items():
            if getattr(each, "__module__", "") == found.name and hasattr(each, "rule"):
                yield from _of_use_case(name, each.__annotations__)


def _of_use_case(name: str, hints: dict[str, Any]) -> Iterator[str]:
    for taken, hint in hints.items():
        if taken == "return" or taken in PERIODS.get(name, ()):
            continue
        if _is_day(hint):
            yield f"{name}({taken})"
        if isinstance(hint, type) and dataclasses.is_dataclass(hint) and hint.__name__.endswith(DRAFTS):
            yield from (f"{hint.__name__}.{field.name}" for field in dataclasses.fields(hint) if _is_day(field.type))


def _is_day(hint: Any) -> bool:
    if any(isinstance(each, Span) for each in getattr(hint, "__metadata__", ())):
        return False
    return any(isinstance(kind, type) and issubclass(kind, date) and not issubclass(kind, datetime)
               for kind in get_args(hint) or (hint,))  # fmt: skip


def test_each_day_that_is_written_down_says_what_kind_it_is() -> None:
    assert not sorted(undeclared())


def test_a_day_of_no_kind_is_noticed() -> None:
    made = dataclasses.make_dataclass("ThingDraft", [("seen_on", date | None), ("was_on", DayThatWas)])
    hints = {"draft": made, "on": date | None, "by": Annotated[date, Span()], "at": datetime}
    assert list(_of_use_case("see", hints)) == ["ThingDraft.seen_on", "see(on)"]
