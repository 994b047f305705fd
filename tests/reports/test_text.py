"""Text on paper: nothing crashes, nothing vanishes without trace, lines fit."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.reports.fonts import REGULAR
from soc_desk.reports.text import fit, lacking, printable, sized, visual, width, wrap

ARABIC = "\u0634\u0628\u0643\u0629"
HEBREW = "\u05e9\u05dc\u05d5\u05dd"
CHINESE = "\u4e2d\u6587"


@pytest.mark.parametrize(
    ("entered", "shown"),
    [
        ("DC Example", "DC Example"),
        ("£84,210.50 – naïve Łódź", "£84,210.50 – naïve Łódź"),
        ("a\x00b\x07c", "abc"),
        ("a\tb\u00a0c\u2003d", "a b\u00a0c\u2003d"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("\U0001f48a drop", "[pill] drop"),
        ("\U0001f44d\U0001f3fd ok", "[thumbs up sign] ok"),
        ("\U0001f1ec\U0001f1e7", "GB"),
        ("\ud800", "[?]"),
        ("one\r\ntwo", "one\ntwo"),
    ],
)
def test_what_is_printed_of_it(entered: str, shown: str) -> None:
    assert printable(entered) == shown


def test_letters_the_font_lacks_stay_in_the_text_and_are_named() -> None:
    assert printable(f"{CHINESE} Harrier") == f"{CHINESE} Harrier"
    assert lacking(printable(f"{CHINESE} Harrier")) == {"Chinese characters"}
    assert width(printable(CHINESE), REGULAR, 8) > 0


@pytest.mark.parametrize("entered", [ARABIC, HEBREW, "Łódź Αθήνα Москва"])
def test_letters_of_europe_and_the_near_east_are_there(entered: str) -> None:
    assert lacking(printable(f"{entered} Harrier")) == frozenset()


def test_arabic_letters_take_the_shape_of_their_place_and_keep_their_marks() -> None:
    shown = printable(ARABIC)
    assert shown == "\ufeb7\ufe92\ufedc\ufe94"  # first, middle, middle, last
    assert unicodedata.normalize("NFKC", shown) == ARABIC
    assert printable(shown) == shown
    assert "\u064e" in printable("\u0645\u064e\u062d")


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (f"a {ARABIC} 12 b", f"a 12 {ARABIC[::-1]} b"),
        (f"{ARABIC} \u0627\u0628", f"\u0628\u0627 {ARABIC[::-1]}"),
        (f"a {HEBREW} ({HEBREW}) b", f"a ({HEBREW[::-1]}) {HEBREW[::-1]} b"),
        (f"1) see {HEBREW} (b)", f"1) see {HEBREW[::-1]} (b)"),
        ("plain, café", "plain, café"),
    ],
)
def test_right_to_left_stretches_turn_round_alone(written: str, seen: str) -> None:
    assert visual(written) == seen


def test_nothing_is_lacking_in_english() -> None:
    assert lacking(printable("Fifty–fifty, “so to speak”: £5 · café\n")) == frozenset()


def test_figures_are_tabular() -> None:
    assert {width(figure, REGULAR, 8) for figure in "0123456789"} == {width("0", REGULAR, 8)}


@given(st.text(), st.floats(min_value=12, max_value=400))
def test_lines_fit_and_keep_every_letter(entered: str, room: float) -> None:
    text = printable(entered)
    lines = wrap(text, REGULAR, 8, room)
    assert all(width(line, REGULAR, 8) <= room + 0.001 or len(line) == 1 or " " in line for line in lines)
    kept = "".join(lines).replace(" ", "")
    assert kept == text.replace("\n", "").replace(" ", "")


@given(st.text(alphabet="ab cdefgh,.", min_size=1, max_size=200))
def test_words_are_broken_only_at_spaces_where_they_fit(entered: str) -> None:
    for line in wrap(entered, REGULAR, 8, 200):
        assert width(line, REGULAR, 8) <= 200


def test_furniture_that_does_not_fit_says_so() -> None:
    assert fit("weekly tasking and co-ordination", REGULAR, 8, 60).endswith("…")
    assert fit("short", REGULAR, 8, 60) == "short"


def test_a_line_takes_the_largest_size_that_holds_it_and_is_cut_in_the_smallest_alone() -> None:
    words = "OCG profile: OCG-2026-0126"
    room = width(words, REGULAR, 11)
    assert sized(words, REGULAR, (15, 11, 9), room) == (words, 11)
    assert sized(words, REGULAR, (15, 11, 9), 500) == (words, 15)
    cut, size = sized(words, REGULAR, (15, 11, 9), 40)
    assert (cut[-1], size) == ("…", 9)
