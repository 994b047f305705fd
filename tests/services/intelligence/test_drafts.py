"""What a link of intelligence must hold, told in words; and the words that may give a source away."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from soc_desk.services.intelligence import source_words
from soc_desk.services.intelligence.drafts import BacklogDraft
from soc_desk.services.policy_defaults import default
from soc_desk.vocabulary.ocg import HandlingGrade, IntelligenceKind
from tests import factories_intelligence

TODAY = date(2026, 11, 22)
WHOLE = factories_intelligence.draft(UUID(int=7))
NO_GRADE: dict[str, Any] = {"source": None, "assessment": None, "handling": None}


@pytest.mark.parametrize(
    ("over", "wrong"),
    [
        ({}, set()),
        ({"ir_ref": " "}, {"ir_ref"}),
        ({"subject_id": None}, {"subject_id"}),
        ({"subject_id": None, "person_id": UUID(int=8)}, set()),
        ({"received_on": None}, {"received_on"}),
        ({"received_on": date(2026, 11, 23)}, {"received_on"}),
        ({"received_on": date(1826, 3, 2)}, {"received_on"}),
        ({"reported_on": date(2026, 11, 23)}, {"reported_on"}),
        ({"reported_on": date(2026, 3, 3)}, {"reported_on"}),
        ({"reported_on": date(2026, 3, 2)}, set()),
        (NO_GRADE, {"source"}),
        ({"assessment": None}, {"assessment"}),
        ({"source": None, "handling": None}, {"source", "handling"}),
        ({**NO_GRADE, "kind": IntelligenceKind.NEGATIVE_CHECK}, set()),
        ({**NO_GRADE, "legacy_grade": "B 2 4"}, set()),
        ({**NO_GRADE, "legacy_grade": "b24", "conditions": "Ask the originator."}, set()),
        ({"legacy_grade": "B 2 4"}, {"legacy_grade"}),
        ({**NO_GRADE, "legacy_grade": "1/B/P"}, {"legacy_grade"}),
        ({**NO_GRADE, "legacy_grade": "B" * 41}, {"legacy_grade"}),
        ({"handling": HandlingGrade.CONDITIONS}, {"conditions"}),
        ({"handling": HandlingGrade.CONDITIONS, "conditions": "Not to partners."}, set()),
        ({"conditions": "Not to partners."}, {"conditions"}),
        ({"summary": "x" * 500}, set()),
        ({"summary": "x" * 501}, {"summary"}),
    ],
)
def test_each_field_says_what_is_wrong(over: dict[str, Any], wrong: set[str]) -> None:
    assert set(replace(WHOLE, **over).problems(TODAY, 500)) == wrong


@pytest.mark.parametrize(
    ("over", "wrong"),
    [
        ({}, set()),
        ({"waiting": 0}, set()),
        ({"waiting": None}, {"waiting"}),
        ({"waiting": -1}, {"waiting"}),
        ({"counted_on": None}, {"counted_on"}),
        ({"counted_on": date(2026, 11, 23)}, {"counted_on"}),
        ({"oldest_on": date(2026, 11, 2)}, {"oldest_on"}),
        ({"waiting": 0, "oldest_on": date(2026, 10, 1)}, {"oldest_on"}),
    ],
)
def test_a_count_of_the_backlog_says_what_is_wrong(over: dict[str, Any], wrong: set[str]) -> None:
    whole = BacklogDraft(counted_on=date(2026, 11, 1), waiting=12)
    assert set(replace(whole, **over).problems(TODAY)) == wrong


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("A CHIS said so.", ("CHIS",)),
        ("Told by C.H.I.S. 42.", ("CHIS",)),
        ("CHIS-7 handler", ("CHIS",)),
        ("a chis's word", ("CHIS",)),
        ("Two informants agree", ("informant",)),
        ("the Source-Handler called", ("source handler",)),
        ("Source\nhandler of the DSU", ("source handler", "DSU")),
        ("The outsource handler and his chisel were informative", ()),
        ("", ()),
    ],
)
def test_words_that_may_give_a_source_away(text: str, hits: tuple[str, ...]) -> None:
    assert source_words.found(text, default(source_words.POLICY)) == hits
