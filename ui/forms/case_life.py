"""Forms of the rest of a case's life: papers served, a changed time, a new seizure, reports, JARD, the end."""

from typing import Any

from soc_desk.services import periods
from soc_desk.services.poca import closing, confiscation, money, orders, others, people, reseizure, time_change
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.drafts import (
    JardDraft,
    ReasonDraft,
    ReportDraft,
    ReseizureDraft,
    SeizeDraft,
    ServiceDraft,
    TimeChangeDraft,
    TimeDecisionDraft,
)
from soc_desk.services.poca.other_drafts import EndDraft
from soc_desk.services.poca.words import moment_words
from soc_desk.vocabulary.poca import Limb, Paper, SeizurePower, ServiceMethod
from ui.desk import Desk
from ui.lanes import Reply
from ui.poca import fields
from ui.poca.step_sheet import Detail, Step
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

_RULES = "Nothing that anybody else may do alone: the clock runs on by the old time until a second person agrees."


def _reason(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001 - every form has the same shape
    form.add_row(Entry("reason", "&Why", fields.note("", 3)))


def _service(form: Form[Any], shown: Detail) -> None:
    people_ = ((person.id, person.name or person.role.label) for person in shown.people)
    form.add_row(
        Entry("paper", "&Paper", fields.choice(Paper), share=2), Entry("person_id", "On &whom", fields.offered(people_))
    )
    form.add_row(Entry("served_at", "&Served at", fields.moment()), Entry("how", "&How", fields.choice(ServiceMethod)))
    form.add_row(Entry("served_by", "&By", fields.line()), Entry("proof", "Proo&f", fields.line("Receipt, statement")))


def _time_change(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(Entry("seized_at", "&Right time of seizure", fields.moment()))
    form.add_row(Entry("reason", "&How it is known", fields.note("Body-worn video, pocket notebook", 3)))


def _start_time_change(shown: Detail) -> TimeChangeDraft:
    return TimeChangeDraft(seized_at=shown.row.seized_at)


def _time_decision(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    answers = Segmented([Option(True, "Agree"), Option(False, "Do not agree")])
    form.add_row(Entry("agreed", "&Answer", answers))
    form.add_row(Entry("note", "No&te", fields.note("What you checked it against")))


def _watch_time(_draft: TimeDecisionDraft, shown: Detail) -> str:
    waiting = _waiting(shown)
    if waiting is None:
        return "No change of the time of seizure waits for an answer."
    return f"{moment_words(waiting.before)} is to become {moment_words(waiting.after)}: {waiting.reason}"


def _waiting(shown: Detail) -> Any:
    changes = shown.time_changes if isinstance(shown, CaseDetail) else ()
    return next((change for change in changes if change.agreed is None), None)


def _decide(desk: Desk, shown: Detail, draft: TimeDecisionDraft) -> Reply[Any]:
    return desk.write(time_change.decide, _waiting(shown).id, draft)


def _seize(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    powers = (power for power in SeizurePower if power is not SeizurePower.PACE)
    form.add_row(Entry("seized_at", "&Seized at", fields.moment()), Entry("power", "&Power", fields.choice(powers)))
    form.add_row(Entry("limb", "S&uspected", fields.choice(Limb)))
    form.add_row(Entry("grounds", "&Grounds", fields.note("What makes it suspect", 3)))
    form.add_row(Entry("officer", "&Officer", fields.line()))


def _reseize(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(Entry("seized_at", "&Seized anew at", fields.moment()), Entry("place", "&Place", fields.line()))
    form.add_row(
        Entry("advice", "&Advised by", fields.line("The solicitor who advised it")),
        Entry("officer", "&Officer", fields.line()),
    )
    form.add_row(Entry("grounds", "&Grounds, as they are now", fields.note("", 3)))
    form.add_row(Entry("reason", "Wh&y it is seized anew", fields.note("")))


def _report(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(Entry("sent_on", "&Sent on", fields.day()))
    form.add_row(Entry("note", "No&te", fields.note()))


def _jard(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(Entry("jard_ref", "&JARD reference", fields.line()), Entry("updated_on", "&Updated on", fields.day()))


def _end(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(Entry("ended_on", "&On", fields.day()))
    form.add_row(Entry("reason", "&How or why", fields.note("", 3)))


LIFE_STEPS: dict[str, Step] = {
    "serve": Step(
        key="serve", title="Log service of a paper", verb="Log service", use_case=people.serve, draft=ServiceDraft,
        rows=_service, start=lambda _shown: ServiceDraft(served_at=periods.now()),
    ),
    "time_change": Step(
        key="time_change", title="Change the time of seizure",
        done="a second person is asked to agree; until then the old time counts.",
        verb="Ask for it", use_case=time_change.ask,
        draft=TimeChangeDraft, rows=_time_change, start=_start_time_change, note=_RULES,
    ),
    "time_decision": Step(
        key="time_decision", title="Decide on a changed time of seizure",
        done="your answer is recorded.", verb="Decide", use_case=time_change.decide,
        draft=TimeDecisionDraft, rows=_time_decision, watch=_watch_time, write=_decide,
    ),
    "seize": Step(
        key="seize", title="Seize under POCA",
        done="it is seized under POCA; the 48 hours run.",
        verb="Seize", use_case=reseizure.seize, draft=SeizeDraft, rows=_seize,
        start=lambda _shown: SeizeDraft(seized_at=periods.now()),
        note="The 48 hours begin at the minute of the POCA seizure (Hickman).",
    ),
    "reseize": Step(
        key="reseize", title="Seize anew",
        done="it is seized anew; a new case begins.",
        verb="Seize anew", use_case=reseizure.reseize, draft=ReseizureDraft,
        rows=_reseize, is_grave=True,
        start=lambda shown: ReseizureDraft(seized_at=periods.now(), place=shown.row.place),
        note="On legal advice only. A new case begins with its own 48 hours; the original clock stays beside it.",
    ),
    "report": Step(
        key="report", title="Log the report to the Appointed Person", verb="Log report", use_case=closing.report_sent,
        draft=ReportDraft, rows=_report, start=lambda _shown: ReportDraft(sent_on=periods.today()),
        note="Where there was no prior approval and nothing was seized, or nothing held over 48 hours (s.291).",
    ),
    "jard": Step(
        key="jard", title="Log that JARD was updated", verb="Log JARD", use_case=closing.update_jard, draft=JardDraft,
        rows=_jard, start=lambda _shown: JardDraft(updated_on=periods.today()),
    ),
    "evidence": Step(
        key="evidence", title="Keep as evidence",
        done="it is kept as evidence.", verb="Keep as evidence", use_case=money.keep_as_evidence,
        draft=ReasonDraft, rows=_reason, note="It then need not be paid into an account (s.296(2)).",
    ),
    "confirm": Step(
        key="confirm", title="Confirm an order as made in time",
        done="the order is confirmed as made in time.", verb="Confirm", use_case=orders.confirm_in_time,
        draft=ReasonDraft, rows=_reason, note="By a second person, who says what shows the time.",
    ),
    "close": Step(
        key="close", title="Close the case",
        done="the case is closed.", verb="Close", use_case=closing.close, draft=ReasonDraft, rows=_reason,
    ),
    "reopen": Step(
        key="reopen", title="Reopen the case",
        done="the case is open again.", verb="Reopen", use_case=closing.reopen, draft=ReasonDraft, rows=_reason,
    ),
    "other_jard": Step(
        key="other_jard", title="Log that JARD was updated", verb="Log JARD", use_case=others.update_jard,
        draft=JardDraft, rows=_jard, start=lambda _shown: JardDraft(updated_on=periods.today()),
    ),
    "enforce": Step(
        key="enforce", title="Log that enforcement began", verb="Log enforcement", use_case=confiscation.enforce,
        draft=EndDraft, rows=_end, start=lambda _shown: EndDraft(ended_on=periods.today()),
    ),
    "end": Step(
        key="end", title="End the case",
        done="the case is ended.", verb="End", use_case=others.end, draft=EndDraft, rows=_end,
        start=lambda _shown: EndDraft(ended_on=periods.today()),
    ),
    "other_reopen": Step(
        key="other_reopen", title="Reopen the case",
        done="the case is open again.", verb="Reopen", use_case=others.reopen, draft=ReasonDraft,
        rows=_reason,
    ),
}  # fmt: skip
