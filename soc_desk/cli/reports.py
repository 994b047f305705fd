"""``soc-desk report``: the prints as PDF files, or their figures as JSON."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO
from uuid import UUID

import typer

from soc_desk.cli.returns import period_of
from soc_desk.cli.session import WRONG_USE, JsonOption, StoreOption, answer, fail, many, opened, say
from soc_desk.cli.writing import in_place_of, with_file
from soc_desk.services import caseload, places
from soc_desk.services.caseload import CaseloadFilter
from soc_desk.services.places import Place
from soc_desk.services.poca import summary
from soc_desk.services.prints import Addressed, wall
from soc_desk.store import Actor, Store

app = typer.Typer(no_args_is_help=True, help="The prints: PDF files, or their figures as JSON.")


@app.callback()
def reports() -> None:
    """The prints: PDF files, or their figures as JSON."""


@app.command("caseload")
def caseload_summary(
    out: Annotated[Path | None, typer.Option("--out", help="The PDF file to write.")] = None,
    recipient: Annotated[str, typer.Option("--for", help="Who receives it.")] = "",
    purpose: Annotated[str, typer.Option(help="What it is for.")] = "",
    period: Annotated[
        str, typer.Option("--period", help="2026-Q2, 2026 or 2026-07-01..2026-09-30; this financial year if left out.")
    ] = "",
    team: Annotated[
        list[str] | None, typer.Option("--team", help="Only this team; may be given several times.")
    ] = None,
    area: Annotated[
        list[str] | None, typer.Option("--area", help="Only this area; may be given several times.")
    ] = None,
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Caseload per officer, team and area; groups by tier and status; what awaits something."""
    if not as_json and out is None:
        fail("Give --out FILE.pdf for the print, or --json for the figures.", WRONG_USE)
    with opened(store) as (desk, actor):
        caseload.print_out.rule.require(actor)
        shown = CaseloadFilter(
            teams=tuple(_named(desk.read(actor, places.teams), team or [], "team")),
            areas=tuple(_named(desk.read(actor, places.areas), area or [], "area")),
        )
        if out is not None:
            pages = _draw(desk, actor, shown, period, Addressed(recipient=recipient, purpose=purpose), out)
            (say if as_json else print)(f"{many(pages, 'page')} written to {out}.")
        if as_json:
            today = wall(datetime.now(UTC)).date()
            answer(caseload.plain(desk.read(actor, caseload.summary, shown, period_of(period), today)), True, "")


Until = Annotated[
    str, typer.Option("--until", metavar="DATE", help="The last day counted, YYYY-MM-DD; today if left out.")
]
Out = Annotated[Path | None, typer.Option("--out", help="The PDF file to write.")]
For = Annotated[str, typer.Option("--for", help="Who receives it.")]
Purpose = Annotated[str, typer.Option("--purpose", help="What it is for.")]


