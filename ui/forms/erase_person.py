"""Erasing a person: read what goes, what stands in the way and whom to tell; tick what is in doubt; say why."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services.people import erasing
from soc_desk.services.people.erasing import ErasureDraft, ErasurePreview, Recipient
from soc_desk.services.places import Place
from soc_desk.services.prints import moment_words, wall
from soc_desk.vocabulary import ErasureAuthority
from ui.desk import Desk, Task
from ui.draft_dialog import Done, VerbDialog
from ui.oversight.fields import TickField
from ui.poca.fields import choice
from ui.widgets.card import scrolled
from ui.widgets.emptying import empty
from ui.widgets.fields import TextField
from ui.widgets.form import Entry, Form
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label, rule

_ABOUT = (
    "The record, its lines and every mention go, and the log is emptied of what it held. That cannot be taken back. "
    "It reaches what you may know of: where others keep something closed, they look after it themselves."
)
_LOOKING = "Looking through the records and the log…"
_BACKUPS = "Backups made before still hold the person until they are thinned out."
_TELL = "Tell those to whom the person was disclosed (s.48(9)). Copy the list first: it goes with the record."
_DOUBTFUL = "Tick where this person is meant; what is not ticked stays"
_CERTAIN = "Taken out; untick where somebody else is meant"
_AROUND_ROWS = 42
_TOLD = 5
"""Recipients in sight at once; the table scrolls to others."""
_INDENT = 28
"""Words stand under those of their box."""
_RECIPIENTS: tuple[Column[Recipient], ...] = (
    Column("at", "When", lambda row: moment_words(wall(row.at)), width=150),
    Column("recipient", "Recipient", lambda row: row.recipient, width=180, role="medium"),
    Column("purpose", "Purpose", lambda row: row.purpose, width=180, stretch=True),
    Column("print_id", "Print id", lambda row: row.print_id or "–", width=104),
)


def looked_through(task: Task, id_: UUID) -> ErasurePreview:
    """A job: everything is looked through, the log as well."""
    return task.read(erasing.preview, id_)


def carried_out(task: Task, draft: ErasureDraft) -> None:
    """A job: erase."""
    task.write(erasing.erase, draft)


class _AsTall(QWidget):
    """As tall as its lines are at its width; what they would need in a narrow one leaves no empty room below."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


