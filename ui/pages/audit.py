"""The audit log for auditors and administrators: how its chain stands, every entry, and its export."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from soc_desk.errors import DeskError
from soc_desk.services import history, periods, upkeep
from soc_desk.services.history import AuditRow
from soc_desk.services.history_words import entity_words
from soc_desk.services.prints import Addressed, moment_words, wall
from soc_desk.services.upkeep import Verdict
from soc_desk.vocabulary import AuditCategory
from ui.desk import Desk
from ui.drafts import from_plain, to_plain
from ui.forms.acceptance import AcceptanceDialog
from ui.forms.address import AddressDialog
from ui.oversight import audit_work
from ui.oversight.audit_work import Narrowed, Standing
from ui.oversight.chain_card import ChainCard
from ui.page import Page, Shell
from ui.widgets import marks
from ui.widgets.banner import Banner
from ui.widgets.filters import Filter, FilterRow, choice, period
from ui.widgets.option import Option
from ui.widgets.period_popup import Period
from ui.widgets.rows import Column, RowsModel
from ui.widgets.search import SearchField
from ui.widgets.table import Table
from ui.widgets.text import button

_WARNING = "The log names people, records and what was done. Who receives it and why is logged with the export."
_TONES = {
    AuditCategory.DISCLOSURE: "info", AuditCategory.ERASURE: "amber", AuditCategory.SECURITY: "amber",
}  # fmt: skip
_EMPTY = "No entry matches. Clear a filter, or look at the print id again."
_FIND = "Find by print id"
_FIND_AFTER_MS = 250
"""Each page of entries that is read is logged, so that half a print id is not looked for."""


def _title(row: AuditRow) -> str:
    return f"{row.title} (erased)" if row.emptied else row.title


def _kind(row: AuditRow) -> str:
    return entity_words(row.entity)


def _presets() -> list[tuple[str, Period]]:
    day = periods.today()
    return [("Today", Period(day, None))] + [
        (offered.name, Period(offered.starts_on, offered.ends_on)) for offered in periods.choices(day)
    ]


class AuditPage(Page):
    """The chain card over the entries, newest first. Each page of entries that is read is itself logged."""

    NAME = "audit"
    SHOWS = frozenset({"audit_entry", "app_user"})

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.folder = Path.home()
        self._people: Mapping[str, str] = {}
        self._ends: dict[int, int] = {}
        self.chain, self.banner = ChainCard(), Banner()
        self.filters = FilterRow(
            [
                Filter("category", "Category", "one", [Option(c, c.label) for c in AuditCategory]),
                choice("actor", "Who", (), several=False), period("when", "When", _presets),
            ],
            today=periods.today,
        )  # fmt: skip
        self.search = SearchField(_FIND)
        self._soon = QTimer(self, interval=_FIND_AFTER_MS, singleShot=True)
        self.model: RowsModel[AuditRow] = RowsModel(self._columns(), row_id=lambda row: row.seq)
        self.table = Table(self.model, "Entries of the audit log")
        self.export = button("Export…", self.export_log)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout, self.title, self.facts = self.head("Audit", self.export)
        self.facts.setText("What was collected, changed, read, disclosed, combined and erased. Reading this is logged.")
        self.search.setToolTip("As it stands at the foot of a print, such as P-2026-0931.")
        narrowing = QHBoxLayout()
        narrowing.setSpacing(12)
        narrowing.addWidget(self.filters, 1)
        narrowing.addWidget(self.search)
        layout.addWidget(self.chain)
        layout.addLayout(narrowing)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        self.table.set_empty(_EMPTY)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.chain.verify_asked.connect(self.verify)
        self.chain.accept_asked.connect(self.ask_acceptance)
        self.filters.changed.connect(self._reload)
        self.search.textEdited.connect(lambda _text: self._soon.start())
        self._soon.timeout.connect(self._reload)
        self.model.page_wanted.connect(self._fetch)
        self.table.refused.connect(self.shell.warn)

    def _columns(self) -> tuple[Column[AuditRow], ...]:
        return (
            Column("seq", "No.", lambda row: f"{row.seq:,}", align="right", width=64, sortable=False),
            Column("at", "When", lambda row: moment_words(wall(row.at)), width=150, sortable=False),
            Column("actor", "Who", lambda row: self._people.get(row.actor, row.actor), width=122, sortable=False,
                   tooltip=lambda row: row.actor),
            Column("category", "Category", lambda row: row.category.label,
                   lambda row: marks.Pill(row.category.label, _TONES.get(row.category, "neutral")), width=116,
                   sortable=False),
            Column("title", "What was done", _title, width=222, role="medium", sortable=False,
                   stretch=True, tooltip=lambda row: row.title),
            Column("entity", "Kind of record", _kind, width=130, sortable=False),
            Column("record", "Record", lambda row: str(row.record_id), width=280, sortable=False, ink="ink_soft",
                   hidden=True),
            Column("print_id", "Print id", lambda row: row.print_id or "–", width=104, sortable=False),
            Column("recipient", "Recipient", lambda row: row.recipient or "–", width=104, sortable=False, stretch=True,
                   tooltip=lambda row: row.recipient),
            Column("purpose", "Purpose", lambda row: row.purpose or "–", width=104, sortable=False, stretch=True,
                   tooltip=lambda row: row.purpose),
            Column("machine", "Workstation", lambda row: row.machine or "–", width=92, sortable=False),
            Column("seal", "Seal", lambda row: row.seal, width=160, sortable=False, hidden=True),
        )  # fmt: skip

    # what the frame asks ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self.desk.read(audit_work.standing).then(self, self._take_standing)
        self._reload()

    def go(self, **where: Any) -> None:
        """``go(category="disclosure")``, ``go(actor="a.example")``, ``go(print_id="P-2026-0931")``."""
        values: dict[str, Any] = {}
        if category := where.get("category"):
            values["category"] = AuditCategory(category)
        if actor := where.get("actor"):
            values["actor"] = str(actor)
        self.filters.set_values(values)
        self.search.setText(str(where.get("print_id", "")))
        self._reload()

    def state(self) -> dict[str, Any]:
        return {"shown": to_plain(self.narrowed()), "columns": self.table.columns_state()}

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(columns := state.get("columns"), dict):
            self.table.restore_columns(columns)  # type: ignore[arg-type]  # as columns_state() gave it
        try:
            shown = from_plain(Narrowed, state.get("shown") or {})
        except (ValueError, TypeError, AttributeError):
            shown = Narrowed()  # written by another version
        values: dict[str, Any] = {"category": shown.category, "actor": shown.actor or None}
        if shown.since or shown.until:
            values["when"] = Period(shown.since, shown.until)
        self.filters.set_values({name: value for name, value in values.items() if value})
        self.search.setText(shown.print_id)

    # reading ----------------------------------------------------------------------------------------------------------

    def narrowed(self) -> Narrowed:
        """What the chips say."""
        values = self.filters.values()
        when: Period = values.get("when") or Period(None, None)
        typed = self.search.text().strip()
        return Narrowed(values.get("category"), values.get("actor", ""), when.first, when.last, typed)

    def _reload(self, _values: object = None) -> None:
        self._ends = {}
        self.model.start_paging()

    def _fetch(self, index: int) -> None:
        shown, generation = self.narrowed(), self.model.generation
        before = self._ends.get(index - 1) if index else None
        reply = self.desk.write(
            history.audit_page, before, shown.category, shown.actor, since=shown.since, until=shown.until,
            print_id=shown.print_id,
        )  # fmt: skip
        reply.then(self, partial(self._take_page, index, generation), partial(self._miss_page, index, generation))

    def _take_page(self, index: int, generation: int, rows: list[AuditRow]) -> None:
        if generation == self.model.generation:
            if rows:
                self._ends[index] = rows[-1].seq
            self.banner.hide()
            self.model.set_page(index, rows, generation)

    def _miss_page(self, index: int, generation: int, error: DeskError) -> None:
        if generation == self.model.generation:
            self.model.fail_page(index)
            self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.go_stale)

    def _take_standing(self, standing: Standing) -> None:
        self._people = standing.people
        self.chain.show_chain(standing.chain)
        people = sorted(standing.people.items(), key=lambda pair: pair[1].casefold())
        self.filters.chip("actor").set_options([Option(name, display) for name, display in people])

    # verifying and exporting ------------------------------------------------------------------------------------------

    def verify(self) -> None:
        """Walk the whole chain, showing how far it is."""
        self.chain.verify.setEnabled(False)
        reply = self.desk.run(audit_work.verify)
        self.chain.following.follow(reply, "Verifying the log")
        reply.then(self, self._take_verdict, self._refuse_verdict)

    def _take_verdict(self, verdict: Verdict) -> None:
        self.chain.verify.setEnabled(True)
        self.chain.show_verdict(verdict, datetime.now().astimezone())

    def ask_acceptance(self) -> None:
        """Ask why the log is accepted as it stands."""
        if self.desk.may(upkeep.accepting):
            self.shell.open_dialog(AcceptanceDialog(self.desk, self._say_accepted))

    def _say_accepted(self, sentence: str) -> None:
        self.shell.notify(sentence)
        self.refresh()
        self.verify()

    def _refuse_verdict(self, error: DeskError) -> None:
        self.chain.verify.setEnabled(True)
        self.shell.warn(str(error))

    def export_log(self) -> None:
        """Ask who receives the log, why, and where it goes; then write the whole of it."""
        path = self.folder / f"audit-log-{periods.today().isoformat()}.csv"
        dialog = AddressDialog("Export the audit log", "&Export", self._export, path, (".csv", ".json"), _WARNING)
        self.shell.open_dialog(dialog)

    def _export(self, to: Addressed, path: Path | None) -> None:
        if path is not None:
            self.folder = path.parent
            self.desk.run(audit_work.export, to, path).then(self, self._say_exported, self._refuse)

    def _say_exported(self, written: tuple[Path, int]) -> None:
        path, many = written
        self.shell.notify(f"{many:,} entries were exported to {path.name}, and that was logged as a disclosure.")

    def _refuse(self, error: DeskError) -> None:
        self.shell.warn(str(error))


def _scene_verified(_desk: Desk, shell: Shell) -> None:
    shell.open_page(AuditPage.NAME)
    page = getattr(shell, "way").page  # noqa: B009 - the window's, which the Shell does not promise
    assert isinstance(page, AuditPage)  # it was opened just now
    page.verify()


SCENES = {"audit-verified": _scene_verified}
"""The log with its chain walked."""
