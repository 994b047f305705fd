"""Every field of a Draft has its widget: a form that forgets one could neither show nor keep what was entered."""

import ast
import dataclasses
import inspect
from importlib import import_module
from typing import Any

import pytest

from tests.house.source import ROOT, calls, imported, module, python_files, tree
from ui.sheet import Sheet

NOT_TYPED = {"id", "version"}
"""Fields that the record brings along; nobody types them."""


def drafts() -> list[type[Any]]:
    """Every Draft of the services."""
    found = {}
    for path in python_files("soc_desk/services"):
        for kind in vars(import_module(module(path))).values():
            if inspect.isclass(kind) and kind.__name__.endswith("Draft") and dataclasses.is_dataclass(kind):
                found[f"{kind.__module__}.{kind.__name__}"] = kind
    return list(found.values())


def fields(draft: type[Any]) -> set[str]:
    """The fields of a Draft that a person fills."""
    return {field.name for field in dataclasses.fields(draft)} - NOT_TYPED


def names_bound(source: ast.Module) -> set[str]:
    """Names a form binds a widget under: ``Entry("title", …)``, ``ThingDraft(title=…)``."""
    found: set[str] = set()
    for _, call in calls(source):
        match call.args[:1]:
            case [ast.Constant(value=str(first))]:
                found.add(first)
        found |= {keyword.arg for keyword in call.keywords if keyword.arg}
    return found


def forms_of(draft: type[Any]) -> list[ast.Module]:
    """The modules of the window that use this Draft, when a form is among them; the pieces of a form lie beside it."""
    names = {f"{draft.__module__}.{draft.__name__}", draft.__module__}
    users = [path for path in python_files("ui") if names & set(imported(tree(path)).values())]
    has_form = any(path.is_relative_to(ROOT / "ui" / "forms") for path in users)
    return [tree(path) for path in users if not path.is_relative_to(ROOT / "ui" / "pages")] if has_form else []


def without_widget(draft: type[Any], sources: list[ast.Module]) -> set[str]:
    """Fields that none of these modules binds."""
    return fields(draft) - {name for source in sources for name in names_bound(source)}


FORM_DEFINES = {"content", "resume", "may_save", "resumed"}
"""What a form gives of its own; everything else of the frame is the frame's, which mypy holds every form to."""


def open_to_forms(frame: type[Any]) -> set[str]:
    """Public methods of a frame that a form may hide, by accident as well: those not marked ``@final``."""
    own = {name: getattr(kind, "__func__", kind) for name, kind in vars(frame).items()}
    methods = {name: each for name, each in own.items() if inspect.isfunction(each) and not name.startswith("_")}
    return {name for name, each in methods.items() if not hasattr(each, "__final__")}


def test_a_form_cannot_hide_what_the_frame_calls() -> None:
    """A form once answered a review by its own ``leave``, which Esc calls."""
    assert open_to_forms(Sheet) == FORM_DEFINES


def test_there_are_drafts() -> None:
    assert len(drafts()) >= 2


@pytest.mark.parametrize("draft", drafts(), ids=lambda draft: draft.__name__)
def test_every_field_of_a_draft_has_its_widget(draft: type[Any]) -> None:
    sources = forms_of(draft)
    assert sources, f"No form uses {draft.__name__}."
    assert not without_widget(draft, sources), f"{draft.__name__}: no widget for {without_widget(draft, sources)}."


def test_a_field_without_a_widget_is_noticed() -> None:
    @dataclasses.dataclass(frozen=True)
    class ThingDraft:
        id: int = 0
        title: str = ""
        colour: str = ""

    form = ast.parse("class ThingForm(Sheet):\n    def draft(self):\n        return ThingDraft(title=self.name.text())")
    assert without_widget(ThingDraft, [form]) == {"colour"}
