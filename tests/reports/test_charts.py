"""Charts: every bar has its figure, on paper and as SVG; unknown is not drawn as zero."""

import io
import xml.etree.ElementTree as ET

from soc_desk.reports.blocks import Charts
from soc_desk.reports.charts import by_p, caseload_spread, svg
from soc_desk.reports.page import Document
from soc_desk.reports.palette import PAPER, Palette
from soc_desk.vocabulary import FourP
from tests.reports.samples import FURNITURE, words


def texts(drawing) -> list[str]:
    """The words of a chart as the SVG holds them."""
    root = ET.fromstring(svg(drawing))  # our own text, made a line above
    return [(node.text or "").strip() for node in root.iter() if node.tag.endswith("text")]


def test_the_four_ps_stand_in_their_order_with_letter_name_figure_and_share() -> None:
    drawing = by_p({FourP.PURSUE: 312, FourP.PREVENT: 61, FourP.PROTECT: 0, FourP.PREPARE: None})
    assert texts(drawing) == [
        "P", "Pursue", "312 · 84 %", "V", "Prevent", "61 · 16 %", "T", "Protect", "0 · 0 %", "R", "Prepare", "–",
    ]  # fmt: skip


def test_half_a_per_cent_is_rounded_up_as_everywhere() -> None:
    drawing = by_p({FourP.PURSUE: 5, FourP.PREVENT: 3, FourP.PROTECT: 0, FourP.PREPARE: 0})
    assert [said for said in texts(drawing) if "%" in said] == ["5 · 63 %", "3 · 38 %", "0 · 0 %", "0 · 0 %"]


def test_each_p_has_its_colour() -> None:
    drawing = svg(by_p(dict.fromkeys(FourP, 5)))
    for colour in ("#1f4fa3", "#0b7a6b", "#6b3fa0", "#9a5b00"):
        assert f"fill: {colour}" in drawing
    assert "rgb(" not in drawing


def test_the_spread_is_heaviest_first_with_mean_and_tail() -> None:
    loads = [(f"DC {at:02}", at) for at in range(20)]
    found = texts(caseload_spread(loads, most_rows=5))
    assert found[:4] == ["DC 19", "19", "DC 18", "18"]
    assert "and 15 more with 0 to 14 each, 105 together" in found
    assert "mean 9.5" in found


def test_nothing_to_draw_is_said() -> None:
    assert texts(caseload_spread([])) == ["No caseload."]
    assert texts(by_p({}))[2] == "–"


def test_the_dark_screen_brings_its_own_colours() -> None:
    dark = Palette(ink="#e6eaf2", surface="#181f2b", accent="#7aa7ff")
    assert svg(caseload_spread([("DC A", 3)], palette=dark)) != svg(caseload_spread([("DC A", 3)], palette=PAPER))


def test_the_screen_font_has_the_windows_name() -> None:
    drawn = svg(by_p({FourP.PURSUE: 1}))
    assert "font-family: Inter;" in drawn
    assert "font-weight: 600" in drawn
    assert "Inter-" not in drawn
    assert "clip" not in drawn


def test_charts_are_vectors_with_text_in_the_pdf() -> None:
    out = io.BytesIO()
    document = Document(out, FURNITURE)
    document.add(
        Charts(titles=("4P balance", "Caseload"), drawings=(by_p({FourP.PURSUE: 312}), caseload_spread([("DC A", 3)])))
    )
    document.close()
    assert "Pursue 312 · 100 %" in words(out.getvalue())
    assert b"/Subtype /Image" not in out.getvalue()
