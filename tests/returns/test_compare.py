"""Comparing returns by name, and holding built files against manifest and store, on both engines."""

import json
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from soc_desk.domain import Disruption, Outcome, ReturnPart, ReturnSnapshot, Subject
from soc_desk.domain.period import parse
from soc_desk.errors import BadFile, NotFound
from soc_desk.returns import compare, disruptions, verify
from soc_desk.returns.compare import Difference
from soc_desk.services import disruption_rows, moderation
from soc_desk.services import disruptions as recording
from soc_desk.store import Actor, Session, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access, DisruptionStatus, FourP, ImpactLevel, OutcomeKind
from tests import factories
from tests.returns.conftest import Keep

Q2 = parse("2026-Q2")
Change = Callable[..., None]


@use_case("Change a record of a test", needs=EVERYONE)
def alter(work: Work, id: UUID, **fields: object) -> None:
    disruption = work.get(Disruption, id)
    for name, value in fields.items():
        setattr(disruption, name, value)


@pytest.fixture
def change(store: Store, founder: Actor) -> Change:
    """``change(id, field=value)`` as the founder, audited."""

    def do(which: UUID, **fields: object) -> None:
        store.write(founder, alter, which, **fields)

    return do


@pytest.fixture
def built(store: Store, kept: Keep, supervisor: Actor, tmp_path: Path) -> tuple[list[UUID], disruptions.Built]:
    """Six records of a quarter and the return built from them."""
    ids = kept(
        *[{"on": date(2026, 7, n + 1), "subject": f"OCG-000{n % 2 + 1}", "four_p": FourP.PROTECT} for n in range(6)]
    )
    return ids, again(store, supervisor, tmp_path / "out")


def again(store: Store, by: Actor, out: Path) -> disruptions.Built:
    formats = ("csv", "json", "xlsx")
    return store.write(by, disruptions.build, Q2, None, out, formats, "NCA", "Return", incomplete=True).value


def named(differences: tuple[Difference, ...]) -> list[tuple[str, str, str]]:
    return [(one.record, one.kind, one.reason) for one in differences]


Six = tuple[list[UUID], disruptions.Built]


def test_nothing_changed(store: Store, built: Six, supervisor: Actor) -> None:
    found = store.read(supervisor, compare.diff, "R-2026-0001")
    assert found.same
    assert (found.before, found.after, found.hidden) == ("R-2026-0001", "now", 0)


def test_what_changed_is_told_by_record_field_person_and_reason(
    store: Store, kept: Keep, built: Six, change: Change, supervisor: Actor, tmp_path: Path
) -> None:
    ids, _ = built
    change(ids[0], impact_level=ImpactLevel.MAJOR, level_before=ImpactLevel.MINOR, moderation_note="Key player.")
    change(ids[1], status=DisruptionStatus.WITHDRAWN)
    change(ids[2], disruption_date=date(2026, 10, 1))
    change(ids[3], disruption_date=date(2026, 8, 30))
    change(ids[4], lead_agency="serocu")
    kept({"on": date(2026, 9, 1)})
    again(store, supervisor, tmp_path / "second")
    found = store.read(supervisor, compare.diff, "R-2026-0001", "R-2026-0002")
    assert named(found.differences) == [
        ("D-2026-0001", "changed",
         "Changed: Impact level, Moderation note, Level before moderation, Level after moderation."),
        ("D-2026-0002", "removed", "It is withdrawn now, and so not counted."),
        ("D-2026-0003", "removed", "Its date is 1 Oct 2026 now, outside the period."),
        ("D-2026-0004", "changed", "Changed: Disruption date."),
        ("D-2026-0005", "removed", "It is led by another agency now."),
        ("D-2026-0007", "added", "It was not in the earlier return."),
    ]  # fmt: skip
    level = found.differences[0]
    assert (level.fields[0].before, level.fields[0].after) == ("minor", "major")
    (step,) = level.steps
    assert (step.by, step.why) == ("F. Ounder", "Key player.")
    assert step.what.startswith("Change a record of a test: ")
    assert "level: Minor → Major" in step.what
    assert compare.in_words(step).endswith("Reason: Key player.")
    moved = found.differences[3]
    assert [(f.heading, f.before, f.after) for f in moved.fields] == [("Disruption date", "4 Jul 2026", "30 Aug 2026")]
    assert found.totals[0] == ("records", 6, 4)
    assert ("major", 0, 1) in found.totals


