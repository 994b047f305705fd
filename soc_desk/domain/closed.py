"""Who and what a reader may not know of: closed groups, people and cases, as named sets that conditions refer to.

They are SQL as it stands, the same for both engines, and no tables of SQLAlchemy: every statement that anybody reads by
holds one or more, and takes the words over as they are. Each is worked out once in a statement (``MATERIALIZED``),
however many conditions refer to it. The functions of migrations 0014, 0016 and 0027 say the same again on a server.
"""

from functools import lru_cache
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, bindparam, column, false, select, text
from sqlalchemy.orm import InstrumentedAttribute

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Id

_READERS_KEPT = 64

_SUBJECTS = """
SELECT id FROM subject WHERE access IN ('restricted', 'sealed') AND (owner_id IS NULL OR owner_id <> :reader)
AND id NOT IN (SELECT subject_id FROM subject_reader WHERE user_id = :reader)
AND (access <> 'sealed' OR team_id IS NULL OR team_id NOT IN (
  SELECT team_id FROM app_user WHERE id = :reader AND heads_team AND team_id IS NOT NULL))
"""
_BY_LINKS = """
SELECT person_id AS id FROM person_link AS closed WHERE subject_id IN (SELECT id FROM closed_subject)
AND NOT EXISTS (SELECT 1 FROM person_link AS other WHERE other.person_id = closed.person_id
  AND other.subject_id NOT IN (SELECT id FROM closed_subject))
UNION SELECT id FROM (SELECT person_id AS id, subject_id FROM nrm_referral
  UNION ALL SELECT person_id, subject_id FROM person_tie UNION ALL SELECT other_id, subject_id FROM person_tie) AS held
WHERE subject_id IN (SELECT id FROM closed_subject)
AND NOT EXISTS (SELECT 1 FROM person_link AS other WHERE other.person_id = held.id)
"""
_PEOPLE = """
SELECT id FROM closed_by_links
UNION ALL SELECT id FROM person WHERE merged_into_id IN (SELECT id FROM closed_by_links)
"""
_CASES = """
SELECT id FROM poca_case WHERE access IN ('restricted', 'sealed') AND (owner_id IS NULL OR owner_id <> :reader)
AND id NOT IN (SELECT case_id FROM poca_case_reader WHERE user_id = :reader)
AND (access <> 'sealed' OR team_id IS NULL OR team_id NOT IN (
  SELECT team_id FROM app_user WHERE id = :reader AND heads_team AND team_id IS NOT NULL))
UNION ALL SELECT id FROM poca_case WHERE subject_id IN (SELECT id FROM closed_subject)
"""
_OPERATIONS = "SELECT id FROM operation WHERE subject_id IN (SELECT id FROM closed_subject)"


_Ids = InstrumentedAttribute[UUID] | ColumnElement[UUID]


def open_to(subject_id: _Ids, reader: Actor) -> ColumnElement[bool]:
    """True where the reader may know of the subject with that id: its own condition, and that of all that hangs on it.

    Written as "not among the closed ones": closed subjects are few, so the database builds a small set once
    instead of testing every row.
    """
    return subject_id.not_in(closed_subjects(reader)) if reader.reads_cases else false()


def open_person(person_id: _Ids, reader: Actor) -> ColumnElement[bool]:
    """True where the reader may know of the person with that id."""
    return person_id.not_in(closed_people(reader)) if reader.reads_cases else false()


def open_case(case_id: _Ids, reader: Actor) -> ColumnElement[bool]:
    """True where the reader may know of the case with that id."""
    return case_id.not_in(closed_cases(reader)) if reader.reads_cases else false()


def closed_subjects(reader: Actor) -> Select[UUID]:
    """Ids of the groups, individuals and vulnerabilities that this reader may not know of; few.

    A restricted one is open to its owner and those named, a sealed one to its owner and the head of its unit (and to
    whoever broke the glass, who is named until the owner takes it away).
    """
    return select(*_subjects(reader).c)


def closed_people(reader: Actor) -> Select[UUID]:
    """Ids of the people whom this reader may not know of; few.

    Somebody linked to closed groups and to no open one is as closed as those groups; a referral or a tie stands for the
    link of somebody who has none. Ended links count: a group that
    somebody left does not open them. A record that was merged is as closed as the one that has its links now.
    """
    return select(*_people(reader).c)


def closed_cases(reader: Actor) -> Select[UUID]:
    """Ids of the cases that this reader may not know of: closed ones of others, and those of closed subjects."""
    return select(*_cases(reader).c)


def closed_operations(reader: Actor) -> Select[UUID]:
    """Ids of the operations that are chiefly against a subject which this reader may not know of."""
    return select(*_operations(reader).c)


@lru_cache(maxsize=_READERS_KEPT)
def _subjects(reader: Actor) -> CTE:
    return _named("closed_subject", _SUBJECTS, reader)


@lru_cache(maxsize=_READERS_KEPT)
def _people(reader: Actor) -> CTE:
    return _named("closed_person", _PEOPLE, None, _named("closed_by_links", _BY_LINKS, None, _subjects(reader)))


@lru_cache(maxsize=_READERS_KEPT)
def _cases(reader: Actor) -> CTE:
    return _named("closed_case", _CASES, reader, _subjects(reader))


@lru_cache(maxsize=_READERS_KEPT)
def _operations(reader: Actor) -> CTE:
    return _named("closed_operation", _OPERATIONS, None, _subjects(reader))


def _named(name: str, words: str, reader: Actor | None, *needs: CTE) -> CTE:
    """The set that the words find; ``needs`` are those that they name."""
    found = text(words) if reader is None else text(words).bindparams(bindparam("reader", reader.id, type_=Id()))
    return found.columns(column("id", Id())).add_cte(*needs).cte(name).prefix_with("MATERIALIZED")
