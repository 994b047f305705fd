"""Papers of a case: filled from the record, what is missing listed and never left blank, logged as disclosures."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from soc_desk.domain import AuditEntry, Disclosure
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.reports import paper as drawing
from soc_desk.services.poca import papers
from soc_desk.services.poca.papers import PaperDraft, PaperPrint
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseState, Paper
from tests import factories_poca as factory
from tests.factories_poca import Clock

TO = Addressed(recipient="Reading Magistrates' Court", purpose="Application for detention")


def text_of(printed: PaperPrint) -> str:
    out = BytesIO()
    drawing.draw(printed, out)
    return "\n".join(page.extract_text() for page in PdfReader(out).pages)


def flat(printed: PaperPrint) -> str:
    return " ".join(text_of(printed).split())


@pytest.mark.parametrize("paper", list(Paper))
def test_every_paper_is_drawn_marked_and_says_what_is_missing(
    timed: Store, champion: Actor, ticking: Clock, paper: Paper
) -> None:
    case = factory.in_state(timed, champion, ticking, CaseState.DETAINED)
    printed = timed.write(champion, papers.print_out, case, PaperDraft(paper=paper), TO).value
    text = flat(printed)
    assert "OFFICIAL-SENSITIVE" in text
    assert printed.furniture.print_id in text
    assert printed.filled.reference in text
    for gap in printed.filled.gaps:
        assert gap in text
    numbers = {int(number) for number in re.findall(r"\(gap (\d+)\)", " ".join(_values(printed)))}
    assert numbers <= set(range(1, len(printed.filled.gaps) + 1))
    assert all(value.strip() for value in _values(printed))


def _values(printed: PaperPrint) -> list[str]:
    return [value for section in printed.filled.sections for _, value in section.facts]


def test_a_first_application_is_filled_from_the_record(timed: Store, champion: Actor, ticking: Clock) -> None:
    case = factory.in_state(timed, champion, ticking, CaseState.FIRST_PENDING)
    printed = timed.write(champion, papers.print_out, case, PaperDraft(paper=Paper.DETENTION_APPLICATION), TO).value
    text = flat(printed)
    for words in (
        "Thu 2 Apr 2026 15:00 (Europe/London)", "14 Example Road, Slough", "POCA 2002 s.294(1)", "£6,150.00",
        "Sam Ample", "Bundled notes beside a ledger of debts.", "Reading Magistrates' Court", "Wed 8 Apr 2026 15:00",
        "AE/1",
    ):  # fmt: skip
        assert words in text, words
    assert "Why detention is justified is not recorded." in printed.filled.gaps
    assert "Local policing area is not recorded." in printed.filled.gaps


def test_a_complete_record_leaves_no_gap(timed: Store, champion: Actor, ticking: Clock) -> None:
    case = factory.in_state(timed, champion, ticking, CaseState.NOTICE_RUNNING)
    filled = timed.read(champion, papers.fill, case, PaperDraft(paper=Paper.FORFEITURE_NOTICE), factory.FIRST_ORDER)
    assert filled.gaps == ()
    told = {name: value for section in filled.sections for name, value in section.facts}
    assert told["Objections are received until the end of"] == "1 Jul 2026"
    assert told["Given by"] == "A. Senior, Inspector"


def test_the_chronology_tells_everything_in_order(timed: Store, champion: Actor, ticking: Clock) -> None:
    case = factory.in_state(timed, champion, ticking, CaseState.CLOSED)
    filled = timed.read(champion, papers.fill, case, PaperDraft(paper=Paper.CHRONOLOGY), factory.FIRST_ORDER)
    happened = [row[1] for section in filled.sections if section.heading == "Chronology" for row in section.rows]
    wanted = ["Seized", "Detention order made", "Forfeiture application lodged", "Forfeiture ordered", "Closed"]
    places = [happened.index(what) for what in wanted]
    assert places == sorted(places)


def test_a_print_is_a_disclosure_that_the_case_notes(timed: Store, champion: Actor, ticking: Clock) -> None:
    case = factory.in_state(timed, champion, ticking, CaseState.SEIZED)
    printed = timed.write(champion, papers.print_out, case, PaperDraft(paper=Paper.CHRONOLOGY), TO).value
    logged = timed.read(
        champion, lambda session: session.execute(select(Disclosure.reference, Disclosure.recipient)).one()
    )
    assert tuple(logged) == (printed.furniture.print_id, TO.recipient)
    noted = select(AuditEntry.recipient).where(AuditEntry.record_id == case, AuditEntry.action == "disclosed")
    assert timed.read(champion, lambda session: session.scalars(noted).all()) == [TO.recipient]


def test_a_preview_leaves_no_disclosure(timed: Store, champion: Actor, ticking: Clock) -> None:
    case = factory.in_state(timed, champion, ticking, CaseState.SEIZED)
    printed = timed.write(champion, papers.preview, case, PaperDraft(paper=Paper.CHRONOLOGY)).value
    assert "PREVIEW" in text_of(printed)
    assert timed.read(champion, lambda session: session.scalars(select(Disclosure.id)).all()) == []


def test_which_papers_make_sense_follows_the_case(timed: Store, champion: Actor, ticking: Clock) -> None:
    fresh = factory.look(timed, champion, factory.in_state(timed, champion, ticking, CaseState.SEIZED))
    assert Paper.DETENTION_APPLICATION in papers.papers_of(fresh)
    assert Paper.FORFEITURE_NOTICE not in papers.papers_of(fresh)
    held = factory.look(timed, champion, factory.in_state(timed, champion, ticking, CaseState.DETAINED))
    assert Paper.FURTHER_APPLICATION in papers.papers_of(held)


def test_an_application_not_yet_lodged_borrows_nothing_from_the_order_before(
    timed: Store, champion: Actor, ticking: Clock
) -> None:
    held = factory.in_state(timed, champion, ticking, CaseState.DETAINED)
    asked = PaperDraft(paper=Paper.FURTHER_APPLICATION)
    filled = timed.read(champion, papers.fill, held, asked, factory.FIRST_ORDER)
    assert {f"{what} is not recorded." for what in ("Court", "Lodged on", "Hearing")} <= set(filled.gaps)


def test_no_paper_and_no_right_are_refused(timed: Store, champion: Actor, auditor: Actor, ticking: Clock) -> None:
    case = factory.in_state(timed, champion, ticking, CaseState.SEIZED)
    with pytest.raises(Invalid) as refused:
        timed.read(champion, papers.fill, case, PaperDraft(), factory.FIRST_ORDER)
    assert refused.value.problems == {"paper": "Choose the paper."}
    with pytest.raises(NotAllowed):
        timed.write(auditor, papers.print_out, case, PaperDraft(paper=Paper.CHRONOLOGY), TO)
