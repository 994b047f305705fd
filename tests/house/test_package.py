"""`pip install .` carries everything the program needs, so that `soc-desk` works from any folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.source import ROOT, python_files, tracked


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built from a copy of its tracked files as a fresh clone would be."""
    clone = tmp_path_factory.mktemp("clone")
    for path in tracked():
        copy = clone / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    out = tmp_path_factory.mktemp("wheel")
    made = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", out, clone],
        check=False,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_holds_code_resources_and_migrations(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    code = {path.relative_to(ROOT).as_posix() for path in python_files("soc_desk", "ui")}
    data = {
        f"soc_desk/{path.relative_to(ROOT).as_posix()}"
        for path in tracked()
        if path.is_relative_to(ROOT / "resources") or path.is_relative_to(ROOT / "migrations")
    }
    assert code
    assert any(name.startswith("soc_desk/resources/") for name in data)
    assert "soc_desk/migrations/env.py" in data
    assert not (code | data) - inside
    assert not {name.partition("/")[0] for name in inside} - {"soc_desk", "ui"} - dist_info(inside)


def dist_info(inside: set[str]) -> set[str]:
    """The wheel's own folder of facts about itself."""
    return {name.partition("/")[0] for name in inside if ".dist-info/" in name}


def test_the_wheel_declares_the_command_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = next(iter(dist_info(set(archive.namelist()))))
        assert "soc-desk = ui.start:main" in archive.read(f"{info}/entry_points.txt").decode()
        assert "License-Expression: MIT" in archive.read(f"{info}/METADATA").decode()


def test_the_installed_program_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    zipfile.ZipFile(wheel).extractall(site)
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),
        "SOC_DESK_HOME": str(tmp_path / "home"),
        "SOC_DESK_USER": "ada",
        "SOC_DESK_PASSPHRASE": "lantern orchard quarry",
    }
    script = (
        "import soc_desk, soc_desk.config as c, sys; from pathlib import Path; site = Path(sys.argv.pop(1));"
        "assert Path(soc_desk.__file__).is_relative_to(site), soc_desk.__file__;"
        "assert c.resources().is_relative_to(site) and c.migrations().is_relative_to(site);"
        "from ui.start import main; sys.exit(main())"
    )
    for arguments in (["--help"], ["store", "create", "--store", "new.db"], ["store", "check", "--store", "new.db"]):
        done = subprocess.run(
            [sys.executable, "-c", script, site, *arguments],
            cwd=elsewhere,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (elsewhere / "new.db").exists()
