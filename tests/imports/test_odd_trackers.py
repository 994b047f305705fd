"""Trackers with the habits of many hands: each comes in as the people who keep it mean it."""

from datetime import date
from pathlib import Path

import pytest

from soc_desk.errors import BadFile
from soc_desk.services.import_rows import DisruptionLine, ImportProblem
from soc_desk.vocabulary import FourP, ImpactLevel, ImportKind, OutcomeKind, SubjectKind, SubjectStatus
from tests.imports.trackers import GOOD, HEADINGS, csv_file, figures, parsed, xlsx_file


def first(found: object) -> DisruptionLine:
    line = found.lines[0]  # type: ignore[attr-defined]
    assert isinstance(line, DisruptionLine)
    return line


def only_problem(found: object) -> ImportProblem:
    (problem,) = found.problems  # type: ignore[attr-defined]
    assert isinstance(problem, ImportProblem)
    return problem


def test_semicolons_and_windows_letters(tmp_path: Path) -> None:
    rows = [
        ("Référence", "When", "Against whom", "4P strand", "Impact level", "Cash seized (£)"),
        ("T1", "3/4/22", "OCG-9", "protect", "Mod", "£1.250"),
        ("T2", "03.04.22", "OCG-9", "Protect – P3", "Mod", "£1,250"),
    ]
    found = parsed(csv_file(tmp_path / "tracker.csv", rows, "cp1252", ";"))
    assert figures(found) == (2, 2, 0, 0)
    assert first(found).disruption_date == date(2022, 4, 3)
    assert found.lines[1].outcomes == ((OutcomeKind.CASH_SEIZED, 125_000),)
    # A comma for the point and a point for the comma is no British sum of money: said, not guessed.
    assert any("“£1.250”" in warning for warning in found.warnings)


def test_two_heading_rows_with_groups(tmp_path: Path) -> None:
    rows = [
        ("SOC tracker 2023", None, None, None, None, None, None, None),
        ("Date of", "Subject", None, "4P", "Level", "Safeguarded", None, "Outcomes"),
        ("disruption", "Ref", "Name", None, None, "Children", "Adults", "Arrests"),
        (date(2023, 5, 1), "OCG-1", "Kestrel", "Pursue", "Major", 2, 1, 3),
        (date(2023, 5, 2), "OCG-2", "Merlin", "Prevent", "Minor", None, None, 0),
    ]
    found = parsed(xlsx_file(tmp_path / "t.xlsx", rows, ["B2:C2", "F2:G2", "D2:D3", "E2:E3"]))
    assert figures(found) == (2, 2, 0, 0)
    assert found.skipped == 1
    line = first(found)
    assert line.subject_name == "Kestrel"
    assert dict(line.outcomes) == {
        OutcomeKind.SAFEGUARDED_CHILDREN: 2, OutcomeKind.SAFEGUARDED_ADULTS: 1, OutcomeKind.ARRESTS: 3,
    }  # fmt: skip
    assert found.lines[1].outcomes == ((OutcomeKind.ARRESTS, 0),)


def test_table_in_the_middle_of_the_sheet_with_blank_columns(tmp_path: Path) -> None:
    heads = (None, None, "Maj/Mod/Min", None, "Which P?", "OCG / threat", None, "Date happened")
    rows = [
        (None,) * 8, ("Force lead: DCI Example",), (None,) * 8, ("Please do not filter", None, None, "v3"), heads,
        (None, None, "MAJ", None, "1. Pursue", "OCG 12", None, "1st March 2022"), (None,) * 8,
        (None, None, "min", None, "4", "OCG 13", None, "Tue 1 Mar 2022 14:30"),
    ]  # fmt: skip
    found = parsed(xlsx_file(tmp_path / "t.xlsx", rows))
    assert figures(found) == (2, 2, 0, 0)
    assert [line.impact_level for line in found.lines] == [ImpactLevel.MAJOR, ImpactLevel.MINOR]
    assert [line.four_p for line in found.lines] == [FourP.PURSUE, FourP.PREPARE]
    assert {line.disruption_date for line in found.lines} == {date(2022, 3, 1)}
    assert found.skipped == 5  # four rows above the headings, one blank one between the records


