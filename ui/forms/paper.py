"""Choosing a paper of a case: its real pages, what is missing in it, and saving it for somebody."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from soc_desk.errors import DeskError
from soc_desk.services.poca import papers
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.papers import PaperDraft
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.poca import fields
from ui.poca import papers as drawing
from ui.poca.papers import DrawnPaper
from ui.widgets.facts import NoteCard
from ui.widgets.form import Entry, Form
from ui.widgets.preview import Preview
from ui.widgets.text import button, label

Leave = Callable[[PaperDraft, bool], object]
_SIDE, _AROUND_NAME = 300, 64
_LEAST, _SIZE = (860, 560), (1080, 720)


class PaperDialog(MarkedDialog):
    """Papers of one case; what the record does not say is listed before anything is printed.

    ``leave(draft, is_incomplete)`` is called when the paper shown is to be saved for somebody.
    """

    def __init__(self, desk: Desk, shown: CaseDetail, leave: Leave) -> None:
        super().__init__(f"Papers of {shown.row.reference}")
        self._desk, self._shown, self._leave = desk, shown, leave
        self.missing: tuple[str, ...] = ()
        self.setMinimumSize(*_LEAST)
        self.resize(*_SIZE)
        offered = papers.papers_of(shown)
        self.form: Form[PaperDraft] = Form(PaperDraft(paper=offered[0]))
        self.form.add_row(Entry("paper", "&Paper", fields.choice(offered)))
        people = ((person.id, person.name or person.role.label) for person in shown.people)
        self.form.add_row(Entry("person_id", "&For whom", fields.offered(people), "A notice to the person affected."))
        self.gaps, self.complete = NoteCard("", "", "amber"), label("", ink="green", wrap=True)
        self.refusal = label("", ink="red", wrap=True)
        self.preview = Preview()
        side = QVBoxLayout()
        names = max(self.fontMetrics().horizontalAdvance(paper.label) for paper in offered)
        for part in (self.form, self.gaps, self.complete, self.refusal):
            part.setFixedWidth(max(_SIDE, names + _AROUND_NAME))  # so that each name is read whole
            side.addWidget(part)
        side.addStretch(1)
        for part in (self.gaps, self.complete, self.refusal):
            part.hide()
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addLayout(side)
        across.addWidget(self.preview, 1)
        self.body.addLayout(across, 1)
        self.add_button(button("&Close", self.reject))
        self.save_button = self.add_button(button("&Save as PDF…", self.save, kind="primary"))
        self.save_button.setEnabled(desk.may(papers.print_out))
        self.form.edited.connect(self.draw)
        self.draw()

    def draw(self) -> None:
        """Draw the chosen paper again."""
        draft = self.form.draft()
        if draft.paper is not None:
            self._desk.run(drawing.preview, self._shown.row.id, draft).then(self, self._show, self._refuse)

    def save(self) -> None:
        """Have somebody asked who receives it and why, and then written."""
        draft = self.form.draft()
        if draft.paper is not None:
            self._leave(draft, bool(self.missing))

    def _show(self, drawn: DrawnPaper) -> None:
        self.refusal.hide()
        self.missing = drawn.gaps
        self.preview.show_pdf(drawn.pdf)
        many = "1 particular is missing" if len(drawn.gaps) == 1 else f"{len(drawn.gaps)} particulars are missing"
        self.gaps.set_text(many, "\n".join(f"{number}. {gap}" for number, gap in enumerate(drawn.gaps, 1)))
        self.gaps.setVisible(bool(drawn.gaps))
        self.complete.setText("Every particular is recorded.")
        self.complete.setVisible(not drawn.gaps)

    def _refuse(self, error: DeskError) -> None:
        self.refusal.setText(str(error))
        self.refusal.show()
