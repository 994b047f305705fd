"""What a closed group holds is told by no service to whoever may not know of it, nor to whom it was taken away.

Every public function of ``soc_desk.services`` that takes a session or a work is found by itself and called with the ids
and references of the closed things; what it answers or refuses must hold none of their words. A new function that
cannot be called so, on any of them, fails ``NOT_TRIED`` until it is listed there with its reason.
"""

import dataclasses
import inspect
import itertools
import pkgutil
import re
import types
import typing
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

import soc_desk.services
from soc_desk.domain import Actor
from soc_desk.errors import DeskError
from soc_desk.services import periods, subjects
from soc_desk.store import Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access, Role
from tests import factories, factories_closed
from tests.factories_closed import TELLING, Closed

NOT_TRIED = {
    **dict.fromkeys(
        ("import_making.disruption_row", "import_making.first_steps"),
        "They write what they are given, and find nothing.",
    ),
    **dict.fromkeys(("labels.policy", "policies.told"), "They know policies and nothing else."),
    **dict.fromkeys(
        ("poca.expiry.chain_holds", "poca.expiry.further_ends", "poca.expiry.in_force", "poca.expiry.passed_at",
         "poca.expiry.would_hold", "import_returned.return_holding"),
        "Yes or no, a number or a moment.",
    ),
    "ocg_life.recent.of": "It is given the steps and scores of a group that was opened; ocg_records.record tries it.",
    "people.erasing_places.places": "It makes words of what the eraser's own search found, and is given that.",
    "people.erasing_own.emptied": "It is given the lines the eraser found, and tells which of them keep no words.",
    "people.erasing_own.once_theirs": "It tells whose the lines of given entries of the log were: ids alone.",
    **dict.fromkeys(
        ("caseload_lists.awaiting", "people.person_query.with_lines"), "They make rows of what a reader's query found.",
    ),
}  # fmt: skip
"""Functions that no call below reaches, each with the reason why it can tell nothing."""

TELLS = {
    **dict.fromkeys(
        ("counts.by_table", "history.audit_export", "history.audit_page", "upkeep.accept", "upkeep.back_up",
         "upkeep.chain", "upkeep.check", "upkeep.state", "upkeep.verify_chain"),
        "The log and the store are looked after whole: how many entries there are, and their ids.",
    ),
    **dict.fromkeys(
        ("import_numbers.numbers", "import_plan.plan_disruptions", "imports.import_disruptions",
         "imports.preview"),
        "A reference is there once: a tracker that uses a closed one is told that it cannot be used, and not why.",
    ),
    "need_to_know.break_glass": "That is what it is for; its owner is told.",
    "import_people.used": "It is asked about the people of one's own import, before these are taken back.",
}  # fmt: skip
"""Functions that answer otherwise than if the closed group had never been, each with the reason why they must."""

_TYPED = ("text", "typed", "reference", "query", "name", "words")


@use_case("Try it for the test", needs=EVERYONE)
def attempt(work: Work, function: Callable[..., Any], args: dict[str, Any]) -> None:
    """Do it, and take it back."""
    raise _TakenBack(told(function(work, **args)))


class _TakenBack(Exception):
    pass


def told(value: Any) -> str:
    """Every word of an answer."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Iterator):
        value = list(value)
    if isinstance(value, set | frozenset):
        value = sorted(value, key=repr)  # sets of the same things may come in another order
    if isinstance(value, dict):
        value = {key: told(each) for key, each in value.items()}
    return repr(value)


@cache
def hints_of(thing: Any) -> dict[str, Any]:
    """Its hints; what is imported for the type checker alone is anything."""
    unknown: dict[str, Any] = {}
    while True:
        try:
            return typing.get_type_hints(thing, localns=unknown)
        except NameError as missing:
            unknown[str(missing.name)] = Any


@cache
def functions() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that takes a session or a work, by its name."""
    found = {}
    for module in pkgutil.walk_packages(soc_desk.services.__path__, "soc_desk.services."):
        for name, each in vars(import_module(module.name)).items():
            if inspect.isfunction(each) and each.__module__ == module.name and not name.startswith("_"):
                first = next(iter(hints_of(each).values()), None)
                if first in (Session, Work) and not _is_inner(each):
                    found[f"{module.name.removeprefix('soc_desk.services.')}.{name}"] = each
    return found


