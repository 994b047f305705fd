"""What the actions of the People page run: recording, editing, linking, referring, merging, files and views."""

from uuid import UUID

from soc_desk.services.people.person_rows import PersonRow
from ui.forms.erase_person import ErasePersonDialog
from ui.forms.person_link import LinkForm
from ui.forms.person_record import PersonForm
from ui.forms.referral import ReferralForm
from ui.forms.request import RequestForm
from ui.page import Page
from ui.people import merging
from ui.people.looking import Looking
from ui.people.register import Register


class DoingPage(Page):
    """The People page says who is on view; these do something with them."""

    looking: Looking
    register: Register

    def current(self) -> PersonRow | None:
        """The person on view."""
        raise NotImplementedError

    def open_record(self, id_: UUID) -> None:
        """Go to a person's record from the list."""
        raise NotImplementedError

    def record_new(self) -> None:
        """Open the form, empty."""
        self.shell.open_sheet(PersonForm(self.desk, self.shell))

    def open_current(self) -> None:
        """Open the selected person as a record."""
        if (row := self.current()) is not None:
            self.open_record(row.id)

    def edit_current(self) -> None:
        """Open the form on the person on view."""
        if (row := self.current()) is not None:
            self.looking.open(row.id)  # to edit is to look, which is logged
            self.shell.open_sheet(PersonForm(self.desk, self.shell, row.id))

    def link_current(self) -> None:
        """Link the person on view to a group."""
        if (row := self.current()) is not None:
            self.shell.open_sheet(LinkForm(self.desk, self.shell, person_id=row.id))

    def refer(self) -> None:
        """Identify a potential victim: the person on view, or somebody to be chosen."""
        row = self.current()
        self.shell.open_sheet(ReferralForm(self.desk, self.shell, person_id=row.id if row is not None else None))

    def refer_known(self, person_id: UUID, subject_id: UUID | None, is_child: bool | None) -> None:
        """Open the referral of a potential victim, filled in as far as it is known."""
        form = ReferralForm(self.desk, self.shell, person_id=person_id, subject_id=subject_id, is_child=is_child)
        self.shell.open_sheet(form)

    def request_current(self) -> None:
        """Open the form of a request about the person on view."""
        if (row := self.current()) is not None:
            self.shell.open_sheet(RequestForm(self.desk, self.shell, person_id=row.id))

    def merge_current(self) -> None:
        """Ask which other record is the same person as the one on view."""
        if (row := self.current()) is not None:
            merging.merge(self.desk, self.shell, row)

    def mergers_of_current(self) -> None:
        """List the mergers of the person on view, to take one apart."""
        if (row := self.current()) is not None:
            merging.list_mergers(self, row)

    def erase_current(self) -> None:
        """Look through what would go with the person on view, to erase them."""
        if (row := self.current()) is not None:
            self.shell.open_dialog(ErasePersonDialog(self.desk, merging.place_of(row), self.shell.notify))

    def export_csv(self) -> None:
        """Export the view as CSV."""
        self.register.export("csv")

    def export_xlsx(self) -> None:
        """Export the view as an Excel workbook."""
        self.register.export("xlsx")

    def save_view(self) -> None:
        """Keep what is shown as a view."""
        self.register.saved.ask_name()

    def toggle_inspector(self) -> None:
        """Hide or show the panel."""
        self.register.inspector.toggle.toggle()
