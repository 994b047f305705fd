"""A return profile: which columns, headings, order, code values and rules a return has, read from a TOML file."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from soc_desk.config import config_dir, resources
from soc_desk.errors import BadFile
from soc_desk.returns.fields import Field, Kind
from soc_desk.returns.toml_lines import line_of, places
from soc_desk.vocabulary import Marking, Severity

SHIPPED = "soc-disruption-return-1.0"
"""Name of the profile that comes with the program."""

_LARGEST = 1_000_000
_SYNTAX_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")


@dataclass(frozen=True)
class Condition:
    """Holds where ``field`` has one of ``values``; with no values, where it is filled."""

    field: str
    values: frozenset[str] = frozenset()

    def holds(self, value: Any) -> bool:  # noqa: ANN401 - a field of any kind
        return value in self.values if self.values else value not in (None, "", (), [])


@dataclass(frozen=True)
class Column:
    """One column: what it shows, how it is called there, and what is asked of it; blank where ``blank_when`` holds."""

    field: Field
    heading: str
    kind: Kind
    requirement: str
    codes: str = ""
    when: Condition | None = None
    unless: Condition | None = None
    only_when: Condition | None = None
    blank_when: Condition | None = None
    min_length: int = 0
    max_length: int = 0
    not_after: str = ""
    excludes: str = ""
    differs_from: str = ""
    needs: str = ""
    severity: Severity = Severity.STOPS
    missing: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Settings:
    """What the profile sets beside its columns. None leaves it to the force's policy of that name.

    ``pursue_share_percent`` is the share of Pursue above which a check is raised; ``due_days`` the days after the
    period by which the return goes. The states say how bad an uncounted record of the period is (None: say nothing).
    """

    lag_days: int | None = None
    pursue_share_percent: int | None = None
    priority_threats: tuple[str, ...] | None = None
    due_days: int | None = None
    rationale_min_length: int | None = None
    draft: Severity | None = Severity.CHECK
    submitted: Severity | None = Severity.STOPS
    returned: Severity | None = Severity.STOPS
    moderated_before_import: Severity | None = Severity.CHECK
    list_separator: str = "; "
    part_separator: str = " | "
    byte_order_mark: bool = False


POLICIES: dict[str, tuple[str, Any]] = {
    "lag_days": ("disruption.lag_days", 28),
    "pursue_share_percent": ("return.pursue_share_percent", 80),
    "priority_threats": ("return.priority_threats", ()),
    "due_days": ("return.due_days", 14),
    "rationale_min_length": ("disruption.rationale_min_length", 20),
}
"""Settings that a policy of the force fills, and the local default where there is no policy either."""


@dataclass(frozen=True, eq=False)
class Profile:
    """A profile that was read and found whole. ``text`` is the file's content, ``sha256`` its fingerprint.

    ``recipient`` is who receives such a return where nothing else is said; empty where each must say it.
    """

    name: str
    version: str
    title: str
    source: str
    marking: Marking
    columns: tuple[Column, ...]
    codes: Mapping[str, Mapping[str, str]]
    text: str
    recipient: str = ""
    settings: Settings = field(default_factory=Settings)

    @property
    def id(self) -> str:
        """Name and version as one word, as in file names: ``soc-disruption-return-1.0``."""
        return f"{self.name}-{self.version}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def labels(self) -> dict[str, str]:
        """Heading by field name, for the columns this profile has."""
        return {column.field.name: column.heading for column in self.columns}

    def theirs(self, codes: str, ours: str) -> str:
        """The receiver's value of our code; our own where the list is passed on unchanged."""
        return self.codes.get(codes, {}).get(ours, ours)

    def under(self, policies: Mapping[str, Any]) -> "Profile":
        """This profile with what it leaves open filled from the force's ``policies`` (name to value)."""
        filled: dict[str, Any] = {}
        for setting, (policy, default) in POLICIES.items():
            if getattr(self.settings, setting) is None:
                value = policies.get(policy, default)
                filled[setting] = tuple(value) if isinstance(value, list) else value
        return replace(self, settings=replace(self.settings, **filled))


def find(name: str = "") -> Path:
    """Where the profile called ``name`` is: a path, one of this user's own, or the shipped one (also for "")."""
    given = Path(name or SHIPPED)
    folders = [config_dir() / "profiles", resources() / "returns"]
    tried = [given] if given.suffix == ".toml" else []
    tried += [folder / f"{given.name}.toml" for folder in folders]
    for path in tried:
        if path.is_file():
            return path
    known = sorted({path.stem for folder in folders for path in folder.glob("*.toml")})
    raise BadFile(f"There is no return profile “{name}”. Name a .toml file, or one of: {', '.join(known)}.")


def load(name: str = "", codes: Mapping[str, frozenset[str]] | None = None) -> Profile:
    """Read the profile called ``name`` (see ``find``).

    ``codes`` are the force's own code lists by name; where given, a profile that maps a code unknown to them is
    refused. Raises BadFile with the line and the reason.
    """
    path = find(name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadFile(f"The return profile {path.name} cannot be read: {error.strerror}.") from error
    if len(content) > _LARGEST:
        raise BadFile(f"The return profile {path.name} is larger than a profile can be. Choose another file.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadFile(
            f"The return profile {path.name} is faulty on line {line}: it is not UTF-8 text. Save it as UTF-8."
        ) from error
    return read(text, path.name, codes)


def read(text: str, file_name: str = "profile", codes: Mapping[str, frozenset[str]] | None = None) -> Profile:
    """Read a profile from its text; raises BadFile with the line and the reason."""
    from soc_desk.returns.profile_reading import Fault, profile_of

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = _SYNTAX_LINE.search(said)
        line = int(at[1]) if at else len(text.splitlines())
        reason = _SYNTAX_LINE.sub("", said).replace(" (at end of document)", "")
        raise BadFile(f"The return profile {file_name} is faulty on line {line}: it is not TOML ({reason}).") from error
    try:
        return profile_of(content, text, codes or {})
    except Fault as fault:
        line = line_of(places(text), fault.place)
        raise BadFile(f"The return profile {file_name} is faulty on line {line}: {fault}") from fault
