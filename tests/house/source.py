"""The project's own files as the house tests read them: found, never listed by hand."""

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("soc_desk", "ui", "installer", "migrations")
NOT_OURS = {
    ".git",
    ".venv",
    "build",
    "dist",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project, those about to be added too; without git, every file but the caches."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if listing.returncode == 0 and listing.stdout:
        found = {ROOT / name for name in listing.stdout.split("\0") if name}
    else:
        found = {path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)}
    return tuple(sorted(path for path in found if path.is_file()))


def python_files(*folders: str) -> list[Path]:
    """The Python files below these folders of the project (all of them where none is named)."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and (not folders or any(path.is_relative_to(ROOT / folder) for folder in folders))
    ]


def over(paths: Iterable[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Make one test of a check of one file: it looks at all of them and says everything that is wrong.

    A test for each file would spend its time on starting and ending thousands of tests.
    """

    def mark(check: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            found = []
            for path in paths:
                try:
                    check(path)
                except AssertionError as wrong:
                    found.append(f"{name(path)}: {wrong}")
            assert not found, "\n".join(found)

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return mark


def name(path: Path) -> str:
    """A file as a reader names it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def module(path: Path) -> str:
    """The dotted name under which a file is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of the called name: ``raise errors.Invalid(…)`` gives ``Invalid``."""
    for found in ast.walk(node):
        if isinstance(found, ast.Call):
            yield last_part(found.func), found


def last_part(node: ast.expr) -> str:
    """The last word of a dotted name; empty for anything else."""
    match node:
        case ast.Name(id=word) | ast.Attribute(attr=word):
            return word
    return ""


def imported(node: ast.Module) -> dict[str, str]:
    """What each imported local name stands for: ``{"record": "soc_desk.services.disruptions.record"}``."""
    found: dict[str, str] = {}
    for step in ast.walk(node):
        if isinstance(step, ast.Import):
            for alias in step.names:
                first = alias.name.partition(".")[0]
                found[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(step, ast.ImportFrom) and step.module:
            found |= {alias.asname or alias.name: f"{step.module}.{alias.name}" for alias in step.names}
    return found


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    """The full name of an expression such as ``disruptions.record``, read through the file's imports; else empty."""
    match node:
        case ast.Name(id=word):
            return names.get(word, word)
        case ast.Attribute(value=value, attr=word):
            before = dotted(value, names)
            return f"{before}.{word}" if before else ""
    return ""
