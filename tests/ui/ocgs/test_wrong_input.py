"""The dialogs of a group's life with wrong input: each mistake is said under its field, and mended in place."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from soc_desk.services import ocgs, periods
from soc_desk.services.ocg_life import leadership, relations, reviews, scores, tiers
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import Confidence, Post, RelationKind
from tests.ui.ocgs.steps import at_record, shown
from tests.ui.poca.steps import fill, problems
from ui.desk import Desk
from ui.forms.lead import LeadDialog
from ui.forms.relation import RelationDialog
from ui.forms.review import ReviewDialog
from ui.forms.score import ScoreForm
from ui.forms.tier import TierDialog
from ui.main_window import MainWindow
from ui.pages.ocgs import OcgsPage

TOMORROW = f"{periods.today() + timedelta(days=1):%d/%m/%Y}"
IN_TWO_MONTHS = f"{periods.today() + timedelta(days=60):%d/%m/%Y}"
LONG_AGO = "1/2/2020"
OFFICER = UUID(int=2)


@dataclass(frozen=True)
class Dialog:
    """A dialog: its action, its class, what it is filled with when it is right, and what is read of what it kept."""

    action: str
    kind: type
    right: dict[str, Any]
    read: Any
    wrong: list[tuple[dict[str, Any], dict[str, str]]] = field(default_factory=list)


DIALOGS = (
    Dialog(
        "tier", TierDialog, {"tier": "Tier 2", "meeting": "Force TT&CG", "decided_on": "today", "reason": "Quieter."},
        tiers.history, [
            ({"tier": ""}, {"tier": "Choose the tier."}),
            ({"tier": "Tier 9"}, {"tier": "“Tier 9” is not on the list. Choose one of the list."}),
            ({"tier": "Tier 1"}, {"tier": "The group has that tier already."}),
            ({"meeting": " "}, {"meeting": "Name the meeting that decided, such as Force TT&CG."}),
            ({"reason": ""}, {"reason": "Say what the meeting decided, and why."}),
            ({"decided_on": TOMORROW}, {"decided_on": "The meeting lies in the future"}),
            ({"decided_on": "31/2/2026"}, {"decided_on": "There is no 31 February 2026."}),
        ],
    ),
    Dialog(
        "lead", LeadDialog,
        {"post": Post.SRO, "user_id": OFFICER, "name": "", "agency": "", "since_on": "today", "reason": "Agreed."},
        leadership.history, [
            ({"user_id": None}, {"user_id": "Choose who takes over, or name a partner below."}),
            ({"user_id": "Nobody at all"}, {"user_id": "is not on the list"}),
            ({"name": "Cllr Vale"}, {"name": "Either choose a colleague or name a partner, not both."}),
            ({"user_id": None, "name": "Cllr Vale"}, {"agency": "Name the partner's agency"}),
            ({"since_on": TOMORROW}, {"since_on": "The day lies in the future; name them once they have taken over."}),
        ],
    ),
    Dialog(
        "review", ReviewDialog,
        {"reviewed_on": "today", "outcome": "Quieter.", "next_due_on": TOMORROW}, reviews.history, [
            ({"outcome": " "}, {"outcome": "Say what the review found."}),
            ({"reviewed_on": ""}, {"reviewed_on": "Enter the day of the review."}),
            ({"reviewed_on": "someday"}, {"reviewed_on": "someday"}),
            ({"reviewed_on": TOMORROW, "next_due_on": IN_TWO_MONTHS}, {"reviewed_on": "The day lies in the future"}),
            ({"next_due_on": "today"}, {"next_due_on": "The next review comes after this one; enter a later day."}),
        ],
    ),
    Dialog(
        "relate", RelationDialog, {"kind": RelationKind.RIVAL, "from_on": "today", "to_on": "", "note": "Reported."},
        relations.of, [
            ({"kind": None}, {"kind": "Choose how they stand to each other."}),
            ({"other_id": None}, {"other_id": "Choose the other group."}),
            ({"other_id": "Group of nobody"}, {"other_id": "is not on the list"}),
            ({"to_on": LONG_AGO}, {"to_on": "It ends before it begins; check both days."}),
            ({"from_on": TOMORROW}, {"from_on": "The day has not come yet; relate them once it has."}),
        ],
    ),
)  # fmt: skip


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda each: each.action)
def test_each_mistake_is_said_under_its_field(
    dialog: Dialog, store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, kestrel: UUID,
    window: MainWindow,
) -> None:  # fmt: skip
    at_record(page, desk, harrier)
    window.action(f"ocgs.{dialog.action}").trigger()
    desk.settle()
    (open_,) = shown(window, dialog.kind)
    right = dialog.right | ({"other_id": kestrel} if dialog.kind is RelationDialog else {})
    before = len(store.read(founder, dialog.read, harrier))
    for wrong, told in dialog.wrong:
        fill(open_.form, **{**right, **wrong})
        open_.do.click()
        desk.settle()
        said = problems(open_.form)
        assert set(said) == set(told), wrong
        assert all(words in said[name] for name, words in told.items()), said
        assert all(sentence.endswith(".") for sentence in said.values()), said
        assert open_.do.isEnabled()
    assert len(store.read(founder, dialog.read, harrier)) == before
    fill(open_.form, **right)
    open_.do.click()
    desk.settle()
    assert shown(window, dialog.kind) == []
    assert window.notices.said.endswith(".")
    assert len(store.read(founder, dialog.read, harrier)) > before


def test_a_score_asks_for_every_answer_and_a_day_that_has_come(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    window.action("ocgs.score").trigger()
    desk.settle()
    form = window.stage.sheet
    assert isinstance(form, ScoreForm)
    before = len(store.read(founder, scores.history, harrier))
    form.save_button.click()
    assert all("choose Unknown where nobody knows." in each.shown_problem for each in form.questions.values())
    assert form.last.field("confidence").shown_problem == "Say how sure you are."
    for question in form.questions.values():
        question.field.set_value("unknown")
        question.field.edited.emit()  # type: ignore[attr-defined]  # every field has it
    assert form.total.text().startswith("0 to ")  # Unknown is no zero
    for day, told in ((TOMORROW, "The day lies in the future"), ("yesterweek", "yesterweek")):
        fill(form.last, confidence=Confidence.LOW, scored_on=day)
        form.save_button.click()
        desk.settle()
        assert told in form.last.field("scored_on").shown_problem
    fill(form.last, scored_on="today")
    form.save_button.click()
    desk.settle()
    assert window.stage.sheet is None
    assert len(store.read(founder, scores.history, harrier)) == before + 1
    assert store.read(founder, ocgs.detail, harrier, periods.today()).row.assessed_on == periods.today()


def test_ctrl_s_pressed_twice_keeps_one_score(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow, qtbot: QtBot
) -> None:
    at_record(page, desk, harrier)
    window.action("ocgs.score").trigger()
    desk.settle()
    form = window.stage.sheet
    assert isinstance(form, ScoreForm)
    before = len(store.read(founder, scores.history, harrier))
    for question in form.questions.values():
        question.field.set_value("unknown")
    fill(form.last, confidence=Confidence.LOW, scored_on="today")
    for _ in range(2):  # the answer to the first comes when the desk settles
        qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert not form.save_button.isEnabled()
    desk.settle()
    assert len(store.read(founder, scores.history, harrier)) == before + 1
    assert window.stage.sheet is None
