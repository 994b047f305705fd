"""The national disruption return: checking it, building it, and the returns built so far."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from soc_desk.domain import ReturnSnapshot, User, new_id
from soc_desk.domain.period import Period, parse
from soc_desk.errors import BadFile, Cancelled, Invalid
from soc_desk.returns import manifest
from soc_desk.returns.check import Checking, CheckResult, check, london_today, profile_in_force
from soc_desk.returns.cross_checks import Totals
from soc_desk.returns.facts import Facts, header
from soc_desk.returns.profile import Profile
from soc_desk.returns.render import with_derived
from soc_desk.returns.snapshot import Freezer
from soc_desk.returns.source import chunks, counted, require_reader
from soc_desk.returns.workshop import Workshop
from soc_desk.returns.writers import FORMATS, Writer, writer
from soc_desk.services import places
from soc_desk.services.prints import wall
from soc_desk.store import Work, use_case
from soc_desk.store.audit import head
from soc_desk.vocabulary import Role

BUILDERS = frozenset({Role.COORDINATOR, Role.ANALYST, Role.SUPERVISOR})
"""Roles that may build and so disclose a return."""

_PROBLEMS_ON_SHEET = 5_000
_SWEEP_EVERY = 16


class Progress(Protocol):
    """Told how many records were written; gives False to cancel."""

    def __call__(self, records: int, /) -> bool: ...


@dataclass(frozen=True)
class Built:
    """A return that was built and frozen; ``files`` are the full paths, the manifest last."""

    reference: str
    snapshot_id: UUID
    print_id: str
    files: tuple[Path, ...]
    manifest: dict[str, Any]
    check: CheckResult
    amends: str | None


@dataclass(frozen=True)
class ReturnRow:
    """One return built so far. ``period`` is as ``domain.period`` writes it; ``records`` counts the headline."""

    id: UUID
    reference: str
    period: str
    label: str
    profile: str
    built_at: datetime
    by: str
    recipient: str
    print_id: str
    records: int
    ready: bool
    amends: str | None


def list_rows(session: Session, period: Period | None = None) -> list[ReturnRow]:
    """Returns built so far, newest first; with ``period``, those of exactly these dates."""
    require_reader(session)
    built = ReturnSnapshot
    query = select(
        built.id, built.reference, built.period, built.profile, built.built_at, User.display, built.records,
        built.manifest,
    )  # fmt: skip
    query = query.join(User, User.id == built.by_id).order_by(built.built_at.desc(), built.reference.desc())
    if period is not None:
        query = query.where(built.starts_on == period.starts_on, built.ends_on == period.ends_on)
    return [
        ReturnRow(
            id=id, reference=reference, period=text, label=parse(text).label, profile=profile, built_at=at, by=by,
            recipient=said["recipient"], print_id=said["print_id"], records=records, ready=said["ready"],
            amends=said["amends"],
        )
        for id, reference, text, profile, at, by, records, said in session.execute(query)
    ]  # fmt: skip


@use_case("Build the national return", needs=BUILDERS)
def build(  # noqa: PLR0913 - what a disclosure must say
    work: Work,
    period: Period,
    profile: Profile | None,
    out_dir: Path,
    formats: Sequence[str],
    recipient: str,
    purpose: str,
    *,
    incomplete: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Write the return of ``period`` to ``out_dir``, freeze what was written, log the disclosure.

    A return that something stops is refused with Invalid, unless ``incomplete``: then it is built, and says so on its
    cover and in its manifest. An earlier return of the same dates is kept and named as the one amended. Raises
    BadFile where the folder cannot be written, Cancelled where ``progress`` says so; then no file is left and nothing
    is frozen. ``profile`` None takes the force's own.
    """
    _refuse_unfit(formats, recipient, purpose)
    profile = profile or profile_in_force(work.session)
    building = _Building(work, period, profile, out_dir)
    try:
        built = building.run(tuple(dict.fromkeys(formats)), recipient.strip(), purpose.strip(), incomplete, progress)
    except OSError as error:
        raise BadFile(
            f"The return cannot be written to {out_dir}: {error.strerror or error}. Choose another folder; nothing was "
            "sent, no file was left and nothing is frozen."
        ) from error
    finally:
        building.tidy()
    return built


def _refuse_unfit(formats: Sequence[str], recipient: str, purpose: str) -> None:
    problems = {}
    if not formats or any(format not in FORMATS for format in formats):
        problems["format"] = f"Choose at least one of the formats {', '.join(FORMATS)}."
    if not recipient.strip():
        problems["recipient"] = "Say who receives the return; the disclosure log needs it."
    if not purpose.strip():
        problems["purpose"] = "Say what the return is for; the disclosure log needs it."
    if problems:
        raise Invalid(problems)