def test_ps_as_numbers_and_dates_that_look_american(tmp_path: Path) -> None:
    rows = [
        ("No", "Date", "Group", "P", "Level", "Arrests"),
        (1, "03/04/2022", "OCG-1", 1, "Major", 2),
        (2, "12/11/2022", "OCG-2", 2, "Moderate", 1),
        (3, "04/19/2022", "OCG-3", 3, "Minor", 1),
        (4, 44_743, "OCG-4", 4.0, "Minor", 4),
    ]
    found = parsed(xlsx_file(tmp_path / "t.xlsx", rows))
    assert figures(found) == (4, 3, 1, 0)
    assert [line.disruption_date for line in found.lines] == [date(2022, 4, 3), date(2022, 11, 12), date(2022, 7, 1)]
    assert [line.four_p for line in found.lines] == [FourP.PURSUE, FourP.PREVENT, FourP.PREPARE]
    assert only_problem(found).problem == "There is no month 19: “04/19/2022” is read day first."


def test_totals_subheadings_and_headings_in_the_middle(tmp_path: Path) -> None:
    rows = [
        HEADINGS, ("dd/mm/yyyy", "from the list", "Pursue/Prevent/Protect/Prepare", "Maj/Mod/Min", "", ""), GOOD,
        ("", "", "", "", "", ""), ("Sub-total April", 1, "", "", "", ""), ("MAY 2022",), HEADINGS,
        ("02/05/2022", *GOOD[1:]), ("Q1 Total", "", 2, "", "", ""), ("Grand total:", 2), ("", "", "", "", ""),
        ("* Levels as agreed with the force lead",), ("Prepared by", "A. Example", "", "", "", ""),
    ]  # fmt: skip
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert figures(found) == (2, 2, 0, 0)
    assert found.skipped == 10
    assert found.problems == ()


def test_notes_and_a_summary_under_the_table_are_no_records(tmp_path: Path) -> None:
    rows = [HEADINGS, GOOD, (), (), ("Pursue", 1), ("Prevent", 0), (),
            ("Note", "figures", "checked", "by the", "analyst")]  # fmt: skip
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert figures(found) == (1, 1, 0, 0)
    assert found.skipped == 6


def test_a_bad_row_at_the_end_is_still_told(tmp_path: Path) -> None:
    rows = [HEADINGS, GOOD, (), ("tomorrow", "OCG-0002", "Pursue", "Minor", "Drugs", "x")]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert figures(found) == (2, 1, 1, 0)
    assert only_problem(found).row == 4


def test_tick_columns_for_p_and_level(tmp_path: Path) -> None:
    rows = [
        ("Date", "OCG", "Pursue", "Prevent", "Protect", "Prepare", "Major", "Moderate", "Minor"),
        ("1/2/22", "OCG-1", "x", None, None, None, None, "x", None),
        ("2/2/22", "OCG-1", None, None, "✓", None, None, None, "Y"),
        ("3/2/22", "OCG-1", "x", "x", None, None, None, None, "x"),
    ]
    found = parsed(xlsx_file(tmp_path / "t.xlsx", rows))
    assert figures(found) == (3, 2, 1, 0)
    assert [(line.four_p, line.impact_level) for line in found.lines] == [
        (FourP.PURSUE, ImpactLevel.MODERATE), (FourP.PROTECT, ImpactLevel.MINOR),
    ]  # fmt: skip
    assert "both marked" in only_problem(found).problem


def test_no_headings_at_all_known_by_contents(tmp_path: Path) -> None:
    rows = [("14/03/2022", "OCG-0001", "Pursue", "Minor"), ("15/03/2022", "OCG-0002", "Prevent", "Major")]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert figures(found) == (2, 2, 0, 0)
    assert found.heading_row == 0


def test_odd_headings_are_known_by_contents(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Column2", "OCG ref", "Workstrand", "How big?", "Details"),
        *(("T1", f"{day}/03/2022", "OCG-0001", "Pursue", "Minor", "x") for day in range(1, 6)),
    ]
    found = parsed(csv_file(tmp_path / "t.csv", rows), heading_row=1)
    assert figures(found) == (5, 5, 0, 0)


def test_merged_cells_hold_for_all_their_rows_but_figures_count_once(tmp_path: Path) -> None:
    rows = [
        ("Date", "OCG ref", "4P", "Level", "Arrests"),
        (date(2022, 3, 1), "OCG-1", "Pursue", "Minor", 3),
        (None, None, "Protect", "Major", None),
        (date(2022, 3, 4), "OCG-2", "Pursue", "Minor", None),
    ]
    found = parsed(xlsx_file(tmp_path / "t.xlsx", rows, ["A2:A3", "B2:B3", "E2:E3"]))
    assert figures(found) == (3, 3, 0, 0)
    assert found.lines[1].disruption_date == date(2022, 3, 1)
    assert found.lines[1].subject_ref == "OCG-1"
    assert [line.outcomes for line in found.lines] == [((OutcomeKind.ARRESTS, 3),), (), ()]


