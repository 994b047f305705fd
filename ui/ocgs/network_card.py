"""The card with a group's network at a glance: what its people are to it, named on the tab that it leads to."""

from collections.abc import Callable

from soc_desk.services import networks
from soc_desk.services.networks import Outline
from soc_desk.services.ocg_life.relations import RelationRow
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.vocabulary.ocg import LinkRole
from ui.desk import Desk
from ui.widgets.card import Card
from ui.widgets.network import Dot, Line
from ui.widgets.network_glance import NetworkGlance
from ui.widgets.text import button, label

_FILLS = {
    LinkRole.PRINCIPAL: "pursue", LinkRole.LIEUTENANT: "pursue", LinkRole.FACILITATOR: "prepare",
    LinkRole.POTENTIAL_VICTIM: "protect", LinkRole.VICTIM: "protect", LinkRole.WITNESS: "protect",
}  # fmt: skip
_LEADING = (LinkRole.PRINCIPAL, LinkRole.LIEUTENANT)
_MOST = 16
_NOBODY = "Nobody is linked to this group yet. Link people on the Members tab."


def fill_of(role: LinkRole | None) -> str:
    """The token of a role's colour; groups, which have none, are grey."""
    return "neutral" if role is None else _FILLS.get(role, "ink_soft")


def _short(role: LinkRole) -> str:
    """Its name where there is little room, as in ``Runner``."""
    return role.value.replace("_", " ").capitalize()


class NetworkCard(Card):
    """People by role and related groups; the link, and a press anywhere, go to the whole chart."""

    def __init__(self, desk: Desk, opened: Callable[[], object]) -> None:
        super().__init__("Network", " ")
        self._desk = desk
        self._record: OcgRecord | None = None
        self.glance = NetworkGlance("Network of the group at a glance")
        self.nobody = label(_NOBODY, "caption", wrap=True)
        self.head.addWidget(button("Open network", opened, kind="link"))
        self.body.addWidget(self.nobody)
        self.body.addWidget(self.glance)
        self.glance.pressed.connect(opened)

    def show_record(self, record: OcgRecord) -> None:
        """Show the network of a group, as soon as it is read."""
        if self._record is None or self._record.detail.row.id != record.detail.row.id:
            self.glance.show_network((), ())
        self._record = record
        self._say()
        asked = self._desk.read(networks.outline, record.detail.row.id)
        asked.then(self, lambda found: self._take(record, found))

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._record = None
        self.set_heading("Network")
        self.glance.show_network((), ())

    def _related(self) -> list[RelationRow]:
        rows = () if self._record is None else self._record.relations
        return [row for row in rows if row.to_on is None]

    def _say(self) -> None:
        assert self._record is not None
        people, groups = self._record.counts["members"], len({row.other_id for row in self._related()})
        told = [f"{people:,} {'person' if people == 1 else 'people'}"]
        if groups:
            told.append(f"{groups:,} related {'group' if groups == 1 else 'groups'}")
        if people > _MOST:
            told.append(f"{_MOST} drawn, those who lead first")
        self.set_heading("Network", " · ".join(told))
        self.glance.setVisible(bool(people or groups))
        self.nobody.setVisible(not people and not groups)

    def _take(self, record: OcgRecord, found: Outline) -> None:
        if self._record is not record:
            return
        row, people = record.detail.row, found.people[:_MOST]
        dots = [Dot(row.id, row.reference, "", fill_of(None), is_large=True, is_square=True)]
        dots += [
            Dot(id_, _short(role), "", fill_of(role), letter=role.letter, is_lead=role in _LEADING)
            for id_, role in people
        ]
        lines = [Line(row.id, id_, role.label, is_faint=True) for id_, role in people]
        lines += [Line(a, b, "") for a, b in found.ties]
        groups = {each.other_id: each for each in self._related()}
        dots += [Dot(id_, each.other_reference, "", fill_of(None), is_square=True) for id_, each in groups.items()]
        lines += [Line(row.id, id_, each.words, is_faint=True) for id_, each in groups.items()]
        self.glance.show_network(dots, lines)
