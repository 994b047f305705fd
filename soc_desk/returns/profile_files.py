"""The files of return profiles: which there are, and a force's own copy of one to edit."""

import re
from pathlib import Path

from soc_desk.config import config_dir, resources
from soc_desk.errors import BadFile, Invalid
from soc_desk.returns.profile import Profile, find, read

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_SAID = {key: re.compile(rf'^{key}\s*=\s*"[^"\n]*"', re.MULTILINE) for key in ("name", "version")}


def names() -> tuple[str, ...]:
    """Names of the profiles found here: this user's own first, then those shipped."""
    folders = (config_dir() / "profiles", resources() / "returns")
    return tuple(dict.fromkeys(path.stem for folder in folders for path in sorted(folder.glob("*.toml"))))


def own_folder() -> Path:
    """Where this user's own profiles lie; made if need be."""
    folder = config_dir() / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def copy(profile: Profile, name: str, version: str = "1.0") -> Path:
    """Write a copy of a profile under another name into the user's own folder, to be edited; gives the file.

    Raises Invalid for a name that cannot be a file's or is taken, BadFile where the folder cannot be written.
    """
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise Invalid({"name": "Give the copy a name of letters, figures, dots and hyphens, such as my-force-return."})
    stem = f"{name}-{version}"
    if stem in names():
        raise Invalid({"name": f"There is already a profile {stem}. Choose another name."})
    text = profile.text
    for key, value in (("name", name), ("version", version)):
        text = _SAID[key].sub(f'{key} = "{value}"', text, count=1)
    read(text, f"{stem}.toml")
    path = own_folder() / f"{stem}.toml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise BadFile(f"The copy cannot be written to {path.parent}: {error.strerror}.") from error
    return path


def where(name: str = "") -> Path:
    """The file of the profile called ``name``; raises BadFile where there is none."""
    return find(name)
