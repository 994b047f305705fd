"""A closed group whose every word is telling: people, intelligence, plan, cases, documents, operations."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import String, inspect, select

from soc_desk.domain import ScoreTemplate
from soc_desk.services import periods, subjects
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.store.carrying import PERSON_LINES, SUBJECT_LINES
from soc_desk.vocabulary import EVERYONE, Access
from tests import factories
from tests import factories_lines as made

TELLING = {"Zanzibar", "Lantern", "Quokkasson", "Xylobane", "Wombatine"}
"""The group's name, a person's, a disruption's title, and what every text of the rest says."""
_OWN_WORDS = {"zone", "reference", "fingerprint", "media_type", "sha256", "legacy_grade"}
_MORE = ("plan", "ocg_leader", "ocg_review", "tier_decision", "plan_objective")


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
    "request",
)
"""Tables whose rows are asked for by id; a row of every table is there to be told."""


NOT_YET = Closed(UUID(int=1001), UUID(int=1002), tuple(UUID(int=1001 + place) for place in range(len(_ASKED) + 3)),
                 ("Zanz", f"OCG-{periods.today().year}-0002", "D-2026-0001", "Quokk"))  # fmt: skip
"""The same questions while there is no such group, beside whose neighbour it is made afterwards."""


@use_case("Make what the test hides", needs=EVERYONE)
def _furnish(work: Work, group: UUID, within: dict[str, UUID]) -> tuple[UUID, tuple[UUID, ...]]:
    person = made.person(work, "Quentin Quokkasson", pnc_id="Wombatine 1")
    within = {"subject": group, "person": person, **within}
    made.line(work, "person_link", person_id=person, subject_id=group, note="Wombatine")
    lines: dict[str, UUID] = {}
    for table, column in (*SUBJECT_LINES, *((table, "subject_id") for table in _MORE), *PERSON_LINES):
        if column in ("subject_id", "person_id"):
            lines[table] = _telling(work, table, within, **{column: within[column.removesuffix("_id")]})
            within.setdefault(table, lines[table])
    made.line(work, "request_step", request_id=lines["request"], reason="Wombatine")
    for column, about in (("case_id", "poca_case"), ("operation_id", "operation")):
        _telling(work, "request", within, **{column: lines[about]})
    return person, tuple(lines[table] for table in _ASKED)


def _telling(work: Work, table: str, within: dict[str, UUID], **over: UUID) -> UUID:
    """A row full of telling words; what it needs beside the group and the person is of ``within``."""
    columns = inspect(made.kind_of(table)).mapper.column_attrs
    texts = [each.key for each in columns if type(each.columns[0].type) is String and not each.columns[0].computed]
    needed = {each.key: key.column.table.name for each in columns for key in each.columns[0].foreign_keys
              if not each.columns[0].nullable}  # fmt: skip
    over = {name: within[kind] for name, kind in needed.items() if kind in within} | over
    return made.line(work, table, **over, **{name: "Wombatine" for name in texts if name not in _OWN_WORDS | {*over}})


@use_case("Make what is open beside it", needs=EVERYONE)
def _neighbour(work: Work, group: UUID) -> dict[str, UUID]:
    member = made.person(work, "Olive Open")
    made.line(work, "person_link", person_id=member, subject_id=group)
    operation, site = made.line(work, "operation", subject_id=group), made.line(work, "chb_site")
    template = work.session.scalars(select(ScoreTemplate.id)).one()
    return {"operation": operation, "chb_site": site, "score_template": template, "member": member, "group": group}


def beside(store: Store, owner: Actor) -> dict[str, UUID]:
    """An open group, and what a closed one may have a part in: its operation, a site, one of its people."""
    group = factories.ocg(store, owner, name="Open Harrier")
    factories.score(store, owner, group)
    return store.write(owner, _neighbour, group).value


@use_case("Entangle it for the test", needs=EVERYONE)
def _entangle(work: Work, closed: UUID, member: UUID, group: UUID) -> None:
    made.line(work, "person_link", person_id=member, subject_id=closed)
    for one, other in ((closed, group), (group, closed)):
        made.line(work, "subject_relation", subject_id=one, other_id=other, note="Wombatine")


def make(store: Store, owner: Actor, neighbour: dict[str, UUID] | None = None) -> Closed:
    """A group closed to everybody but its owner; its ``neighbour`` shares a person, relations and work with it."""
    within = dict(neighbour or {})
    member, other = within.pop("member", None), within.pop("group", None)
    group = factories.ocg(store, owner, name="Zanzibar Lantern", notes="Wombatine")
    factories.score(store, owner, group, note="Wombatine")
    disruption = factories.disruption(store, owner, group, title="Xylobane warrant")
    person, lines = store.write(owner, _furnish, group, within).value
    if member is not None and other is not None:
        store.write(owner, _entangle, group, member, other)
    store.write(owner, subjects.set_access, group, factories.version(store, owner, group), Access.RESTRICTED, ())
    return Closed(group, person, (group, person, disruption, *lines), NOT_YET.texts)
