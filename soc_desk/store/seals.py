"""How an entry of the log is held to its seal: whole, or emptied by an erasure that a later entry tells of."""

import hashlib
from collections.abc import Mapping
from datetime import UTC
from typing import Any, Literal

from soc_desk.store.bulk import told
from soc_desk.vocabulary import AuditCategory

ERASING = "erasing.erase"
"""The use case whose entries list what was emptied."""
EMPTIED = "emptied"
"""The field of such an entry: by the number of each entry that was emptied, its ``remains``."""
OF = "of"
"""The one field that an emptied entry keeps: the record that a print was of, which says who may read the entry."""

Row = Mapping[str, Any]
Held = Literal["whole", "emptied", "altered"]


def held(before: str, row: Row) -> Held:
    """Whether an entry fits its seal; one that was emptied has to be named by a later erasure as well."""
    salt, digest = row["salt"], row["digest"]
    if salt or digest:
        fits = row["seal"] == seal_of(before, row, digest or digest_of(row))
        if not fits or (digest and (salt or not is_bare(row["fields"]))):
            return "altered"
        return "emptied" if digest else "whole"
    if row["seal"] == older_seal(before, row):
        return "whole"
    return "emptied" if is_bare(row["fields"]) else "altered"  # an older one, whose seal is taken as the link


def digest_of(row: Row) -> str:
    """SHA-256 over the salt and what an erasure takes out."""
    words = f"[{told(row['fields'])}, {told(row['recipient'])}, {told(row['purpose'])}]"
    return hashlib.sha256(f"{row['salt']}{words}".encode()).hexdigest()


def seal_of(before: str, row: Row, digest: str) -> str:
    """SHA-256 over the seal before, the entry without what can be taken out of it, and the digest of that."""
    return hashlib.sha256(f"{before}{told(_head(row))}{digest}".encode()).hexdigest()


def remains(row: Row) -> str:
    """SHA-256 over all that is left of an emptied entry, its seal included; the erasure's own entry holds it."""
    left = [*_head(row), row["fields"], row["recipient"], row["purpose"], row["digest"], row["seal"]]
    return hashlib.sha256(told(left).encode()).hexdigest()


def bare(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What an emptied entry keeps of its fields."""
    return {OF: fields[OF]} if OF in fields else {}


def is_bare(fields: Any) -> bool:
    """Whether they are as an erasure leaves them."""
    return isinstance(fields, dict) and fields.keys() <= {OF}


def named(row: Row) -> dict[int, str]:
    """The entries that this one says it emptied, with what remains of each; empty for any but an erasure's own."""
    if row["category"] is not AuditCategory.ERASURE or row["use_case"] != ERASING:
        return {}
    listed = row["fields"].get(EMPTIED) if isinstance(row["fields"], dict) else None
    numbered = listed.items() if isinstance(listed, dict) else ()
    return {int(number): str(left) for number, left in numbered if number.isdecimal() and int(number) < row["id"]}


def older_seal(before: str, row: Row) -> str:
    """As it was made until store version 0022: over everything as it stands."""
    whole = [*_head(row), row["recipient"], row["purpose"]]
    return hashlib.sha256(f"{before}{told(whole)}{told(row['fields'])}".encode()).hexdigest()


def _head(row: Row) -> list[Any]:
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return [
        row["id"], at, row["actor"], row["actor_id"].hex, row["machine"], row["category"].value, row["use_case"],
        row["title"], row["entity"], row["entity_id"].hex, row["record_id"].hex, row["action"],
    ]  # fmt: skip