def test_best_sheet_is_read_and_others_are_told(tmp_path: Path) -> None:
    lookups = [("P", "Level"), ("Pursue", "Major"), ("Prevent", "Minor")]
    older = [HEADINGS, GOOD]
    path = xlsx_file(tmp_path / "t.xlsx", [HEADINGS, GOOD, ("15/03/2022", *GOOD[1:])], Lists=lookups, Older=older)
    found = parsed(path)
    assert found.sheet == "Tracker"
    assert figures(found) == (2, 2, 0, 0)
    assert [warning for warning in found.warnings if "Older" in warning]
    assert figures(parsed(path, sheet="Older")) == (1, 1, 0, 0)


def test_exact_repeats_only(tmp_path: Path) -> None:
    rows = [HEADINGS, GOOD, GOOD, (*GOOD[:-1], "Another warrant."), (" 14/03/2022 ", *GOOD[1:])]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert figures(found) == (4, 2, 0, 2)


def test_rows_that_read_alike_are_kept_and_known_again(tmp_path: Path) -> None:
    rows = [HEADINGS, GOOD, ("14 Mar 2022", "OCG-0001", "PURSUE", "Min", "Drugs", "Warrant at one address.")]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    again = parsed(csv_file(tmp_path / "u.csv", rows))
    assert figures(found) == (2, 2, 0, 0)
    assert found.lines[0].fingerprint != found.lines[1].fingerprint
    assert [line.fingerprint for line in again.lines] == [line.fingerprint for line in found.lines]


def test_a_national_reference_filled_in_later_makes_no_new_row(tmp_path: Path) -> None:
    heads = (*HEADINGS, "APMIS ref")
    before = parsed(csv_file(tmp_path / "t.csv", [heads, (*GOOD, "")]))
    after = parsed(csv_file(tmp_path / "u.csv", [heads, (*GOOD, "AP1")]))
    assert before.lines[0].fingerprint == after.lines[0].fingerprint
    assert first(after).national_ref == "AP1"


def test_two_subjects_in_one_cell_are_refused(tmp_path: Path) -> None:
    rows = [HEADINGS, ("14/03/2022", "OCG-0001 / OCG-0002", *GOOD[2:])]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert only_problem(found).problem.startswith("“OCG-0001 / OCG-0002” names more than one subject")


def test_kind_of_subject_from_its_reference_or_column(tmp_path: Path) -> None:
    rows = [
        ("Date", "Subject", "Subject type", "4P", "Level"),
        ("1/2/22", "PI-7", "", "Pursue", "Minor"),
        ("2/2/22", "VUL-3", "", "Protect", "Minor"),
        ("3/2/22", "Harbour trade", "Vulnerability", "Protect", "Minor"),
        ("4/2/22", "Kestrel", "", "Protect", "Minor"),
    ]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert [line.subject_kind for line in found.lines] == [
        SubjectKind.PRIORITY_INDIVIDUAL, SubjectKind.VULNERABILITY, SubjectKind.VULNERABILITY, SubjectKind.OCG,
    ]  # fmt: skip


def test_details_that_cannot_be_read_do_not_lose_the_record(tmp_path: Path) -> None:
    rows = [
        ("Date", "OCG", "4P", "Level", "Threat", "Arrests", "Cash seized", "Sentence (years)", "Checked by the boss"),
        ("1/2/22", "OCG-1", "Pursue", "Minor", "Kidnap", "a few", "€500", "life", "yes"),
        ("2/2/22", "OCG-1", "Pursue", "Minor", "Drugs / firearms", "2 x males", "1.2k", "3", "no"),
    ]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert figures(found) == (2, 2, 0, 0)
    told = " ".join(found.warnings)
    for wrong in ("“Kidnap”", "“a few”", "“€500”", "“life”", "“Checked by the boss”"):
        assert wrong in told
    line = found.lines[1]
    assert line.primary_threat == "DRUGS"
    assert line.secondary_threats == ("FIREARMS",)
    assert dict(line.outcomes) == {
        OutcomeKind.ARRESTS: 2, OutcomeKind.CASH_SEIZED: 120_000, OutcomeKind.SENTENCE_MONTHS: 36,
    }  # fmt: skip