class _Building:
    """One return in the making: everything is written in a hidden folder first and put in place as the last act."""

    def __init__(self, work: Work, period: Period, profile: Profile, out_dir: Path) -> None:
        self._work, self._period, self._out = work, period, out_dir
        self._check = Checking(work.session, period, profile, london_today(), most=_PROBLEMS_ON_SHEET)
        self._profile = self._check.profile
        self._facts = places.facts(work.session)
        self._freezer: Freezer | None = None
        self._workshop: Workshop | None = None
        self._writers: dict[str, Writer] = {}

    def run(
        self, formats: tuple[str, ...], recipient: str, purpose: str, incomplete: bool, progress: Progress | None
    ) -> Built:
        self._workshop = Workshop(self._out)
        folder = self._workshop.path
        agency, synthetic = self._facts.force_code, self._facts.synthetic
        about = header(self._profile, self._period, agency, synthetic=synthetic)
        self._freezer = Freezer(self._profile, folder)
        self._writers = {f: writer(f, folder / f"data.{f}", self._profile, about) for f in formats}
        self._stream(agency, self._freezer, progress)
        result = self._check.result()
        if not result.ready and not incomplete:
            told = f"The return is not ready: {self._check.stopping} Put that right, or build it as incomplete."
            raise Invalid({"ready": told})
        return self._finish(formats, recipient, purpose, result, self._freezer)

    def tidy(self) -> None:
        """Let go of whatever is still open, and leave no half-made file."""
        for open_writer in self._writers.values():
            with suppress(OSError):  # it is thrown away, and the first failure is already on its way to the user
                open_writer.close()
        if self._freezer is not None:
            self._freezer.close()
        if self._workshop is not None:
            self._workshop.close()

    def _stream(self, agency: str, freezer: Freezer, progress: Progress | None) -> None:
        with _unswept(), closing(chunks(self._work.session, counted(self._period, agency))) as read:
            for number, chunk in enumerate(read, 1):
                if number % _SWEEP_EVERY == 0:
                    gc.collect(0)
                late = self._check.see(chunk)
                freezer.add(chunk)
                shown = with_derived(chunk.columns, late, self._profile)
                for open_writer in self._writers.values():
                    open_writer.add(shown)
                if progress is not None and not progress(self._check.totals.rows):
                    raise Cancelled("Building the return was cancelled; nothing was sent and nothing frozen.")

    def _finish(
        self, formats: tuple[str, ...], recipient: str, purpose: str, result: CheckResult, freezer: Freezer
    ) -> Built:
        work, period, profile, totals = self._work, self._period, self._profile, self._check.totals
        amended = next(iter(list_rows(work.session, period)), None)
        reference, snapshot_id = work.next_reference("R"), new_id()
        newest = head(work.session)
        disclosure = work.disclose(
            f"{profile.title}, {period.label}", recipient=recipient, purpose=purpose, records=totals.rows,
            marking=profile.marking, filters={"return": reference, "period": period.text, "formats": list(formats)},
        )  # fmt: skip
        facts = Facts(
            reference=reference, snapshot_id=str(snapshot_id), print_id=disclosure.reference, period=period,
            agency=self._facts.force_code, agency_name=self._facts.force_name,
            built_at=wall(work.now).isoformat(timespec="minutes"), built_by=work.actor.display, recipient=recipient,
            purpose=purpose, audit_head=newest.seal, amends=amended.reference if amended else None,
            synthetic=self._facts.synthetic,
        )  # fmt: skip
        files = self._close_files(totals, facts, result)
        work.session.flush()
        content_sha256 = freezer.sha256
        said = manifest.content(facts, profile, totals, files, content_sha256=content_sha256, ready=result.ready)
        work.add(
            ReturnSnapshot(
                id=snapshot_id, reference=reference, period=period.text, starts_on=period.starts_on,
                ends_on=period.ends_on, profile=profile.id, profile_sha256=profile.sha256, built_at=work.now,
                by_id=work.actor.id, disclosure_id=disclosure.id, records=totals.records,
                content_sha256=content_sha256, manifest=said, amends_id=amended.id if amended else None,
            )
        )  # fmt: skip
        work.session.flush()
        freezer.keep(work.session, snapshot_id)
        paths = self._put_in_place(files, said)
        return Built(reference, snapshot_id, disclosure.reference, paths, said, result, facts.amends)

    def _close_files(self, totals: Totals, facts: Facts, result: CheckResult) -> list[manifest.FileEntry]:
        assert self._workshop is not None
        folder, entries = self._workshop.path, []
        for format, open_writer in self._writers.items():
            open_writer.finish(totals, facts, result)
            named = folder / f"disruption-return_{_file_word(self._period)}_{facts.reference}.{format}"
            (folder / f"data.{format}").rename(named)
            entries.append(manifest.entry(named, format))
        return entries

    def _put_in_place(self, files: list[manifest.FileEntry], said: dict[str, Any]) -> tuple[Path, ...]:
        assert self._workshop is not None
        workshop, folder = self._workshop, self._workshop.path
        name = f"disruption-return_{_file_word(self._period)}_{said['return']}{manifest.SUFFIX}"
        manifest.write(folder / name, said)
        placed: list[Path] = []

        def take_back(*_: object) -> None:
            for path in placed:
                path.unlink(missing_ok=True)
            workshop.take_back()

        # What could not be frozen must not lie about as if it had been sent.
        event.listen(self._work.session, "after_soft_rollback", take_back)
        for file in (*[entry.name for entry in files], name):
            placed.append((folder / file).replace(self._out / file))  # noqa: PERF401 - as far as it got
        return tuple(placed)


@contextmanager
def _unswept() -> Iterator[None]:
    """Without the collector of cycles: it would walk every row of a chunk many times and find none.

    What little the database's results leave is swept once in a few chunks.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _file_word(period: Period) -> str:
    return period.text.replace("..", "_to_")


__all__ = ["BUILDERS", "Built", "CheckResult", "ReturnRow", "build", "check", "list_rows", "profile_in_force"]
