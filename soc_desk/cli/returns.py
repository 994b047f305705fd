"""``soc-desk return``: check, build, list, compare and verify the national disruption return."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from soc_desk.cli.progress import Say, told
from soc_desk.cli.session import NOT_PASSED, JsonOption, StoreOption, answer, fail, opened, say
from soc_desk.domain.period import Period, parse
from soc_desk.returns import check as checking
from soc_desk.returns import compare, disruptions, verify
from soc_desk.returns.profile import Profile
from soc_desk.returns.rules import Problem
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Severity

app = typer.Typer(no_args_is_help=True, help="The national disruption return.")

PeriodOption = Annotated[str, typer.Option("--period", help="2026-Q2, 2026 or 2026-07-01..2026-09-30.")]
ProfileOption = Annotated[
    str, typer.Option("--profile", help="Name or file of a return profile; else the force's policy.")
]


@app.command()
def check(
    period: PeriodOption, profile: ProfileOption = "", store: StoreOption = "", as_json: JsonOption = False
) -> None:
    """List everything missing or odd, and the figures as they would be sent now."""
    with opened(store) as (desk, actor):
        result = desk.read(actor, checking.check, parse(period), _profile(desk, actor, profile))
    document = {
        "ready": result.ready, "records": result.records, "by_p": result.by_p, "by_level": result.by_level,
        "by_threat": result.by_threat, "apart": result.apart, "pursue_percent": result.pursue_percent,
        "problems": [_problem(problem) for problem in result.problems],
    }  # fmt: skip
    lines = [f"{result.records:,} disruptions. {_counts(result.by_p)}. {_counts(result.by_level)}."]
    lines += [f"{p.severity.label}: {p.record}: {p.problem} {p.remedy}" for p in result.problems]
    answer(document, as_json, "\n".join(lines))
    if not result.ready:
        raise typer.Exit(NOT_PASSED)


@app.command()
def build(  # noqa: PLR0913, PLR0917 - one option for each thing a disclosure says
    period: PeriodOption,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.")] = Path(),
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="csv, xlsx or json; may be given several times; all if left out."),
    ] = None,
    recipient: Annotated[str, typer.Option("--for", help="Who receives it.")] = "National disruption return",
    purpose: Annotated[str, typer.Option(help="Why.")] = "National return",
    only_if_ready: Annotated[
        bool, typer.Option("--only-if-ready", help="Refuse while anything stops the return.")
    ] = False,
    profile: ProfileOption = "",
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Write the return with its manifest, freeze what was sent and log the disclosure."""
    with opened(store) as (desk, actor):
        chosen = tuple(formats or ("csv", "xlsx", "json"))
        with told("Building the return") as progress:
            built = desk.write(
                actor, disruptions.build, parse(period), _profile(desk, actor, profile), out, chosen, recipient,
                purpose,
                incomplete=not only_if_ready, progress=_counting(progress),
            ).value  # fmt: skip
    stopping = sum(problem.severity is Severity.STOPS for problem in built.check.problems)
    if stopping:
        say(
            f"The return says of itself that it is incomplete: {stopping:,} items should be put right; "
            "see: soc-desk return check."
        )
    document = {
        "reference": built.reference, "print_id": built.print_id, "amends": built.amends,
        "records": built.check.records, "ready": built.check.ready,
        "files": [str(path) for path in built.files], "manifest": built.manifest,
    }  # fmt: skip
    answer(
        document,
        as_json,
        "\n".join([f"{built.reference}: {built.check.records:,} disruptions.", *map(str, built.files)]),
    )


@app.command("list")
def list_returns(period: PeriodOption = "", store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Returns built so far, newest first."""
    with opened(store) as (desk, actor):
        rows = desk.read(actor, disruptions.list_rows, parse(period) if period else None)
    lines = [
        f"{row.reference} {row.label}: {row.records:,} disruptions, built {row.built_at:%Y-%m-%d %H:%M}Z by {row.by} "
        f"for {row.recipient}"
        for row in rows
    ]
    answer(rows, as_json, "\n".join(lines) or "No return has been built yet.")


@app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="A return's reference, or a period.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another, or 'now'.")] = compare.NOW,
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Say by name what changed from one return to another, or to the store as it is now."""
    with opened(store) as (desk, actor):
        found = desk.read(actor, compare.diff, first, second)
    lines = [f"{d.record}: {d.reason}" for d in found.differences]
    if found.hidden:
        lines.append(f"Not open to you, so that they are not named: {found.hidden:,} more.")
    answer(found, as_json, "\n".join(lines) or f"{found.before} and {found.after} are the same.")


@app.command("verify")
def verify_file(file: Path, store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Hold a file against its manifest and the store; names what differs."""
    with opened(store) as (desk, actor):
        verdict = desk.read(actor, verify.verify, file)
    lines = [*(f.said for f in verdict.files), *verdict.faults, *(f"{d.record}: {d.reason}" for d in verdict.records)]
    if verdict.keyed:
        lines.append(f"{verdict.keyed:,} were given their national reference since, as is usual.")
    answer(verdict, as_json, "\n".join([*lines, *filter(None, [verdict.not_compared])]))
    if not verdict.holds:
        raise typer.Exit(NOT_PASSED)


def _counting(progress: Say) -> Callable[[int], bool]:
    def count(records: int) -> bool:
        progress(None, f"{records:,} records")
        return True

    return count


def _profile(desk: Store, actor: Actor, named: str) -> Profile | None:
    return desk.read(actor, checking.profile_in_force, named) if named else None


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "record": problem.record, "field": problem.field, "problem": problem.problem, "remedy": problem.remedy,
        "severity": problem.severity.value,
    }  # fmt: skip


def _counts(figures: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in figures.items())


def period_of(text: str) -> Period:
    """A period from an option; this financial year where it is left out."""
    today = checking.london_today()
    if text:
        return parse(text)
    return parse(str(today.year if today.month > 3 else today.year - 1))


__all__ = ["app", "fail", "period_of"]
