"""Each import contract is broken once in a scratch tree, to see that it would speak up."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source import ROOT, module, python_files

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

BREACHES = {
    "layers": [("soc_desk/services/things.py", "import soc_desk.reports.things")],
    "headless": [
        ("soc_desk/services/things.py", "from PySide6.QtCore import QObject"),
        ("soc_desk/cli.py", "import ui.doors"),
    ],
    "sql": [("ui/pages/things.py", "from sqlalchemy import select")],
    "classes": [("ui/forms/thing.py", "from soc_desk.domain.things import Thing")],
    "reports": [
        ("soc_desk/reports/things.py", "from sqlalchemy import select"),
        ("soc_desk/reports/things.py", "import soc_desk.store.things"),
    ],
    "pages": [("ui/pages/things.py", "import ui.pages.others")],
    "forms": [("ui/forms/thing.py", "import ui.forms.other")],
    "widgets": [
        ("ui/widgets/table.py", "import soc_desk.services.things"),
        ("ui/widgets/table.py", "import ui.pages.things"),
    ],
    "door": [
        ("ui/pages/things.py", "import soc_desk.store.things"),
        ("soc_desk/reports/things.py", "import soc_desk.store.things"),
    ],
}
"""Contract to the breaches it must notice: a file, and the line that has no business there."""

FILES = [
    "soc_desk/cli.py",
    "soc_desk/config.py",
    "soc_desk/errors.py",
    "soc_desk/vocabulary/things.py",
    *(
        f"soc_desk/{layer}/things.py"
        for layer in ("bench", "demo", "reports", "returns", "imports", "services", "store", "domain")
    ),
    *("ui/doors.py", "ui/desk.py", "ui/widgets/table.py"),
    *("ui/pages/things.py", "ui/pages/others.py", "ui/forms/thing.py", "ui/forms/other.py"),
]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A tree with a file in every layer and the project's own contracts."""
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for file in FILES:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        for package in (path.parent, *path.parent.parents):
            if package.is_relative_to(tmp_path) and package != tmp_path:
                (package / "__init__.py").touch()
        path.touch()
    return tmp_path


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """import-linter's own verdict; its exit status, not its words, says whether a contract held."""
    program = Path(sys.executable).with_name("lint-imports.exe" if sys.platform == "win32" else "lint-imports")
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    return subprocess.run(
        [program, "--no-cache", *chosen], cwd=folder, check=False, capture_output=True, text=True, encoding="utf-8"
    )


def test_every_contract_has_a_breach() -> None:
    assert {contract["id"] for contract in CONTRACTS} == set(BREACHES)


def test_every_part_of_the_core_has_its_layer() -> None:
    layers = {word for contract in CONTRACTS for line in contract.get("layers", ()) for word in line.split(" | ")}
    parts = {module(path).split(".")[1] for path in python_files("soc_desk") if "." in module(path)}
    assert {f"soc_desk.{part}" for part in parts} == layers - {"ui"}


def test_the_scratch_tree_keeps_every_contract(scratch: Path) -> None:
    verdict = lint(scratch)
    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.parametrize(
    ("contract", "file", "line"), [(contract, *breach) for contract, found in BREACHES.items() for breach in found]
)
def test_a_breach_is_noticed(scratch: Path, contract: str, file: str, line: str) -> None:
    (scratch / file).write_text(f"{line}\n", encoding="utf-8")
    verdict = lint(scratch, contract)
    assert verdict.returncode == 1, verdict.stdout + verdict.stderr
    assert "BROKEN" in verdict.stdout
