"""Already known? The likenesses and their reasons by a table, then found in a store, and remembered as not the same."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.services.mergers.doing import MergeDraft, merge_people
from soc_desk.services.people import keys, known, likeness, persons
from soc_desk.services.people.drafts import DetailLine, NameLine, PersonDraft
from soc_desk.services.people.likeness import Facts, compare
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import DetailKind
from tests import factories
from tests import factories_ocg as made

TODAY = date(2026, 11, 14)
BORN, SWAPPED, SLIP = date(1990, 4, 3), date(1990, 3, 4), date(1990, 4, 8)
PIOTR = Facts(
    name="Piotr Kowalski", aliases=("Smiler",), born_on=BORN, born_between=(BORN, BORN),
    numbers=((keys.PHONE, "07700900123"), (keys.PLATE, "ab12cde"), (keys.IDENTIFIER, "9012345x")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        (Facts(name="Piotr Kowalski"), "Same name as Piotr Kowalski"),
        (Facts(name="kowalski PIOTR"), "Same name as Piotr Kowalski"),
        (Facts(name="Pyotr Kowalsky"), "Sounds like Piotr Kowalski"),
        (Facts(name="Piotr Kowaslki"), "Spelled much like Piotr Kowalski"),
        (Facts(name="P Kowalski"), "The initial fits Piotr Kowalski"),
        (Facts(name="PK"), "Has the initials of Piotr Kowalski"),
        (Facts(name="Smiler"), "Same name as the alias “Smiler”"),
        (Facts(name="Dariusz Nowak", aliases=("Smyler",)), "Sounds like the alias “Smiler”"),
        (Facts(name="Pyotr Kowalsky", born_on=SWAPPED),
         "Sounds like Piotr Kowalski; born 3 Apr 1990, day and month swapped"),
        (Facts(name="Jan Kowalski", born_on=BORN), "Same date of birth; shares a name with Piotr Kowalski"),
        (Facts(name="Jan Kowalski", born_on=SLIP),
         "Born 3 Apr 1990, one figure different; shares a name with Piotr Kowalski"),
        (Facts(name="Jan Kowalsky", born_on=SLIP),
         "Born 3 Apr 1990, one figure different; partly sounds like Piotr Kowalski"),
        (Facts(name="Jan Kowaslki", born_on=BORN), "Same date of birth; partly spelled like Piotr Kowalski"),
        (Facts(name="Jan Kowalski"), ""),
        (Facts(name="Paul Kent", born_on=BORN), "Same date of birth; same initials as Piotr Kowalski"),
        (Facts(name="Ann Other", born_on=BORN), ""),
        (Facts(name="Pyotr Kowalsky", born_on=date(1971, 1, 1)), ""),
        (Facts(name="Piotr Kowalski", born_on=date(1971, 1, 1)), "Same name as Piotr Kowalski; but born 3 Apr 1990"),
        (Facts(numbers=((keys.PHONE, "07700900123"),)), "Same phone 07700900123"),
        (Facts(numbers=((keys.PHONE, "900123"),)), "Phone 07700900123 holds 900123"),
        (Facts(numbers=((keys.PHONE, "900"),)), ""),
        (Facts(numbers=((keys.PLATE, "b12c"),)), "Plate AB12CDE holds B12C"),
        (Facts(numbers=((keys.IDENTIFIER, "9012345x"),)), "Same identifier 9012345X"),
        (Facts(), ""),
    ],
)  # fmt: skip
def test_how_alike_and_why(typed: Facts, reasons: str) -> None:
    assert compare(typed, PIOTR).words == reasons


def test_an_age_apart_counts_against_a_likeness() -> None:
    old = Facts(name="Pyotr Kowalsky", born_between=(date(1950, 1, 1), date(1955, 1, 1)))
    assert not compare(old, PIOTR).reasons
    fits = Facts(name="Pyotr Kowalsky", born_between=(date(1989, 1, 1), date(1991, 1, 1)))
    assert compare(fits, Facts(name="Piotr Kowalski", born_between=PIOTR.born_between)).words.endswith("the ages fit")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("+44 7700 900123", (keys.PHONE, "07700900123")),
        ("0044 (0)7700-900-123", (keys.PHONE, "07700900123")),
        ("07700 900123", (keys.PHONE, "07700900123")),
        ("+40 721 555 010", (keys.PHONE, "40721555010")),
    ],
)
def test_a_number_is_one_number_however_it_is_written(written: str, key: keys.Key) -> None:
    assert keys.of_detail(DetailKind.PHONE, written) == key


def test_what_people_are_found_by() -> None:
    assert keys.words("Zoë O’Brien-Łęcka") == ["zoe", "obrien", "lecka"]
    assert keys.of_detail(DetailKind.VEHICLE, "grey Golf AB12 CDE") == (keys.PLATE, "ab12cde")
    assert keys.of_detail(DetailKind.ADDRESS, "1 Example Way") is None
    assert keys.of_detail(DetailKind.PHONE, "unknown") is None


@given(st.text(max_size=40), st.text(max_size=40), st.dates(), st.dates())
def test_whatever_is_typed_is_held_against_whatever_is_known(one: str, other: str, born: date, also: date) -> None:
    typed, theirs = Facts(name=one, born_on=born), Facts(name=other, aliases=(one,), born_on=also)
    assert compare(typed, theirs).score == compare(typed, theirs).score
    if len(keys.words(one)) > 1:
        assert compare(Facts(name=one), Facts(name=one)).reasons
    assert born not in likeness.dates_like(born)


def _proposed(store: Store, reader: Actor, **typed: object) -> list[tuple[UUID, str]]:
    draft = PersonDraft(**typed)  # type: ignore[arg-type]
    return [(each.id, each.because) for each in store.read(reader, known.already_known, draft, TODAY)]


def test_somebody_known_is_found_while_typing_and_the_reason_told(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    lines = (DetailLine(value="07700 900123"), DetailLine(kind=DetailKind.VEHICLE, value="Golf AB12 CDE"))
    piotr = made.person(
        store, officer, born_on=BORN, names=(NameLine(name="Smiler"),), details=lines, pnc_id="90/12345X"
    )
    made.linked(store, officer, piotr, group)
    made.person(store, officer, given_names="Ann", family_name="Other", born_on=date(1980, 1, 1))
    for typed in (
        {"given_names": "Pyotr", "family_name": "Kowalsky"}, {"family_name": "Smiler"}, {"family_name": "PK"},
        {"given_names": "P", "family_name": "Kowaslki"}, {"names": (NameLine(name="smiler"),)}, {"pnc_id": "90/12345x"},
        {"given_names": "Jan", "family_name": "Kowalski", "born_on": SWAPPED},
        {"family_name": "X", "details": (DetailLine(value="900123"),)},
        {"family_name": "X", "details": (DetailLine(kind=DetailKind.VEHICLE, value="B12 C"),)},
    ):  # fmt: skip
        assert [id_ for id_, _ in _proposed(store, officer, **typed)] == [piotr], typed
    assert _proposed(store, officer, given_names="Pyotr", family_name="Kowalsky", born_on=SWAPPED) == [
        (piotr, "Sounds like Piotr Kowalski; born 3 Apr 1990, day and month swapped")
    ]
    (shown,) = store.read(officer, known.already_known, PersonDraft(family_name="Smiler"), TODAY)
    assert (shown.groups, shown.age, shown.reference) == (("OCG-2026-0001 Harrier, Member",), "36", "N-2026-0001")
    assert _proposed(store, officer) == []
    assert _proposed(store, officer, id=piotr, given_names="Piotr", family_name="Kowalski") == []


def test_keys_follow_every_change_of_names_and_details(store: Store, officer: Actor) -> None:
    from dataclasses import replace

    id_ = made.person(store, officer, details=(DetailLine(value="07700 900123"),))
    opened = store.write(officer, persons.look, id_).value.draft
    changed = replace(opened, family_name="Nowak", given_names="Jan", details=(), names=(NameLine(name="Ace"),))
    store.write(officer, persons.change, opened, changed)
    assert _proposed(store, officer, given_names="Piotr", family_name="Kowalski") == []
    assert _proposed(store, officer, family_name="X", details=(DetailLine(value="07700 900123"),)) == []
    assert [id_ for id_, _ in _proposed(store, officer, family_name="Ace")] == [id_]


def test_who_was_found_not_to_be_the_same_is_not_proposed_again(store: Store, officer: Actor, colleague: Actor) -> None:
    piotr, draft = made.person(store, officer), made.person_draft()
    other = store.write(officer, persons.record, draft, (piotr,)).value
    third = made.person(store, officer)
    assert {id_ for id_, _ in _proposed(store, colleague, id=other, family_name="Kowalski", given_names="Piotr")} == {
        third
    }
    store.write(officer, known.not_same, third, other, "Another father.")
    store.write(officer, known.not_same, other, third)
    assert _proposed(store, colleague, id=other, family_name="Kowalski", given_names="Piotr") == []
    assert [id_ for id_, _, _ in store.read(officer, known.found_not_same, other)] == [piotr, third]
    store.write(colleague, known.maybe_same, piotr, other)
    assert [id_ for id_, _ in _proposed(store, officer, id=other, family_name="Kowalski", given_names="Piotr")] == [
        piotr
    ]


def test_not_the_same_is_remembered_through_a_merger_and_taken_back_after_it(store: Store, officer: Actor) -> None:
    kept, gone, other = (made.person(store, officer) for _ in range(3))
    store.write(officer, known.not_same, gone, other)
    store.write(
        officer, merge_people, MergeDraft(kept_id=kept, kept_version=1, gone_id=gone, gone_version=1, reason="One.")
    )
    for mine, theirs in ((kept, other), (other, kept)):
        assert [id_ for id_, _, _ in store.read(officer, known.found_not_same, mine)] == [theirs]
        assert _proposed(store, officer, id=mine, family_name="Kowalski", given_names="Piotr") == []
    store.write(officer, known.maybe_same, other, kept)
    assert store.read(officer, known.found_not_same, kept) == []
    assert [id_ for id_, _ in _proposed(store, officer, id=kept, family_name="Kowalski", given_names="Piotr")] == [
        other
    ]
