"""The journal: what was typed comes back, also after kill -9; damage is set aside; nothing is readable on the disk."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.vocabulary import FourP
from ui.drafts import Journal, Kept, from_plain, to_plain


@dataclass(frozen=True)
class Line:
    kind: FourP
    pence: int | None = None


@dataclass(frozen=True)
class NoteDraft:
    id: UUID | None = None
    on: date | None = None
    words: str = ""
    people: tuple[UUID, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: frozenset[str] = frozenset()


DRAFT = NoteDraft(
    uuid4(),
    date(2026, 11, 14),
    "Warrants at two addresses",
    (uuid4(),),
    (Line(FourP.PURSUE, 1842000),),
    frozenset("ab"),
)


def kept(journal: Journal) -> list[Any]:
    return [dict(draft.content) for draft in journal.kept()]


def test_a_draft_comes_back_whole(journal: Journal) -> None:
    told = journal.keep(Kept("ui.forms.note:NoteForm", "A note", to_plain(DRAFT)))
    (back,) = journal.kept()
    assert back == told
    assert from_plain(NoteDraft, back.content) == DRAFT


@given(words=st.text(), on=st.none() | st.dates(), pence=st.none() | st.integers(0, 10**12), many=st.integers(0, 3))
def test_any_draft_survives_being_made_plain(words: str, on: date | None, pence: int | None, many: int) -> None:
    draft = NoteDraft(words=words, on=on, lines=(Line(FourP.PREPARE, pence),) * many)
    assert from_plain(NoteDraft, to_plain(draft)) == draft


def test_fields_a_newer_program_does_not_know_are_left_out() -> None:
    assert from_plain(NoteDraft, {"words": "kept", "colour": "red"}) == NoteDraft(words="kept")


def test_the_newest_typing_wins_in_whatever_order_it_is_written(journal: Journal) -> None:
    first = Kept("m:F", "Note", {"words": "abc"})
    second = replace(first, content={"words": "abcd"}, kept_at=first.kept_at + timedelta(milliseconds=1))
    journal.keep(second)
    journal.keep(first)
    assert kept(journal) == [{"words": "abcd"}]


def test_a_dropped_draft_stays_dropped(journal: Journal) -> None:
    draft = journal.keep(Kept("m:F", "Note", {}))
    journal.drop(draft.id)
    journal.drop(draft.id)
    journal.keep(replace(draft, kept_at=datetime.now(UTC)))
    assert journal.kept() == []


def test_drafts_are_listed_newest_first(journal: Journal) -> None:
    now = datetime.now(UTC)
    for minutes in (5, 1, 9):
        journal.keep(Kept("m:F", f"{minutes} minutes old", {}, kept_at=now - timedelta(minutes=minutes)))
    assert [draft.title for draft in journal.kept()] == ["1 minutes old", "5 minutes old", "9 minutes old"]


def test_nothing_typed_can_be_read_on_the_disk(journal: Journal) -> None:
    journal.keep(Kept("m:F", "Harrier", {"words": "Larkspur"}))
    journal.keep_places({"disruptions": {"filter": "Bramble"}})
    stored = b"".join(path.read_bytes() for path in journal.folder.iterdir())
    assert stored
    assert not any(word in stored for word in (b"Harrier", b"Larkspur", b"Bramble"))
    assert not list(journal.folder.glob("*.new"))


@pytest.mark.parametrize("harm", [b"", b"short", bytes(200)], ids=["empty", "cut short", "overwritten"])
def test_a_damaged_entry_is_set_aside_and_the_others_stay(journal: Journal, harm: bytes) -> None:
    harmed = journal.keep(Kept("m:F", "Harmed", {}))
    journal.keep(Kept("m:F", "Whole", {}))
    (journal.folder / f"{harmed.id}.draft").write_bytes(harm)
    assert [draft.title for draft in journal.kept()] == ["Whole"]
    assert [path.name for path in journal.set_aside()] == [f"{harmed.id}.damaged"]


def test_an_entry_moved_under_another_name_is_not_taken_for_it(journal: Journal) -> None:
    draft = journal.keep(Kept("m:F", "Mine", {}))
    (journal.folder / f"{draft.id}.draft").rename(journal.folder / f"{uuid4()}.draft")
    assert journal.kept() == []
    assert len(journal.set_aside()) == 1


def test_another_key_reads_nothing_and_loses_nothing(journal: Journal) -> None:
    journal.keep(Kept("m:F", "Mine", {}))
    assert Journal(journal.folder, os.urandom(32)).kept() == []
    assert len(journal.set_aside()) == 1


def test_places_come_back_and_are_not_drafts(journal: Journal) -> None:
    assert journal.places() == {}
    journal.keep_places({"notes": {"filter": "x"}})
    assert journal.places() == {"notes": {"filter": "x"}}
    assert journal.kept() == []


def test_a_disk_that_refuses_keeps_the_older_draft(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = journal.keep(Kept("m:F", "Note", {"words": "before"}))

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        journal.keep(replace(draft, content={"words": "after"}, kept_at=datetime.now(UTC)))
    monkeypatch.undo()
    assert kept(journal) == [{"words": "before"}]


TYPIST = """
import sys, time
from pathlib import Path
from types import SimpleNamespace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from tests.ui.pages_for_tests import NoteForm
from ui import theme
from ui.drafts import Journal
from ui.lanes import Lanes

app = QApplication([])
theme.apply(app, "light")
NoteForm.IS_LINTED = False  # there is no store to ask for the words
form = NoteForm(Lanes(), SimpleNamespace(drafts=Journal(Path(sys.argv[1]), bytes(32))))
form.show()

def type_one():
    form.words.setText(form.words.text() + "x")
    form.words.textEdited.emit(form.words.text())
    print(time.monotonic(), len(form.words.text()), flush=True)

timer = QTimer(interval=40)
timer.timeout.connect(type_one)
timer.start()
app.exec()
"""


def test_at_most_two_seconds_of_typing_are_lost_by_kill_9(tmp_path: Path) -> None:
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert typist.stdout is not None
    typed: list[tuple[float, int]] = []
    for line in typist.stdout:
        at, length = line.split()
        typed.append((float(at), int(length)))
        if typed[-1][0] - typed[0][0] > 3.3:
            break
    killed = time.monotonic()
    typist.send_signal(signal.SIGKILL)
    typist.wait(10)
    typist.stdout.close()
    (draft,) = Journal(tmp_path, bytes(32)).kept()
    safe = max(length for at, length in typed if at < killed - 2)
    assert len(draft.content["words"]) >= safe > 20
