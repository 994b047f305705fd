"""Scoring: worked by hand in a table, held by properties; Unknown is never zero and a faulty template says where."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.config import resources
from soc_desk.domain import scoring
from soc_desk.domain.scoring import Template
from soc_desk.errors import Invalid


def criterion(key: str, *values: int, weight: int = 1) -> dict[str, Any]:
    allowed = [{"value": value, "label": f"So much as {value}"} for value in values]
    return {"key": key, "name": key.title(), "weight": weight, "values": allowed}


BODY: dict[str, Any] = {
    "roll_up": "sum",
    "sections": [
        {"key": "harm", "name": "Harm", "criteria": [criterion("a", 0, 2, 4), criterion("b", 1, 3, weight=2)]},
        {"key": "likelihood", "name": "Likelihood", "criteria": [criterion("c", 0, 5)]},
    ],
    "bands": [{"from": 0, "name": "Lower"}, {"from": 8, "name": "Higher"}],
}


@pytest.mark.parametrize(
    ("roll_up", "answers", "lowest", "highest", "unknown", "band"),
    [
        ("sum", {"a": 4, "b": 3, "c": 5}, 15, 15, 0, "Higher"),
        ("sum", {"a": 0, "b": 1, "c": 0}, 2, 2, 0, "Lower"),
        ("sum", {"a": None, "b": 1, "c": 5}, 7, 11, 1, "Lower to Higher"),
        ("sum", {"a": 4, "b": None, "c": 5}, 11, 15, 1, "Higher"),
        ("product", {"a": 2, "b": 3, "c": 5}, 40, 40, 0, "Higher"),
        ("product", {"a": 4, "b": 1, "c": None}, 0, 30, 1, "Lower to Higher"),
        ("product", {"a": None, "b": None, "c": 0}, 0, 0, 2, "Lower"),
    ],
)
def test_worked_by_hand(
    roll_up: str, answers: dict[str, int | None], lowest: int, highest: int, unknown: int, band: str
) -> None:
    found = scoring.score(scoring.read(BODY | {"roll_up": roll_up}), answers)
    assert (found.lowest, found.highest, found.unknown, found.band) == (lowest, highest, unknown, band)
    assert found.most == (50 if roll_up == "product" else 15)


def test_it_is_explained_in_words() -> None:
    found = scoring.score(scoring.read(BODY), {"a": None, "b": 3, "c": 5})
    assert found.words == (
        "Harm 6 to 10 of 10 + Likelihood 5 of 5 = 11 to 15 of 15. Band: Higher. "
        "1 answer is unknown, which is not zero: the score lies within the range."
    )


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"a": 4, "b": 3}, "c"), ({"a": 1, "b": 3, "c": 5}, "a"), ({"a": 0, "b": 1, "c": 0, "d": 1}, "d")],
)
def test_an_answer_that_is_missing_or_not_allowed_is_refused(answers: dict[str, int], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        scoring.score(scoring.read(BODY), answers)
    assert set(refused.value.problems) == {field}


FAULTS: list[tuple[str, Any, str]] = [
    ("roll_up", "average", "roll_up"),
    ("sections", [], "sections"),
    ("surprise", 1, "template"),
    ("bands", [{"from": 5, "name": "Lower"}], "bands"),
    ("bands", [{"from": 0, "name": "Lower"}, {"from": 0, "name": "Higher"}], "bands"),
    ("bands", [{"from": 0, "name": "Lower"}, {"from": 99, "name": "Higher"}], "bands"),
    ("bands", [{"from": True, "name": "Lower"}], "band 1, from"),
    ("sections.0.criteria.1.values.0.value", -1, "section 1, criterion 2, value 1, value"),
    ("sections.0.criteria.1.values.0.value", 9, "section 1, criterion 2, values"),
    ("sections.0.criteria.1.weight", 0, "section 1, criterion 2, weight"),
    ("sections.0.criteria.1.key", "a", "criteria"),
    ("sections.1.name", " ", "section 2, name"),
    ("sections.1", "Likelihood", "section 2"),
]


@pytest.mark.parametrize(("at", "value", "place"), FAULTS, ids=str)
def test_a_faulty_template_says_where(at: str, value: object, place: str) -> None:
    body: Any = deepcopy(BODY)
    *way, last = [int(step) if step.isdecimal() else step for step in at.split(".")]
    found = body
    for step in way:
        found = found[step]
    found[last] = value
    with pytest.raises(Invalid) as refused:
        scoring.read(body)
    assert set(refused.value.problems) == {place}


def test_the_shipped_example_says_that_it_is_one() -> None:
    shipped = json.loads((resources() / "reference" / "score_templates.json").read_text("utf-8"))
    assert [one["name"] for one in shipped] == ["Local example – not MoRiLE"]
    assert "local" in shipped[0]["source"]
    assert scoring.read(shipped[0]["body"]).most == 60


values = st.lists(st.integers(0, 9), min_size=2, max_size=4, unique=True).map(sorted)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Template, dict[str, int | None]]:
    """A sound template and answers to it, some of them Unknown."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    keys = iter("abcdefghi")
    sections = [
        {"key": f"s{place}", "name": f"Section {place}",
         "criteria": [criterion(next(keys), *draw(values), weight=draw(st.integers(1, 3))) for _ in range(size)]}
        for place, size in enumerate(sizes)
    ]  # fmt: skip
    body = {"roll_up": draw(st.sampled_from(scoring.ROLL_UPS)), "sections": sections,
            "bands": [{"from": 0, "name": "All"}]}  # fmt: skip
    template = scoring.read(body)
    allowed = {one.key: st.sampled_from([None, *(value.value for value in one.values)]) for one in template.criteria}
    return template, draw(st.fixed_dictionaries(allowed))


@given(cases())
def test_the_range_holds_every_score_that_unknown_leaves_open(case: tuple[Template, dict[str, int | None]]) -> None:
    template, answers = case
    found = scoring.score(template, answers)
    assert 0 <= found.lowest <= found.highest <= found.most
    for key in [key for key, value in answers.items() if value is None]:
        one = next(criterion for criterion in template.criteria if criterion.key == key)
        for allowed in one.values:
            known = scoring.score(template, {**answers, key: allowed.value})
            assert found.lowest <= known.lowest <= known.highest <= found.highest
            assert known.unknown == found.unknown - 1


@given(cases(), st.data())
def test_a_higher_answer_never_lowers_the_score(
    case: tuple[Template, dict[str, int | None]], data: st.DataObject
) -> None:
    template, answers = case
    one = data.draw(st.sampled_from(template.criteria))
    lower, higher = sorted(data.draw(st.sampled_from([value.value for value in one.values])) for _ in range(2))
    low, high = (scoring.score(template, {**answers, one.key: value}) for value in (lower, higher))
    assert (low.lowest, low.highest) <= (high.lowest, high.highest)
    assert low.highest <= high.highest
