"""The profile: the shipped one is whole, a copy may be edited, a faulty one is refused with its line and the reason."""

from pathlib import Path

import pytest

from soc_desk.config import config_dir
from soc_desk.errors import BadFile
from soc_desk.returns import profile
from soc_desk.returns.fields import FIELDS, STORED
from soc_desk.returns.profile import Profile
from soc_desk.vocabulary import Severity

KEYS = {
    "disruption_id": ("text", ""), "lead_agency": ("code", "agency"), "disruption_date": ("date", ""),
    "four_p": ("code", "four_p"), "impact_level": ("code", "impact_level"), "primary_threat": ("code", "soc_threat"),
}  # fmt: skip
HEAD = 'name = "mine"\nversion = "2"\n'


def column(field: str, type: str, **more: str) -> str:
    lines = [f'field = "{field}"', f'heading = "{more.pop("heading", field)}"', f'type = "{type}"']
    lines += [f'requirement = "{more.pop("requirement", "M")}"', *[f"{key} = {value}" for key, value in more.items()]]
    return "[[column]]\n" + "\n".join(lines) + "\n"


def whole(more: str = "") -> str:
    return HEAD + more + "".join(column(field, type) for field, (type, _) in KEYS.items())


def test_the_shipped_profile_has_every_field_of_the_dictionary(shipped: Profile) -> None:
    assert {column.field.name for column in shipped.columns} == set(FIELDS)
    assert {field.number for field in FIELDS.values()} == set(range(46))
    assert shipped.id == "soc-disruption-return-1.0"


def test_the_dictionary_says_what_is_mandatory_and_conditional(shipped: Profile) -> None:
    asked = {column.field.name: column.requirement for column in shipped.columns}
    mandatory = {1, 3, 4, 5, 6, 10, 11, 14, 17, 18, 19, 20, 22, 23, 24, 26, 27, 42, 45}
    assert {FIELDS[name].number for name, wanted in asked.items() if wanted == "M"} - {0} == mandatory
    conditional = {FIELDS[name].number for name, wanted in asked.items() if wanted == "C"}
    # Field 40 is conditional on a charge, field 2 comes with the state "keyed".
    assert conditional == {2, 12, 30, 43, 44}


def test_policies_fill_what_the_profile_leaves_open() -> None:
    given = profile.load().under({"disruption.lag_days": 14, "return.priority_threats": ["FRAUD"]})
    assert given.settings.lag_days == 14
    assert given.settings.priority_threats == ("FRAUD",)
    assert given.settings.pursue_share_percent == 80


def test_a_profile_overrides_a_policy() -> None:
    given = profile.read(whole("[settings]\nlag_days = 7\ndraft = 'ignore'\n")).under({"disruption.lag_days": 14})
    assert given.settings.lag_days == 7
    assert given.settings.draft is None


def test_a_force_edits_a_copy_without_code(tmp_path: Path) -> None:
    text = profile.find().read_text("utf-8")
    text = text.replace('heading = "Primary P"', 'heading = "Pillar"').replace('pursue = "pursue"', 'pursue = "P1"')
    path = tmp_path / "ours.toml"
    path.write_text(text.replace('name = "soc-disruption-return"', 'name = "ours"'), "utf-8")
    ours = profile.load(str(path))
    assert ours.id == "ours-1.0"
    assert ours.labels["four_p"] == "Pillar"
    assert ours.theirs("four_p", "pursue") == "P1"
    assert ours.theirs("agency", "durham") == "durham"


def test_a_profile_is_found_by_its_name(tmp_path: Path) -> None:
    folder = config_dir() / "profiles"
    folder.mkdir()
    (folder / "ours.toml").write_text(whole(), "utf-8")
    assert profile.load("ours").id == "mine-2"
    with pytest.raises(BadFile, match=r"There is no return profile “theirs”.*ours, soc-disruption-return-1\.0"):
        profile.load("theirs")


