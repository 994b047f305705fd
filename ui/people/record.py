"""A person as a page: what is known, what they are to each group, what happened to the record."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from soc_desk.services import periods, referrals, timelines
from soc_desk.services.people import links
from soc_desk.services.people.links import LinkRow
from soc_desk.services.people.persons import PersonDetails
from soc_desk.vocabulary import SubjectKind
from ui.ask import Ask
from ui.desk import Desk
from ui.disruptions.bulk import pressing
from ui.forms.person_link import EndLinkDialog, LinkForm
from ui.forms.referral import ReferralForm
from ui.history import HistoryView
from ui.ocgs.documents_of import DocumentsBody
from ui.ocgs.timeline_of import TimelineBody
from ui.page import Shell
from ui.people.apart import ApartCard
from ui.people.care_of import CareOf
from ui.people.columns import GROUPS, badges
from ui.people.intelligence_of import IntelligenceOf
from ui.people.printing import profile_of
from ui.people.summary import care, details, facts, to_refer
from ui.people.ties_of import TiesOf
from ui.profiles import Profiles
from ui.requests.about import RequestsCard
from ui.widgets.card import Card, scrolled
from ui.widgets.emptying import empty
from ui.widgets.facts import Facts
from ui.widgets.focus import hand_on
from ui.widgets.record_head import RecordHead
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs
from ui.widgets.text import button, label

_PARTS = {"overview": "Overview", "links": "Links", "intelligence": "Intelligence", "care": "Orders and care",
          "documents": "Documents", "timeline": "Timeline", "history": "History"}  # fmt: skip
"""The tabs by key, in their order."""


class PersonView(QWidget):
    """``left`` when somebody goes back to the list by the breadcrumb."""

    left = Signal()

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.detail: PersonDetails | None = None
        self.head = RecordHead("People", "Back to the list of people")
        self.head.left.connect(self.left)
        self.tabs, self.bodies = Tabs(list(_PARTS.values())), QStackedWidget()
        self.overview = QVBoxLayout()
        self.links, self.intelligence = LinksOf(desk, shell), IntelligenceOf(desk, shell)
        self.history, self.profiles = HistoryView(desk), Profiles(desk, shell, self)
        self.documents = DocumentsBody(desk, shell)
        self.timeline = TimelineBody(desk, shell, timelines.of_person)
        self.care, self.ties = CareOf(desk, shell), TiesOf(desk, shell)
        self._lay_out()
        self.tabs.currentChanged.connect(lambda _place: self._show_part())

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName("Parts of the record")
        more = button("More ▾", name="More that can be done with this person")
        menu = QMenu(more)
        for action_id in ("people.request", "people.merge", "people.mergers", "people.erase"):
            menu.addAction(self._shell.action(action_id))
        more.setMenu(menu)
        for made in (button("Print…", self.print_profile, name="Print the profile of this person"), more):
            self.head.buttons.addWidget(made)
        offered = (("people.edit", "Edit…", ""), ("people.link", "Link to a group", "primary"))
        self.changing = [pressing(self._shell.action(action_id), text, kind) for action_id, text, kind in offered]
        for pressed in self.changing:
            self.head.buttons.addWidget(pressed)
        held = QWidget()
        held.setLayout(self.overview)
        self.overview.setContentsMargins(0, 0, 0, 0)
        self.overview.setSpacing(12)
        bodies = (
            scrolled(held), _below(self.links, self.ties), self.intelligence, self.care, self.documents, self.timeline,
            self.history,
        )  # fmt: skip
        self._bodies = dict(zip(_PARTS, bodies, strict=True))
        for body in bodies:
            self.bodies.addWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 18)
        layout.setSpacing(10)
        layout.addWidget(self.head)
        layout.addWidget(self.tabs)
        layout.addWidget(self.bodies, 1)
        hand_on(self, self.tabs)

    def show_person(self, detail: PersonDetails) -> None:
        """Show a person, keeping the tab when it is the same one."""
        row = detail.row
        is_same = self.detail is not None and self.detail.row.id == row.id
        self.detail = detail
        line = " · ".join(part for part in (f"Age {row.age}", ", ".join(row.aliases)) if part)
        self.head.tell([row.reference], row.name, badges(row, periods.today()), line)
        self.tabs.setTabText(1, f"Links {len(detail.links):,}")
        for pressed in self.changing:
            pressed.setVisible(not detail.merged_into)  # the one that is kept is changed and linked
        if not is_same:
            self.tabs.setCurrentIndex(0)
        self._show_part()
        self._shell.mark(detail.draft.marking)

    def forget(self) -> None:
        """The person is shown no longer."""
        self.detail = None
        self.head.forget()
        for part in (self.history, self.intelligence, self.care, self.ties, self.documents, self.timeline):
            part.forget()
        self.links.model.set_rows([])
        empty(self.overview)

    @property
    def part_key(self) -> str:
        """Which tab is shown."""
        return tuple(_PARTS)[self.tabs.currentIndex()]

    def open_part(self, key: str) -> None:
        """Turn to a tab; one that is no more is passed over."""
        if key in _PARTS:
            self.tabs.setCurrentIndex(tuple(_PARTS).index(key))

    def print_profile(self) -> None:
        """Show the profile as it would leave, to be saved for somebody."""
        if self.detail is not None:
            self.profiles.show(profile_of(self.detail.row))

    def _show_part(self) -> None:
        if self.detail is None:
            return
        key, id_ = self.part_key, self.detail.row.id
        self.bodies.setCurrentWidget(self._bodies[key])
        match key:
            case "overview":
                self._show_overview(self.detail)
            case "links":
                self.links.show_links(self.detail.links)
                self.ties.show_person(self.detail)
            case "intelligence":
                self.intelligence.show_of(id_)
            case "care":
                self.care.show_person(id_)
            case "documents":
                self.documents.show_of(person_id=id_)
            case "timeline":
                self.timeline.show_id(id_)
            case "history":
                self.history.show_record(id_)

    def _refer(self, link: LinkRow) -> None:
        """Open the referral, filled in as far as it is known."""
        known = {"person_id": link.person_id, "subject_id": link.subject_id}
        is_child = link.is_child(periods.today()) if link.adult_on is not None else None
        self._shell.open_sheet(ReferralForm(self._desk, self._shell, **known, is_child=is_child))

    def _show_overview(self, detail: PersonDetails) -> None:
        empty(self.overview)
        if (card := care(detail)) is not None:
            self.overview.addWidget(card)
            if (link := to_refer(detail)) is not None and detail.referral:
                to_it = partial(self._shell.open_page, "people", record=detail.row.id, part="care")
                card.body.addWidget(button("Open the &referral", to_it), 0, Qt.AlignmentFlag.AlignLeft)
            elif link is not None and self._desk.may(referrals.identify):
                refer = button("&Refer them…", partial(self._refer, link))
                card.body.addWidget(refer, 0, Qt.AlignmentFlag.AlignLeft)
        about, known = Card("Who"), Card("Phones, addresses, vehicles, accounts")
        about.body.addWidget(Facts(facts(detail), name_width=110))
        about.body.addStretch(1)
        told = details(detail)
        known.body.addWidget(Facts(told, name_width=110) if told else label("Nothing is recorded.", "caption"))
        known.body.addStretch(1)
        self.overview.addWidget(_beside(about, known))
        self.overview.addWidget(ApartCard(self._desk, self._shell, detail.row.id))
        self.overview.addWidget(RequestsCard(self._desk, self._shell, detail.row.id))
        linked = LinksOf(self._desk, self._shell)
        linked.show_links(detail.links)
        linked.setMinimumHeight(200)
        self.overview.addWidget(linked, 1)


class LinksOf(QWidget):
    """What a person is to each group, with what can be done about a link."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.model: RowsModel[LinkRow] = RowsModel(GROUPS)
        self.table = Table(self.model, "Links of this person", sorts_here=True)
        self.table.set_empty("In no group that you may know of.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        hand_on(self, self.table)
        self.table.opened.connect(self._open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda at: link_menu(self.table, desk, shell).popup(self.table.viewport().mapToGlobal(at))
        )

    def show_links(self, found: tuple[LinkRow, ...]) -> None:
        """Show these."""
        self.model.set_rows(list(found))

    def _open(self, row: LinkRow) -> None:
        kind = {} if row.subject_kind is SubjectKind.OCG else {"kind": row.subject_kind.value}
        self._shell.open_page("ocgs", record=row.subject_id, **kind)


def link_menu(table: Table, desk: Desk, shell: Shell) -> QMenu:
    """What can be done with the selected link of a table."""
    menu = QMenu(table)
    row: LinkRow | None = table.current_row()
    for words, does in (("&Change the link…", change_link), ("&End the link…", end_link), ("&Take it out…", take_out)):
        action = menu.addAction(words)
        action.setEnabled(row is not None and (does is not end_link or row.to_on is None))
        if row is not None:
            action.triggered.connect(partial(_do, does, desk, shell, row))
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def change_link(desk: Desk, shell: Shell, row: LinkRow) -> None:
    """Open the form of a link."""
    shell.open_sheet(LinkForm(desk, shell, link_id=row.id))


def end_link(desk: Desk, shell: Shell, row: LinkRow) -> None:
    """Ask since when it is no longer so."""
    shell.open_dialog(EndLinkDialog(desk, shell, row))


def take_out(desk: Desk, shell: Shell, row: LinkRow) -> None:
    """Ask why a link was a mistake, and take it out."""
    told = f"{row.person}, {row.role.label.lower()} of {row.subject}. Only for a link that was never true."
    done = partial(shell.notify, f"The link of {row.person} was taken out.")
    ask = Ask(
        "Take out the link", told, "&Why it was a mistake", "&Take it out",
        lambda why: desk.write(links.unlink, row.id, row.version, why), lambda _: done(), is_grave=True,
    )  # fmt: skip
    shell.open_dialog(ask)


def _do(does: object, desk: Desk, shell: Shell, row: LinkRow, _checked: bool = False) -> None:
    assert callable(does)
    does(desk, shell, row)


def _beside(*cards: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for card in cards:
        row.addWidget(card, 1)
    return whole


def _below(*parts: QWidget) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for part in parts:
        layout.addWidget(part, 1 if part is parts[0] else 0)
    hand_on(whole, parts[0])
    return whole


def open_subject(shell: Shell, id_: UUID) -> None:
    """Go to a group."""
    shell.open_page("ocgs", record=id_)
