"""The tab "Profile": what the return holds, column by column, where that is written, and a copy of it to edit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.returns.profile import Column as ProfileColumn
from soc_desk.returns.profile import Condition, Profile
from ui.returns.work import Sent
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.facts import Fact, Facts
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button

_REQUIRED = {"M": "Must be filled", "C": "Must be filled where it applies", "O": "May be filled"}
_KINDS = {
    "text": "Text", "texts": "Several texts", "code": "Code", "codes": "Several codes", "date": "Date",
    "moment": "Date and time", "integer": "Whole number", "pence": "Pence", "pounds": "Pounds", "yes_no": "Yes or no",
    "evidence": "Evidence references", "drugs": "Drugs", "assets": "Assets",
}  # fmt: skip


def rule(column: ProfileColumn, labels: dict[str, str]) -> str:
    """What is asked of a column beside being filled, in words."""
    told = []
    if column.min_length:
        told.append(f"at least {column.min_length} characters")
    if column.max_length:
        told.append(f"at most {column.max_length:,} characters")
    if column.not_after:
        told.append(f"not after {labels.get(column.not_after, column.not_after)}")
    if column.differs_from:
        told.append(f"not the same as {labels.get(column.differs_from, column.differs_from)}")
    for words, condition in (("when", column.when), ("unless", column.unless), ("only when", column.only_when),
                             ("left blank when", column.blank_when)):  # fmt: skip
        if condition is not None:
            told.append(f"{words} {_condition(condition, labels)}")
    return ", ".join(told)


def _condition(condition: Condition, labels: dict[str, str]) -> str:
    name = labels.get(condition.field, condition.field)
    values = " or ".join(sorted(condition.values))
    return f"{name} is {values}" if values else f"{name} is filled"


class ProfileView(QWidget):
    """``copy_asked``, ``try_asked`` and ``folder_asked`` go to the page."""

    copy_asked = Signal()
    try_asked = Signal()
    folder_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, str] = {}
        self.banner = Banner()
        self.facts = Facts(name_width=120)
        self.model: RowsModel[tuple[int, ProfileColumn]] = RowsModel(self._columns(), row_id=lambda row: row[0])
        self.table = Table(self.model, "Columns of the return", sorts_here=True)
        self.table.set_empty("The columns of the return stand here.")
        card = Card("Profile in force")
        card.body.addWidget(self.facts)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(button("&Copy this profile…", self.copy_asked.emit))
        buttons.addWidget(button("&Try a profile file…", self.try_asked.emit))
        buttons.addWidget(button("Open my profiles &folder", self.folder_asked.emit))
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in (self.banner, card):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)

    def show_profile(self, sent: Sent) -> None:
        """Show the profile in force."""
        profile = sent.profile
        self.labels = profile.labels
        self.facts.set_facts([
            Fact("Profile", f"{profile.title}, {profile.id}, {len(profile.columns)} columns"),
            Fact("File", str(sent.profile_path)),
            Fact("Source", profile.source),
            Fact("Recipient", profile.recipient or "Not named here; each return says it."),
            Fact("Fingerprint", f"SHA-256 {profile.sha256[:16]}…"),
            Fact("Chosen by", "The policy “Return profile”. An administrator or supervisor sets it under Settings."),
        ])  # fmt: skip
        self.model.set_rows(tuple(enumerate(profile.columns, start=1)))

    def say(self, profile: Profile, file_name: str) -> None:
        """Say that a profile was tried and is whole."""
        self.banner.say(
            "success",
            f"{file_name} is whole: {profile.title}, {profile.id}, {len(profile.columns)} columns. To use it, put it "
            f"into your profiles folder and set the policy “Return profile” to {profile.id}.",
        )

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with a profile, and on which line."""
        self.banner.say("error", sentence)

    def _columns(self) -> tuple[Column[tuple[int, ProfileColumn]], ...]:
        return (
            Column("number", "No.", lambda row: str(row[0]), align="right", width=56, sort=lambda row: row[0]),
            Column("heading", "Heading", lambda row: row[1].heading, width=210, role="medium", stretch=True),
            Column("field", "Field", lambda row: row[1].field.name, width=180, ink="ink_soft"),
            Column("required", "Requirement", lambda row: _REQUIRED[row[1].requirement], width=224),
            Column("kind", "Holds", lambda row: _KINDS[row[1].kind.value], width=140),
            Column("codes", "Code list", lambda row: row[1].codes.replace("_", " ") or "–", width=130),
            Column("rule", "Besides", lambda row: rule(row[1], self.labels) or "–", width=240, stretch=True,
                   tooltip=lambda row: rule(row[1], self.labels)),
        )  # fmt: skip
