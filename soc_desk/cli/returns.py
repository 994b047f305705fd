"""``soc-desk return``: check, build, list, compare and verify the national disruption return."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from soc_desk.cli.progress import Say, told
from soc_desk.cli.session import (
    NOT_PASSED,
    WRONG_USE,
    JsonOption,
    StoreOption,
    answer,
    fail,
    local_time,
    many,
    opened,
    say,
)
from soc_desk.domain.period import Period, parse
from soc_desk.returns import check as checking
from soc_desk.returns import compare, disruptions, verify
from soc_desk.returns.profile import Profile
from soc_desk.returns.rules import Problem
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Severity

app = typer.Typer(no_args_is_help=True, help="The national disruption return.")

_RECORDS_NAMED = 3
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
    figures = f"{many(result.records, 'disruption')}: {_counts(result.by_p)}; {_counts(result.by_level)}."
    answer(document, as_json, "\n".join([checking.verdict(result), figures, *_checked(result), *_grouped(result)]))
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
    recipient: Annotated[str, typer.Option("--for", help="Who receives it; else whom the profile names.")] = "",
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
        used = desk.read(actor, checking.profile_in_force, profile)
        if not (to := recipient.strip() or used.recipient):
            fail(f"Give --for the name of who receives the return; the profile {used.id} names nobody.", WRONG_USE)
        with told("Building the return") as progress:
            built = desk.write(
                actor, disruptions.build, parse(period), used, out, chosen, to, purpose,
                incomplete=not only_if_ready, progress=_counting(progress),
            ).value  # fmt: skip
    stopping = sum(problem.severity is Severity.STOPS for problem in built.check.problems)
    if stopping:
        say(
            f"The return says of itself that it is incomplete: {many(stopping, 'item')} should be put right; "
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
        "\n".join([f"{built.reference}: {many(built.check.records, 'disruption')}.", *map(str, built.files)]),
    )


@app.command("list")
def list_returns(period: PeriodOption = "", store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Returns built so far, newest first."""
    with opened(store) as (desk, actor):
        rows = desk.read(actor, disruptions.list_rows, parse(period) if period else None)
    lines = [
        f"{row.reference} {row.label}: {many(row.records, 'disruption')}, built "
        f"{local_time(row.built_at):%Y-%m-%d %H:%M} by {row.by} for {row.recipient}"
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
    lines = [*filter(None, [found.periods]), *(line for each in found.differences for line in _told(each))]
    if found.same and not found.hidden:
        lines.append("No record differs." if found.periods else f"{found.before} and {found.after} are the same.")
    if found.hidden:
        lines.append(f"Not open to you, so that they are not named: {found.hidden:,} more.")
    answer(found, as_json, "\n".join(lines))


@app.command("verify")
def verify_file(file: Path, store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Hold a file against its manifest and the store; names what differs."""
    with opened(store) as (desk, actor):
        verdict = desk.read(actor, verify.verify, file)
    lines = [*(f.said for f in verdict.files), *verdict.faults]
    lines += [line for each in verdict.records for line in _told(each)]
    if verdict.keyed:
        were = "was" if verdict.keyed == 1 else "were"
        lines.append(f"{many(verdict.keyed, 'record')} {were} given the national reference since, as is usual.")
    answer(verdict, as_json, "\n".join([*lines, *filter(None, [verdict.not_compared])]))
    if not verdict.holds:
        raise typer.Exit(NOT_PASSED)


def _told(difference: compare.Difference) -> list[str]:
    """A record and what changed in it, then who did what and why."""
    steps = (f"    {compare.in_words(step)}" for step in difference.steps)
    return [f"{difference.record}: {compare.in_full(difference)}", *steps]


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


def _checked(result: checking.CheckResult) -> list[str]:
    """The checks of the period as a whole: first the sums, then what is odd."""
    lines = [f"{check}: {figure}. {found}." for check, figure, found in result.lines]
    odd = [p for p in result.problems if p.id is None]
    lines += [f"{p.severity.label}: {p.record}: {p.problem} {p.remedy}" for p in odd]
    return ["", "Checks of the period", *lines]


def _grouped(result: checking.CheckResult) -> list[str]:
    """What is missing or odd in records, the same thing in many of them said once."""
    found: dict[tuple[Severity, str, str], list[str]] = {}
    for p in result.problems:
        if p.id is not None:
            found.setdefault((p.severity, p.problem, p.remedy), []).append(p.record)
    lines = []
    for (severity, problem, remedy), records in found.items():
        few, rest = ", ".join(records[:_RECORDS_NAMED]), len(records) - _RECORDS_NAMED
        named = f"{few} and {rest:,} more" if rest > 0 else few
        lines.append(f"{severity.label}: {many(len(records), 'record')}: {problem} {remedy} {named}.")
    return ["", "To put right or look at in the records", *lines] if lines else []


def _counts(figures: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in figures.items())


def period_of(text: str) -> Period:
    """A period from an option; this financial year where it is left out."""
    today = checking.london_today()
    if text:
        return parse(text)
    return parse(str(today.year if today.month > 3 else today.year - 1))


__all__ = ["app", "fail", "period_of"]
