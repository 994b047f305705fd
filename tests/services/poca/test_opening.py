"""Opening a case of any kind: one door, and each opening is logged as a consultation."""

from datetime import date

import pytest

from soc_desk.errors import NotFound
from soc_desk.services import history
from soc_desk.services.poca import access, opening, others
from soc_desk.services.poca.other_drafts import OtherDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory
from soc_desk.vocabulary.poca import CaseKind
from tests.factories_poca import THURSDAY, seized


def consultations(store: Store, reader: Actor, case: object) -> int:
    rows = store.read(reader, history.history, case)
    return sum(row.category is AuditCategory.CONSULTATION for row in rows)


def test_a_case_of_any_kind_is_opened_and_that_is_logged(timed: Store, officer: Actor, colleague: Actor) -> None:
    cash = seized(timed, officer)
    request = OtherDraft(kind=CaseKind.DAML, submitted_on=date(2026, 4, 1), amount_pence=500_000)
    daml = timed.write(officer, others.record, request).value
    for case, kind in ((cash, CaseKind.CASH), (daml, CaseKind.DAML)):
        before = consultations(timed, officer, case)
        assert timed.write(colleague, opening.look, case).value.row.kind is kind
        assert consultations(timed, officer, case) == before + 1
        assert timed.read(colleague, opening.detail, case, THURSDAY).row.kind is kind
        assert consultations(timed, officer, case) == before + 1


def test_a_closed_case_cannot_be_opened(timed: Store, officer: Actor, colleague: Actor) -> None:
    case = seized(timed, officer)
    timed.write(officer, access.set_access, case, None, Access.SEALED, ())
    with pytest.raises(NotFound):
        timed.write(colleague, opening.look, case)
    with pytest.raises(NotFound):
        timed.read(colleague, opening.detail, case, THURSDAY)
