"""Ways of scoring as dated data: those in use on a day, those shipped, and a new edition from a file."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import ScoreTemplate, scoring
from soc_desk.domain.scoring import Template
from soc_desk.errors import BadFile, Invalid, NotFound
from soc_desk.services.prints import day_words
from soc_desk.store import Work, founding, use_case
from soc_desk.vocabulary import Role

LARGEST_FILE = 1_000_000
_FIELDS = ("name", "edition", "source", "starts_on", "ends_on", "body")


@dataclass(frozen=True, kw_only=True)
class TemplateRow:
    """A way of scoring, its edition, the days it is in use, and what it asks."""

    id: UUID
    name: str
    edition: str
    source: str
    starts_on: date
    ends_on: date | None
    template: Template

    @property
    def words(self) -> str:
        """``Local example, edition 1``."""
        return f"{self.name}, edition {self.edition}"


@dataclass(frozen=True, kw_only=True)
class NewTemplate:
    """A new way of scoring, or a new edition of one."""

    name: str = ""
    edition: str = ""
    source: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    body: Any = None

    def problems(self) -> dict[str, str]:
        """Place to sentence."""
        found = {}
        for field, words in (("name", "its name"), ("edition", "its edition"), ("source", "where it comes from")):
            if not str(getattr(self, field)).strip():
                found[field] = f"The template lacks “{field}”: give {words}."
        if self.starts_on is None:
            found["starts_on"] = "The template lacks “starts_on”: give the first day of its use, such as 2027-04-01."
        elif self.ends_on is not None and self.ends_on < self.starts_on:
            found["ends_on"] = "The template ends before it starts; check both days."
        try:
            scoring.read(self.body)
        except Invalid as refused:
            found |= refused.problems
        return found


def list_rows(session: Session, on: date | None = None) -> list[TemplateRow]:
    """Every way of scoring by name and edition, or those in use on a day; what is shipped is always among them."""
    columns = [getattr(ScoreTemplate, name) for name in ("id", *_FIELDS)]
    found = {id_: _row(id_, *values) for id_, *values in session.execute(select(*columns))}
    for one in founding.shipped_templates():
        found.setdefault(one["id"], _row(one["id"], *(one[name] for name in _FIELDS)))
    rows = sorted(found.values(), key=lambda row: (row.name.casefold(), row.starts_on, row.edition))
    return [row for row in rows if on is None or (row.starts_on <= on and (row.ends_on is None or row.ends_on >= on))]


def one(session: Session, id: UUID) -> TemplateRow:
    """The template with this id; raises NotFound for none."""
    found = next((row for row in list_rows(session) if row.id == id), None)
    if found is None:
        raise NotFound("That way of scoring does not exist; choose one that is offered.")
    return found


def keep(work: Work, id: UUID) -> None:
    """See that a shipped template is in the store, since stores made before it was shipped lack it."""
    if work.session.get(ScoreTemplate, id) is None:
        work.insert_many(ScoreTemplate, [row for row in founding.shipped_templates() if row["id"] == id])


@use_case("Add a way of scoring", needs={Role.ADMINISTRATOR, Role.COORDINATOR})
def add(work: Work, draft: NewTemplate) -> UUID:
    """Keep a template, or a new edition, which ends the edition before it; gives its id. Old scores keep theirs."""
    if problems := draft.problems():
        raise Invalid(problems)
    assert draft.starts_on is not None  # a draft without it has problems
    name, edition = draft.name.strip(), draft.edition.strip()
    rows = [row for row in list_rows(work.session) if row.name.casefold() == name.casefold()]
    if any(row.edition.casefold() == edition.casefold() for row in rows):
        raise Invalid({"edition": f"{name} has an edition {edition} already; give the new one another."})
    for row in rows:
        if row.ends_on is None or row.ends_on >= draft.starts_on:
            if row.starts_on >= draft.starts_on:
                told = f"Edition {row.edition} starts on {day_words(row.starts_on)}; let the new one start later."
                raise Invalid({"starts_on": told})
            keep(work, row.id)
            work.get(ScoreTemplate, row.id).ends_on = draft.starts_on - timedelta(days=1)
    made = ScoreTemplate(
        name=name, edition=edition, source=draft.source.strip(), starts_on=draft.starts_on, ends_on=draft.ends_on,
        body=draft.body,
    )  # fmt: skip
    work.add(made)
    return made.id


def from_file(path: Path) -> NewTemplate:
    """A template as a JSON file has it; raises BadFile for another file, and Invalid with what is wrong in it."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadFile(f"{path.name} is larger than a template can be; choose the JSON file of the template.")
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as reason:
        raise BadFile(f"{path.name} cannot be read as a template: it is no JSON file, or cannot be opened.") from reason
    if isinstance(told, list) and len(told) == 1:
        told = told[0]
    if not isinstance(told, dict) or (told.keys() - set(_FIELDS)):
        raise BadFile(f"{path.name} holds no template: give an object with {', '.join(_FIELDS)}.")
    name, edition, source = (str(told.get(field) or "") for field in ("name", "edition", "source"))
    draft = NewTemplate(
        name=name, edition=edition, source=source, starts_on=_day(told, "starts_on"), ends_on=_day(told, "ends_on"),
        body=told.get("body"),
    )  # fmt: skip
    if problems := draft.problems():
        raise Invalid(problems)
    return draft


def _day(told: dict[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(told[name]) if told.get(name) else None
    except (TypeError, ValueError) as reason:
        raise Invalid({name: f"Give “{name}” as YYYY-MM-DD, such as 2027-04-01."}) from reason


def _row(
    id: UUID, name: str, edition: str, source: str, starts_on: date, ends_on: date | None, body: object
) -> TemplateRow:
    return TemplateRow(
        id=id, name=name, edition=edition, source=source, starts_on=starts_on, ends_on=ends_on,
        template=scoring.read(body),
    )  # fmt: skip