def test_a_record_moderated_after_the_first_return(
    store: Store, kept: Keep, built: Six, supervisor: Actor, officer: Actor
) -> None:
    (late,) = kept({"on": date(2026, 9, 1), "status": DisruptionStatus.SUBMITTED, "moderated_by_id": None,
                    "moderated_at": None, "moderation_result": None})  # fmt: skip
    factories.agreed(store, supervisor, late)
    (added,) = store.read(supervisor, compare.diff, "2026-Q2").differences
    assert (added.record, added.reason) == ("D-2026-0007", "It was moderated after the earlier return was built.")
    assert added.steps[-1].by == "DI S. Upervisor"


def test_a_change_of_the_subject_is_told_too(store: Store, built: Six, founder: Actor, supervisor: Actor) -> None:
    @use_case("Assess a group of a test", needs=EVERYONE)
    def assess(work: Work) -> None:
        subject = work.session.scalars(select(Subject).where(Subject.reference == "OCG-0001")).one()
        subject.assessed_on = date(2026, 2, 2)

    store.write(founder, assess)
    found = store.read(supervisor, compare.diff, "R-2026-0001").differences
    assert [one.record for one in found] == ["D-2026-0001", "D-2026-0003", "D-2026-0005"]
    assert found[0].fields[0].heading == "Subject assessed on"
    assert found[0].steps[0].what.startswith("Assess a group of a test")


def test_a_closed_record_is_counted_and_not_named(
    store: Store, built: Six, founder: Actor, supervisor: Actor, analyst: Actor
) -> None:
    @use_case("Close a group of a test", needs=EVERYONE)
    def close(work: Work) -> None:
        subject = work.session.scalars(select(Subject).where(Subject.reference == "OCG-0002")).one()
        subject.access, subject.owner_id = Access.SEALED, supervisor.id

    store.write(founder, close)
    assert store.read(supervisor, compare.diff, "R-2026-0001").hidden == 0
    found = store.read(analyst, compare.diff, "R-2026-0001")
    assert (found.differences, found.hidden) == ((), 3)


def test_what_is_closed_to_the_reader_is_said_and_does_not_hold(
    store: Store, built: Six, founder: Actor, supervisor: Actor, analyst: Actor
) -> None:
    @use_case("Close a group of a test", needs=EVERYONE)
    def close(work: Work) -> None:
        subject = work.session.scalars(select(Subject).where(Subject.reference == "OCG-0002")).one()
        subject.access, subject.owner_id = Access.SEALED, supervisor.id

    ids, made = built
    store.write(founder, close)
    assert store.read(supervisor, verify.verify, made.files[0]).holds
    closed = store.read(supervisor, disruption_rows.one, ids[1])
    assert closed is not None
    assert store.read(analyst, disruption_rows.one, ids[1]) is None
    path = made.files[0]
    assert path.suffix == ".csv"
    content = path.read_bytes()
    path.write_bytes(content.replace(closed.reference.encode(), b"D-1999-9999"))
    verdict = store.read(analyst, verify.verify, path)
    assert (verdict.holds, verdict.hidden, verdict.records) == (False, 3, ())
    assert verdict.not_compared.startswith("3 records of this return are not open to you and were not held against")
    assert verdict.files[0].said.endswith(" The first change is in a record that is not open to you.")
    assert closed.reference not in repr(verdict)
    path.write_bytes(content)
    verdict = store.read(analyst, verify.verify, path)
    assert (verdict.holds, verdict.files[0].holds, verdict.faults) == (False, True, ())


def test_returns_that_are_not_there(store: Store, built: Six, supervisor: Actor) -> None:
    with pytest.raises(NotFound, match="There is no return R-2026-0009"):
        store.read(supervisor, compare.diff, "R-2026-0009")
    with pytest.raises(NotFound, match="There is no return 2025-Q1"):
        store.read(supervisor, compare.diff, "2025-Q1")
    with pytest.raises(NotFound, match="Name an earlier return first"):
        store.read(supervisor, compare.diff, "now", "R-2026-0001")


def test_a_built_return_holds(store: Store, built: Six, supervisor: Actor) -> None:
    _, made = built
    for path in made.files:
        verdict = store.read(supervisor, verify.verify, path)
        assert verdict.holds, verdict
        assert verdict.reference == "R-2026-0001"
    assert len(store.read(supervisor, verify.verify, made.files[-1]).files) == 3
    assert [one.said for one in store.read(supervisor, verify.verify, made.files[0]).files] == [
        f"{made.files[0].name} is as it was built."
    ]


