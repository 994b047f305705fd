"""The pictures of a group's profile, each with a table of what its dots and lines stand for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from soc_desk.reports import network, timeline
from soc_desk.reports.blocks import Charts, Note
from soc_desk.reports.tables import Column, Table
from soc_desk.services.networks import Network
from soc_desk.services.ocg_profile import OcgProfile
from soc_desk.services.people.exports import shown_name
from soc_desk.services.people.links import LinkRow
from soc_desk.services.prints import day_words

_NETWORK_HEIGHT = 300.0


def pictures(profile: OcgProfile, width: float) -> Iterator[Any]:
    """The network and the timeline, with the words that their colours stand for."""
    if profile.network.nodes:
        names = {link.person_id: name_of(link, profile.today) for link in profile.people}
        nodes = tuple(replace(node, label=names.get(node.id, node.label)) for node in profile.network.nodes)
        shown = replace(profile.network, nodes=nodes)
        drawn = network.drawing(shown, network.arrange(shown), room=width, height=_NETWORK_HEIGHT)
        yield Charts(titles=("Network",), drawings=(drawn,))
        yield Note(words=_network_words(profile))
        yield _ties(shown)
    if (drawn := timeline.drawing(profile.events, room=width)) is not None:
        yield Charts(titles=("Timeline",), drawings=(drawn,))
    if profile.events:
        yield _events(profile)


def _network_words(profile: OcgProfile) -> str:
    chart = profile.network
    counts = ", ".join(f"{role.label} {number:,}" for role, number in chart.counts.items() if number)
    letters = ", ".join(f"{role.letter} {role.label.lower()}" for role in network.roles_shown(chart))
    legend = f"{letters}; a square is a group." if letters else "A square is a group."
    drawn = sum(not node.is_group for node in chart.nodes)
    told = f"{_many_people(chart.people, chart.gone)} Now by role: {counts or 'nobody'}. {legend}"
    without = left_out(profile)
    if (hidden := chart.people + chart.gone - drawn - without) > 0:
        told = f"{told} {hidden:,} of the people are not drawn."
    return f"{told} {without:,} left out for their handling conditions." if without else told


def left_out(profile: OcgProfile) -> int:
    """How many people of the group are not in the profile, since all their links have handling conditions."""
    shown = len({link.person_id for link in profile.people})
    return profile.network.people + profile.network.gone - shown if profile.links_left_out else 0


def _many_people(now: int, former: int) -> str:
    told = f"{now:,} {'person' if now == 1 else 'people'} now"
    return f"{told}, {former:,} formerly." if former else f"{told}."


def _ties(shown: Network) -> Table:
    """What the lines of the chart stand for, but for those of the group to its people, who have their own table."""
    names = {node.id: node.label for node in (shown.centre, *shown.nodes)}
    people = {node.id for node in shown.nodes if not node.is_group}
    rows = [
        (
            f"{names[tie.a]} – {names[tie.b]}", tie.words, f"{tie.grade or 'Not graded'} {tie.conditions}".strip(),
            f"{day_words(tie.from_on)} to {until(tie.to_on)}",
        )
        for tie in shown.ties
        if tie.a in names and tie.b in names and not (tie.a == shown.centre.id and tie.b in people)
    ]  # fmt: skip
    headings = ("Between", "What", "Grade", "When")
    return Table(
        title="Further lines of the network", columns=tuple(Column(heading=words) for words in headings), rows=rows,
        empty="Besides the people above, nobody and no group is tied in.",
    )  # fmt: skip


def _events(profile: OcgProfile) -> Table:
    """The dots of the timeline in words; a child by their initials, as everywhere."""
    hidden = {link.person: name_of(link, profile.today) for link in profile.people if link.is_child(profile.today)}
    rows = []
    for event in profile.events:
        words = event.what
        for name, initials in hidden.items():
            words = words.replace(name, initials)
        rows.append(
            (day_words(event.on) if event.on else "No date", event.strand.value, f"{words} {event.handling}".strip())
        )
    shares = (("Day", 0.14), ("What", 0.22), ("Event", 0.64))
    columns = tuple(Column(heading=words, share=share) for words, share in shares)
    return Table(title=f"Events: {len(rows)}", columns=columns, rows=rows)


def name_of(link: LinkRow, today: date) -> str:
    """In full; initials for somebody who is, or may be, under 18."""
    child = link.is_child(today)
    return f"{shown_name(link.person, child)} (under 18)" if child else link.person


def until(day: date | None) -> str:
    return day_words(day) if day else "now"
