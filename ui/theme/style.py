"""From tokens to Qt: the palette and the one style sheet.

What the sheet listens to, so that pages need no sheet of their own:

* ``QPushButton[kind]``: ``primary``, ``danger``, ``quiet`` (no frame), ``link``; without a kind it is the plain button.
* ``QLabel[ink]``: ``soft``, ``caption``, ``red``, ``amber``, ``green``, ``accent``, ``rail``, ``rail-soft``.
* ``QFrame[card="true"]``: surface with a line and rounded corners.
* ``QWidget[ground]``: ``surface``, ``sunken``, ``page``.
* ``QFrame[rule="true"]``: a line one pixel high.
* ``#rail``, ``#topBar``, ``#statusBar``, and ``QPushButton[kind="rail"]`` (checkable) for the frame of the window.
* ``QFrame[popup="true"]``: what floats above a page.
* ``[wrong="true"]`` on a field that holds a mistake.

Fonts are never set here: see ``fonts.py``.
"""

from string import Template

from PySide6.QtGui import QPalette

from soc_desk.config import resources
from ui.theme.tokens import CARD_RADIUS, CONTROL_RADIUS, Tokens

_Role = QPalette.ColorRole


def palette(tokens: Tokens) -> QPalette:
    """The palette that Fusion and everything without a rule in the sheet takes its colours from."""
    made = QPalette()
    for role, token in {
        _Role.Window: "background", _Role.WindowText: "ink", _Role.Base: "surface", _Role.AlternateBase: "sunken",
        _Role.Text: "ink", _Role.Button: "button", _Role.ButtonText: "ink", _Role.BrightText: "red",
        _Role.ToolTipBase: "ink", _Role.ToolTipText: "surface", _Role.PlaceholderText: "ink_caption",
        _Role.Highlight: "accent_fill", _Role.HighlightedText: "on_accent", _Role.Link: "accent",
        _Role.LinkVisited: "accent", _Role.Accent: "accent_fill", _Role.Light: "surface", _Role.Midlight: "line_soft",
        _Role.Mid: "line", _Role.Dark: "ink_faint", _Role.Shadow: "line",
    }.items():  # fmt: skip
        made.setColor(role, tokens.color(token))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, tokens.color("ink_disabled"))
    return made


def sheet(tokens: Tokens) -> str:
    """The style sheet of the whole application in these tokens."""
    values = {name: getattr(tokens, name) for name in Tokens.__slots__}
    style = resources().as_posix() + "/style"
    values |= {"check": f"{style}/check-{tokens.on_accent[1:]}.svg", "caret": f"{style}/caret-{tokens.name}.svg"}
    values |= {"card_radius": f"{CARD_RADIUS}px", "radius": f"{CONTROL_RADIUS}px"}
    return Template(_BASE + _BUTTONS + _FIELDS + _VIEWS + _FRAME).substitute(values)


_BASE = """
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget[ground="page"] { background: $background; }
QWidget[ground="surface"] { background: $surface; }
QWidget[ground="sunken"] { background: $sunken; }
QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: $card_radius; }
QFrame[popup="true"] { background: $surface; border: 1px solid $control_line; border-radius: 6px; }
QFrame[rule="true"] { background: $line; border: none; min-height: 1px; max-height: 1px; }
QLabel { background: transparent; }
QLabel:disabled { color: $ink_disabled; }
QLabel[ink="soft"] { color: $ink_soft; }
QLabel[ink="caption"] { color: $ink_caption; }
QLabel[ink="red"] { color: $red; }
QLabel[ink="amber"] { color: $amber; }
QLabel[ink="green"] { color: $green; }
QLabel[ink="accent"] { color: $accent; }
QLabel[ink="rail"] { color: $rail_ink; }
QLabel[ink="rail-soft"] { color: $rail_ink_soft; }
QToolTip { background: $ink; color: $surface; border: none; padding: 4px 8px; }
QScrollArea, QScrollArea > QWidget > QWidget[scrolled="true"] { background: transparent; border: none; }
QScrollArea[ringed="true"], QGraphicsView, QSlider { border: 1px solid transparent; border-radius: 4px; }
QScrollArea[ringed="true"]:focus, QGraphicsView:focus, QSlider:focus { border-color: $focus; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $control_line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $ink_faint; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; margin: 0; }
QMenu::item:selected { background: $accent_tint; color: $ink; }
QMenu::item:disabled { color: $ink_disabled; }
QMenu::separator { height: 1px; background: $line_soft; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { margin-left: 8px; }
QMenu[checkable="true"]::item { padding-left: 30px; }
QProgressBar { background: $track; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent_fill; border-radius: 3px; }
"""

