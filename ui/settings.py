"""Every setting of this workstation, declared once with its type and default, kept in one ini file by QSettings.

No setting holds case data: what pages show (filters, searches, selections) is kept in the encrypted journal.
"""

from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from soc_desk.config import config_dir

T = TypeVar("T")


class Setting(Generic[T]):
    """One setting: ``says`` is its label for people, empty for what the program remembers by itself."""

    def __init__(self, key: str, default: T, says: str = "", *, choices: tuple[T, ...] = ()) -> None:
        self.key, self.default, self.says, self.choices = key, default, says, choices
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, settings: None, kind: type) -> "Setting[T]": ...
    @overload
    def __get__(self, settings: "Settings", kind: type) -> T: ...
    def __get__(self, settings: "Settings | None", kind: type) -> "Setting[T] | T":
        """The value; the default where the file has none, or one that makes no sense."""
        if settings is None:
            return self
        value: Any = settings.file.value(self.key, self.default, type(self.default))
        if not isinstance(value, type(self.default)) or (self.choices and value not in self.choices):
            return self.default
        return value

    def __set__(self, settings: "Settings", value: T) -> None:
        """Keep the value and tell whoever listens."""
        if self.choices and value not in self.choices:
            raise ValueError(f"{self.key} is one of {self.choices}, not {value!r}")
        if value != self.__get__(settings, type(settings)):
            settings.file.setValue(self.key, value)
            settings.changed.emit(self.name)


class Settings(QObject):
    """The settings of this person on this workstation."""

    changed = Signal(str)  # the setting's attribute name

    scheme = Setting("look/scheme", "system", "Colours", choices=("system", "light", "dark", "high-contrast"))
    compact_rows = Setting("look/compact_rows", default=False, says="Compact table rows")
    reduced_motion = Setting("look/reduced_motion", default=False, says="No animation")
    lock_after_minutes = Setting(
        "safety/lock_after_minutes", 10, "Lock when nobody touches it for", choices=(1, 2, 5, 10, 15, 20, 30)
    )
    reminds = Setting("reminders/tray", default=True, says="Remind of POCA deadlines beside the clock")
    rail_is_narrow = Setting("window/rail_is_narrow", default=False, says="Show only icons in the rail")
    inspector_is_shown = Setting("window/inspector_is_shown", default=True, says="Show the inspector beside registers")
    geometry = Setting("window/geometry", QByteArray())
    page = Setting("window/page", "")
    last_user = Setting("store/last_user", "")

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        """Settings in the ini file at ``path``, by default the user's own."""
        super().__init__(parent)
        self.file = QSettings(str(path or config_dir() / "desktop.ini"), QSettings.Format.IniFormat)

    @classmethod
    def declared(cls) -> dict[str, Setting[Any]]:
        """Every setting by its attribute name, in the order of the settings page."""
        return {name: value for name, value in vars(cls).items() if isinstance(value, Setting)}
