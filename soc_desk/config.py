"""Where things live: the resources and migrations shipped with the program, and the user's own folders."""

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resources() -> Path:
    """Folder of the shipped resources: beside the package in a checkout, inside it when installed."""
    return _shipped("resources")


def migrations() -> Path:
    """Folder of the Alembic migrations, found in the same way."""
    return _shipped("migrations")


def state_dir() -> Path:
    """This user's folder for drafts, checkpoints and logs; ``SOC_DESK_HOME`` moves it (tests, portable use)."""
    return _own("state")


def config_dir() -> Path:
    """This user's folder for settings and the list of stores opened."""
    return _own("config")


def _own(kind: str) -> Path:
    if home := os.environ.get("SOC_DESK_HOME"):
        path = Path(home) / kind
    else:
        import platformdirs

        dirs = platformdirs.PlatformDirs("soc-desk", appauthor=False)
        path = dirs.user_state_path if kind == "state" else dirs.user_config_path
    path.mkdir(parents=True, exist_ok=True)
    return path


def _shipped(name: str) -> Path:
    inside = _HERE / name
    return inside if inside.is_dir() else _HERE.parent / name
