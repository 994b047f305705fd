"""An organised crime group: three or more acting together for criminal purposes (Serious Crime Act 2015 s.45(6))."""

from soc_desk.domain.subject import Subject
from soc_desk.errors import Invalid
from soc_desk.vocabulary import SubjectKind, SubjectStatus

NEXT_STATES: dict[SubjectStatus, frozenset[SubjectStatus]] = {
    SubjectStatus.PROPOSED: frozenset({SubjectStatus.ACTIVE, SubjectStatus.REJECTED}),
    SubjectStatus.ACTIVE: frozenset({SubjectStatus.ARCHIVED, SubjectStatus.MERGED}),
    SubjectStatus.ARCHIVED: frozenset({SubjectStatus.ACTIVE, SubjectStatus.MERGED}),
    SubjectStatus.REJECTED: frozenset(),
    SubjectStatus.MERGED: frozenset(),
}


class Ocg(Subject):
    """A mapped group. Its reference is never reused; archiving never deletes."""

    __mapper_args__ = {"polymorphic_identity": SubjectKind.OCG}

    def move(self, after: SubjectStatus) -> SubjectStatus:
        """Take the next step of the group's life and give back the state before; refuses a step that does not exist."""
        before = self.status
        if after not in NEXT_STATES[before]:
            raise Invalid({"status": f"A group that is {before.label} cannot become {after.label}."})
        self.status = after
        return before
