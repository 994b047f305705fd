"""The intelligence page as people use it: linking with the warning live, the register, the review, the backlog."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QPushButton

from soc_desk.services import history, ocgs, periods, subjects
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory
from soc_desk.vocabulary.ocg import HandlingGrade
from tests import factories, factories_intelligence, factories_ocg
from tests.ui.conftest import WindowMaker
from tests.ui.ways import all_words
from ui.desk import Desk, InlineLane
from ui.forms.archiving import ArchiveForm
from ui.forms.backlog import BacklogForm
from ui.forms.intelligence import IntelligenceForm
from ui.main_window import MainWindow
from ui.ocgs.intelligence_of import IntelligenceOf
from ui.pages.intelligence import IntelligencePage, rail_count


def opened(window: MainWindow, desk: Desk, **where: object) -> IntelligencePage:
    window.open_page("intelligence", **where)  # type: ignore[arg-type]
    desk.settle()
    page = window.way.page
    assert isinstance(page, IntelligencePage)
    return page


def sheet(window: MainWindow, kind: type) -> object:
    (found,) = (form for form in window.findChildren(kind) if form.isVisible())
    return found


def looked(store: Store, reader: Actor, id_: UUID) -> int:
    return sum(e.category is AuditCategory.CONSULTATION for e in store.read(reader, history.history, id_))


@pytest.fixture
def harrier(store: Store, officer: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(store, officer, coordinator, mapped_on=periods.today() - timedelta(days=300))


def test_what_a_report_bears_on_is_turned_beside_it(
    store: Store, founder: Actor, harrier: UUID, window: MainWindow, desk: Desk
) -> None:
    report = factories_intelligence.intelligence(store, founder, harrier, received_on=periods.today())
    page = opened(window, desk)
    page.show_record(report)
    desk.settle()
    for words, clock, last in (
        ("Say it bears on a member alone", "Does not relate to the group’s activity", None),
        ("Say it bears on what the group does", "Restarts the clock", periods.today()),
    ):
        desk.settle()
        (turn,) = [b for b in page.inspector.findChildren(QPushButton) if b.text() == words and b.isVisible()]
        turn.click()
        desk.settle()
        desk.settle()
        (row,) = [row for _, row in page.register.model.in_memory()]
        assert row.clock_words == clock
        assert clock in all_words(page.inspector)
        assert store.read(founder, ocgs.detail, harrier, periods.today()).row.last_intelligence_on == last


def test_what_is_on_a_person_alone_bears_on_no_group(
    store: Store, founder: Actor, window: MainWindow, desk: Desk
) -> None:
    report = factories_intelligence.intelligence(store, founder, None, person_id=factories_ocg.person(store, founder))
    page = opened(window, desk)
    page.show_record(report)
    desk.settle()
    window.action("intelligence.relates").trigger()
    assert "bears on no group" in window.notices.text


def test_a_report_is_linked_with_the_warning_live(
    store: Store, founder: Actor, harrier: UUID, window: MainWindow, desk: Desk
) -> None:
    page = opened(window, desk)
    page.link_new()
    desk.settle()
    form = sheet(window, IntelligenceForm)
    assert isinstance(form, IntelligenceForm)
    form.save()
    assert form.form.field("ir_ref").shown_problem.startswith("Enter the reference")
    whole = factories_intelligence.draft(harrier, summary="The informant saw the van.")
    form.form.load(replace(whole, received_on=periods.today()))
    form.form.edited.emit()
    assert "“informant”" in form.warning.accessibleName()
    form.save()
    assert "identifies a source" in form.form.field("source_checked").shown_problem
    form.form.load(replace(form.form.draft(), summary="The van was seen at the depot."))
    form.form.edited.emit()
    assert not form.warning.isVisible()
    form.save()
    desk.settle()
    window.doing.undo()
    desk.settle()
    assert [row for _, row in page.register.model.in_memory()] == []
    assert "was taken away again" in window.notices.said
    factories_intelligence.intelligence(store, founder, harrier)
    desk.ask_news()
    desk.settle()
    page.refresh()
    desk.settle()
    (row,) = [row for _, row in page.register.model.in_memory()]
    assert (row.ir_ref, row.grade, row.subject_id) == ("IR 4471/26", "1/B/P", harrier)
    assert "as P," in page.register.said
    page.show_record(row.id)
    desk.settle()
    assert looked(store, founder, row.id) == 1
    page.edit_current()
    desk.settle()
    changed = sheet(window, IntelligenceForm)
    assert isinstance(changed, IntelligenceForm)
    changed.form.load(replace(changed.form.draft(), handling=HandlingGrade.CONDITIONS, conditions="Ask first."))
    changed.save()
    desk.settle()
    assert page.register.said.endswith("1 of 1 has conditions of their own.")
    assert (
        len([e for e in store.read(founder, history.history, row.id) if e.category is AuditCategory.CONSULTATION]) == 1
    )


def test_what_has_conditions_is_shown_before_it_leaves(
    store: Store, founder: Actor, harrier: UUID, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    factories_intelligence.intelligence(store, founder, harrier)
    factories_intelligence.intelligence(
        store, founder, harrier, ir_ref="IR 2", handling=HandlingGrade.CONDITIONS, conditions="Ask first."
    )
    page = opened(window, desk)
    asked: list[tuple[str, str, list[str]]] = []
    window.ask = lambda title, text, *answers: (  # type: ignore[method-assign]
        asked.append((title, text, [answer.verb for answer in answers])),
        answers[0].then(),
    )
    page.export_csv()
    desk.settle()
    assert asked == [
        ("1 of these have handling conditions", "IR 2: Lawful sharing permitted with conditions: Ask first.",
         ["Leave them out", "Include them: I keep to these"]),
    ]  # fmt: skip
    from ui.exporting import ExportDialog

    (dialog,) = (each for each in window.findChildren(ExportDialog) if each.isVisible())
    dialog.form.load(Addressed(recipient="Head of Crime", purpose="Tasking"))
    dialog.path.set_value(str(tmp_path / "out.csv"))
    dialog.export.click()
    desk.settle()
    told = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "IR 4471/26" in told
    assert "IR 2" not in told


def test_views_are_opened_and_kept(store: Store, founder: Actor, harrier: UUID, window: MainWindow, desk: Desk) -> None:
    factories_intelligence.intelligence(store, founder, harrier)
    older = {"source": None, "assessment": None, "handling": None, "legacy_grade": "B 2 4"}
    factories_intelligence.intelligence(store, founder, harrier, ir_ref="Old", **older)
    page = opened(window, desk, view="older")
    assert [row.ir_ref for _, row in page.register.model.in_memory()] == ["Old"]
    state = page.state()
    page.go(view="all")
    desk.settle()
    assert len(page.register.model.in_memory()) == 2
    page.restore(state)
    page.refresh()
    desk.settle()
    assert [row.ir_ref for _, row in page.register.model.in_memory()] == ["Old"]


def test_the_review_proposes_and_the_form_decides(
    store: Store, founder: Actor, harrier: UUID, window: MainWindow, desk: Desk
) -> None:
    assert store.read(founder, rail_count, founder) == 1
    page = opened(window, desk, view="review")
    (item,) = page.review.board.items
    assert item.when == "300 days"
    assert "the period of 183 days passed 117 days ago" in item.sub
    page.review.board.acted.emit(item)
    desk.settle()
    assert isinstance(sheet(window, ArchiveForm), ArchiveForm)


def test_the_backlog_is_entered_and_shown(store: Store, founder: Actor, window: MainWindow, desk: Desk) -> None:
    page = opened(window, desk, view="backlog")
    assert "Nobody has counted" in page.newest.text()
    page.count_backlog()
    desk.settle()
    form = sheet(window, BacklogForm)
    assert isinstance(form, BacklogForm)
    form.form.load(replace(form.form.draft(), counted_on=date(2026, 11, 1), waiting=214))
    form.save()
    desk.settle()
    assert page.newest.text().startswith("214 reports waited to be processed on 1 Nov 2026")


def test_a_group_shows_its_own(
    store: Store, founder: Actor, officer: Actor, colleague: Actor, harrier: UUID, window: MainWindow, desk: Desk,
    make_window: WindowMaker,
) -> None:  # fmt: skip
    factories_intelligence.intelligence(store, founder, harrier)
    window.open_page("ocgs", record=harrier)
    desk.settle()
    page = window.way.page
    page.record.open_part("intelligence")  # type: ignore[union-attr]
    desk.settle()
    (tab,) = window.findChildren(IntelligenceOf)
    assert [row.ir_ref for _, row in tab.model.in_memory()] == ["IR 4471/26"]
    store.write(
        officer, subjects.set_access, harrier, factories.version(store, officer, harrier), Access.RESTRICTED, ()
    )
    theirs = Desk(store, colleague, InlineLane())
    other = opened(make_window(by=theirs), theirs)
    assert other.register.model.in_memory() == []
    assert other.register.said == "0 items"
    assert store.read(colleague, ocgs.page, ocgs.OcgFilter()) == []
    theirs.close()
