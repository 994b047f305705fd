"""Papers of a case filled from its record: what they say, and what the record does not say yet, as a list of gaps.

No court form is hard-wired: since 2018 applications are "in writing" (SI 2017/1291), and these hold the particulars of
the former forms (SI 2002/2998, Forms A, C, G). A particular that is missing is a gap with a number, never a blank.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.domain import PocaCase
from soc_desk.errors import Invalid
from soc_desk.services.poca import cases
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.paper_contents import FILL, Section, Writing
from soc_desk.services.prints import Addressed, PrintFurniture, furnish, rehearse, wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS
from soc_desk.vocabulary.poca import OrderResult, Paper, SearchApproval


@dataclass(frozen=True, kw_only=True)
class PaperDraft:
    """Which paper of a case, and for a notice to a person whom it is for (a ``PersonRow.id``)."""

    paper: Paper | None = None
    person_id: UUID | None = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.paper is not None else {"paper": "Choose the paper."}


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A paper as the record fills it. ``gaps`` are whole sentences; the same number stands where the gap is."""

    paper: Paper
    reference: str
    title: str
    law: str
    sections: tuple[Section, ...]
    gaps: tuple[str, ...]
    signed_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PaperPrint:
    """What is drawn: the paper, and what the print says about itself."""

    furniture: PrintFurniture
    filled: Filled


def papers_of(shown: CaseDetail) -> tuple[Paper, ...]:
    """The papers that make sense for a case as it stands; the chronology always does."""
    detained = any(order.kind.detains and order.result is OrderResult.MADE for order in shown.orders)
    found = [Paper.FURTHER_APPLICATION if detained else Paper.DETENTION_APPLICATION, Paper.NOTICE_TO_PERSON]
    if detained:
        found += [Paper.FORFEITURE_NOTICE, Paper.FORFEITURE_APPLICATION]
    elif shown.draft.search_approval in (SearchApproval.NONE, SearchApproval.SENIOR_OFFICER):
        found.append(Paper.APPOINTED_PERSON)
    return (*found, Paper.RELEASE, Paper.CHRONOLOGY)


def fill(session: Session, case_id: UUID, draft: PaperDraft, now: datetime) -> Filled:
    """The paper as the record fills it now (wall time); raises Invalid without a paper, NotFound without the case."""
    if (problems := draft.problems()) or draft.paper is None:
        raise Invalid(problems)
    shown = cases.detail(session, case_id, now=now)
    writing = Writing(shown, draft.person_id)
    title, law = FILL[draft.paper](writing)
    reference = shown.row.reference
    signs = draft.paper is not Paper.CHRONOLOGY
    return Filled(
        paper=draft.paper, reference=reference, title=title, law=law, sections=tuple(writing.sections),
        gaps=tuple(writing.gaps), signed_by=("Signed", "Name, rank and number", "Date and time") if signs else (),
    )  # fmt: skip


@use_case("Print a paper of a POCA case", needs=WRITERS)
def print_out(work: Work, case_id: UUID, draft: PaperDraft, to: Addressed) -> PaperPrint:
    """Log the disclosure, which the case notes, and give back what is to be drawn, its print id included."""
    filled = fill(work.session, case_id, draft, wall(work.now))
    furniture = furnish(
        work, filled.title, to, records=1, unit=f"Case {filled.reference}", about=[work.get(PocaCase, case_id)]
    )
    return PaperPrint(furniture=furniture, filled=filled)


@use_case("Preview a paper of a POCA case", needs=READERS)
def preview(work: Work, case_id: UUID, draft: PaperDraft) -> PaperPrint:
    """What the paper would say now, for the screen alone: a consultation is logged, and it carries no print id."""
    filled = fill(work.session, case_id, draft, wall(work.now))
    work.consult(work.get(PocaCase, case_id))
    return PaperPrint(furniture=rehearse(work, filled.title, unit=f"Case {filled.reference}"), filled=filled)
