"""The caseload summary on paper: its figures are those it was given, in the house's words."""

import io
from dataclasses import replace

from soc_desk.reports.caseload import AGREES, DISAGREES, draw
from soc_desk.services.caseload import CaseloadSummary, Reconciled
from soc_desk.vocabulary import FourP
from tests.reports.samples import FURNITURE, embedded, group, lines, read, summary, words


def drawn(given: CaseloadSummary) -> bytes:
    out = io.BytesIO()
    pages = draw(given, out)
    assert len(read(out.getvalue()).pages) == pages
    return out.getvalue()


def changed(**values: object) -> CaseloadSummary:
    given = summary()
    return replace(given, caseload=replace(given.caseload, **values))


def test_the_figures_stand_on_the_first_page() -> None:
    page = lines(drawn(summary()))[0]
    text = " ".join(page)
    assert "Open groups 31 27 active, 4 proposed" in text
    assert "Groups per officer 8.0 3 holders, 7 held by nobody" in text
    assert "Disruptions moderated or sent 24 P 12 · V 8 · T 4 · R 0" in text
    assert "Awaiting moderation 4 oldest 9 days" in text
    assert "Nobody yet 7 0 7 1 6 3 2 1 0 1 0 2 –" in page
    assert "Total 31 0 31 4 27 12 8 4 0 4 0 8 9" in page


def test_each_named_group_and_waiting_record_is_printed_with_its_age() -> None:
    text = words(drawn(summary(groups=60)))
    assert all(f"OCG-2026-{number:04}" in text for number in range(60))
    assert "21 Nov 2026 (0 d)" in text
    assert "D-2026-0003 OCG-2026-0007 Yarrow DC L. Ewis 18 Nov 2026 3" in text
    assert "Say what the group can no longer do." in text
    assert "1 restricted group is counted in the figures and not named." in text


def test_none_zero_and_not_applicable_differ() -> None:
    quiet = group(1, lro="", last_activity_on=None, last_activity_days=None, by_p=dict.fromkeys(FourP, 0), next="–")
    text = words(drawn(changed(groups=(quiet,), awaiting=())))
    assert "None Northtown None 0 0 0 0 –" in text
    assert "Drafts not yet submitted (0)" in text
    assert "nothing waits" in text


def test_totals_that_agree_are_said_to_on_every_page_and_others_are_not() -> None:
    assert all(AGREES in " ".join(page) for page in lines(drawn(summary())))
    off = changed(reconciliation=(Reconciled(what="Groups by officer", register=31, printed=30),))
    pages = lines(drawn(off))
    assert all(DISAGREES in " ".join(page) for page in pages)
    assert any("Groups by officer 31 30 Differs" in page for page in pages)
    assert AGREES not in words(drawn(off))


def test_the_position_is_printed_with_its_sum() -> None:
    assert "28 active + 4 mapped + 1 reactivated − 2 archived − 1 merged = 30 active. 11 stood archived" in words(
        drawn(summary())
    )


def test_what_an_import_brought_in_is_said_beside_what_was_mapped() -> None:
    given = summary()
    brought = replace(given.caseload, position=replace(given.caseload.position, imported=3))
    assert "of which brought in by an import" not in words(drawn(given))
    told = words(drawn(replace(given, caseload=brought)))
    assert "28 active + 4 mapped (of which brought in by an import: 3) + 1 reactivated" in told


def test_an_empty_unit_prints() -> None:
    given = summary()
    nothing = replace(
        given.caseload.total,
        groups=0,
        active=0,
        proposed=0,
        top_tier=0,
        awaiting=0,
        drafts=0,
        by_p=dict.fromkeys(FourP, 0),
    )
    empty = changed(
        officers=(), teams=(), areas=(), tiers=(), groups=(), awaiting=(), total=nothing, restricted=0, unallocated=0
    )
    text = words(drawn(empty))
    assert "Groups per officer – 0 holders" in text
    assert "No open group may be named here." in text
    assert "Nobody holds a group" in text


def test_the_print_id_and_marking_are_on_every_page_and_bytes_are_the_same_again() -> None:
    first = drawn(summary(40, 400))
    for page in lines(first):
        assert page[0] == page[-1] == FURNITURE.marking.label
        assert f"print {FURNITURE.print_id}" in " ".join(page)
    assert drawn(summary(40, 400)) == first


def test_only_embedded_fonts_are_used() -> None:
    assert embedded(drawn(summary())) == {"Inter-Regular", "Inter-SemiBold"}


def test_names_from_anywhere_print() -> None:
    odd = group(1, name="\u4e2d\u6587 \U0001f48a \x00=1+1", lro="x" * 3_000)
    text = words(drawn(changed(groups=(odd,))))
    assert "[pill]" in text
    assert "□ stands for a letter that the print font lacks (Chinese characters)." in text
