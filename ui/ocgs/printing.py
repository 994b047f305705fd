"""How the profile of a group is gathered and drawn."""

from typing import BinaryIO

from soc_desk.services import ocg_profile
from soc_desk.services.ocg_profile import OcgProfile
from soc_desk.services.ocgs import OcgRow
from ui.profiles import Profile

_BOXES = {"conditions": "Also intelligence with handling con&ditions"}


def profile_of(row: OcgRow) -> Profile:
    """The profile of a group; conditions of intelligence are never left off what they bind."""
    return Profile(
        reference=row.reference, boxes=_BOXES, draw=_draw,
        preview=lambda task, ticked: task.write(ocg_profile.preview, row.id, bool(ticked)),
        print_out=lambda task, ticked, to: task.write(ocg_profile.print_out, row.id, to, bool(ticked)),
    )  # fmt: skip


def _draw(told: OcgProfile, out: BinaryIO) -> int:
    from soc_desk.reports import ocg  # ReportLab comes with it

    return ocg.draw(told, out)
