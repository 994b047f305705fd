"""The steps of a group's life, who may know of it, and the individuals and vulnerabilities beside it."""

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from soc_desk.services import archiving, ocgs, periods, subject_rows, subjects
from soc_desk.services.archiving import ArchiveDraft
from soc_desk.services.ocg_life import leadership
from soc_desk.services.ocg_life.leadership import LeadDraft
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.plans import rows
from soc_desk.services.rehoming import Home
from soc_desk.services.subjects import SubjectDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, Role, SubjectKind, SubjectStatus
from soc_desk.vocabulary.ocg import ArchiveReason, NewHome, Post
from tests import factories, factories_intelligence, factories_plan
from tests.ui.conftest import Sit, WindowMaker
from tests.ui.ocgs.steps import at_record, consultations, names, opened, shown, shown_marks, status_of, take
from tests.ui.ways import all_words
from ui.desk import Desk, InlineLane
from ui.dialog import Question
from ui.forms.access import AccessDialog
from ui.forms.archiving import ArchiveForm, ReactivateForm
from ui.forms.score import ScoreForm
from ui.forms.validate import ValidateDialog
from ui.main_window import MainWindow
from ui.ocgs import views
from ui.ocgs.facts import step_words
from ui.ocgs.steps import ARCHIVE, REACTIVATE, guard
from ui.pages.ocgs import OcgsPage, rail_count
from ui.widgets.typed import format_date


def validating(page: OcgsPage, desk: Desk, window: MainWindow) -> ValidateDialog:
    page.validate_current()
    desk.settle()
    (dialog,) = shown(window, ValidateDialog)
    return dialog


def validate(dialog: ValidateDialog, desk: Desk, words: str) -> None:
    dialog.form.field("reason").field.set_value(words)
    dialog.act()
    desk.settle()
    desk.settle()


def test_validating_shows_what_is_missing_and_makes_a_proposed_group_active(
    store: Store, founder: Actor, coordinator: Actor, page: OcgsPage, desk: Desk, window: MainWindow
) -> None:
    teasel = factories.mapped(store, coordinator, name="Teasel")
    at_record(page, desk, teasel)
    dialog = validating(page, desk, window)
    assert not dialog.do.isEnabled()
    assert [line.accessibleName().partition(":")[0] for line in dialog.lines] == [
        "In order", "Missing", "Missing", "Missing",
    ]  # fmt: skip
    dialog.lines[1].asked.emit("score")
    assert isinstance(window.stage.sheet, ScoreForm)
    window.stage.sheet.finish()
    factories.score(store, coordinator, teasel)
    lead = LeadDraft(post=Post.LRO, user_id=founder.id)
    store.write(coordinator, leadership.appoint, teasel, factories.version(store, founder, teasel), lead)
    page.refresh()
    desk.settle()
    dialog = validating(page, desk, window)
    validate(dialog, desk, "")
    assert "fewer than three members" in dialog.form.field("reason").shown_problem
    validate(dialog, desk, "Two known, a third seen.")
    assert status_of(store, founder, teasel) is SubjectStatus.ACTIVE
    assert [mark.words for mark in shown_marks(page)] == ["Active"]


def test_who_mapped_it_does_not_validate_it(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, window: MainWindow
) -> None:
    own = factories.mapped(store, founder, name="Teasel")
    factories.score(store, founder, own)
    lead = LeadDraft(post=Post.LRO, user_id=founder.id)
    store.write(founder, leadership.appoint, own, factories.version(store, founder, own), lead)
    at_record(page, desk, own)
    dialog = validating(page, desk, window)
    validate(dialog, desk, "Two known.")
    assert "somebody other than the person who mapped it" in dialog.refusal.text()
    assert status_of(store, founder, own) is SubjectStatus.PROPOSED


