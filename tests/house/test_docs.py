"""The guides and the messages name only commands that exist, and link only to what is there."""

import re
from pathlib import Path

import typer

from installer.setup import TASKS
from soc_desk import cli
from soc_desk.services import policy_defaults
from tests.house.source import ROOT, name, over, python_files, tracked
from ui.oversight.policy_words import POLICY_WORDS

DOCS = [path for path in tracked() if path.suffix == ".md"]

CODE = re.compile(r"^```.*?\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r"[“`']((?:soc-desk|make) [^”`'\n]*)")
COMMAND = re.compile(r"(?:^|[\s$>(])soc-desk((?: +[a-z][a-z-]*)*)")
TARGET = re.compile(r"(?:^|[\s$>(])make +([a-z]+)|installer[/\\]setup\.py +([a-z]+)")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def known_commands() -> dict[str, set[str]]:
    """Every command of ``soc-desk`` with the commands below it."""
    top = typer.main.get_command(cli.app)
    return {word: set(getattr(command, "commands", {})) for word, command in getattr(top, "commands", {}).items()}


def unknown(text: str) -> list[str]:
    """Commands in a piece of code that nobody could run."""
    found: list[str] = []
    commands = known_commands()
    for match in COMMAND.finditer(text):
        words = match[1].split()
        if words and words[0] not in commands:
            found.append(f"soc-desk {words[0]}")
        elif len(words) > 1 and commands[words[0]] and words[1] not in commands[words[0]]:
            found.append(f"soc-desk {words[0]} {words[1]}")
    found += [f"make {target}" for match in TARGET.finditer(text) if (target := match[1] or match[2]) not in TASKS]
    return found


def code_of(path: Path) -> str:
    """The code in a page, inline and in blocks."""
    return "\n".join(block or inline for block, inline in CODE.findall(path.read_text(encoding="utf-8")))


def test_there_are_commands_and_guides() -> None:
    assert len(known_commands()) > 5
    assert {"README.md", "CONTRIBUTING.md"} <= {name(path) for path in DOCS}


@over(DOCS)
def test_a_guide_names_only_commands_that_exist(path: Path) -> None:
    assert not unknown(code_of(path)), f"{name(path)} names {unknown(code_of(path))}."


@over(DOCS)
def test_a_guide_links_only_to_what_is_there(path: Path) -> None:
    broken = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert not broken, f"{name(path)} links to {broken}."


@over(python_files("soc_desk", "ui"))
def test_a_message_names_only_commands_that_exist(path: Path) -> None:
    quoted = "\n".join(QUOTED.findall(path.read_text(encoding="utf-8")))
    assert not unknown(quoted), f"{name(path)} names {unknown(quoted)}."


def test_every_policy_is_told_of_in_the_guide_and_has_words_in_the_settings() -> None:
    guide = (ROOT / "docs" / "administrator-guide.md").read_text(encoding="utf-8")
    told = {
        name for line in guide.splitlines() if line.startswith("| `") for name in re.findall(r"`([a-z._…]+)`", line)
    }
    families = tuple(name.removesuffix("…") for name in told if name.endswith("…"))
    shipped = policy_defaults.shipped().keys()
    assert [name for name in shipped if name not in told and not name.startswith(families)] == []
    assert POLICY_WORDS.keys() == shipped


def test_a_command_that_is_not_there_is_noticed() -> None:
    assert unknown("soc-desk fly") == ["soc-desk fly"]
    assert unknown("soc-desk store fly --store x.db") == ["soc-desk store fly"]
    assert unknown("make fly") == ["make fly"]
    assert unknown("soc-desk store check --json\nmake test\npython installer/setup.py run") == []
    assert (ROOT / "README.md").exists()
