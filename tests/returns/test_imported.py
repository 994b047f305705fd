"""An import whose records went out with a return is not taken back."""

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from soc_desk.domain.period import parse
from soc_desk.errors import Invalid
from soc_desk.returns import disruptions, profile, profile_files, verify
from soc_desk.returns.profile import Profile
from soc_desk.services import import_undo, imports
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Severity
from tests.imports.trackers import GOOD, HEADINGS, csv_file, parsed
from tests.returns.conftest import Keep

YEAR_2022 = parse("2022-01-01..2022-12-31")
YEAR_2021 = parse("2021-01-01..2021-12-31")


def test_an_import_that_is_in_a_return_stays(
    store: Store, kept: Keep, supervisor: Actor, analyst: Actor, tmp_path: Path
) -> None:
    kept({})
    rows = [HEADINGS, GOOD, ("15/03/2022", "OCG-0002", "Prevent", "Minor", "Drugs", "Sessions were held.")]
    done = store.write(supervisor, imports.import_disruptions, parsed(csv_file(tmp_path / "t.csv", rows))).value
    assert done.import_id is not None
    how = (None, tmp_path / "out", ("csv",), "NCA", "Quarterly return")
    store.write(analyst, disruptions.build, YEAR_2021, *how, incomplete=True)
    sent = store.write(analyst, disruptions.build, YEAR_2022, *how, incomplete=True).value
    assert sent.check.records == 2
    with pytest.raises(Invalid) as refused:
        store.write(supervisor, import_undo.undo, done.import_id)
    assert sent.reference in str(refused.value)
    assert store.read(supervisor, disruptions.check, YEAR_2022).records == 2


def test_a_return_without_its_records_holds_no_import_back(
    store: Store, kept: Keep, supervisor: Actor, analyst: Actor, tmp_path: Path
) -> None:
    kept({"on": date(2022, 1, 5)})
    how = (None, tmp_path / "out", ("csv",), "NCA", "Quarterly return")
    assert store.write(analyst, disruptions.build, YEAR_2022, *how, incomplete=True).value.check.records == 1
    done = store.write(supervisor, imports.import_disruptions, parsed(csv_file(tmp_path / "t.csv", [HEADINGS, GOOD])))
    assert done.value.import_id is not None
    held = store.write(analyst, disruptions.build, parse("2022-02-01..2022-02-28"), *how, incomplete=True).value
    assert held.check.records == 0
    assert store.write(supervisor, import_undo.undo, done.value.import_id).value.records == 1


def test_what_was_moderated_before_import_names_no_moderator_and_is_not_called_late(
    store: Store, kept: Keep, supervisor: Actor, analyst: Actor, tmp_path: Path
) -> None:
    kept({"on": date(2022, 1, 5), "recorded_at": datetime(2022, 9, 1, tzinfo=UTC)})
    store.write(supervisor, imports.import_disruptions, parsed(csv_file(tmp_path / "t.csv", [HEADINGS, GOOD])))
    how = (None, tmp_path / "out", ("csv", "xlsx", "json"), "NCA", "Quarterly return")
    built = store.write(analyst, disruptions.build, YEAR_2022, *how, incomplete=True).value
    told = ("Recorded late", "Submitted by", "Moderated by", "Moderated at", "Moderation result")
    with built.files[0].open(newline="", encoding="utf-8") as file:
        own, imported = [tuple(row[name] for name in told) for row in csv.DictReader(file)]
    assert (own[0], own[4]) == ("yes", "agreed")
    assert imported == ("", supervisor.display, "", "", "before_import")
    sheet = list(load_workbook(built.files[1])["Data"].values)
    assert [row[sheet[0].index("Recorded late")] for row in sheet[1:]] == ["yes", None]
    records = json.loads(built.files[2].read_text("utf-8"))["records"]
    assert [(row["lag_flag"], row["moderated_by"]) for row in records] == [(True, own[2]), (None, None)]
    assert own[2] not in ("", own[1])
    assert store.read(analyst, verify.verify, built.files[3]).holds
    asked = {(one.record, one.field) for one in built.check.problems}
    assert not {field for _, field in asked} & {"moderated_by", "moderated_at"}


def test_a_copy_of_the_profile_from_before_is_read_and_what_it_lacks_is_said(
    store: Store, kept: Keep, supervisor: Actor, analyst: Actor, shipped: Profile, tmp_path: Path
) -> None:
    own = profile_files.copy(shipped, "my-force-return")
    lines = own.read_text("utf-8").replace('heading = "Recorded late"', 'heading = "Late"').splitlines()
    then = [line for line in lines if not line.startswith(("blank_when", "recipient"))]
    assert len(lines) - len(then) == 4
    own.write_text("\n".join(then), "utf-8")
    copied = profile.load("my-force-return-1.0")
    assert (copied.recipient, copied.labels["lag_flag"]) == ("", "Late")
    kept({"on": date(2022, 1, 5)})
    assert not [
        one for one in store.read(analyst, disruptions.check, YEAR_2022, copied).problems if "Profile" in one.record
    ]
    store.write(supervisor, imports.import_disruptions, parsed(csv_file(tmp_path / "t.csv", [HEADINGS, GOOD])))
    told = store.read(analyst, disruptions.check, YEAR_2022, copied).problems
    (said,) = [one for one in told if one.record == "Profile my-force-return-1.0"]
    assert said.severity is Severity.CHECK
    assert said.problem == (
        "One record was moderated before it was imported, and the return would say of it what is not known: "
        "“Late”, “Moderated by”, “Moderated at”."
    )
    assert 'blank_when = { field = "moderation_result", is = ["before_import"] }' in said.remedy
    with pytest.raises(Invalid, match="Say who receives the return"):
        store.write(
            analyst, disruptions.build, YEAR_2022, copied, tmp_path / "out", ("csv",), copied.recipient, "Return"
        )
    text = own.read_text("utf-8")
    for heading in ("Late", "Moderated by", "Moderated at"):
        line = f'heading = "{heading}"\n'
        assert line in text
        text = text.replace(line, f'{line}blank_when = {{ field = "moderation_result", is = ["before_import"] }}\n')
    own.write_text(text, "utf-8")
    mended = store.read(analyst, disruptions.check, YEAR_2022, profile.load("my-force-return-1.0")).problems
    assert not [one for one in mended if "Profile" in one.record]
