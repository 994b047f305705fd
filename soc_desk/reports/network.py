"""Where the people and groups of a network stand, and the same drawn for paper."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any
from uuid import UUID

from soc_desk.reports import fonts
from soc_desk.reports.fonts import REGULAR
from soc_desk.reports.palette import PAPER, Palette
from soc_desk.reports.text import fit, printable
from soc_desk.services.networks import Network
from soc_desk.vocabulary.ocg import LinkRole

Place = tuple[float, float]

_ROUNDS = 60
_RINGS = {None: 1.0, LinkRole.PRINCIPAL: 0.35, LinkRole.LIEUTENANT: 0.5, LinkRole.FACILITATOR: 0.6}
_OUTER = 0.8
_NAMED = 40
"""Of more than so many, names are drawn only from near."""
_ROOM, _TOUCHING = (0.3, 0.17), 1e-6
"""What a dot takes with its name below, in the measure of places."""


def arrange(network: Network, kept: Mapping[UUID, Place] | None = None) -> dict[UUID, Place]:
    """A place for every node, x and y about -1 to 1, the group in the middle; places ``kept`` from before stay.

    The same network is laid out the same way each time: those who lead nearest the middle, tied people together.
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from([network.centre.id, *(node.id for node in network.nodes)])
    graph.add_edges_from((tie.a, tie.b) for tie in network.ties if tie.a in graph and tie.b in graph)
    start = {network.centre.id: (0.0, 0.0)} | _rings(network)
    start |= {id_: place for id_, place in (kept or {}).items() if id_ in graph}
    fixed = [network.centre.id, *(id_ for id_ in (kept or {}) if id_ in graph and id_ != network.centre.id)]
    if len(fixed) == len(graph):
        return start
    apart = 1.6 / math.sqrt(len(graph))
    found = nx.spring_layout(graph, k=apart, pos=start, fixed=fixed, iterations=_ROUNDS, seed=1)
    places = {id_: (float(x), float(y)) for id_, (x, y) in found.items()}
    return places if len(places) > _NAMED else _apart(places, set(fixed))


def _apart(places: dict[UUID, Place], fixed: Collection[UUID]) -> dict[UUID, Place]:
    """The same, moved until no name covers another dot; what is fixed stays."""
    found = {id_: [x, y] for id_, (x, y) in places.items()}
    wide, high = _ROOM
    for _round in range(_ROUNDS):
        is_clear = True
        for (one, a), (other, b) in combinations(found.items(), 2):
            away = b[0] - a[0], b[1] - a[1]
            over = wide - abs(away[0]), high - abs(away[1])
            if min(over) <= _TOUCHING or {one, other} <= set(fixed):
                continue
            is_clear = False
            axis = 0 if over[0] / wide < over[1] / high else 1
            push = math.copysign(over[axis], away[axis]) / (1 if one in fixed or other in fixed else 2)
            if one not in fixed:
                a[axis] -= push
            if other not in fixed:
                b[axis] += push
        if is_clear:
            break
    return {id_: (x, y) for id_, (x, y) in found.items()}


def _rings(network: Network) -> dict[UUID, Place]:
    """Where each node sets out: on a ring of its role, evenly apart."""
    rings: dict[float, list[UUID]] = {}
    for node in network.nodes:
        rings.setdefault(_RINGS.get(node.role, _OUTER), []).append(node.id)
    places = {}
    for far, ids in rings.items():
        for at, id_ in enumerate(ids):
            angle = 2 * math.pi * (at + far) / len(ids)
            places[id_] = (far * math.cos(angle), far * math.sin(angle))
    return places


def drawing(
    network: Network, places: Mapping[UUID, Place], room: float = 520.0, height: float = 360.0, palette: Palette = PAPER
) -> Any:
    """The network as vectors: lines first, then circles in the colour and with the letter of the role, names below."""
    from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String
    from reportlab.lib.colors import HexColor

    fonts.register()
    made = Drawing(room, height, initialFontName=REGULAR)
    nodes = (network.centre, *network.nodes)
    at = _scaled([node.id for node in nodes], places, room, height)
    for tie in network.ties:
        if tie.a in at and tie.b in at:
            (x1, y1), (x2, y2) = at[tie.a], at[tie.b]
            dashes = [3, 2] if tie.to_on else None
            made.add(Line(x1, y1, x2, y2, strokeColor=HexColor(palette.line), strokeWidth=0.8, strokeDashArray=dashes))
    for node in nodes:
        x, y = at[node.id]
        radius = 9.0 if node is network.centre else 6.0
        fill = HexColor(of_role(node.role, palette))
        if node.is_group:
            made.add(Rect(x - radius, y - radius, 2 * radius, 2 * radius, rx=2, fillColor=fill, strokeColor=None))
        elif node.role is not None:
            made.add(Circle(x, y, radius, fillColor=fill, strokeColor=None))
            paper = HexColor(palette.surface)
            made.add(
                String(x, y - 2.2, node.role.letter, fontName=REGULAR, fontSize=6, fillColor=paper, textAnchor="middle")
            )
        words = fit(printable(node.label), REGULAR, 6.5, 96)
        made.add(
            String(x, y - radius - 7, words, fontName=REGULAR, fontSize=6.5, fillColor=HexColor(palette.ink),
                   textAnchor="middle")
        )  # fmt: skip
    return made


def of_role(role: LinkRole | None, palette: Palette = PAPER) -> str:
    """The colour of a role; groups are grey. The word stands in the legend, so colour is never the only cue."""
    if role in {LinkRole.PRINCIPAL, LinkRole.LIEUTENANT}:
        return palette.pursue
    if role is LinkRole.FACILITATOR:
        return palette.prepare
    if role in {LinkRole.POTENTIAL_VICTIM, LinkRole.VICTIM, LinkRole.WITNESS}:
        return palette.protect
    return palette.ink_soft if role is None else palette.moderate


def roles_shown(network: Network) -> list[LinkRole]:
    """The roles in the chart, in their order, for its legend."""
    shown = {node.role for node in network.nodes if node.role}
    return [role for role in LinkRole if role in shown]


def _scaled(ids: Sequence[UUID], places: Mapping[UUID, Place], room: float, height: float) -> dict[UUID, Place]:
    """Places on the sheet with a margin for the names."""
    xs, ys = _span(places[id_][0] for id_ in ids), _span(places[id_][1] for id_ in ids)
    side, foot = 52.0, 24.0
    return {
        id_: (
            side + (places[id_][0] - xs[0]) / xs[1] * (room - 2 * side),
            foot + (places[id_][1] - ys[0]) / ys[1] * (height - 2 * foot),
        )
        for id_ in ids
    }


def _span(values: Iterable[float]) -> tuple[float, float]:
    listed = list(values)
    least, most = min(listed), max(listed)
    return (least, most - least) if most > least else (least - 0.5, 1.0)