def test_one_byte_changed_in_a_file_is_named_with_its_record(store: Store, built: Six, supervisor: Actor) -> None:
    _, made = built
    for path in made.files[:3]:
        content = path.read_bytes()
        place = content.find(b"D-2026-0004") if path.suffix != ".xlsx" else len(content) // 2
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        verdict = store.read(supervisor, verify.verify, path)
        assert not verdict.holds
        (one,) = verdict.files
        assert one.said.startswith(f"{path.name} was changed since it was built (same length).")
        if path.suffix != ".xlsx":
            assert one.said.endswith("The first change is in record D-2026-0004.")
        path.write_bytes(content)
        assert store.read(supervisor, verify.verify, path).holds


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (lambda text: "x" + text[1:], "The change is before the first record."),
        (lambda text: text + "x", "The change is after the last record."),
        (lambda text: text[: text.index("D-2026-0003")], "The first change is in record D-2026-0003."),
    ],
)
def test_where_a_file_was_changed(
    tamper: Callable[[str], str], said: str, store: Store, built: Six, supervisor: Actor
) -> None:
    path = built[1].files[0]
    path.write_bytes(tamper(path.read_bytes().decode()).encode())
    (one,) = store.read(supervisor, verify.verify, path).files
    assert one.said.endswith(said)


def test_one_record_changed_in_the_store_is_named(store: Store, built: Six, change: Change, supervisor: Actor) -> None:
    ids, made = built
    change(ids[2], impact_rationale="The group has found another supplier.")
    verdict = store.read(supervisor, verify.verify, made.files[0])
    assert not verdict.holds
    assert verdict.files[0].holds
    (one,) = verdict.records
    assert (one.record, one.reason) == ("D-2026-0003", "Changed: Impact rationale.")
    assert one.steps[0].by == "F. Ounder"


def test_an_outcome_added_behind_the_program_s_back_is_named(store: Store, built: Six, supervisor: Actor) -> None:
    @use_case("Slip in an outcome", needs=EVERYONE)
    def slip(work: Work) -> None:
        work.add(Outcome(disruption_id=built[0][5], kind=OutcomeKind.ARRESTS, quantity=4))

    store.write(supervisor, slip)
    (one,) = store.read(supervisor, verify.verify, built[1].files[0]).records
    assert (one.record, one.fields[0].heading, one.fields[0].after) == ("D-2026-0006", "Arrests", "4")


def test_entering_the_national_reference_is_the_normal_life_of_a_sent_record(
    store: Store, built: Six, supervisor: Actor
) -> None:
    ids, made = built
    version = store.write(supervisor, recording.look, ids[0]).value.row.version
    store.write(supervisor, moderation.key, ids[0], version, "AP545828")
    verdict = store.read(supervisor, verify.verify, made.files[0])
    assert verdict.holds
    assert (verdict.keyed, verdict.records) == (1, ())
    (one,) = store.read(supervisor, compare.diff, "R-2026-0001").differences
    assert one.reason == "The national reference was entered."


def test_a_changed_manifest_is_named(store: Store, built: Six, supervisor: Actor) -> None:
    path = built[1].files[-1]
    said = json.loads(path.read_text("utf-8"))
    said["recipient"], said["totals"]["records"] = "Nobody", 7
    path.write_text(json.dumps(said), "utf-8")
    verdict = store.read(supervisor, verify.verify, path)
    assert not verdict.holds
    (fault,) = verdict.faults
    assert fault.startswith(f"The manifest {path.name} was changed since it was written, or belongs to another store: ")
    assert fault.endswith("totals, recipient differ from what the store keeps.")


def test_a_file_and_its_manifest_changed_together_are_still_noticed(
    store: Store, built: Six, supervisor: Actor
) -> None:
    from soc_desk.returns.manifest import sha256_of

    file, path = built[1].files[0], built[1].files[-1]
    file.write_bytes(file.read_bytes().replace(b"minor", b"major", 1))
    said = json.loads(path.read_text("utf-8"))
    said["files"][0]["sha256"] = sha256_of(file)
    path.write_text(json.dumps(said), "utf-8")
    verdict = store.read(supervisor, verify.verify, file)
    assert not verdict.files[0].holds
    assert "files differ" in verdict.faults[0]


def test_a_file_is_known_by_its_name_without_a_manifest(store: Store, built: Six, supervisor: Actor) -> None:
    built[1].files[-1].unlink()
    assert store.read(supervisor, verify.verify, built[1].files[1]).holds


