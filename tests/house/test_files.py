"""What every file of the project owes its reader: a sentence, a size that fits, nothing left lying about."""

import ast
import re
from pathlib import Path

from tests.house.source import PRODUCT, ROOT, name, over, python_files, tracked, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_CLASS = 200

TEXT = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".json",
    ".yml",
    ".yaml",
    ".cfg",
    ".ini",
    ".spec",
    ".mako",
    ".sh",
    ".qss",
    ".bat",
    "",
}

# Put together from halves, so that this file does not find itself.
LEFT_BEHIND = {
    "a note to self": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b"),
    "a registry address": re.compile(
        r"index-" + r"url|find-" + r"links|pypi\.\S*/sim" + r"ple|file:///op" + r"t", re.IGNORECASE
    ),
    "a machine path": re.compile(r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|op" + r"t/py\w*)/[\w.]"),
}

WAITING = {("time", "sleep"), ("qtbot", "wait"), ("QTest", "qWait"), ("QTest", "qSleep")}


def texts() -> list[Path]:
    """The tracked files that people read as text."""
    return [path for path in tracked() if path.suffix in TEXT]


def sizes(source: ast.Module) -> list[tuple[int, str, int, int]]:
    """Functions and classes with where they start, their length and the length that fits."""
    found = []
    for node in ast.walk(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            most = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
            found.append((node.lineno, node.name, (node.end_lineno or node.lineno) - node.lineno + 1, most))
    return found


def swallowed(source: ast.Module) -> list[int]:
    """Lines of handlers that let any error vanish."""
    return [
        node.lineno
        for node in ast.walk(source)
        if isinstance(node, ast.ExceptHandler)
        and all(isinstance(step, ast.Pass) or is_constant(step) for step in node.body)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException", "DeskError"})
    ]


def is_constant(step: ast.stmt) -> bool:
    """An ellipsis or a string standing where a statement should."""
    return isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant)


def waits(source: ast.Module) -> list[int]:
    """Lines that wait for time to pass instead of for something to happen."""
    return [
        node.lineno
        for node in ast.walk(source)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in WAITING
    ]


def test_there_is_something_to_read() -> None:
    assert len(python_files("soc_desk")) > 5
    assert len(python_files("ui")) > 3
    assert len(texts()) > len(python_files())


@over(python_files())
def test_a_module_says_in_a_sentence_what_it_is(path: Path) -> None:
    source = tree(path)
    if path.name == "__init__.py" and not source.body:
        return
    said = ast.get_docstring(source) or ""
    assert said, f"{name(path)} does not say what it is."
    assert said.split("\n\n")[0].rstrip().endswith((".", ":")), f"{name(path)} begins with an unfinished sentence."


@over(python_files())
def test_a_file_and_its_parts_fit_the_eye(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE, f"{name(path)} has {lines} lines."
    if not path.is_relative_to(ROOT / "migrations"):
        long = [
            f"{line}: {what} has {size} lines, {most} at most"
            for line, what, size, most in sizes(tree(path))
            if size > most
        ]
        assert not long, f"{name(path)}: " + "; ".join(long)


@over(texts())
def test_nothing_is_left_behind(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for what, pattern in LEFT_BEHIND.items():
        found = [
            f"{number}: {line.strip()[:100]}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
        assert not found, f"{name(path)} holds {what}: {found[:3]}"


@over(python_files())
def test_nobody_waits_for_time_to_pass(path: Path) -> None:
    assert not waits(tree(path)), f"{name(path)} sleeps on lines {waits(tree(path))}; wait for a signal or a condition."


@over(python_files(*PRODUCT))
def test_no_error_vanishes(path: Path) -> None:
    assert not swallowed(tree(path)), f"{name(path)} swallows errors on lines {swallowed(tree(path))}."


@over(python_files("soc_desk", "ui"))
def test_the_event_loop_is_turned_by_hand_for_tests_alone(path: Path) -> None:
    source = tree(path)
    settling = {inner for node in ast.walk(source) if is_settle(node) for inner in ast.walk(node)}
    found = [
        n.lineno
        for n in ast.walk(source)
        if isinstance(n, ast.Attribute) and n.attr == "processEvents" and n not in settling
    ]
    assert not found, f"{name(path)} calls processEvents on lines {found}."


def is_settle(node: ast.AST) -> bool:
    """The one function that tests call to have inline lanes deliver."""
    return isinstance(node, ast.FunctionDef) and node.name == "settle"


def test_the_rules_notice_what_they_forbid() -> None:
    bad = ast.parse("import time\ntry:\n    time.sleep(1)\nexcept Exception:\n    pass\n")
    assert waits(bad) == [3]
    assert swallowed(bad) == [4]
    assert LEFT_BEHIND["a note to self"].search("# TO" + "DO: later")
    assert LEFT_BEHIND["a registry address"].search("--index-" + "url x")
    assert LEFT_BEHIND["a machine path"].search("see /ro" + "ot/notes")
    assert sizes(ast.parse("def f():\n    return 1\n")) == [(1, "f", 2, LONGEST_FUNCTION)]
