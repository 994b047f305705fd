"""Tables over pages: headings repeat, totals stay with their rows, nothing is lost however long a cell is."""

import io

import pytest

from soc_desk.reports.fonts import REGULAR
from soc_desk.reports.page import Document
from soc_desk.reports.tables import AIRY, REGISTER, Column, Table, lay_out
from soc_desk.reports.text import width
from tests.reports.samples import FURNITURE, lines, words

COLUMNS = (Column(heading="Reference", firm=True), Column(heading="Narrative"), Column(heading="Count", align="right"))


def drawn(*tables: Table) -> bytes:
    out = io.BytesIO()
    document = Document(out, FURNITURE)
    for table in tables:
        document.add(table)
    document.close()
    return out.getvalue()


def rows(number: int) -> list[tuple[str, str, str]]:
    return [(f"D-{at:05}", f"Narrative of {at}", f"{at:,}") for at in range(number)]


def test_headings_and_title_stand_on_every_page() -> None:
    pages = lines(drawn(Table(title="Register", columns=COLUMNS, rows=rows(120))))
    assert len(pages) > 3
    for at, page in enumerate(pages):
        assert ("Register, continued" if at else "Register") in page
        assert "Reference Narrative Count" in page


def test_every_row_is_printed_once_and_in_order() -> None:
    text = words(drawn(Table(title="Register", columns=COLUMNS, rows=rows(300))))
    places = [text.index(f"D-{at:05}") for at in range(300)]
    assert places == sorted(places)
    assert text.count("D-00150") == 1


@pytest.mark.parametrize("number", range(20, 60, 3))
def test_a_total_never_stands_alone_on_a_page(number: int) -> None:
    pages = lines(drawn(Table(title="T", columns=COLUMNS, rows=rows(number), total=("Total", "", "9,999"))))
    (last,) = [page for page in pages if "Total 9,999" in page]
    assert last is pages[-1]
    assert any(line.startswith("D-") for line in last)


@pytest.mark.parametrize("number", range(30, 75))
def test_a_row_never_stands_alone_on_the_last_page(number: int) -> None:
    pages = lines(drawn(Table(title="T", columns=COLUMNS, rows=rows(number))))
    assert sum(1 for line in pages[-1] if line.startswith("D-")) >= 2


@pytest.mark.parametrize("number", range(1, 45, 4))
def test_headings_never_stand_alone_at_the_foot(number: int) -> None:
    pages = lines(
        drawn(
            Table(title="First", columns=COLUMNS, rows=rows(number)),
            Table(title="Second", columns=COLUMNS, rows=rows(9)),
        )
    )
    (start,) = [page for page in pages if "Second" in page]
    after = start[start.index("Second") :]
    assert sum(1 for line in after if line.startswith("D-")) >= 2


def test_a_hundred_thousand_characters_go_over_pages_whole() -> None:
    story = " ".join(f"w{at}" for at in range(17_000))
    assert len(story) > 100_000
    pages = lines(drawn(Table(title="T", columns=COLUMNS, rows=[("D-1", story, "1"), ("D-2", "short", "2")])))
    text = " ".join(" ".join(page) for page in pages)
    assert [word for word in text.split() if word[0] == "w" and word[1:].isdigit()] == story.split()
    assert len(pages) > 10
    assert all(any(line.startswith("D-1") for line in page) for page in pages[:-1]), "each page says whose text goes on"
    assert "D-2 short 2" in pages[-1]


def test_a_word_without_a_space_is_broken() -> None:
    text = words(drawn(Table(title="T", columns=COLUMNS, rows=[("D-1", "x" * 5_000, "1")])))
    assert text.count("x") - FURNITURE.title.count("x") >= 5_000


def test_no_rows_print_a_sentence() -> None:
    assert "Nothing waits." in words(drawn(Table(title="T", columns=COLUMNS, rows=[], empty="Nothing waits.")))


def test_figures_keep_their_width_and_text_gives_way() -> None:
    columns = (Column(heading="Text"), Column(heading="Figure", align="right"), Column(heading="Day", firm=True))
    table = Table(title="T", columns=columns, rows=[("long words " * 40, "1,234,567,890.00", "14 Nov 2026 (100 d)")])
    layout = lay_out(table, 300)
    assert sum(layout.widths) == pytest.approx(300, abs=0.5)
    assert layout.room(1) >= width("1,234,567,890.00", REGULAR, AIRY.size) - 0.01
    assert layout.room(2) >= width("14 Nov 2026 (100 d)", REGULAR, AIRY.size) - 0.01
    assert layout.line_counts[0] > 5


def test_columns_too_many_for_the_page_still_print() -> None:
    columns = [Column(heading=f"Column{at}", align="right") for at in range(40)]
    text = words(drawn(Table(title="T", columns=columns, rows=[[f"{at}000" for at in range(40)]], style=REGISTER)))
    assert "Page 1 of 1" in text
