"""Widgets put together as the pages put them, with invented words, for the gallery and for the tests of the look."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from soc_desk.vocabulary import FourP, ImpactLevel
from ui.widgets import marks
from ui.widgets.badges import BadgeRow, CountBubble
from ui.widgets.banner import Banner
from ui.widgets.board import Board, Item
from ui.widgets.card import Card, FigureCard
from ui.widgets.chart import BarItem, BarList, ChartCard
from ui.widgets.choices import ChipsField, ChoiceField
from ui.widgets.compare import Comparison, Difference
from ui.widgets.facts import Fact, Facts, NoteCard, SmallTable
from ui.widgets.fields import DateField, MoneyField, TextField, WholeField
from ui.widgets.filters import FilterRow, choice, period
from ui.widgets.form import Entry, Form
from ui.widgets.inspector import Inspector
from ui.widgets.marking import MarkingStrip
from ui.widgets.option import Option
from ui.widgets.period_popup import Period
from ui.widgets.preview import Preview
from ui.widgets.progress import Progress
from ui.widgets.rows import Column, RowsModel
from ui.widgets.segmented import Segmented
from ui.widgets.stepper import Stepper
from ui.widgets.table import Table
from ui.widgets.tabs import View, ViewTabs
from ui.widgets.text import button, label

_STATUS = [
    ("Awaiting moderation", "amber"), ("Moderated", "green"), ("Returned: level", "red"), ("Draft", "neutral"),
    ("Sent nationally", "info"),
]  # fmt: skip
_GROUPS = ["OCG-0117 Harrier", "OCG-0093 Larkspur", "OCG-0061 Teasel", "OCG-0044 Bramble"]
_THREATS = ["Drugs: county lines", "Modern slavery", "Acquisitive crime", "Fraud", "Firearms"]


@dataclass(frozen=True)
class Sample:
    """A row of the sample table."""

    id: int
    ref: str
    day: date
    against: str
    p: FourP
    level: ImpactLevel
    threat: str
    status: str
    tone: str


@dataclass(frozen=True)
class SampleDraft:
    """What the sample form fills."""

    subject: int | None = 1
    occurred_on: date | None = date(2026, 11, 14)
    p: FourP | None = FourP.PURSUE
    level: ImpactLevel | None = ImpactLevel.MAJOR
    why: str = "Line holder and two runners charged and remanded; number dead since 15 Nov, no replacement by 20 Nov."
    threat: str | None = None
    agencies: tuple[str, ...] = ("north", "east")
    cash_pence: int | None = 1842000
    people: int | None = 3
    version: int = 7
    hidden: dict[str, str] = field(default_factory=dict)


COLUMNS: list[Column[Sample]] = [
    Column("ref", "Ref", lambda r: r.ref, width=104),
    Column("day", "Date", lambda r: f"{r.day:%d %b %Y}", width=98, sort=lambda r: r.day),
    Column("against", "Against", lambda r: r.against, width=144, stretch=True),
    Column("p", "4P", lambda r: r.p.label, mark=lambda r: marks.four_p(r.p), width=92, sort=lambda r: r.p.rank),
    Column("level", "Level", lambda r: r.level.label, mark=lambda r: marks.level(r.level), width=116),
    Column("threat", "Threat", lambda r: r.threat, width=136, stretch=True),
    Column("status", "Status", lambda r: r.status, mark=lambda r: marks.Pill(r.status, r.tone), width=152),
]


def sample(number: int) -> Sample:
    """An invented row, the same for the same number."""
    status, tone = _STATUS[number % 5]
    day = date.fromordinal(date(2026, 11, 14).toordinal() - number % 3000)
    p, level = list(FourP)[number % 4], list(ImpactLevel)[number % 5]
    reference = f"D-2026-{number:04}"
    return Sample(number, reference, day, _GROUPS[number % 4], p, level, _THREATS[number % 5], status, tone)


def page(width: int = 1160, height: int = 780) -> tuple[QWidget, QVBoxLayout]:
    """A page's ground with its margins."""
    made = QWidget()
    made.setProperty("ground", "page")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.resize(width, height)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(20, 16, 20, 16)
    layout.setSpacing(12)
    return made, layout


