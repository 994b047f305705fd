"""How the profile of a person is gathered and drawn."""

from typing import BinaryIO

from soc_desk.services.people import profile
from soc_desk.services.people.person_rows import PersonRow
from soc_desk.services.people.profile import PersonProfile, Shown
from ui.forms.profile import Ticked
from ui.profiles import Profile

CONDITIONS, FULL_NAME = "conditions", "full_name"


def profile_of(row: PersonRow) -> Profile:
    """The profile of a person; the full name of somebody under 18 only where it is asked for."""
    boxes = {CONDITIONS: "Also what has handling con&ditions"}
    if row.child:
        boxes[FULL_NAME] = "&Full name, although under 18"
    return Profile(
        reference=row.reference, boxes=boxes, draw=_draw,
        preview=lambda task, ticked: task.write(profile.preview, row.id, _shown(ticked)),
        print_out=lambda task, ticked, to: task.write(profile.print_out, row.id, to, _shown(ticked)),
    )  # fmt: skip


def _draw(told: PersonProfile, out: BinaryIO) -> int:
    from soc_desk.reports import person  # ReportLab comes with it

    return person.draw(told, out)


def _shown(ticked: Ticked) -> Shown:
    return Shown(conditions=CONDITIONS in ticked, full_name=FULL_NAME in ticked)
