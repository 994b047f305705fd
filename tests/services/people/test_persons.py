"""A person's record on both engines: opened with one consultation, recorded, merged when two edit, listed and found."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from soc_desk.domain.age import Age
from soc_desk.errors import Conflict, Invalid
from soc_desk.services import copying, history
from soc_desk.services.people import person_rows, persons
from soc_desk.services.people.drafts import DetailLine, NameLine, PersonDraft
from soc_desk.services.people.person_rows import PersonFilter, PersonSort
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory
from soc_desk.vocabulary.ocg import DetailKind, HandlingGrade, LinkRole
from tests import factories
from tests import factories_ocg as made

TODAY = date(2026, 11, 14)


@pytest.mark.parametrize(
    ("age", "day", "on", "adult", "words"),
    [
        (Age(date(2008, 11, 15)), TODAY, (17, 17), date(2026, 11, 15), "17"),
        (Age(date(2008, 11, 14)), TODAY, (18, 18), date(2026, 11, 14), "18"),
        (Age(date(2008, 2, 29)), date(2026, 2, 28), (17, 17), date(2026, 3, 1), "17"),
        (Age(None, 15, 17, date(2026, 1, 1)), TODAY, (15, 18), date(2029, 1, 1), "about 15 to 18"),
        (Age(None, 16, None, TODAY), TODAY, (16, 16), date(2028, 11, 14), "about 16"),
        (Age(None, None, 20, TODAY), TODAY, (20, 20), date(2024, 11, 14), "about 20"),
        (Age(None, 30, 40, None), TODAY, None, None, "not known"),
        (Age(), TODAY, None, None, "not known"),
    ],
)
def test_an_age_is_reckoned_to_a_day(
    age: Age, day: date, on: tuple[int, int] | None, adult: date | None, words: str
) -> None:
    assert (age.on(day), age.adult_on, age.words(day)) == (on, adult, words)


def test_what_a_form_refuses() -> None:
    wrong = PersonDraft(
        age_from=40, age_to=30, born_on=date(1850, 1, 1), names=(NameLine(),),
        details=(DetailLine(value="07700 900123", handling=HandlingGrade.CONDITIONS),),
    )  # fmt: skip
    assert set(wrong.problems()) == {"family_name", "age_to", "born_on", "names", "details"}
    assert set(PersonDraft(given_names="A", age_from=200).problems()) == {"age_from"}
    assert set(PersonDraft(given_names="A", age_from=20).problems()) == {"age_noted_on"}
    assert set(PersonDraft(given_names="A", born_on=date(2030, 1, 1)).problems(TODAY)) == {"born_on"}
    assert not PersonDraft(unidentified=True).problems()
    both = PersonDraft(given_names="A", born_on=date(1980, 1, 1), age_from=12, age_to=13, age_noted_on=TODAY)
    assert "they were 46 on that day" in both.problems()["age_from"]
    assert not replace(both, age_from=45, age_to=50).problems()
    for line, told in (
        (DetailLine(value="not a phone"), "in figures"),
        (DetailLine(value="07700 900123", handling=HandlingGrade.PERMITTED), "complete the grade"),
    ):
        assert told in PersonDraft(given_names="A", details=(line,)).problems()["details"]
    assert not PersonDraft(given_names="A", details=(DetailLine(value="101 / ext 4"),)).problems()


def test_opening_a_person_is_one_consultation_with_who_and_when(store: Store, officer: Actor, colleague: Actor) -> None:
    phone = DetailLine(kind=DetailKind.PHONE, value="07700 900123", from_on=date(2026, 1, 2))
    id_ = made.person(store, officer, names=(NameLine(name="Smiler"),), details=(phone,), born_on=date(1990, 4, 3))
    seen = store.write(colleague, persons.look, id_).value
    assert (seen.row.name, seen.row.aliases, seen.row.reference) == ("Piotr Kowalski", ("Smiler",), "N-2026-0001")
    assert (seen.draft.details, seen.created_by) == ((phone,), officer.display)
    assert seen.draft.review_due_on is not None  # DPA 2018 s.39(2), by the force's policy
    told = [row for row in store.read(officer, history.history, id_) if row.category is AuditCategory.CONSULTATION]
    assert [(row.by, row.at.tzinfo is not None) for row in told] == [(colleague.display, True)]


def test_two_who_edit_are_merged_or_asked(store: Store, officer: Actor, colleague: Actor) -> None:
    id_ = made.person(store, officer, names=(NameLine(name="Smiler"),))
    opened = store.write(officer, persons.look, id_).value.draft
    store.write(colleague, persons.change, opened, replace(opened, born_on=date(1990, 4, 3)))
    store.write(officer, persons.change, opened, replace(opened, names=(*opened.names, NameLine(name="Pete"))))
    now = store.write(officer, persons.look, id_).value.draft
    assert (now.born_on, [line.name for line in now.names]) == (date(1990, 4, 3), ["Smiler", "Pete"])
    with pytest.raises(Conflict):
        store.write(officer, persons.change, opened, replace(opened, born_on=date(1991, 4, 3)))
    with pytest.raises(Invalid, match="is reviewed"):
        store.write(officer, persons.change, now, replace(now, review_due_on=None))
    store.write(officer, persons.change, now, replace(now, names=now.names[1:], family_name="Kowal"))
    row = store.write(officer, persons.look, id_).value.row
    assert (row.name, row.aliases) == ("Piotr Kowal", ("Pete",))


def _found(store: Store, reader: Actor, **narrowed: object) -> set[UUID]:
    shown = PersonFilter(**{"today": TODAY, **narrowed})  # type: ignore[arg-type]
    rows = store.read(reader, person_rows.page, shown, today=TODAY)
    assert len(rows) == store.read(reader, person_rows.count, shown)
    assert len(rows) == store.read(reader, person_rows.totals, shown, TODAY).all
    return {row.id for row in rows}


def test_views_narrow_and_their_totals_agree(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    details = (DetailLine(value="+44 7700 900123"), DetailLine(kind=DetailKind.VEHICLE, value="Golf AB12 CDE"))
    adult = made.person(store, officer, born_on=date(1990, 4, 3), names=(NameLine(name="Smiler"),), details=details)
    child = made.person(store, officer, family_name="Żółw", age_from=15, age_noted_on=TODAY)
    nobody = made.person(store, officer, given_names="", family_name="", unidentified=True, description="driver")
    made.linked(store, officer, adult, group, role=LinkRole.PRINCIPAL)
    everybody = {adult, child, nobody}
    for narrowed, expected in (
        ({}, everybody), ({"children": True}, {child}), ({"unidentified": True}, {nobody}), ({"text": "smil"}, {adult}),
        ({"unlinked": True}, {child, nobody}), ({"subject_id": group}, {adult}), ({"review_due": True}, set()),
        ({"roles": (LinkRole.PRINCIPAL,)}, {adult}), ({"roles": (LinkRole.MEMBER,)}, set()),
        ({"text": "9001"}, {adult}),
        ({"text": "ab12"}, {adult}), ({"text": "zolw"}, {child}), ({"text": "piotr kow"}, {adult}),
        ({"text": "kow-pio"}, {adult}), ({"text": "zolw-kow"}, set()), ({"text": "pi"}, {adult, child}),
        ({"text": "0003"}, {nobody}),
        ({"text": "100%"}, set()), ({"restricted": True}, set()),
    ):  # fmt: skip
        assert _found(store, officer, **narrowed) == expected, narrowed  # type: ignore[arg-type]
    totals = store.read(officer, person_rows.totals, PersonFilter(), TODAY)
    assert (totals.all, totals.children, totals.unidentified, totals.unlinked, totals.review_due) == (3, 1, 1, 2, 0)


@pytest.mark.parametrize("key", person_rows.SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_meet_without_gap_or_double(store: Store, officer: Actor, key: str, descending: bool) -> None:
    for number in range(5):
        born = date(1990, 1, 1 + number // 2) if number % 2 else None
        made.person(store, officer, family_name=f"Same{number // 3}", born_on=born)
    sort = PersonSort(key, descending)
    whole = store.read(officer, person_rows.page, PersonFilter(), sort, today=TODAY)
    after, walked = None, []
    while rows := store.read(officer, person_rows.page, PersonFilter(), sort, today=TODAY, after=after, limit=2):
        walked += rows
        after = rows[-1]
    assert [row.id for row in walked] == [row.id for row in whole]
    skipped = store.read(officer, person_rows.page, PersonFilter(), sort, today=TODAY, offset=3, limit=2)
    assert [row.id for row in skipped] == [row.id for row in whole[3:]]
    assert len({row.id for row in whole}) == 5


def test_copied_rows_are_a_disclosure(store: Store, officer: Actor) -> None:
    id_ = made.person(store, officer)
    assert store.write(officer, copying.copied, "People", (id_,), 1).value.startswith("P-")
    assert store.read(officer, history.history, id_)[0].category is AuditCategory.DISCLOSURE