_BUTTONS = """
QPushButton, QToolButton[kind="button"] { background: $button; color: $ink; border: 1px solid $control_line;
  border-radius: $radius; padding: 0 14px; min-height: 30px; }
QPushButton[field="true"] { text-align: left; padding: 0 9px; background-color: $surface; background-origin: content;
  background-image: url("$caret"); background-repeat: no-repeat; background-position: right center; }
QPushButton[field="true"]:focus { padding: 0 8px; }
QPushButton:hover, QToolButton[kind="button"]:hover { background: $button_hover; }
QPushButton:pressed, QToolButton[kind="button"]:pressed { background: $line_soft; }
QPushButton:disabled, QToolButton[kind="button"]:disabled {
  color: $ink_disabled; background: $sunken; border-color: $line; }
QPushButton:focus, QToolButton[kind="button"]:focus { border: 2px solid $focus; padding: 0 13px; min-height: 28px; }
QPushButton::menu-indicator, QToolButton::menu-indicator { width: 0; image: none; }
QPushButton[kind="primary"] { background: $accent_fill; color: $on_accent; border-color: $accent_fill; }
QPushButton[kind="primary"]:hover { background: $accent_fill_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="primary"]:disabled { background: $track; color: $ink_disabled; border-color: $track; }
QPushButton[kind="danger"] { background: $red_fill; color: $on_red_fill; border-color: $red_fill; }
QPushButton[kind="danger"]:focus { border: 2px solid $ink; }
QPushButton[kind="danger"]:disabled { background: $track; color: $ink_disabled; border-color: $track; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $ink_soft; padding: 0 10px; }
QPushButton[kind="quiet"]:hover { background: $button_hover; color: $ink; }
QPushButton[kind="quiet"]:focus { border: 2px solid $focus; padding: 0 9px; }
QPushButton[kind="link"] { background: transparent; border: none; border-bottom: 2px solid transparent; color: $accent;
  border-radius: 0; padding: 2px 0 0 0; min-height: 18px; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: none; border-bottom: 2px solid $focus; padding: 2px 0 0 0; min-height: 18px; }
QPushButton[kind="link"]:disabled { color: $ink_disabled; }
QPushButton[kind="chip"] { background: $neutral_tint; border-color: $neutral_tint; border-radius: 12px; padding: 0 8px;
  min-height: 22px; }
QPushButton[kind="chip"]:focus { border: 2px solid $focus; padding: 0 7px; min-height: 20px; }
QToolButton {
  background: transparent; border: 2px solid transparent; border-radius: 4px; padding: 2px; color: $ink_soft; }
QToolButton:hover { background: $button_hover; }
QToolButton:focus { border-color: $focus; }
QToolButton:checked { background: $accent_tint; }
QCheckBox, QRadioButton {
  spacing: 8px; min-height: 22px; border: 1px solid transparent; border-radius: 4px; padding: 0 3px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QListView::indicator, QMenu::indicator:non-exclusive { width: 14px; height: 14px;
  border: 1px solid $ink_faint; border-radius: 4px; background: $surface; }
QRadioButton::indicator, QMenu::indicator:exclusive { width: 14px; height: 14px; border: 1px solid $ink_faint;
  border-radius: 8px; background: $surface; }
QCheckBox::indicator:checked, QListView::indicator:checked, QMenu::indicator:non-exclusive:checked {
  background: $accent_fill; border-color: $accent_fill; image: url("$check"); }
QRadioButton::indicator:checked, QMenu::indicator:exclusive:checked { width: 6px; height: 6px;
  border: 5px solid $accent_fill; background: $on_accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $sunken; border-color: $line; }
QCheckBox::indicator:checked:disabled { background: $ink_disabled; border-color: $ink_disabled; }
QRadioButton::indicator:checked:disabled { border-color: $ink_disabled; }
QCheckBox:disabled, QRadioButton:disabled { color: $ink_disabled; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit {
  background: $surface; color: $ink; border: 1px solid $control_line; border-radius: $radius; padding: 0 9px;
  selection-background-color: $accent_fill; selection-color: $on_accent; placeholder-text-color: $ink_caption; }
QLineEdit, QComboBox, QSpinBox, QDateEdit { min-height: 30px; }
QPlainTextEdit, QTextEdit { padding: 4px 5px; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $ink_faint; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus {
  border: 2px solid $focus; padding: 0 8px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus { min-height: 28px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 3px 4px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $sunken; color: $ink_disabled; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $sunken; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {
  border: 2px solid $red; padding: 0 8px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { min-height: 28px; }
QPlainTextEdit[wrong="true"] { padding: 3px 4px; }
QLineEdit[search="true"] { background: $background; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$caret"); width: 12px; height: 12px; }
QComboBox QLineEdit { border: none; min-height: 0; padding: 0; background: transparent; }
QComboBox QLineEdit:focus { border: none; min-height: 0; padding: 0; }
QComboBox QAbstractItemView, QListView[popup="true"] { background: $surface; border: 1px solid $line; padding: 4px;
  outline: none; selection-background-color: $accent_tint; selection-color: $ink; }
QAbstractItemView::item { color: $ink; }
QListView[choices="true"]::item, QListView[popup="true"]::item, QComboBox QAbstractItemView::item {
  min-height: 28px; padding: 0 8px; border-radius: 4px; }
QListView[choices="true"]::item:hover, QListView[popup="true"]::item:hover,
QComboBox QAbstractItemView::item:hover { background: $button_hover; }
QListView[choices="true"]::item:selected, QListView[popup="true"]::item:selected,
QComboBox QAbstractItemView::item:selected {
  background: $accent_tint; color: $ink; }
"""

