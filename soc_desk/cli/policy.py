"""``soc-desk policy``: dated local policy: targets, archive period, thresholds."""

import json
from datetime import date
from typing import Annotated

import typer

from soc_desk.cli.session import WRONG_USE, JsonOption, StoreOption, answer, fail, opened
from soc_desk.returns.check import london_today
from soc_desk.services import policies

app = typer.Typer(no_args_is_help=True, help="Dated local policy: targets, archive period, thresholds, code lists.")


@app.command("list")
def list_policies(store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Every policy, from when it holds and where it comes from."""
    with opened(store) as (desk, actor):
        rows = desk.read(actor, policies.list_rows)
    answer(
        rows,
        as_json,
        "\n".join(f"{row.name} = {json.dumps(row.value)} from {row.valid_from} ({row.source})" for row in rows),
    )


@app.command("set")
def set_value(
    name: str,
    value: Annotated[str, typer.Argument(help='A JSON value: 183, true, ["FRAUD"], "text".')],
    source: Annotated[str, typer.Option(help="Who decided it, and where it is written.")],
    valid_from: Annotated[str, typer.Option("--from", help="YYYY-MM-DD; today if left out.")] = "",
    store: StoreOption = "",
) -> None:
    """Set a policy from a day on; earlier values stay for earlier days."""
    try:
        since = date.fromisoformat(valid_from) if valid_from else london_today()
    except ValueError:
        fail(f"{valid_from} is not a date; write it as YYYY-MM-DD.", WRONG_USE)
    try:
        meant = json.loads(value)
    except ValueError:
        meant = value
    with opened(store) as (desk, actor):
        desk.write(actor, policies.set_policy, name, meant, since, source)
    answer(None, False, f"{name} is {json.dumps(meant)} from {since}.")
