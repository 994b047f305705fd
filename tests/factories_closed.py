"""A closed group whose every word is telling: people, intelligence, plan, cases, documents, operations."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import String, inspect

from soc_desk.services import subjects
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.store.carrying import PERSON_LINES, SUBJECT_LINES
from soc_desk.vocabulary import EVERYONE, Access
from tests import factories
from tests import factories_lines as made

TELLING = {"Zanzibar", "Lantern", "Quokkasson", "Xylobane", "Wombatine"}
"""The group's name, a person's, a disruption's title, and what every text of the rest says."""
_OWN_WORDS = {"zone", "reference", "fingerprint", "media_type", "sha256", "legacy_grade"}
_MORE = ("plan", "ocg_score", "ocg_leader", "ocg_review", "tier_decision", "plan_objective")


@dataclass(frozen=True)
class Closed:
    """The group, and every id and text by which something of it could be asked for."""

    group: UUID
    person: UUID
    ids: tuple[UUID, ...]
    texts: tuple[str, ...]


_ASKED = (
    "poca_case",
    "intelligence_link",
    "document",
    "plan_action",
    "operation",
    "lom_subject",
    "ancillary_order",
    "plan",
)
"""Tables whose rows are asked for by id; a row of every table is there to be told."""


@use_case("Make what the test hides", needs=EVERYONE)
def _furnish(work: Work, group: UUID) -> tuple[UUID, tuple[UUID, ...]]:
    work.session.info["closed_group"] = group
    person = made.person(work, "Quentin Quokkasson", pnc_id="Wombatine 1")
    made.line(work, "person_link", person_id=person, subject_id=group, note="Wombatine")
    lines = {
        table: _telling(work, table, subject_id=group) for table, column in SUBJECT_LINES if column == "subject_id"
    }
    lines |= {table: _telling(work, table, subject_id=group) for table in _MORE}
    lines |= {table: _telling(work, table, person_id=person) for table, column in PERSON_LINES if column == "person_id"}
    return person, tuple(lines[table] for table in _ASKED)


def _telling(work: Work, table: str, **over: UUID) -> UUID:
    columns = inspect(made.kind_of(table)).mapper.column_attrs
    texts = [each.key for each in columns if type(each.columns[0].type) is String and not each.columns[0].computed]
    if table == "person_link" and "person_id" in over:
        over["subject_id"] = work.session.info["closed_group"]
    return made.line(work, table, **over, **{name: "Wombatine" for name in texts if name not in _OWN_WORDS | {*over}})


def make(store: Store, owner: Actor) -> Closed:
    """A group closed to everybody but its owner."""
    group = factories.ocg(store, owner, name="Zanzibar Lantern", notes="Wombatine")
    disruption = factories.disruption(store, owner, group, title="Xylobane warrant")

    person, lines = store.write(owner, _furnish, group).value
    store.write(owner, subjects.set_access, group, factories.version(store, owner, group), Access.RESTRICTED, ())
    return Closed(group, person, (group, person, disruption, *lines), ("Zanz", "OCG-2026-0001", "D-2026-0001", "Quokk"))