def test_a_file_that_is_gone_is_named(store: Store, built: Six, supervisor: Actor) -> None:
    built[1].files[0].unlink()
    verdict = store.read(supervisor, verify.verify, built[1].files[-1])
    assert [one.holds for one in verdict.files] == [False, True, True]
    assert verdict.files[0].said == f"{built[1].files[0].name} is not here; it was built with the others."


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize(
    "meddle",
    [
        lambda text: text.replace(b"minor", b"major", 1).replace(b"Primary P", b"Primary Q", 1),
        lambda text: text[: len(text) // 2],
        None,
    ],
    ids=["replaced", "cut", "not even packed"],
)
def test_the_frozen_copy_changed_in_the_store_is_noticed(
    part: int, meddle: Callable[[bytes], bytes] | None, store: Store, built: Six, founder: Actor, supervisor: Actor
) -> None:
    @use_case("Meddle with a frozen part", needs=EVERYONE)
    def put(work: Work, content: bytes) -> None:
        work.session.execute(update(ReturnPart).where(ReturnPart.part == part).values(content=content))

    def get(session: Session) -> bytes:
        return session.scalar(select(ReturnPart.content).where(ReturnPart.part == part)) or b""

    content = store.read(supervisor, get)
    store.write(founder, put, zlib.compress(meddle(zlib.decompress(content))) if meddle else content[:-9])
    built[1].files[0].write_bytes(b"something else")
    verdict = store.read(supervisor, verify.verify, built[1].files[0])
    assert not verdict.holds
    (fault,) = verdict.faults
    assert fault.startswith(("The frozen copy of R-2026-0001", "The frozen copy of this return is damaged."))
    assert fault.endswith("Restore the store from a backup.")
    assert verdict.records == ()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.csv", None, "There is no file"),
        ("other.csv", b"a,b\r\n", "This store has no return that other.csv belongs to"),
        ("x.manifest.json", b"{", "x.manifest.json is no manifest: it is not readable JSON"),
        ("x.manifest.json", b"[]", "x.manifest.json is no manifest of a return"),
        ("x.manifest.json", b" " * 1_000_001, "too large for a manifest"),
        ("x.manifest.json", b'{"return": "R-1", "snapshot_id": "no id", "files": []}', "This store has no return"),
    ],
)
def test_files_that_belong_to_no_return(
    name: str, content: bytes | None, said: str, store: Store, built: Six, supervisor: Actor, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        store.read(supervisor, verify.verify, path)
    assert said in str(refused.value)


def test_a_file_of_another_name_beside_a_manifest(store: Store, built: Six, supervisor: Actor) -> None:
    manifest = built[1].files[-1]
    other = manifest.with_name(manifest.name.removesuffix(".manifest.json") + ".txt")
    other.write_text("notes")
    with pytest.raises(BadFile, match="is not among the files of return R-2026-0001"):
        store.read(supervisor, verify.verify, other)


def test_an_amended_return_keeps_its_predecessor(
    store: Store, built: Six, change: Change, supervisor: Actor, tmp_path: Path
) -> None:
    change(built[0][0], narrative="Told anew.")
    amended = again(store, supervisor, tmp_path / "second")
    assert amended.amends == "R-2026-0001"
    first = store.read(supervisor, verify.verify, built[1].files[0])
    assert first.files[0].holds
    assert [one.record for one in first.records] == ["D-2026-0001"]
    assert store.read(supervisor, verify.verify, amended.files[0]).holds
    count = store.read(supervisor, lambda session: len(session.scalars(select(ReturnSnapshot)).all()))
    assert count == 2


def test_recording_after_sending_shows_in_the_comparison(store: Store, built: Six, supervisor: Actor) -> None:
    opened = store.write(supervisor, recording.look, built[0][0]).value
    assert opened.row.reference == "D-2026-0001"
    assert store.read(supervisor, compare.diff, "R-2026-0001").same


def test_a_corrected_level_of_a_keyed_record_is_named_with_its_reason(
    store: Store, built: Six, change: Change, supervisor: Actor
) -> None:
    id_ = built[0][0]
    change(id_, status=DisruptionStatus.KEYED, national_ref="N-7", moderation_note="Agreed by the panel.")
    row = store.read(supervisor, disruption_rows.one, id_)
    assert row is not None
    other = ImpactLevel.MINOR if row.impact_level is not ImpactLevel.MINOR else ImpactLevel.NONE
    store.write(supervisor, moderation.correct_level, id_, row.version, other, "Replaced within a week.")
    (found,) = store.read(supervisor, compare.diff, "R-2026-0001").differences
    assert (found.record, found.kind, found.keyed) == (row.reference, "changed", False)
    assert {"impact_level", "level_before"} <= {one.field for one in found.fields}
    assert [step.why for step in found.steps][-1] == "Replaced within a week."
    row = store.read(supervisor, disruption_rows.one, id_)
    assert row is not None
    store.write(supervisor, moderation.take_back, id_, row.version, "Wrong group.")
    (found,) = store.read(supervisor, compare.diff, "R-2026-0001").differences
    assert (found.kind, found.reason) == ("removed", "It is awaiting moderation now, and so not counted.")
    assert found.steps[-1].why == "Moderation taken back: Wrong group."
