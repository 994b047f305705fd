"""The manifest of a built return: what was built from what, with the fingerprint of every file."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soc_desk.errors import BadFile
from soc_desk.returns.cross_checks import Totals
from soc_desk.returns.facts import Facts, figures
from soc_desk.returns.profile import Profile

SUFFIX = ".manifest.json"
_LARGEST = 1_000_000
_BLOCK = 1 << 20


@dataclass(frozen=True)
class FileEntry:
    """One file of a return: its name, format, length in bytes and SHA-256."""

    name: str
    format: str
    bytes: int
    sha256: str


def entry(path: Path, format: str) -> FileEntry:
    """The manifest's entry of a written file."""
    return FileEntry(path.name, format, path.stat().st_size, sha256_of(path))


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def content(
    facts: Facts, profile: Profile, totals: Totals, files: list[FileEntry], *, content_sha256: str, ready: bool
) -> dict[str, Any]:
    """What the manifest says, as the file and the store both keep it."""
    return {
        "return": facts.reference,
        "title": profile.title,
        "snapshot_id": facts.snapshot_id,
        "amends": facts.amends,
        "period": {
            "text": facts.period.text,
            "label": facts.period.label,
            "starts_on": facts.period.starts_on.isoformat(),
            "ends_on": facts.period.ends_on.isoformat(),
        },
        "lead_agency": facts.agency,
        "marking": profile.marking.value,
        "synthetic": facts.synthetic,
        "profile": {"id": profile.id, "sha256": profile.sha256},
        "ready": ready,
        "totals": figures(totals),
        "content_sha256": content_sha256,
        "built_at": facts.built_at,
        "built_by": facts.built_by,
        "recipient": facts.recipient,
        "purpose": facts.purpose,
        "print_id": facts.print_id,
        "audit_head": facts.audit_head,
        "files": [vars(file) for file in files],
    }


def write(path: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest file, for people and programs alike."""
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def read(path: Path) -> dict[str, Any]:
    """What a manifest file says; raises BadFile where it is no manifest."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BadFile(f"{path.name} is too large for a manifest. Name a file of a built return, or its manifest.")
        said = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise BadFile(f"{path.name} is no manifest: it is not readable JSON. It may have been changed.") from error
    if not isinstance(said, dict) or not {"return", "snapshot_id", "files"} <= said.keys():
        raise BadFile(f"{path.name} is no manifest of a return. Name a file of a built return, or its manifest.")
    return said