def title(text: str, line: str, *buttons: QWidget) -> QHBoxLayout:
    """A page's title, its line of totals, its buttons."""
    head, words = QHBoxLayout(), QVBoxLayout()
    head.setSpacing(8)
    words.setSpacing(2)
    words.addWidget(label(text, "title"))
    words.addWidget(label(line, "body", "soft"))
    head.addLayout(words)
    head.addStretch(1)
    for shown in buttons:
        head.addWidget(shown, 0, Qt.AlignmentFlag.AlignBottom)
    return head


def register() -> QWidget:
    made, layout = page()
    layout.addLayout(
        title("Disruptions", "62 this quarter · Pursue 34 · Prevent 12", button("Columns"), button("Export ▾"))
    )
    views = [
        View("q", "This quarter"),
        View("m", "Mine"),
        View("a", "Awaiting moderation", 4),
        View("n", "Not sent", 9),
    ]
    layout.addWidget(ViewTabs(views))
    quarter = Period(date(2026, 10, 1), date(2026, 12, 31))
    filters = FilterRow([
        period("when", "When"), choice("lpa", "LPA", [(1, "North"), (2, "South")]),
        choice("p", "4P", [(p, p.label) for p in FourP]), choice("level", "Level", [(i, i.label) for i in ImpactLevel]),
    ])  # fmt: skip
    filters.set_values({"when": quarter, "p": (FourP.PURSUE, FourP.PREVENT)})
    filters.set_totals("62 of 1,812")
    layout.addWidget(filters)
    model = RowsModel(COLUMNS)
    table = Table(model, "Disruptions")
    model.set_rows([sample(n) for n in range(62)])
    model.set_sorted_by("day", descending=True)
    table.select_ids({0})
    sides = QHBoxLayout()
    sides.setSpacing(14)
    sides.addWidget(table, 1)
    sides.addWidget(inspector())
    layout.addLayout(sides, 1)
    return made


def inspector() -> Inspector:
    panel = Inspector()
    panel.setFixedWidth(330)
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    column.addWidget(Facts([
        Fact("Against", "OCG-0117 Harrier · Active", lambda: None), Fact("Date", "14 Nov 2026"),
        Fact("Lead", "Proactive Team North, Example Force"), Fact("Operation", ""),
    ]))  # fmt: skip
    column.addWidget(label("What changed", "caption"))
    column.addWidget(
        label("Line holder and two runners charged and remanded. Line number dead since 15 Nov.", wrap=True)
    )
    column.addWidget(SmallTable(["Outcome", "Quantity"], [["Charged", "3"], ["Cash seized", "£18,420.00"]], right=[1]))
    column.addWidget(NoteCard("Missing for the national return", "Evidence: at least one reference."))
    badges = [marks.four_p(FourP.PURSUE), marks.level(ImpactLevel.MAJOR), marks.Pill("Awaiting moderation", "amber")]
    parts = [("Summary", body), ("Outcomes 7", QWidget()), ("Evidence 2", QWidget()), ("History", QWidget())]
    panel.show_record("Disruption D-2026-0412", "Supply line broken: three charged", badges, parts)
    panel.foot.addWidget(button("Open", kind="primary"))
    panel.foot.addWidget(button("Moderate…"))
    panel.foot.addStretch(1)
    return panel


