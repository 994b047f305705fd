"""The document: furniture on every page, true page numbers, embedded fonts, the same bytes for the same data."""

import io
from dataclasses import replace

import pytest

from soc_desk.reports.blocks import Note, Tile, Tiles
from soc_desk.reports.page import Document
from soc_desk.vocabulary import Marking
from tests.reports.samples import FURNITURE, embedded, lines, read, words

TEXT = "A line of the print.\n" * 150


def drawn(furniture=FURNITURE, text=TEXT, *, landscape=False, closing="") -> bytes:
    out = io.BytesIO()
    document = Document(out, furniture, landscape=landscape, closing=closing)
    document.add(Tiles(tiles=(Tile(name="Groups", figure="31", detail="28 active"),)))
    document.add(Note(words=text))
    document.close()
    return out.getvalue()


@pytest.mark.parametrize("marking", Marking)
@pytest.mark.parametrize("landscape", [False, True])
def test_the_marking_stands_first_and_last_on_every_page(marking: Marking, landscape: bool) -> None:
    pages = lines(drawn(replace(FURNITURE, marking=marking), landscape=landscape))
    assert len(pages) > 1
    for page in pages:
        assert page[0] == marking.label
        assert page[-1] == marking.label
        assert page.count(marking.label) == 2


def test_every_page_says_which_of_how_many_it_is() -> None:
    pages = lines(drawn())
    for number, page in enumerate(pages, start=1):
        assert any(f"Page {number} of {len(pages)}" in line for line in page)


def test_every_page_carries_the_whole_furniture() -> None:
    for page in lines(drawn(replace(FURNITURE, copies=2, copy=2), closing="Totals agree.")):
        text = " ".join(page)
        for fact in (
            "Caseload summary", "Proactive Team North", "Example Force", "data as at 21 Nov 2026 14:05",
            "Period 1 Oct to 21 Nov 2026", "Printed by DS P. Atel, 21 Nov 2026 14:06, WS-0142", "print P-2026-0931",
            "copy 2 of 2", "for DI M. Arsh: weekly tasking", "filters: team North",
            "restricted records: 1 counted, not named", "log head 9f3c0000…a1e0",
            "Contains personal data (DPA 2018 Part 3). Destroy as confidential waste.", "Totals agree.",
            "Demonstration data",
        ):  # fmt: skip
            assert fact in text


def test_what_there_is_none_of_is_said() -> None:
    bare = replace(FURNITURE, filters=(), restricted=0, personal_data=False, notice="")
    text = words(drawn(bare))
    assert "filters: none" in text
    assert "restricted records: none" in text
    assert "personal data" not in text
    assert "restricted records: not counted" in words(drawn(replace(bare, restricted=None)))


def test_a_handling_instruction_stands_on_every_page() -> None:
    pages = lines(drawn(replace(FURNITURE, handling="Not to be copied further without the owner's leave.")))
    assert all("Not to be copied further without the owner's leave." in page for page in pages)


def test_many_filters_wrap_and_lose_nothing() -> None:
    filters = tuple(f"area Number{number}" for number in range(60))
    text = words(drawn(replace(FURNITURE, filters=filters)))
    assert all(each in text for each in filters)


def test_the_same_data_gives_the_same_bytes_and_other_data_others() -> None:
    first = drawn()
    assert drawn() == first
    assert drawn(replace(FURNITURE, print_id="P-2026-0932")) != first


def test_only_embedded_fonts_are_used() -> None:
    assert embedded(drawn()) == {"Inter-Regular", "Inter-SemiBold"}


def test_the_file_describes_itself_without_naming_a_folder() -> None:
    data = drawn()
    reader = read(data)
    assert reader.metadata is not None
    assert reader.metadata.title == "OFFICIAL-SENSITIVE: Caseload summary, Proactive Team North"
    assert reader.metadata.subject == "Caseload summary, print P-2026-0931"
    assert reader.metadata.author == "Example Force"
    assert reader.metadata["/CreationDate"] == "D:20261121140600"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert b"/tmp" not in data
    assert b"/home" not in data


def test_arabic_and_hebrew_are_drawn_and_copied_as_they_were_written() -> None:
    written = ("\u0634\u0628\u0643\u0629 \u0634\u0628", "\u05e9\u05dc\u05d5\u05dd", "\u0644\u0627")
    text = words(drawn(text=" and ".join(written)))
    assert all(each in text for each in written)
    assert "□" not in text


def test_letters_the_font_lacks_are_boxed_with_a_note_and_can_be_copied() -> None:
    text = words(drawn(text="\u4e2d\u6587 and \u0939\u093f"))
    assert "\u4e2d\u6587" in text
    assert "□ stands for a letter that the print font lacks (Chinese characters, Devanagari)." in text


def test_direction_marks_and_emoji_in_the_furniture_do_no_harm() -> None:
    odd = replace(FURNITURE, purpose="\u202etasking \U0001f48a", recipient="\u0634\u0628", unit="North\x00")
    assert "tasking [pill]" in words(drawn(odd))
