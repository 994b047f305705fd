"""Codes of drafts are those of the code lists; a code that was closed stays on records that have it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from soc_desk.errors import Invalid
from soc_desk.services import disruptions, ocgs, periods, policies, subjects
from soc_desk.services.disruptions import EvidenceRef, OutcomeLine
from soc_desk.services.subjects import SubjectDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import OutcomeKind, SubjectKind
from tests import factories

LONG_AGO = date(2026, 1, 1)


def _close(store: Store, administrator: Actor, list_name: str, code: str, on: date = LONG_AGO) -> None:
    store.write(administrator, policies.close_code, list_name, code, on, "Minutes of 4 Dec 2026")


@pytest.fixture
def group(store: Store, officer: Actor) -> UUID:
    return factories.ocg(store, officer)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"primary_threat": "NO"}, "primary_threat"),
        ({"secondary_threats": ("FRAUD", "NO")}, "secondary_threats"),
        ({"lead_agency": "atlantis"}, "lead_agency"),
        ({"supporting_agencies": ("atlantis",)}, "supporting_agencies"),
        ({"activity_types": ("arrest", "NO")}, "activity_types"),
        ({"tactic_area": "NO"}, "tactic_area"),
        ({"evidence_refs": (EvidenceRef("NO", "43260012345"),)}, "evidence_refs"),
        ({"outcomes": (OutcomeLine(kind=OutcomeKind.DRUGS, detail="NO", unit="kg", quantity=1),)}, "outcomes"),
        ({"outcomes": (OutcomeLine(kind=OutcomeKind.DRUGS, detail="cocaine", unit="NO", quantity=1),)}, "outcomes"),
        ({"outcomes": (OutcomeLine(kind=OutcomeKind.ASSETS, detail="NO", stage="restrained", value_pence=1),)},
         "outcomes"),
        ({"outcomes": (OutcomeLine(kind=OutcomeKind.ASSETS, detail="restraint", stage="NO", value_pence=1),)},
         "outcomes"),
    ],
)  # fmt: skip
def test_an_unknown_code_is_refused_under_its_field(
    store: Store, officer: Actor, group: UUID, over: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid, match="of the list; choose one that is on it") as refused:
        factories.disruption(store, officer, group, **over)
    assert list(refused.value.problems) == [field]


def test_a_closed_code_stays_where_it_was_and_is_not_chosen_anew(
    store: Store, officer: Actor, administrator: Actor, group: UUID
) -> None:
    id_ = factories.disruption(store, officer, group, tactic_area="travel")
    _close(store, administrator, "soc_threat", "DRUGS")
    _close(store, administrator, "tactic_area", "travel")
    opened = store.read(officer, disruptions.detail, id_).draft
    store.write(officer, disruptions.change, opened, replace(opened, title="Warrants"))
    assert store.read(officer, disruptions.detail, id_).draft.primary_threat == "DRUGS"
    with pytest.raises(Invalid, match="was closed on 1 Jan 2026; choose another one") as refused:
        factories.disruption(store, officer, group, disruption_date=date(2026, 3, 9))
    assert list(refused.value.problems) == ["primary_threat"]
    opened = store.read(officer, disruptions.detail, id_).draft
    store.write(officer, disruptions.change, opened, replace(opened, primary_threat="FRAUD"))
    opened = store.read(officer, disruptions.detail, id_).draft
    with pytest.raises(Invalid, match="was closed"):
        store.write(officer, disruptions.change, opened, replace(opened, primary_threat="DRUGS"))


def test_a_code_is_chosen_until_its_last_day(store: Store, officer: Actor, administrator: Actor, group: UUID) -> None:
    _close(store, administrator, "soc_threat", "DRUGS", periods.today() + timedelta(days=1))
    assert factories.disruption(store, officer, group)


def test_codes_of_groups_and_other_subjects_are_checked_too(
    store: Store, officer: Actor, administrator: Actor, group: UUID
) -> None:
    for over, field in (
        ({"cross_border_forces": ("NO",)}, "cross_border_forces"),
        ({"primary_threat": "NO"}, "primary_threat"),
    ):
        with pytest.raises(Invalid) as refused:
            factories.ocg(store, officer, name="Yarrow", **over)
        assert list(refused.value.problems) == [field]
    individual = SubjectDraft(kind=SubjectKind.PRIORITY_INDIVIDUAL, name="Heron", primary_threat="NO")
    with pytest.raises(Invalid, match="is no threat"):
        store.write(officer, subjects.record, individual)
    _close(store, administrator, "soc_threat", "DRUGS")
    opened = store.read(officer, ocgs.detail, group, date(2026, 11, 22)).draft
    store.write(officer, ocgs.change, opened, replace(opened, notes="Seen twice."))
    assert store.read(officer, ocgs.detail, group, date(2026, 11, 22)).draft.primary_threat == "DRUGS"