@app.command("poca")
def poca_summary(
    out: Out = None, recipient: For = "", purpose: Purpose = "", until: Until = "", store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """What is held and at which stage, orders against targets, the ledger, and champions."""
    from soc_desk.reports import poca as drawing

    last = _day(until)
    with opened(store) as (desk, actor):
        to = Addressed(recipient=recipient, purpose=purpose)
        _print(desk, actor, (summary.print_out, drawing.draw), (to, last), out, as_json=as_json)
        if as_json:
            now = wall(datetime.now(UTC))
            answer(summary.plain(desk.read(actor, summary.summary, last, now)), True, "")


@app.command("performance")
def performance_report(
    out: Out = None, recipient: For = "", purpose: Purpose = "", until: Until = "", store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Each measure against its target and last year: Red, Amber or Green, and why."""
    from soc_desk.reports import performance as drawing

    last = _day(until)
    with opened(store) as (desk, actor):
        to = Addressed(recipient=recipient, purpose=purpose)
        _print(desk, actor, (summary.print_performance, drawing.draw), (to, last), out, as_json=as_json)
        if as_json:
            answer(desk.read(actor, summary.performance_figures, last), True, "")


@app.command("ocg")
def ocg_report(
    reference: Annotated[str, typer.Argument(metavar="REF", help="The group, such as OCG-2026-0117.")],
    out: Out = None, recipient: For = "", purpose: Purpose = "",
    conditions: Annotated[
        bool, typer.Option("--with-conditions", help="Also intelligence with handling conditions, which are shown.")
    ] = False,
    store: StoreOption = "", as_json: JsonOption = False,
) -> None:  # fmt: skip
    """The profile of a group: facts, people, scores, plan, disruptions, intelligence lines, POCA and its life."""
    from soc_desk.reports import ocg as drawing
    from soc_desk.services import ocg_profile

    with opened(store) as (desk, actor):
        ocg_profile.print_out.rule.require(actor)
        id_ = desk.read(actor, ocg_profile.id_of, reference)
        to = Addressed(recipient=recipient, purpose=purpose)
        _print(desk, actor, (ocg_profile.print_out, drawing.draw), (id_, to, conditions), out, as_json=as_json)
        if as_json:
            profile = desk.write(actor, ocg_profile.preview, id_, conditions).value
            answer(ocg_profile.figures(profile), True, "")


@app.command("person")
def person_report(
    reference: Annotated[str, typer.Argument(metavar="REF", help="The person, such as N-2026-0042.")],
    out: Out = None, recipient: For = "", purpose: Purpose = "",
    conditions: Annotated[
        bool, typer.Option("--with-conditions", help="Also lines with handling conditions, which are shown.")
    ] = False,
    full_name: Annotated[
        bool, typer.Option("--full-name", help="The full name of somebody under 18, not their initials.")
    ] = False,
    store: StoreOption = "",
) -> None:  # fmt: skip
    """The profile of a person: names, details, links with role and grade, orders and what happened."""
    from soc_desk.reports import person as drawing
    from soc_desk.services.people import profile

    if out is None:
        fail("Give --out FILE.pdf for the profile.", WRONG_USE)
    with opened(store) as (desk, actor):
        profile.print_out.rule.require(actor)
        id_ = desk.read(actor, profile.id_of, reference)
        to = Addressed(recipient=recipient, purpose=purpose)
        shown = profile.Shown(conditions, full_name)
        _print(desk, actor, (profile.print_out, drawing.draw), (id_, to, shown), out, as_json=False)


def _print(
    desk: Store, actor: Actor, how: tuple[Any, Callable[[Any, BinaryIO], int]], given: tuple[Any, ...],
    out: Path | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Log the disclosure and draw it into the file, both or neither."""
    logging, draw = how
    logging.rule.require(actor)  # the figures alone are no less than the print of them
    if out is None:
        if not as_json:
            fail("Give --out FILE.pdf for the print, or --json for the figures.", WRONG_USE)
        return
    with in_place_of(out) as file:
        pages = desk.write(actor, with_file(out, logging, lambda told: draw(told, file)), *given).value
    (say if as_json else print)(f"{many(pages, 'page')} written to {out}.")


def _day(text: str) -> date:
    """The day named, or today."""
    if not text:
        return wall(datetime.now(UTC)).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"“{text}” is not a date. Write it as YYYY-MM-DD.", WRONG_USE)


def _draw(desk: Store, actor: Actor, shown: CaseloadFilter, period: str, to: Addressed, out: Path) -> int:
    from soc_desk.reports import caseload as drawing

    with in_place_of(out) as file:
        printing = with_file(out, caseload.print_out, lambda summary: drawing.draw(summary, file))
        return desk.write(actor, printing, shown, period_of(period), to).value


def _named(known: list[Place], names: list[str], what: str) -> list[UUID]:
    found = {place.name.casefold(): place.id for place in known}
    for name in names:
        if name.casefold() not in found:
            fail(f"There is no {what} called {name}; there are: {', '.join(place.name for place in known)}.", WRONG_USE)
    return [found[name.casefold()] for name in names]