def test_archiving_asks_for_all_that_goes_with_it(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow, qtbot: QtBot
) -> None:
    other = factories.ocg(store, founder, name="Yarrow")
    for title in ("Visit the depot", "Ask the landlord", "Brief the council"):
        factories_plan.action(store, founder, harrier, title=title)
    at_record(page, desk, harrier)
    page.move_current()
    desk.settle()
    (form,) = shown(window, ArchiveForm)
    form.save()
    assert form.form.field("words").shown_problem == "Say in words why."
    assert not form.form.field("lessons").isVisible()  # there is no plan to close
    form.form.load(
        replace(form.form.draft(), archive_reason=ArchiveReason.DISMANTLED, words="x", rocu_told_on=periods.today())
    )
    form.save()
    desk.settle()
    assert "have no home" in form.form.field("homes").shown_problem
    first, second, third = form.homes.lines
    first.set_value(Home(id=first.one.id, way=NewHome.LEFT, reason="The council goes on with it"))
    kept = form.content()
    form.homes.spread()
    assert [line.value().reason for line in form.homes.lines] == ["The council goes on with it"] * 3
    form.resume(kept)
    assert [line.value().way for line in form.homes.lines] == [NewHome.LEFT, None, None]
    second.set_value(Home(id=second.one.id, way=NewHome.GROUP, group_id=other))
    third.set_value(Home(id=third.one.id, way=NewHome.OWNER, owner_id=founder.id))
    told = {"archive_reason": ArchiveReason.DISMANTLED, "words": "All convicted", "rocu_told_on": periods.today()}
    form.form.load(replace(form.form.draft(), **told))
    form.save()
    desk.settle()
    assert status_of(store, founder, harrier) is SubjectStatus.ARCHIVED
    (moved,) = store.read(founder, rows.plan_of, other, periods.today()).actions
    assert moved.id == second.one.id
    page.move_current()
    desk.settle()
    (empty,) = shown(window, ReactivateForm)
    qtbot.keyClick(empty, Qt.Key.Key_Escape)
    assert window.stage.sheet is None  # nothing was typed: nothing to ask
    page.move_current()
    desk.settle()
    (review,) = shown(window, ReactivateForm)
    assert "score it anew" in review.told.text()
    review.form.load(replace(review.form.draft(), reason="Concerned another gr"))
    review.typed()
    qtbot.keyClick(review, Qt.Key.Key_Escape)  # which asks first, and decides nothing
    desk.settle()
    (asked,) = shown(window, Question)
    assert store.read(founder, ocgs.detail, harrier, periods.today()).steps[-1].before is SubjectStatus.ACTIVE
    asked.reject()
    review.form.load(replace(review.form.draft(), reason="Concerned another group"))
    review.leave_archived()
    desk.settle()
    steps = store.read(founder, ocgs.detail, harrier, periods.today()).steps
    assert steps[-1].reason == "Concerned another group."
    assert step_words(steps[-1]) == "Reviewed: left archived"


def test_who_may_not_decide_is_told_before_anything_is_filled_in(
    store: Store, founder: Actor, coordinator: Actor, supervisor: Actor, harrier: UUID, sit: Sit
) -> None:
    post = LeadDraft(post=Post.LRO, user_id=supervisor.id)
    store.write(founder, leadership.appoint, harrier, factories.version(store, founder, harrier), post)
    above, beside = sit(supervisor), sit(coordinator)
    above.window.open_sheet(ArchiveForm(above.desk, above.window, harrier))
    above.settle()
    (form,) = shown(above.window, ArchiveForm)
    assert not form.save_button.isEnabled()
    assert form.save_button.toolTip() == form.banner.text
    assert form.banner.text.startswith("Whoever leads a group")
    facts = store.read(coordinator, subject_rows.access, harrier)
    dialog = AccessDialog(beside.desk, harrier, facts, print)
    beside.window.open_dialog(dialog)
    assert "Only the owner of the record, or a supervisor" in all_words(dialog)
    assert not any(part.isEnabled() for part in (dialog.do, dialog.access, dialog.people))
    gone = ArchiveDraft(id=harrier, archive_reason=ArchiveReason.DISMANTLED, words="Gone", rocu_told_on=periods.today())
    store.write(founder, archiving.archive_ocg, gone)
    factories_intelligence.intelligence(store, founder, harrier, ir_ref="IR 8", received_on=periods.today())
    above.window.open_sheet(ReactivateForm(above.desk, above.window, harrier))
    above.settle()
    (review,) = shown(above.window, ReactivateForm)
    assert (review.leave_button.isEnabled(), review.save_button.isEnabled()) == (True, False)
    assert review.save_button.toolTip() == "A coordinator decides on a reactivation. Ask yours."
    archived, new, *_ = review.told.text().splitlines()
    assert archived.startswith(f"Archived {format_date(periods.today())} by F. Ounder: Dismantled. Gone.")
    assert new == f"New: IR 8, graded 1/B/P, received {format_date(periods.today())}."


def test_rejecting_is_the_end(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, kestrel: UUID, window: MainWindow
) -> None:
    at_record(page, desk, kestrel)
    page.move_current()
    take(window, desk, "Mapped twice.")
    desk.settle()
    assert status_of(store, founder, kestrel) is SubjectStatus.REJECTED
    page.move_current()
    assert "end of its life" in window.notices.text