def _is_inner(function: Callable[..., Any]) -> bool:
    """Whether it takes stored objects or queries, which nobody outside the store has."""
    return any(
        any(inner in repr(hint) for inner in ("soc_desk.domain.", "sqlalchemy.")) and hint is not Actor
        for hint in list(hints_of(function).values())[1:]
    )


def tries(function: Callable[..., Any], closed: Closed, actor: Actor, most: int) -> Iterator[dict[str, Any]]:
    """The arguments it is called with: a closed id where it asks for ids, a telling text where for text."""
    hints = hints_of(function)
    wanted = list(inspect.signature(function).parameters.values())[1:]
    for id_, text in itertools.islice(itertools.zip_longest(closed.ids, closed.texts), most):
        supply = _Supply(id_, text or closed.texts[0], actor)
        args = {
            each.name: supply.of(hints[each.name], each.name)
            for each in wanted
            if each.default is inspect.Parameter.empty or _asks(hints[each.name], each.name)
            if each.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
        }
        yield args
        if not any(_asks(hints[each.name], each.name) for each in wanted):
            return


def _asks(kind: Any, name: str) -> bool:
    """Whether something closed could be asked for by it: an id, a filter, or a text that is searched for."""
    return "UUID" in repr(kind) or dataclasses.is_dataclass(kind) or (kind is str and name in _TYPED)


@dataclasses.dataclass
class _Supply:
    id: UUID
    text: str
    actor: Actor

    def of(self, kind: Any, name: str = "") -> Any:  # noqa: PLR0911 - one return for each kind of value
        """A value of that kind that asks for what is closed."""
        origin, parts = typing.get_origin(kind), [part for part in typing.get_args(kind) if part is not type(None)]
        if origin in (typing.Union, types.UnionType):
            return self.of(parts[0], name)
        if origin is typing.Literal:
            return parts[0]
        if origin is typing.Annotated:
            return self.of(parts[0], name)
        if origin is tuple:
            return tuple(self.of(part, name) for part in parts if part is not ...)
        if isinstance(origin, type) and issubclass(origin, dict | typing.Mapping):
            return {}
        if isinstance(origin, type) and issubclass(origin, typing.Callable | type):
            return lambda *_a, **_k: None
        if isinstance(origin, type):
            made = [self.of(part, name) for part in parts]
            return set(made) if issubclass(origin, set | frozenset) else made
        plain = {UUID: self.id, str: self.text, date: periods.today(), datetime: periods.now(), Actor: self.actor}
        plain |= {int: 1, bool: True, float: 1.0, Path: Path("nowhere"), bytes: b"text"}
        if kind in plain:
            return plain[kind]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return next(iter(kind))
        if dataclasses.is_dataclass(kind):
            return self._made(kind)
        return None

    def _made(self, kind: Any) -> Any:
        hints = hints_of(kind)
        needed = (dataclasses.MISSING, dataclasses.MISSING)
        return kind(
            **{
                field.name: self.of(hints[field.name], field.name)
                for field in dataclasses.fields(kind)
                if field.init
                and (
                    (field.default, field.default_factory) == needed or field.name == "id" or field.name.endswith("_id")
                )
            }
        )


def answers(store: Store, actor: Actor, closed: Closed, most: int) -> tuple[dict[str, list[str]], set[str]]:
    """What each function tells when asked about what is closed, and those that no call reached."""
    found: dict[str, list[str]] = {}
    unreached = set()
    for name, function in functions().items():
        reached = False
        for args in tries(function, closed, actor, most):
            said, answered = _answer(store, actor, function, args)
            found.setdefault(name, []).append(said)
            reached |= answered
        if not reached:
            unreached.add(name)
    return found, unreached