def sample_form() -> Form[SampleDraft]:
    form = Form(SampleDraft())
    subject = ChoiceField([Option(1, "OCG-0117 Harrier", detail="Active · Tier 1"), Option(2, "OCG-0093 Larkspur")])
    form.add_row(Entry("subject", "Against", subject, share=3), Entry("occurred_on", "Date", DateField()))
    form.add_row(Entry("p", "Which P", Segmented([Option(p, p.label, marks.four_p(p)) for p in FourP])))
    levels = Segmented([Option(i, i.label, marks.level(i)) for i in ImpactLevel])
    hint = "Local guidance: major means a significant or long-term effect on what the group can do."
    form.add_row(Entry("level", "Level", levels, hint=hint))
    form.add_row(Entry("why", "Why this level", TextField()))
    threat = ChoiceField([Option(t, t) for t in _THREATS])
    form.add_row(
        Entry("threat", "Threat", threat),
        Entry("cash_pence", "Cash", MoneyField()),
        Entry("people", "People", WholeField()),
    )
    agencies = [Option("north", "Thames North"), Option("east", "Eastern unit"), Option("west", "Western unit")]
    form.add_row(Entry("agencies", "Supporting agencies", ChipsField(agencies)))
    return form


def editor() -> QWidget:
    made, layout = page(600, 720)
    made.setProperty("ground", "surface")
    form = sample_form()
    form.show_problems(
        {"occurred_on": "There is no 31 February 2026. Correct the date.", "threat": "Choose the threat."}
    )
    layout.addWidget(form)
    ticks = QHBoxLayout()
    for tick in (QCheckBox("Ticked"), QCheckBox("Open"), QRadioButton("Chosen"), QRadioButton("Other")):
        tick.setAutoExclusive(False)
        tick.setChecked(tick.text() in ("Ticked", "Chosen"))
        ticks.addWidget(tick)
    layout.addLayout(ticks)
    layout.addStretch(1)
    return made


def boards() -> QWidget:
    made, layout = page()
    layout.addLayout(title("My desk", "Saturday 21 November 2026 · 6 things today"))
    row = QHBoxLayout()
    row.setSpacing(14)
    clock = [
        Item(1, "in 5 h 12 m", "red", "Detention order or release", "C-2026-034 · £6,150.00 · Slough"),
        Item(2, "Mon", "red", "Pay cash into account", "C-2026-033 · £22,800.00"),
        Item(3, "in 4 days", "amber", "Extend detention", "C-2026-012 · order 3"),
    ]
    for heading, items in (("Against the clock", clock), ("To do", clock[1:]), ("Drifting", [])):
        board = Board(heading, "Nothing drifts: every group has recent intelligence and a plan.")
        board.set_items(items)
        row.addWidget(board, 1)
    layout.addLayout(row, 3)
    card = Card("My groups", flush=True)
    lines = [["OCG-0117 Harrier", "1", "Warrants 27 Nov"], ["OCG-0044 Bramble", "3", "Archive review"]]
    card.body.addWidget(SmallTable(["Group", "Tier", "Next"], lines, framed=False))
    layout.addWidget(card)
    figures = QHBoxLayout()
    figures.setSpacing(12)
    figures.addWidget(
        FigureCard("Cash detention orders, 2026/27", "44", "of 160 · same point last year 29", "pace: 40")
    )
    figures.addWidget(FigureCard("Forfeited, year to date", "£186,240", "", "31 orders · 12 by notice"))
    layout.addLayout(figures)
    wide = Board("", wide=True)
    wide.set_items([
        Item(1, "in 5 h 12 m", "red", "Detention order or release", "£6,150.00 seized Thu 19 Nov 22:40, Slough",
             "C-2026-034", "POCA 2002 s.295(1), (1B)", "Log order"),
        Item(2, "in 19 days", "neutral", "Confiscation: time to pay ends", "£210,400.00", "R-2025-019", "s.11", "Open"),
    ])  # fmt: skip
    layout.addWidget(wide, 2)
    return made


