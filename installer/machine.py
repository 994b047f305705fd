"""What the machine itself must have for Qt and the virtual environment, and how Debian is given it."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

QT_ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt loads even without a display: shared library to Debian package."""

QT_WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What Qt loads besides where there is a display."""


class SetupRefusedError(Exception):
    """The machine lacks something that only its owner can add; the text says what."""


def say(sentence: str) -> None:
    """Tell the person at the terminal, at once and in the order of things."""
    print(sentence, flush=True)


def is_debian_python() -> bool:
    """Whether this is the distribution's own default Python."""
    return Path(sys.base_prefix) == Path("/usr")


def missing_libraries(environment: Mapping[str, str]) -> list[str]:
    """Debian packages of those system libraries that Qt would look for here and not find."""
    wanted = dict(QT_ALWAYS)
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        wanted.update(QT_WINDOW)
    return [package for library, package in wanted.items() if not loads(library)]


def loads(library: str) -> bool:
    """Whether the dynamic linker finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_libraries(packages: list[str]) -> None:
    """Install what Qt misses, or say in a sentence what is missing."""
    if packages:
        install_debian(packages, "Qt's system libraries")


def install_debian(packages: list[str], what: str) -> None:
    """Install Debian packages as root or by a sudo that asks nothing; otherwise refuse with the sentence to act on."""
    command = f"apt-get install {' '.join(packages)}"
    prefix = root_prefix()
    if shutil.which("apt-get") is None or prefix is None:
        raise SetupRefusedError(
            f"This machine lacks {what}, and installing needs an administrator: please have them run "
            f"`{command}` (Debian's names; other systems call them alike), then start this again."
        )
    say(f"Installing {what}: {', '.join(packages)}.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            subprocess.run([*prefix, "apt-get", *step], check=True, env=environment, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError:
        raise SetupRefusedError(
            f"Installing {what} failed; please run `{command}` as an administrator and start this again."
        ) from None


def root_prefix() -> list[str] | None:
    """What to put before a command that needs root: nothing for root, sudo where it asks nothing, None otherwise."""
    if os.name == "posix" and os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None