def test_agencies_and_partners(tmp_path: Path) -> None:
    rows = [
        ("Date", "OCG", "4P", "Level", "Lead agency", "Supporting agencies", "Partners"),
        ("1/2/22", "OCG-1", "Pursue", "Minor", "Kent Police", "BTP, Trading Standards and GMP", "Fire service; NHS"),
    ]
    line = first(parsed(csv_file(tmp_path / "t.csv", rows)))
    assert line.lead_agency == "kent"
    assert line.supporting_agencies == ("btp", "greater-manchester")
    assert line.partners == ("Fire service", "NHS", "Trading Standards")


def test_dates_turned_round_by_american_settings_are_told(tmp_path: Path) -> None:
    dates = [date(2022, month, day) for month in range(1, 6) for day in range(1, 6)]
    texts = [f"{day}/03/2022" for day in range(13, 32)] + ["14/04/2022", "15/04/2022"]
    rows = [HEADINGS, *((when, f"OCG-{n}", *GOOD[2:]) for n, when in enumerate([*dates, *texts]))]
    found = parsed(xlsx_file(tmp_path / "t.xlsx", rows))
    assert any("American settings" in warning for warning in found.warnings)


def test_long_narratives_emoji_and_right_to_left_text(tmp_path: Path) -> None:
    story = "Warrant 🏠 at שלום, " + "word " * 19_995
    rows = [HEADINGS, (*GOOD[:-1], story.strip()), (*GOOD[:-1], "y" * 100_500)]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert first(found).narrative == story.strip()
    assert len(found.lines[1].narrative) == 100_000
    assert any("Details" in warning for warning in found.warnings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [HEADINGS, (*GOOD[:-1], "Café raided; £5, two men’s phones taken")]
    found = parsed(csv_file(tmp_path / "t.csv", rows, encoding, delimiter))
    assert first(found).narrative == "Café raided; £5, two men’s phones taken"


def test_separator_declared_on_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("sep=;\n" + ";".join(HEADINGS) + "\n" + ";".join(GOOD) + "\n", "utf-8")
    found = parsed(path)
    assert figures(found) == (1, 1, 0, 0)
    assert first(found).row == 3


def test_groups(tmp_path: Path) -> None:
    rows = [
        ("OCG register",),
        ("OCG ref", "OCG name", "Status", "LPA", "Tier", "Crime type", "LRO", "Date mapped", "Last intel"),
        ("OCG-1", "Kestrel", "Active", "North", "Tier 2", "County Lines", "DI Marsh", "1/2/2020", "3 Mar 2026"),
        ("OCG-2", "Merlin", "archive", "South", "", "Drugs & firearms", "", "", "sometime"),
        ("", "", "Active", "South", "", "", "", "", ""),
        ("OCG-1", "Kestrel", "Active", "North", "Tier 2", "County Lines", "DI Marsh", "1/2/2020", "3 Mar 2026"),
        ("OCG-2", "Merlin", "Active", "East", "", "", "", "", ""),
        ("OCG-3", "", "Active", "East", "", "", "", "", ""),
        ("OCG-4", "Teal", "Merged", "East", "", "", "", "", ""),
        ("Total", 3),
    ]
    found = parsed(csv_file(tmp_path / "t.csv", rows), ImportKind.OCGS)
    assert figures(found) == (7, 2, 4, 1)
    assert [each.problem for each in found.problems][-2:] == [
        "The group has no name.", "It says that the group was merged, and not into which one.",
    ]  # fmt: skip
    kestrel, merlin = found.lines
    assert (kestrel.status, kestrel.tier, kestrel.primary_threat) == (SubjectStatus.ACTIVE, "2", "COUNTY_LINES")  # type: ignore[union-attr]
    assert merlin.secondary_threats == ("FIREARMS",)
    assert any("sometime" in warning for warning in found.warnings)


def test_a_list_of_something_else_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "shopping.csv", [("Item", "Price"), ("Bread", "1.20"), ("Milk", "0.95")])
    with pytest.raises(BadFile, match="reads like the headings of a list of disruptions"):
        parsed(path)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "t.csv", [("Date of disruption", "OCG ref", "Level"), ("1/2/22", "OCG-1", "Minor")])
    with pytest.raises(BadFile, match="was understood as: 4P"):
        parsed(path)
