"""Saving and submitting in one step, as the editor's main button does: both happen, or neither."""

from uuid import UUID

from soc_desk.services import disruptions
from soc_desk.services.disruptions import DisruptionDraft
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS


@use_case("Record and submit a disruption", needs=WRITERS)
def record_and_submit(work: Work, draft: DisruptionDraft) -> UUID:
    """Keep a new disruption and send it to moderation; raises Invalid and keeps nothing where it is not complete."""
    id_ = disruptions.record(work, draft)
    work.session.flush()  # the submission reads the stored lines
    disruptions.submit(work, (id_,))
    return id_


@use_case("Change and submit a disruption", needs=WRITERS)
def change_and_submit(work: Work, before: DisruptionDraft, mine: DisruptionDraft) -> None:
    """Save an edit (see ``disruptions.change``) and send the record to moderation."""
    disruptions.change(work, before, mine)
    work.session.flush()  # as above
    assert mine.id is not None  # change() refused a form without a record
    disruptions.submit(work, (mine.id,))
