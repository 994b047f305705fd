"""The card beside a network that tells who was chosen in it: role, ties with grade and dates, what more there is."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from soc_desk.services.networks import Network, Node, Tie
from ui.page import Shell
from ui.widgets.card import Card
from ui.widgets.emptying import empty
from ui.widgets.facts import Fact, Facts
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_MOST = 12
"""Ties told of one by one. Qt lays out the lines of hundreds for seconds, and nobody reads them here."""


class ChosenCard(Card):
    """``more`` is the button that brings what else hangs on the node."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("Chosen")
        self._shell = shell
        self.facts, self._ties = Facts(name_width=84), QVBoxLayout()
        self.more = button("Show more")
        self.setFixedWidth(268)
        self.body.addWidget(self.facts)
        self.body.addLayout(self._ties)
        self.body.addWidget(self.more)
        self.body.addStretch(1)

    def show_nobody(self) -> None:
        """Say what can be done."""
        empty(self._ties)
        self.more.hide()
        self.facts.set_facts(())
        self._ties.addWidget(label("Choose somebody in the chart to see who they are.", "caption", wrap=True))

    def show_node(self, node: Node, network: Network) -> None:
        """Tell of a node."""
        empty(self._ties)
        left = network.further(node)
        noun = ("person" if left == 1 else "people") if node.is_group else ("group" if left == 1 else "groups")
        self.more.setText(f"Show {left:,} further {noun}")
        self.more.setVisible(bool(left))
        page = "ocgs" if node.is_group else "people"
        facts = [Fact("Name", node.label, partial(self._shell.open_page, page, record=node.id))]
        if node.role:
            facts.append(Fact("Role", node.role.label))
        self.facts.set_facts(facts)
        names = {each.id: each.label for each in (network.centre, *network.nodes)}
        ends = ((tie, tie.b if tie.a == node.id else tie.a) for tie in network.ties if node.id in (tie.a, tie.b))
        told = [f"{names[other]}: {tie_words(tie)}" for tie, other in ends if other in names]
        if len(told) > _MOST:
            told[_MOST:] = [f"and {len(told) - _MOST:,} more; point at their lines in the chart."]
        for words in told:
            self._ties.addWidget(label(words, "caption", wrap=True))


def tie_words(tie: Tie) -> str:
    """``Member · 1/B/P · since 3 Feb 2026``."""
    since = f"since {format_date(tie.from_on)}" if tie.from_on else "no date known"
    until = f"until {format_date(tie.to_on)}" if tie.to_on else ""
    return " · ".join(filter(None, (tie.words, tie.grade or "not graded", since, until, tie.conditions)))