def returns() -> QWidget:
    made, layout = page(1160, 420)
    build = button("Build the return…", kind="primary")
    layout.addLayout(title("Returns", "Q3 2026/27 · closes in 9 days", button("Compare"), build))
    row = QHBoxLayout()
    row.setSpacing(14)
    by_p = [BarItem(p, p.label, n, marks.four_p(p), fill=p.value) for p, n in zip(FourP, (34, 12, 11, 5), strict=True)]
    levels = list(ImpactLevel)[:3]
    by_level = [BarItem(i, i.label, n, marks.level(i)) for i, n in zip(levels, (5, 19, 38), strict=True)]
    first = ChartCard("62 disruptions by P", BarList(by_p), ["P", "Disruptions"], note="Pursue 55 %")
    row.addWidget(first, 1)
    second = ChartCard(
        "By level", BarList(by_level, "None 1 and negative 0 recorded, not counted"), ["Level", "Number"]
    )
    row.addWidget(second, 1)
    third = ChartCard("By P, the table", BarList(by_p), ["P", "Disruptions"])
    third.set_rows([[item.label, item.figure] for item in by_p])
    third.show_table(shown=True)
    row.addWidget(third, 1)
    layout.addLayout(row)
    layout.addStretch(1)
    return made


def importing() -> QWidget:
    made, layout = page(1160, 460)
    layout.addLayout(title("SOC tracker 2022.xlsx", "386 rows · nothing has been saved yet", button("Cancel")))
    steps = Stepper(["Choose", "Columns", "Check", "Done"])
    steps.set_step(2)
    layout.addWidget(steps)
    layout.addWidget(BadgeRow([
        marks.urgency("373 ready", "green"), marks.urgency("8 cannot be read", "red"),
        marks.urgency("5 repeats", "amber"), marks.Pill("61 subjects will be created as Proposed"),
    ]))  # fmt: skip
    wrong: list[Column[Sample]] = [
        Column("row", "Row", lambda r: str(r.id), width=60, ink="ink_caption", role="caption"),
        Column("state", "", lambda _r: "Stops", mark=lambda _r: marks.Pill("Stops", "red"), width=80),
        Column("day", "Date", lambda _r: "31/02/2022", ground=lambda _r: "cell_problem"),
        Column(
            "why", "Problem", lambda _r: "There is no 31 February.", stretch=True, role="caption", ink="ink_caption"
        ),
    ]
    model = RowsModel(wrong)
    table = Table(model, "Problems")
    model.set_rows([sample(n) for n in range(1, 5)])
    layout.addWidget(table, 1)
    return made


def messages() -> QWidget:
    made, layout = page(900, 760)
    layout.addWidget(MarkingStrip())
    for kind, text in (
        ("info", "A colleague changed this record just now."), ("success", "373 records were imported."),
        ("warning", "The connection is lost. What is open stays readable, and drafts are kept."),
        ("error", "The file could not be written because the disk is full. Nothing was changed."),
    ):  # fmt: skip
        banner = Banner()
        banner.say(kind, text, "Show" if kind == "info" else "")
        layout.addWidget(banner)
    progress = Progress()
    progress.set_progress(41_200, 100_000, "Reading rows")
    layout.addWidget(progress)
    bubbles = QWidget(objectName="rail")
    bubbles.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line = QHBoxLayout(bubbles)
    line.addWidget(CountBubble(1812))
    line.addWidget(CountBubble(6, urgent=True))
    line.addStretch(1)
    layout.addWidget(bubbles)
    comparison = Comparison([
        Difference("Level", "Minor", "Major", "Moderate"), Difference("Threat", "Fraud", "Fraud", "Cyber crime"),
        Difference("What changed", "One charged.", "Three charged and remanded.", "One charged."),
    ], "DC Okoro, 14:02")  # fmt: skip
    layout.addWidget(comparison, 1)
    model = RowsModel(COLUMNS)
    table = Table(model, "Empty")
    table.set_empty("No disruptions in this view. Change the filters, or record the first.", "Record disruption")
    model.set_rows([])
    layout.addWidget(table, 1)
    return made


def preview() -> QWidget:
    made, layout = page(900, 700)
    shown = Preview()
    shown.show_pdf(sample_pdf())
    layout.addWidget(shown)
    return made


def sample_pdf(pages: int = 3) -> bytes:
    """A small document drawn here."""
    from io import BytesIO

    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for number in range(pages):
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(60, 760, f"Sample page {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


SCENES: dict[str, Callable[[], QWidget]] = {
    "register": register, "editor": editor, "boards": boards, "returns": returns, "import": importing,
    "messages": messages, "preview": preview,
}  # fmt: skip
