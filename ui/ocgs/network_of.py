"""The tab with a group's network: who hangs together with whom, counts first, on any day, laid out as it was left."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from soc_desk.reports import network as layout_of
from soc_desk.reports.network import Place
from soc_desk.services import networks, periods, views
from soc_desk.services.networks import Network, Node
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.views import ViewRow
from soc_desk.vocabulary.ocg import LinkRole
from ui.desk import Desk, Task
from ui.ocgs.network_card import fill_of
from ui.ocgs.network_chosen import ChosenCard, tie_words
from ui.page import Shell
from ui.widgets.card import Card
from ui.widgets.emptying import empty
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import hand_on
from ui.widgets.network import Dot, Line, NetworkView, Swatch
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_PAGE = "network"
_LEADING = (LinkRole.PRINCIPAL, LinkRole.LIEUTENANT)
_HELP = (
    "Drag to move, Ctrl and wheel to zoom, 0 to see all of it. Arrow keys go from one to the next; Enter opens further "
    "groups."
)
_EMPTY = "Nobody is linked to this group yet. Link people on the Members tab."
_MONTHS_A_YEAR = 12

Places = Mapping[UUID, Place]


def opened(task: Task, subject_id: UUID, kept: Places) -> tuple[Network, dict[UUID, Place]]:
    """The network as its chart opens, laid out; logs the combination."""
    network = task.write(networks.look, subject_id)
    return network, layout_of.arrange(network, kept)


def widened(
    task: Task, network: Network, role: LinkRole | None, node: Node | None, kept: Places
) -> tuple[Network, dict[UUID, Place]]:
    """The same network with the people of a role, or with what hangs on a node."""
    id_ = network.centre.id
    if role is not None:
        more = task.read(networks.members, id_, (role,))
    elif node is not None and node.is_group:
        more = task.read(networks.of_group, node.id)
    else:
        assert node is not None
        more = task.read(networks.around, id_, node.id)
    wider = network.with_more(*more)
    return wider, layout_of.arrange(wider, kept)


def laid_out(_task: Task, network: Network) -> tuple[Network, dict[UUID, Place]]:
    """The same network, laid out as if nobody had moved anything."""
    return network, layout_of.arrange(network)


class NetworkOf(QWidget):
    """Who belongs to a group, and where those people are besides."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._id: UUID | None = None
        self._first = 0
        self.network: Network | None = None
        self.places: dict[UUID, Place] = {}
        self.view = NetworkView("Network of the group")
        self.counts, self.said = FlowLayout(), label("", "caption", wrap=True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.day = label("All time", "medium")
        self.about = ChosenCard(shell)
        self._lay_out()
        self.view.chosen.connect(lambda _key: self._tell_chosen())
        self.view.opened.connect(lambda _key: self._widen_chosen())
        self.view.moved.connect(self._keep)
        self.about.more.clicked.connect(self._widen_chosen)
        self.slider.valueChanged.connect(lambda _month: self._draw())

    def _lay_out(self) -> None:
        self.slider.setAccessibleName("Day shown")
        self.slider.setRange(0, 0)
        self.slider.setMaximumWidth(280)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(label("As on", "caption"))
        tools.addWidget(self.slider, 1)
        tools.addWidget(self.day)
        tools.addStretch(1)
        tools.addWidget(button("See all", self.view.show_all))
        tools.addWidget(button("Lay out anew", self._lay_out_anew))
        held = QWidget()
        held.setLayout(self.counts)
        left = Card()
        left.body.addWidget(held)
        left.body.addWidget(self.said)
        left.body.addWidget(self.view, 1)
        left.body.addLayout(tools)
        self.about.body.addWidget(label(_HELP, "caption", wrap=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(left, 1)
        layout.addWidget(self.about)
        hand_on(self, self.view)

    # what the record asks ---------------------------------------------------------------------------------------------

    def show_record(self, record: OcgRecord) -> None:
        """Open the chart of a group; the same one is read again without being opened anew."""
        id_ = record.detail.row.id
        if id_ == self._id and self.network is not None:
            self._desk.read(networks.network, id_).then(self, self._take_again)
            return
        self.forget()
        self._id = id_
        self._desk.read(views.list_rows, _PAGE).then(self, self._open)

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._id = self.network = None
        self.places = {}
        self.slider.setRange(0, 0)
        self.view.show_network((), (), {})
        self._tell_chosen()

    # reading ----------------------------------------------------------------------------------------------------------

    def _open(self, kept: list[ViewRow]) -> None:
        if self._id is not None:
            places = next((row.content for row in kept if row.name == str(self._id)), {})
            before = {UUID(key): (float(x), float(y)) for key, (x, y) in places.items()}
            self._desk.run(opened, self._id, before).then(self, self._take)

    def _take(self, found: tuple[Network, dict[UUID, Place]]) -> None:
        network, places = found
        if network.centre.id != self._id:
            return
        is_first = self.network is None
        self.network, self.places = network, places
        self._set_slider()
        self._draw()
        if is_first:
            self.view.show_all()

    def _take_again(self, network: Network) -> None:
        """Something changed: what was opened besides stays in sight as far as it is still known."""
        if self.network is not None and network.centre.id == self._id:
            known = {*self.places}
            if all(node.id in known for node in network.nodes):
                self._take((network, self.places))
            else:
                self._desk.run(opened, network.centre.id, self.places).then(self, self._take)

    def _widen(self, role: LinkRole | None, node: Node | None) -> None:
        if self.network is not None:
            self._desk.run(widened, self.network, role, node, self.places).then(self, self._take)

    def _widen_chosen(self) -> None:
        node = self._chosen()
        if node is not None and node.more and self.network is not None and node != self.network.centre:
            self._widen(None, node)

    def _lay_out_anew(self) -> None:
        if self.network is not None:
            self._desk.run(laid_out, self.network).then(self, self._take_anew)

    def _take_anew(self, found: tuple[Network, dict[UUID, Place]]) -> None:
        self._take(found)
        self.view.show_all()
        self._keep()

    def _keep(self) -> None:
        """The chart is found again as it was left; places by id, never a name."""
        if self.network is not None:
            self.places |= {UUID(str(key)): place for key, place in self.view.places().items()}
            told = {str(id_): [round(x, 4), round(y, 4)] for id_, (x, y) in self.places.items()}
            self._desk.write(views.save, _PAGE, str(self.network.centre.id), told)

    # showing ----------------------------------------------------------------------------------------------------------

    def _set_slider(self) -> None:
        assert self.network is not None
        today = periods.today()
        starts = [tie.from_on for tie in self.network.ties] + [each.from_on for each in self.network.belongings]
        first = min(start for start in (*starts, today) if start)
        self._first = first.year * _MONTHS_A_YEAR + first.month - 1
        months = today.year * _MONTHS_A_YEAR + today.month - 1 - self._first
        self.slider.blockSignals(True)
        at_end = self.slider.value() == self.slider.maximum()
        self.slider.setRange(0, months + 1)
        if at_end:
            self.slider.setValue(months + 1)
        self.slider.blockSignals(False)
        self.slider.setEnabled(months > 0)

    def _day(self) -> date | None:
        """The day shown, the last of its month and today at the latest; None at the slider's end, which is all time."""
        if self.slider.value() == self.slider.maximum():
            return None
        year, month = divmod(self._first + self.slider.value(), _MONTHS_A_YEAR)
        return min(date(year, month + 1, monthrange(year, month + 1)[1]), periods.today())

    def _offer(self, day: date | None) -> None:
        """How many people there are by role, before any of them is drawn; those not shown yet can be."""
        assert self.network is not None
        empty(self.counts)
        network = self.network
        now, former, people, hidden = network.counts, network.former, network.people, network.hidden
        gone, when = network.gone, ""
        if day is not None:
            standing, shown = network.standing_on(day), {node.id for node in network.nodes}
            now, former = {role: len(held) for role, held in standing.items()}, {}
            hidden = {role: len(held - shown) for role, held in standing.items()}
            people, gone, when = len(set().union(*standing.values())), 0, f" on {format_date(day)}"
        for role, number in now.items():
            words = _counted(f"{role.label} {number:,}", former.get(role, 0))
            told: QWidget = label(words, "caption")
            if left := hidden.get(role):
                told = button(f"{words}: show {left:,}", partial(self._widen, role, None), kind="link")
            self.counts.addWidget(_of_role(role, told))
        left = sum(hidden.values())
        said = _counted(f"{people:,} {'person' if people == 1 else 'people'}{when}", gone)
        said = f"{said}; {left:,} not shown yet" if left else said
        self.said.setText(said if network.people + network.gone else _EMPTY)

    def _draw(self) -> None:
        if self.network is None:
            return
        day = self._day()
        self.day.setText(format_date(day) if day else "All time")
        self._offer(day)
        standing = [tie for tie in self.network.ties if day is None or tie.stands_on(day)]
        seen = {id_ for tie in standing for id_ in (tie.a, tie.b)} | {self.network.centre.id}
        if day is None:
            seen |= {node.id for node in self.network.nodes}
        nodes = [self.network.centre, *(node for node in self.network.nodes if node.id in seen)]
        today = periods.today()
        lines = [Line(tie.a, tie.b, tie_words(tie), is_faint=not tie.stands_on(today)) for tie in standing]
        self.view.show_network([_dot(self.network, node) for node in nodes], lines, self.places)
        self._tell_chosen()

    def _chosen(self) -> Node | None:
        return self.network.node(self.view.current) if self.network is not None else None

    def _tell_chosen(self) -> None:
        node = self._chosen()
        if node is None or self.network is None:
            self.about.show_nobody()
        else:
            self.about.show_node(node, self.network)


def _dot(network: Network, node: Node) -> Dot:
    """A node as it is drawn."""
    is_centre = node == network.centre
    fill = "accent_fill" if is_centre else fill_of(node.role)
    below = node.role.label if node.role else "Organised crime group"
    more = network.further(node)
    letter = node.role.letter if node.role else ""
    return Dot(
        node.id,
        node.label,
        below,
        fill,
        more,
        letter,
        is_large=is_centre,
        is_square=node.is_group,
        is_lead=node.role in _LEADING,
    )


def _counted(words: str, gone: int) -> str:
    return f"{words}, {gone:,} formerly" if gone else words


def _of_role(role: LinkRole, told: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 6, 0)
    row.setSpacing(5)
    row.addWidget(Swatch(fill_of(role), role.letter))
    row.addWidget(told)
    return made
