"""Choosing a paper of a case to print, with what is missing in it said first."""

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.page import Shell
from ui.poca.step_sheet import Detail


def choose(desk: Desk, shell: Shell, owner: QWidget, shown: Detail) -> None:
    """Offer the papers of a case."""
    shell.warn(f"{shown.row.reference}: {len(shown.orders)} orders; {desk.actor.name}, {owner.objectName()}.")