FAULTY = [
    ("name = \n", 1, "it is not TOML"),
    ('name = "mine"\nname = "yours"\n', 2, "it is not TOML"),
    (whole() + '[[column]\nfield = "lro"\n', 33, "it is not TOML"),
    ('version = "2"\n', 1, "“name” is missing"),
    ('name = "my own/.."\nversion = "2"\n' + whole()[len(HEAD) :], 1, "stands in file names"),
    (whole("colour = 3\n"), 3, "“colour” is not known here"),
    (whole('marking = "secret"\n'), 3, "“secret” is no marking"),
    (whole("title = 3\n"), 3, "“title” must be text in quotes"),
    (whole() + column("lro", "text", heading="four_p"), 35, "The heading “four_p” is already that of column 4"),
    (whole() + column("four_p", "code", heading="Second"), 34, "has a column already"),
    (whole() + column("lor", "text"), 34, "“lor” is no field of the data dictionary. Did you mean “lro”?"),
    (whole() + column("lro", "number"), 36, "The type of “lro” cannot be “number”. Write text."),
    (whole() + column("lro", "text", requirement="X"), 37, "The requirement “X” must be M, C or O"),
    (whole() + column("lro", "text", requirement="C"), 37, "A requirement C needs a condition"),
    (whole() + column("lro", "text", codes='"soc_threat"'), 38, "The codes of “lro” are those of the list “none”"),
    (whole() + column("lro", "text", min_length="-1"), 38, "cannot be below 0"),
    (whole() + column("lro", "text", min_length="true"), 38, "must be a whole number"),
    (whole() + column("lro", "text", not_after='"today"'), 38, "“not_after” is for dates"),
    (whole() + column("outcome.arrests", "integer", max_length="3"), 38, "is for text; this column holds integer"),
    (whole() + column("lro", "text", needs='"nothing"'), 38, "“nothing” is no field"),
    (whole() + column("lro", "text", severity='"loud"'), 38, "must be \"stops\" or \"check\""),
    (whole() + column("lro", "text", remedy='"Do it"'), 38, "end the sentence with a full stop"),
    (whole() + column("lro", "text", when='{ field = "x", is = ["a"] }'), 38, "“x” is no field"),
    (whole() + column("lro", "text", when='{ field = "four_p", is = ["x"] }'), 38, "“x” is no code of four_p"),
    (whole() + column("lro", "text", when='{ field = "four_p" }'), 38, "A condition is either filled"),
    (whole().replace('field = "four_p"\n', 'field = "four_p"\nblank_when = { field = "status", is = ["keyed"] }\n'), 20,
     "“four_p” must always be sent"),
    (HEAD + column("lro", "text"), 3, "No column has the field “disruption_id”"),
    (HEAD + "column = [1]\n", 3, "Columns must be written as [[column]] tables"),
    (HEAD + "[[column]]\nheading = 'x'\n", 3, "The column has no field"),
    (whole("[settings]\nlag_days = 'many'\n"), 4, "must be a whole number from 0 to"),
    (whole("[settings]\npursue_share_percent = 101\n"), 4, "must be a whole number from 0 to 100"),
    (whole("[settings]\nlagdays = 3\n"), 4, "“lagdays” is no setting. Did you mean “lag_days”?"),
    (whole("[settings]\ndraft = 'loud'\n"), 4, "must be \"stops\", \"check\" or \"ignore\""),
    (whole("[settings]\nbyte_order_mark = 'yes'\n"), 4, "must be true or false"),
    (whole("[settings]\nlist_separator = ' '\n"), 4, "at least one visible character"),
    (whole("[settings]\nlist_separator = '|'\n"), 3, "must differ"),
    (whole("[settings]\npriority_threats = 'DRUGS'\n"), 4, "must be a list of threat codes"),
    (whole("[settings]\npriority_threats = ['SPACE']\n"), 4, "“SPACE” is no code of soc_threat"),
    (whole("[codes.four_ps]\npursue = 'P'\n"), 3, "“four_ps” is no code list"),
    (whole("[codes.four_p]\npursue = 'P'\nprosecute = 'Q'\n"), 5, "“prosecute” is no code of four_p"),
    (whole("[codes.soc_threat]\nDRUGS = 'D'\nSPACE = 'S'\n"), 5, "“SPACE” is no code of soc_threat"),
    (whole("[codes.four_p]\npursue = ''\n"), 4, "must be text in quotes and not empty"),
    (whole('[codes]\nfour_p = "all"\n'), 4, "must be a table of our code"),
    (whole("# \"\"\"\n[codes.four_p]\n# a comment\npursue = 3\n"), 6, "must be text in quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "reason"), FAULTY)
def test_a_faulty_profile_is_refused_with_the_line_and_the_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadFile) as refused:
        profile.read(text, "ours.toml", {"soc_threat": frozenset({"DRUGS", "FRAUD"})})
    said = str(refused.value)
    assert said.startswith(f"The return profile ours.toml is faulty on line {line}: "), said
    assert reason in said
    assert said.endswith((".", "?"))


def test_a_long_text_over_several_lines_does_not_move_the_line() -> None:
    text = whole('source = """\n[[column]]\nheading = 1\n"""\n') + column("lro", "number")
    with pytest.raises(BadFile, match="line 40: "):
        profile.read(text)


def test_files_that_are_no_profile(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'name = "mine"\nversion = "\xa3"\n')
    with pytest.raises(BadFile, match="faulty on line 2: it is not UTF-8"):
        profile.load(str(latin))
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 1_000_001)
    with pytest.raises(BadFile, match="larger than a profile can be"):
        profile.load(str(large))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    marked = tmp_path / "marked.toml"
    marked.write_text(whole(), "utf-8-sig")
    assert profile.load(str(marked)).id == "mine-2"


def test_before_import_is_milder_by_default(shipped: Profile) -> None:
    assert shipped.settings.moderated_before_import is Severity.CHECK
    assert len(STORED) == len({field.name for field in STORED})