def _answer(store: Store, actor: Actor, function: Callable[..., Any], args: dict[str, Any]) -> tuple[str, bool]:
    first = next(iter(hints_of(function).values()))
    try:
        if first is Session:
            return store.read(actor, lambda session: told(function(session, **args))), True
        rule = getattr(function, "rule", None)
        if rule is not None and not actor.has(rule.needs):
            return "", True
        store.write(actor, attempt, function, args)
    except _TakenBack as taken:
        return str(taken), True
    except DeskError as refused:
        return f"{refused} {getattr(refused, 'problems', '')}", True
    except Exception as error:  # noqa: BLE001 - arguments that make no sense; what it says is looked at all the same
        return f"{type(error).__name__}: {error}", False
    return "", True


def unlike(found: dict[str, list[str]], never: dict[str, list[str]]) -> dict[str, str]:
    """Functions that tell a closed group from none, with where an answer of theirs first differs."""
    apart = {}
    for name in found.keys() - TELLS.keys() - NOT_TRIED.keys():
        for one, other in zip(map(_bare, never[name]), map(_bare, found[name]), strict=True):
            if one != other:
                same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
                first = max(0, len(list(same)) - 80)
                apart[name] = f"{one[first : first + 200]} | {other[first : first + 200]}"
    return apart


def _bare(said: str) -> str:
    """An answer without what no two answers share: ids (but for their order), moments and seals."""
    ids: dict[str, str] = {}
    said = re.sub(r"UUID\('[^']*'\)", lambda found: ids.setdefault(found[0], f"<id {len(ids)}>"), said)
    said = re.sub(r"datetime\.datetime\(([^()]|\([^()]*\))*\)", "<moment>", said)
    return re.sub(r"\b([0-9a-f]{64}|\d\d:\d\d)\b", "<seal or time>", said)


def telling(found: dict[str, list[str]]) -> dict[str, set[str]]:
    """The words that the answers give away, by function."""
    given = {name: {word for word in TELLING if any(word in said for said in all_)} for name, all_ in found.items()}
    return {name: words for name, words in given.items() if words}


def test_nobody_is_told_once_it_is_taken_away(
    sit: Callable[[Actor], Store], store: Store, founder: Actor, officer: Actor, engine_name: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The one who asks holds every role, was named on the record, and has the store open all the time.

    Once it is taken away every answer is what it was before the group was made, when its ids were nobody's.
    """
    monkeypatch.chdir(tmp_path)  # some of them write files
    neighbour, theirs = factories_closed.beside(store, officer), sit(founder)
    closed = factories_closed.NOT_YET
    never, _ = answers(theirs, founder, closed, len(closed.ids))
    closed = factories_closed.make(store, officer, neighbour)

    def name(*readers: Actor) -> None:
        version = factories.version(store, officer, closed.group)
        named = tuple(reader.id for reader in readers)
        store.write(officer, subjects.set_access, closed.group, version, Access.RESTRICTED, named)

    name(founder)
    found, _ = answers(theirs, founder, closed, 4)
    open_to_them = telling(found)
    assert len(open_to_them) >= 20, "The search below could not fail."
    assert set().union(*open_to_them.values()) >= TELLING - {"Xylobane"}
    name()
    found, unreached = answers(theirs, founder, closed, len(closed.ids))
    assert telling(found) == {}
    assert unlike(found, never) == {}
    left = sorted(unreached - NOT_TRIED.keys())
    assert left == [], "Give them what they ask for, or list them with the reason."
    if engine_name == "sqlite":
        assert NOT_TRIED.keys() - unreached == set(), "They are tried by now: take them off the list."


def test_there_are_functions_of_every_kind() -> None:
    assert {
        "search.search",
        "ocgs.page",
        "history.history",
        "history.audit_page",
        "today.my_desk",
    } <= functions().keys()
    assert len(functions()) > 150


def test_the_log_tells_an_auditor_ids_and_no_names(store: Store, officer: Actor, auditor: Actor) -> None:
    from soc_desk.services import history

    factories_closed.make(store, officer)
    rows = store.write(auditor, history.audit_page, limit=500).value
    assert rows
    assert not [word for word in TELLING if word in repr(rows)]
    assert Role.AUDITOR in auditor.roles