_VIEWS = """
QTableView, QListView, QTreeView, QListWidget { background: $surface; border: none; outline: none;
  selection-background-color: $selection; selection-color: $ink; gridline-color: $line_soft; }
QTableView[card="true"] { border: 1px solid $line; border-radius: $card_radius; padding-bottom: 6px; }
QTableView[card="true"][ringed="true"]:focus { border: 1px solid $focus; }
QTableCornerButton::section { background: $header; border: none; }
QHeaderView { background: $header; border: none; border-top-left-radius: 8px; border-top-right-radius: 8px; }
QHeaderView::section { background: transparent; color: $ink_soft; border: none; border-bottom: 1px solid $line;
  padding: 0 8px; min-height: 32px; }
QHeaderView::section:hover { color: $ink; background: $button_hover; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 0; height: 0; image: none; }
QTabBar { background: transparent; border: none; }
QTabWidget::pane { border: none; }
"""

_FRAME = """
QWidget#rail { background: $rail; }
QWidget#topBar { background: $surface; border-bottom: 1px solid $line; }
QWidget#statusBar, QStatusBar { background: $surface; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QPushButton[kind="rail"] { background: transparent; color: $rail_ink; border: 2px solid transparent; text-align: left;
  padding: 0 9px; min-height: 28px; }
QPushButton[kind="rail"]:hover { background: $rail_hover; }
QPushButton[kind="rail"]:checked { background: $rail_active; color: $on_rail_active; }
QPushButton[kind="rail"]:focus { border: 2px solid $rail_ink_soft; padding: 0 9px; min-height: 28px; }
"""
