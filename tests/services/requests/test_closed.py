"""A request about a group, person, operation or case that is closed to somebody does not exist for them."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from soc_desk.errors import NotFound
from soc_desk.services import diary, history, operations, periods, search, subjects, today
from soc_desk.services.operations import OperationDraft
from soc_desk.services.prints import Addressed
from soc_desk.services.requests import asking, clocks, due, rows
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.request import RequestState, RequestView
from tests import factories, factories_ocg
from tests.services.poca import holding
from tests.services.requests.ways import bring

NOW = periods.today()
TO = Addressed(recipient="Ms A. Nalyst", purpose="My calendar")


def of_group(store: Store, officer: Actor, group: UUID) -> dict[str, UUID]:
    del store, officer
    return {"subject_id": group}


def of_person(store: Store, officer: Actor, group: UUID) -> dict[str, UUID]:
    """Somebody who is known in the closed group alone."""
    return {"person_id": factories_ocg.member(store, officer, group)}


def of_operation(store: Store, officer: Actor, group: UUID) -> dict[str, UUID]:
    draft = OperationDraft(name="Op Lantern", starts_on=NOW, subject_id=group)
    return {"operation_id": store.write(officer, operations.record, draft).value}


def of_case(store: Store, officer: Actor, group: UUID) -> dict[str, UUID]:
    return {"case_id": holding.case(store, officer, subject_id=group)}


@pytest.mark.parametrize("about", [of_group, of_person, of_operation, of_case], ids=lambda about: about.__name__)
def test_it_is_nowhere_for_whoever_may_not_know(
    store: Store, officer: Actor, coordinator: Actor, founder: Actor,
    about: Callable[[Store, Actor, UUID], dict[str, UUID]],
) -> None:  # fmt: skip
    group = factories.ocg(store, officer)
    id_ = bring(store, RequestState.SUBMITTED, asked="Who is Zanzibar?", needed_by=NOW, **about(store, officer, group))
    late = NOW + timedelta(days=1)

    def seen(reader: Actor) -> tuple[object, ...]:
        desk = store.read(reader, today.my_desk, reader, late)
        return (
            len(store.read(reader, rows.page)), store.read(reader, rows.counts, late)[RequestView.TO_AGREE],
            store.read(reader, rows.open_and_overdue, late), len(store.read(reader, due.due, late)),
            len([item for item in desk.to_do if item.page == "requests"]),
            len(store.read(reader, search.search, "Zanzibar")),
            store.read(reader, clocks.turnaround, NOW, late).rows[0].open,
            "request-" in repr(store.write(reader, diary.export_diary, TO).value.entries),
        )  # fmt: skip

    assert seen(coordinator) == (1, 1, (1, 1), 1, 1, 1, 1, True)
    version = factories.version(store, officer, group)
    store.write(officer, subjects.set_access, group, version, Access.RESTRICTED, ())
    assert seen(coordinator) == (0, 0, (0, 0), 0, 0, 0, 0, False)
    assert seen(officer)[:2] == (1, 1)
    for read in (rows.detail, asking.draft, history.history):
        with pytest.raises(NotFound):
            store.read(coordinator, read, id_)
    with pytest.raises(NotFound):
        store.write(coordinator, asking.agree_for_unit, id_, 2)
    entries = store.write(founder, history.audit_page, limit=500).value
    assert "Zanzibar" not in repr(entries)