class ErasePersonDialog(VerbDialog):
    """Begins with somebody's record; ``done(sentence)`` when they are erased, or restricted instead."""

    WIDTH = 720

    def __init__(self, desk: Desk, who: Place, done: Done) -> None:
        super().__init__(f"Erase {who.name}", "&Erase for good", done, is_grave=True)
        self._desk, self._who, self._said = desk, who, ""
        self._ticks: dict[str, QCheckBox] = {}
        self._emptied = label("", ink="soft", wrap=True)
        self.setMinimumHeight(700)
        self.form: Form[ErasureDraft] = Form(ErasureDraft(person_id=who.id))
        self.form.add_row(
            Entry("authority", "&On what authority", choice(ErasureAuthority)),
            Entry("evidence", "Needed as evidence (s.47(2))?", TickField("The record is needed as e&vidence")),
        )
        self.form.add_row(Entry("reason", "&Why", TextField("Without the name: it stays in the log", lines=2)))
        self.content = _AsTall()
        self._rows = QVBoxLayout(self.content)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(8)
        self._rows.addWidget(label(_LOOKING, ink="soft"))
        self.restrict = self.add_left_button(button("&Restrict instead", self.act_restrict))
        area = scrolled(self.content)
        area.setAccessibleName("What would be erased")
        self.lay_out(_ABOUT, area, self.form)
        self.body.setStretchFactor(area, 1)
        self.do.setDefault(False)
        self.do.setEnabled(False)
        desk.run(looked_through, who.id).then(self, self._show, self.refuse)

    def draft(self) -> ErasureDraft:
        """What is to be done, as it stands in the form."""
        return replace(self.form.draft(), answers={key: box.isChecked() for key, box in self._ticks.items()})

    def act(self) -> None:
        """Erase, or say why not."""
        self._said = f"{self._who.name.partition(' ')[0]} is erased."
        if not self._is_incomplete():
            self.send(self._desk.run(carried_out, self.draft()))

    def act_restrict(self) -> None:
        """Keep the record, with its processing restricted."""
        self._said = f"The processing of {self._who.name} is restricted."
        if not self._is_incomplete():
            self.send(self._desk.write(erasing.restrict, self.draft()))

    @property
    def said(self) -> str:
        return self._said

    def say(self, problems: Mapping[str, str]) -> None:
        """Say what is wrong, under its field where there is one."""
        super().say(self.form.show_problems(problems))
        if problems:
            self.form.focus_problem()

    def refuse(self, error: DeskError) -> None:
        super().refuse(error)
        self.do.setEnabled(bool(self._ticks) or self.form.draft().person_version is not None)

    def _is_incomplete(self) -> bool:
        problems = self.draft().problems()
        self.say(problems)
        return bool(problems)

    def _show(self, preview: ErasurePreview) -> None:
        empty(self._rows)
        self.form.load(replace(self.form.draft(), person_id=self._who.id, person_version=preview.version))
        for reason in preview.in_the_way:
            self._line(reason, ink="red")
        if preview.in_the_way:
            self._line("So it is restricted instead of erased (DPA 2018 s.47(2)).", ink="red")
        goes = "; ".join(f"{words}: {count:,}" for words, count in preview.goes) or "nothing but the record itself"
        self._line(f"With {preview.reference} go: {goes}.")
        self._rows.addWidget(self._emptied)
        if preview.recipients:
            self._rows.addWidget(rule())
            self._line(_TELL, "medium")
            model: RowsModel[Recipient] = RowsModel(_RECIPIENTS)
            model.set_rows(list(preview.recipients))
            table = Table(model, "To whom the person was disclosed", sorts_here=True)
            shown = min(len(preview.recipients), _TOLD)
            table.setFixedHeight(_AROUND_ROWS + shown * table.verticalHeader().defaultSectionSize())
            self._rows.addWidget(table)
        self._show_places(preview)
        self._rows.addStretch(1)
        self.restrict.setEnabled(not preview.is_restricted)
        self.do.setEnabled(not preview.in_the_way)

    def _show_places(self, preview: ErasurePreview) -> None:
        for heading, is_certain in ((_DOUBTFUL, False), (_CERTAIN, True)):
            places = [place for place in preview.places if bool(place.doubt) is not is_certain]
            if places:
                self._rows.addWidget(rule())
                self._line(heading, "medium")
            for place in places:
                box = self._ticks[place.key] = QCheckBox(place.where)
                box.setChecked(is_certain)
                box.setToolTip(place.doubt)
                box.toggled.connect(lambda _checked=False: self._count(preview))
                told = label(f"“{place.words}” {place.doubt}".rstrip(), ink="soft", wrap=True)
                told.setContentsMargins(_INDENT, 0, 0, 0)
                box.setAccessibleDescription(told.text())
                both = QVBoxLayout()
                both.setSpacing(0)
                both.addWidget(box)
                both.addWidget(told)
                self._rows.addLayout(both)
        self._count(preview)

    def _count(self, preview: ErasurePreview) -> None:
        ticked = [place.entries for place in preview.places if self._ticks[place.key].isChecked()]
        others = len(frozenset[int]().union(*ticked))
        told = (
            f"The log is emptied of {preview.own_entries:,} entries of their own, and {others:,} others that name them."
        )
        self._emptied.setText(f"{told} {_BACKUPS}")

    def _line(self, words: str, role: str = "body", ink: str = "") -> None:
        self._rows.addWidget(label(words, role, ink, wrap=True))
