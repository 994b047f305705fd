"""Every action has its words, its own key, something to do, and a use case that exists."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from PySide6.QtGui import QKeySequence

from ui import actions
from ui.actions import ACTIONS, Action, Scope
from ui.frame.frame_actions import FrameActions
from ui.pages import PAGES, entry
from ui.theme import icons


def clashes(known: Iterable[Action]) -> list[str]:
    """Keys that mean two things at once: within a page, or on a page and everywhere."""
    known = [action for action in known if action.key]
    everywhere = [action.key for action in known if action.scope is not Scope.PAGE]
    found = [key for key, times in Counter(everywhere).items() if times > 1]
    for page in {action.page for action in known if action.scope is Scope.PAGE}:
        here = [action.key for action in known if action.scope is Scope.PAGE and action.page == page]
        found += [
            f"{key} on {page}" for key, times in Counter([*here, *everywhere]).items() if times > 1 and key in here
        ]
    return sorted(found)


def unfinished(action: Action) -> list[str]:
    """What an action lacks."""
    found = []
    if not action.words.strip():
        found.append("it has no text")
    if action.says and not action.says.endswith("."):
        found.append("what it says has no full stop")
    if action.key and QKeySequence(action.key).toString() == "":
        found.append(f"{action.key} is no key")
    if action.icon and action.icon not in icons.NAMES:
        found.append(f"there is no icon called {action.icon}")
    return found


def test_there_are_actions_everywhere_and_on_pages() -> None:
    assert {action.scope for action in ACTIONS} == set(Scope)
    assert len(ACTIONS) > 15


def test_ids_are_given_once() -> None:
    assert [id for id, times in Counter(action.id for action in ACTIONS).items() if times > 1] == []


def test_no_key_means_two_things() -> None:
    assert clashes(ACTIONS) == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_an_action_is_complete(action: Action) -> None:
    assert not unfinished(action), f"{action.id}: {unfinished(action)}"
    runs_on = FrameActions if action.scope is Scope.FRAME else entry(action.page).load()
    assert callable(getattr(runs_on, action.runs, None)), f"{runs_on.__name__} has no {action.runs}."
    assert not action.needs or actions.use_case(action.needs).rule.title


def test_a_shortcut_given_twice_or_an_action_without_text_is_noticed() -> None:
    find = next(action for action in ACTIONS if action.key == "Ctrl+F")
    again = replace(find, id="things.find", scope=Scope.PAGE, page="things", text="&", says="Finds", icon="nothing")
    assert clashes([find, again]) == ["Ctrl+F on things"]
    assert len(unfinished(again)) == 3


def test_pages_and_actions_agree_on_names() -> None:
    assert {action.page for action in ACTIONS if action.page} <= {page.name for page in PAGES}