def test_guards_say_how_to_mend_it(store: Store, founder: Actor, harrier: UUID, kestrel: UUID) -> None:
    rows = {row.id: row for row in store.read(founder, ocgs.page, OcgFilter())}
    assert guard(rows[harrier], ARCHIVE, frozenset({Role.SUPERVISOR})) == ""
    assert guard(rows[harrier], ARCHIVE, frozenset({Role.COORDINATOR})).startswith("A supervisor signs off")
    assert guard(rows[kestrel], REACTIVATE, frozenset(Role)).endswith("choose Lead.")


def test_a_closed_group_is_nowhere_for_who_may_not_know(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, kestrel: UUID, make_window: WindowMaker
) -> None:
    store.write(founder, subjects.set_access, harrier, factories.version(store, founder, harrier), Access.SEALED, ())
    theirs = Desk(store, officer, InlineLane())
    window = make_window(by=theirs)
    page = opened(window, theirs, view=views.ALL)
    assert names(page) == ["Kestrel"]
    assert page.register.facts.text() == "1 group: 1 proposed"
    assert store.read(officer, rail_count, officer) == (1, 0)
    window.open_page("ocgs", record=harrier)
    theirs.settle()
    assert page.stack.currentWidget() is page.register
    assert "does not exist" in window.notices.text
    theirs.close()


def test_naming_people_opens_it_to_them_alone(
    store: Store, officer: Actor, colleague: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    page.access_current()
    desk.settle()
    (dialog,) = shown(window, AccessDialog)
    assert not dialog.people.isVisible()
    dialog.access.set_value(Access.RESTRICTED)
    dialog._follow()
    dialog.search.setText("fficer")
    items = [dialog.people.item(n) for n in range(dialog.people.count()) if not dialog.people.item(n).isHidden()]
    assert [item.text() for item in items] == [officer.display]
    items[0].setCheckState(Qt.CheckState.Checked)
    dialog.act()
    desk.settle()
    assert [row.id for row in store.read(officer, ocgs.page, OcgFilter())][:1] == [harrier]
    assert harrier not in [row.id for row in store.read(colleague, ocgs.page, OcgFilter())]


def test_shutting_oneself_out_is_said_first(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, kestrel: UUID, window: MainWindow
) -> None:
    at_record(page, desk, kestrel)
    page.access_current()
    desk.settle()
    (dialog,) = shown(window, AccessDialog)
    assert not dialog.warning.isVisible()
    dialog.access.set_value(Access.SEALED)
    dialog._follow()
    assert dialog.warning.isVisible()
    dialog.act()
    desk.settle()
    desk.settle()
    assert page.stack.currentWidget() is page.register
    assert store.read(founder, rail_count, founder) == (1, 0)


@pytest.fixture
def individual(store: Store, founder: Actor) -> UUID:
    kind = SubjectKind.PRIORITY_INDIVIDUAL
    return store.write(founder, subjects.record, SubjectDraft(kind=kind, name="Individual Wren")).value


def test_individuals_and_vulnerabilities_are_found_beside_the_groups(
    store: Store, founder: Actor, individual: UUID, page: OcgsPage, desk: Desk
) -> None:
    store.write(founder, subjects.record, SubjectDraft(kind=SubjectKind.VULNERABILITY, name="Empty shops"))
    page.show_kind(SubjectKind.VULNERABILITY)
    desk.settle()
    assert [row.name for _, row in page.others.model.in_memory()] == ["Empty shops"]
    page.show_kind(SubjectKind.PRIORITY_INDIVIDUAL)
    desk.settle()
    assert [row.name for _, row in page.others.model.in_memory()] == ["Individual Wren"]
    assert page.others.facts.text() == "1 recorded"


def test_a_search_hit_on_an_individual_is_shown_and_logged(
    store: Store, founder: Actor, individual: UUID, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.open_page("ocgs", record=individual)
    desk.settle()
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    assert page.stack.currentWidget() is page.others
    assert page.others.row is not None
    assert page.others.row.id == individual
    qtbot.waitUntil(lambda: not page.others._soon.isActive())
    desk.settle()
    assert consultations(store, founder, individual) == 1
    assert store.write(founder, subject_rows.look, individual).value.disruptions == 0


def test_who_may_know_of_an_individual_is_changed_in_the_same_way(
    store: Store, founder: Actor, officer: Actor, individual: UUID, window: MainWindow, desk: Desk
) -> None:
    window.open_page("ocgs", record=individual)
    desk.settle()
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    page.access_current()
    desk.settle()
    (dialog,) = shown(window, AccessDialog)
    dialog.access.set_value(Access.RESTRICTED)
    dialog.act()
    desk.settle()
    assert store.read(officer, subject_rows.list_rows, SubjectKind.PRIORITY_INDIVIDUAL) == []
    assert store.read(founder, subject_rows.access, individual).access is Access.RESTRICTED
