"""Somebody to be erased: all they are named by, what leaves a trace, and where a store still holds one."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from soc_desk.domain import Base
from soc_desk.services.people import erasing, person_rows
from soc_desk.services.people.drafts import DetailLine, NameLine, PersonDraft
from soc_desk.services.people.erasing import ErasureDraft
from soc_desk.services.people.person_rows import PersonFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import ErasureAuthority
from soc_desk.vocabulary.ocg import DetailKind

WHO = PersonDraft(
    given_names="Zoë Marguerite", family_name="O'Brannigan",
    names=(NameLine(name="Maggie Brann"), NameLine(name="Zed")),
    details=(
        DetailLine(value="07700 900123"), DetailLine(kind=DetailKind.VEHICLE, value="grey Golf AB12 CDE"),
        DetailLine(kind=DetailKind.ADDRESS, value="14 Quillfeather Row"),
    ),
    pnc_id="90/54321X", born_on=date(1990, 4, 3),
)  # fmt: skip
TRACES = (
    "brannigan", "marguerite", "maggie", "7700 900123", "07700900123", "900 123", "ab12 cde", "ab12cde",
    "quillfeather", "54321x",
)  # fmt: skip
TOLD = (
    "Zoe O'Brannigan met MAGGIE  BRANN; rang +44 7700 900 123 from AB12CDE. O’Brannigan, Zoë was seen twice. "
    "Nothing else came of it."
)
LEFT = "[erased] met [erased]; rang [erased] from [erased]. [erased] was seen twice. Nothing else came of it."


def draft(person: UUID, **over: Any) -> ErasureDraft:
    told: dict[str, Any] = {"authority": ErasureAuthority.REVIEW, "reason": "Review of 2026, nothing since 2019."}
    return ErasureDraft(person_id=person, **{**told, **over})


def all_of(store: Store, by: Actor, person: UUID) -> ErasureDraft:
    """Everything in doubt is ticked as well."""
    shown = store.read(by, erasing.preview, person)
    return draft(person, person_version=shown.version, answers={each.key: True for each in shown.places})


def held(store: Store) -> Iterator[tuple[str, str]]:
    """Every value of every table, of the index tables of SQLite as well: where it is, and its words."""
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            names = [name for (name,) in connection.execute(text(listed))]
        else:
            names = [table.name for table in Base.metadata.sorted_tables]
        for name in names:
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
                yield name, " ".join(_words(value) for value in row)


def _words(value: object) -> str:
    told = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return told.encode().decode("unicode_escape", "replace") if "\\u" in told else told


def traces(store: Store) -> list[tuple[str, str]]:
    return [(table, trace) for table, words in held(store) for trace in TRACES if trace in words.casefold()]


def people(store: Store, by: Actor, words: str) -> list[object]:
    return store.read(by, person_rows.page, PersonFilter(text=words), today=date(2026, 11, 14))
