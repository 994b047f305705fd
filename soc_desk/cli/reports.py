"""``soc-desk report``: the prints as PDF files, or their figures as JSON."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from soc_desk.cli.returns import period_of
from soc_desk.cli.session import WRONG_USE, JsonOption, StoreOption, answer, fail, opened, say
from soc_desk.cli.writing import in_place_of, with_file
from soc_desk.services import caseload, places
from soc_desk.services.caseload import CaseloadFilter
from soc_desk.services.places import Place
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
        shown = CaseloadFilter(
            teams=tuple(_named(desk.read(actor, places.teams), team or [], "team")),
            areas=tuple(_named(desk.read(actor, places.areas), area or [], "area")),
        )
        if out is not None:
            pages = _draw(desk, actor, shown, period, Addressed(recipient=recipient, purpose=purpose), out)
            (say if as_json else print)(f"{pages} pages written to {out}.")
        if as_json:
            today = wall(datetime.now(UTC)).date()
            answer(caseload.plain(desk.read(actor, caseload.summary, shown, period_of(period), today)), True, "")


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
