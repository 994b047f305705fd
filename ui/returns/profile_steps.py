"""What can be done with return profiles: copying the one in force to edit it, and trying a file."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from soc_desk.errors import DeskError
from soc_desk.returns import profile_files
from soc_desk.returns.profile import Profile
from ui.ask import Ask
from ui.desk import Desk
from ui.lanes import Reply
from ui.page import Shell
from ui.returns import work
from ui.returns.profile_view import ProfileView
from ui.returns.work import Sent
from ui.widgets.files import choose_path

_ABOUT_COPIES = "The copy goes to your own profiles folder. Edit it there; the one you copy stays as it is."


class ProfileSteps(QObject):
    """Does what the view asks for."""

    def __init__(self, desk: Desk, shell: Shell, view: ProfileView) -> None:
        super().__init__(view)
        self._desk, self._shell, self._view = desk, shell, view
        self._profile: Profile | None = None
        view.copy_asked.connect(self.ask_copy)
        view.try_asked.connect(self._ask_file)
        view.folder_asked.connect(_open_folder)

    def show(self, sent: Sent) -> None:
        """Show the profile in force."""
        self._profile = sent.profile
        self._view.show_profile(sent)

    def ask_copy(self) -> None:
        """Ask for the name of the copy, and make it."""
        if (profile := self._profile) is None:
            return

        def make(name: str) -> Reply[Any]:
            return self._desk.aside(profile_files.copy, profile, name)

        self._shell.open_dialog(
            Ask("Copy this profile", _ABOUT_COPIES, "&Name of the copy", "C&opy", make, self._say_copied,
                value=f"{profile.name}-own")
        )  # fmt: skip

    def try_profile(self, file: Path | str) -> None:
        """Read a profile file, and say that it is whole or what is wrong with it."""
        path = Path(file)
        self._desk.read(work.try_profile, path).then(self, partial(self._say_whole, path.name), self._refuse)

    def _ask_file(self) -> None:
        folder = str(profile_files.own_folder())
        choose_path(self._view, "Return profile", folder, self.try_profile, kinds="Return profiles (*.toml)")

    def _say_copied(self, path: object) -> None:
        self._view.banner.say("success", f"The copy is {path}. Edit it, then try it here.")

    def _say_whole(self, name: str, profile: Profile) -> None:
        self._view.say(profile, name)

    def _refuse(self, error: DeskError) -> None:
        self._view.refuse(str(error))


def _open_folder() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(profile_files.own_folder())))
