"""Ways of scoring as dated data: those in use on a day, those shipped, and a new edition from a file."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import ScoreTemplate, scoring
from soc_desk.domain.days import DayOfAnOrder, DayToCome
from soc_desk.domain.scoring import Template
from soc_desk.errors import BadFile, Invalid, NotFound
from soc_desk.services.ocg_life import template_text
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
class TemplateDraft:
    """A new way of scoring, or a new edition of one; ``text`` is its body as JSON."""

    name: str = ""
    edition: str = ""
    source: str = ""
    starts_on: DayToCome = None
    ends_on: DayOfAnOrder = None
    text: str = ""

    def problems(self) -> dict[str, str]:
        """Place to sentence."""
        found = {}
        for field, words in (("name", "its name"), ("edition", "its edition"), ("source", "where it comes from")):
            if not str(getattr(self, field)).strip():
                found[field] = f"Give {words}."
        if self.starts_on is None:
            found["starts_on"] = "Give the first day of its use."
        elif self.ends_on is not None and self.ends_on < self.starts_on:
            found["ends_on"] = "The template ends before it starts; check both days."
        try:
            self.read()
        except Invalid as refused:
            found |= refused.problems
        return found

    def read(self) -> Any:  # noqa: ANN401 - JSON that was found sound
        """The body, found sound; raises Invalid with the line of its first fault."""
        if not self.text.strip():
            raise Invalid({"text": "Write the questions and bands, or take them from a file."})
        body = template_text.parsed(self.text)
        try:
            scoring.read(body)
        except Invalid as refused:
            raise Invalid({"text": template_text.on_lines(self.text, refused.problems)}) from refused
        return body


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
def add(work: Work, draft: TemplateDraft) -> UUID:
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
        body=draft.read(),
    )  # fmt: skip
    work.add(made)
    return made.id


def copy_of(session: Session, id: UUID) -> TemplateDraft:
    """A new edition begun as a copy of one there is; edition, day and source are left to whoever makes it."""
    row = one(session, id)
    body = session.scalar(select(ScoreTemplate.body).where(ScoreTemplate.id == id))
    if body is None:
        body = next(shipped["body"] for shipped in founding.shipped_templates() if shipped["id"] == id)
    return TemplateDraft(name=row.name, text=template_text.written(body))


def from_file(path: Path) -> TemplateDraft:
    """A template as a JSON file has it.

    Raises BadFile for another file, and Invalid with what is wrong in it, by the lines of the file.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadFile(f"{path.name} is larger than a template can be; choose the JSON file of the template.")
        text = path.read_text("utf-8-sig")
    except (OSError, ValueError) as reason:
        raise BadFile(f"{path.name} cannot be read as a template: it is no text file, or cannot be opened.") from reason
    told = template_text.parsed(text)
    within: template_text.Path = ("body",)
    if isinstance(told, list) and len(told) == 1:
        told, within = told[0], (0, "body")
    if not isinstance(told, dict) or (told.keys() - set(_FIELDS)):
        raise BadFile(f"{path.name} holds no template: give an object with {', '.join(_FIELDS)}.")
    name, edition, source = (str(told.get(field) or "") for field in ("name", "edition", "source"))
    draft = TemplateDraft(
        name=name, edition=edition, source=source, starts_on=_day(told, "starts_on"), ends_on=_day(told, "ends_on"),
        text=template_text.written(told.get("body")),
    )  # fmt: skip
    try:
        scoring.read(told.get("body"))
    except Invalid as refused:
        raise Invalid({"text": template_text.on_lines(text, refused.problems, within)}) from refused
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
