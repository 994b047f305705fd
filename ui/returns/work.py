"""What the Returns page asks of the store, each a plain function for the desk: look, build, compare, verify."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from soc_desk.errors import BadFile
from soc_desk.returns import check as checking
from soc_desk.returns import compare, disruptions, overview, profile_files
from soc_desk.returns import verify as verifying
from soc_desk.returns.check import CheckResult
from soc_desk.returns.compare import Comparison
from soc_desk.returns.disruptions import Built, ReturnRow
from soc_desk.returns.overview import Overview
from soc_desk.returns.periods import Period
from soc_desk.returns.profile import Profile
from soc_desk.returns.source import counted
from soc_desk.returns.verify import Verdict
from soc_desk.services import disruption_rows, policies
from ui.desk import Session, Task


@dataclass(frozen=True)
class Sent:
    """The returns built so far, and the profile that the next one would follow."""

    rows: tuple[ReturnRow, ...]
    profile: Profile
    profile_path: Path


@dataclass(frozen=True)
class Order:
    """What was asked of a return to be built: where to, in which formats, for whom and why."""

    folder: str = ""
    formats: tuple[str, ...] = ("csv", "xlsx", "json")
    recipient: str = ""
    purpose: str = ""
    incomplete: bool = False

    def problems(self, *, ready: bool) -> dict[str, str]:
        """Field to sentence; ``ready`` says whether nothing stops the return."""
        found = {}
        if not self.folder.strip():
            found["folder"] = "Choose the folder that the files go to."
        if not self.formats:
            found["formats"] = "Choose at least one format."
        if not self.recipient.strip():
            found["recipient"] = "Say who receives the return; the disclosure log needs it."
        if not self.purpose.strip():
            found["purpose"] = "Say what the return is for; the disclosure log needs it."
        if not ready and not self.incomplete:
            found["incomplete"] = "Something stops this return. Tick this to build it as incomplete, or mend it first."
        return found


def built_so_far(session: Session) -> Sent:
    """The returns built so far and the profile in force. Raises BadFile with line and reason for a faulty profile."""
    name = str(policies.in_force(session, checking.london_today()).get("return.profile", ""))
    profile = checking.profile_in_force(session)
    return Sent(tuple(disruptions.list_rows(session)), profile, profile_files.where(name))


def look(session: Session, period: Period) -> Overview:
    """The figures of the period if it were sent now."""
    return overview.if_sent_now(session, period)


def check(task: Task, period: Period) -> CheckResult:
    """Everything missing or odd in the period, saying how far it is."""
    task.progress(0.0, "Checking the return")
    every = max(task.read(_records, period), 1)

    def tell(done: int) -> None:
        task.progress(min(done / every, 1.0), f"Checking the return, {done:,} of {every:,} records")

    return task.read(checking.check, period, seen=tell)


def _records(session: Session, period: Period) -> int:
    return disruption_rows.count(session, counted(period, checking.agency_of(session)))


def build(task: Task, period: Period, order: Order, records: int) -> Built:
    """Write and freeze the return, saying how far it is; ``records`` is how many there will be, roughly."""
    every = max(records, 1)

    def tell(done: int, /) -> bool:
        task.progress(min(done / every, 1.0), f"Building the return, {done:,} of {every:,} records")
        return True

    task.progress(0.0, "Building the return")
    return task.write(
        disruptions.build, period, None, Path(order.folder).expanduser(), order.formats, order.recipient, order.purpose,
        incomplete=order.incomplete, progress=tell,
    )  # fmt: skip


def verify(task: Task, file: Path) -> Verdict:
    """Hold a file against its manifest and the store."""
    task.progress(0.0, f"Verifying {file.name}")
    return task.read(verifying.verify, file)


def differ(task: Task, before: str, after: str) -> Comparison:
    """What changed from one return to another, or to now."""
    task.progress(0.0, "Comparing returns")
    return task.read(compare.diff, before, after)


def try_profile(session: Session, file: Path) -> Profile:
    """Read a profile from a file and hold it against the force's lists. Raises BadFile with line and reason."""
    if file.suffix != ".toml":
        raise BadFile(f"{file.name} is not a return profile. Choose a file whose name ends in .toml.")
    return checking.profile_in_force(session, str(file))


def of_period(rows: Sequence[ReturnRow], period: Period) -> ReturnRow | None:
    """The latest return of exactly these dates."""
    return next((row for row in rows if row.period == period.text), None)
