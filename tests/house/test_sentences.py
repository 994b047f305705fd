"""Whatever the program says to a person is a finished sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from soc_desk import errors
from tests.house.source import calls, last_part, name, over, python_files, tree

FAMILY = {
    kind.__name__ for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.DeskError)
}
TELLING = {"notify", "warn"}
"""Functions of the window whose first text is read by the user."""

SENTENCES = {"why", "remedy", "advice", "sentence", "problem", "fault", "refusal", "error"}
"""Names that promise to hold a finished sentence themselves."""

ENDINGS = (".", "?", "!", "…")


def sentences(source: ast.Module) -> Iterator[tuple[int, str]]:
    """Where and how each text meant for a person ends, as far as the source shows it."""
    known = constants(source)
    for line, text in told(source):
        yield line, known.get(text, text)


def constants(source: ast.Module) -> dict[str, str]:
    """The texts that a module gives a name, under that name in braces."""
    return {
        f"{{{node.targets[0].id}}}": node.value.value
        for node in source.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def told(source: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts of errors, notices and ``problems()``; a name stands in braces."""
    for word, call in calls(source):
        if word in FAMILY | TELLING:
            for argument in (*call.args[:1], *(k.value for k in call.keywords if k.arg in ("text", "message"))):
                yield from ends(argument)
    for node in ast.walk(source):
        if isinstance(node, ast.FunctionDef) and node.name == "problems":
            yield from in_problems(node)


def in_problems(function: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    """The sentences a Draft's ``problems()`` puts beside its fields."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Subscript) for target in node.targets):
            yield from ends(node.value)
        elif isinstance(node, ast.Dict):
            for value in node.values:
                yield from ends(value)


def ends(node: ast.expr) -> Iterator[tuple[int, str]]:
    """The end of a text written out in the source; a value that comes from elsewhere is somebody else's sentence."""
    match node:
        case ast.Constant(value=str(text)):
            yield node.lineno, text
        case ast.JoinedStr(values=[*_, ast.Constant(value=str(text))]):
            yield node.lineno, text
        case ast.JoinedStr(values=[*_, ast.FormattedValue(value=value)]) if last_part(value) not in SENTENCES:
            yield node.lineno, f"{{{ast.unparse(value)}}}"
        case ast.Dict(values=values):
            for value in values:
                yield from ends(value)
        case ast.IfExp(body=body, orelse=orelse):
            yield from ends(body)
            yield from ends(orelse)
        case ast.BinOp(op=ast.Add(), right=right):
            yield from ends(right)


def unfinished(source: ast.Module) -> list[str]:
    """The texts that stop without a full stop."""
    return [f"{line}: …{text[-60:]}" for line, text in sentences(source) if not text.rstrip().endswith(ENDINGS)]


def test_there_are_sentences_to_read() -> None:
    assert sum(1 for path in python_files("soc_desk") for _ in sentences(tree(path))) > 10


@over(python_files("soc_desk", "ui"))
def test_a_sentence_ends_with_a_full_stop(path: Path) -> None:
    assert not unfinished(tree(path)), f"{name(path)}: {unfinished(tree(path))}"


@pytest.mark.parametrize(
    "bad",
    [
        "raise NotFound('That record is gone')",
        "raise errors.Conflict(f'{who} changed it')",
        "raise Invalid({'name': 'Say its name'})",
        "desk.notify('Saved')",
        "def problems(self):\n    found['name'] = 'Say its name'",
        "raise BadFile('No' if x else 'Nothing there.')",
        "raise BadFile(f'No such file: {path}')",
    ],
)
def test_an_unfinished_sentence_is_noticed(bad: str) -> None:
    assert unfinished(ast.parse(bad))
