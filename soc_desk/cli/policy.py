"""``soc-desk policy``: dated local policy: targets, archive period, thresholds."""

import json
from datetime import date
from typing import Annotated

import typer

from soc_desk.cli.session import WRONG_USE, JsonOption, StoreOption, answer, fail, many, opened
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
    since = _day(valid_from) or london_today()
    try:
        meant = json.loads(value)
    except ValueError:
        meant = value
    with opened(store) as (desk, actor):
        moved = desk.write(actor, policies.set_policy, name, meant, since, source).value
    told = f" {many(moved, 'deadline')} moved; see: soc-desk due." if moved else ""
    answer(None, False, f"{name} is {json.dumps(meant)} from {since}.{told}")


@app.command("codes")
def list_codes(
    list_name: Annotated[str, typer.Argument(metavar="[LIST]", help="Such as soc_threat; all if left out.")] = "",
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """The values of a code list, closed ones included."""
    with opened(store) as (desk, actor):
        names = desk.read(actor, policies.code_lists)
        if list_name and list_name not in names:
            fail(f"There is no code list called {list_name}; the lists are {', '.join(names)}.", WRONG_USE)
        found = {name: desk.read(actor, policies.codes, name) for name in ([list_name] if list_name else names)}
    lines = [
        f"{name} {row.code}: {row.label}" + (f" (until {row.valid_to})" if row.valid_to else "")
        for name, rows in found.items()
        for row in rows
    ]
    answer(found, as_json, "\n".join(lines))


@app.command("relabel")
def relabel(
    list_name: Annotated[str, typer.Argument(metavar="LIST")],
    code: str,
    label: Annotated[str, typer.Argument(help="What people are to read; the code itself stays.")],
    source: Annotated[str, typer.Option(help="Who decided it, and where it is written.")],
    store: StoreOption = "",
) -> None:
    """Give a code of a list another label, on old records as well."""
    with opened(store) as (desk, actor):
        desk.write(actor, policies.relabel_code, list_name, code, label, source)
    answer(None, False, f"{list_name} {code} is called {label.strip()} now.")


@app.command("close")
def close(
    list_name: Annotated[str, typer.Argument(metavar="LIST")],
    code: str,
    source: Annotated[str, typer.Option(help="Who decided it, and where it is written.")],
    until: Annotated[str, typer.Option("--until", help="Last day of use, YYYY-MM-DD; today if left out.")] = "",
    reopen: Annotated[bool, typer.Option("--reopen", help="Open it again instead.")] = False,
    store: StoreOption = "",
) -> None:
    """Close a code of a list after a day, or open it again; records that have it keep it."""
    if until and reopen:
        fail("Give either --until or --reopen.", WRONG_USE)
    last = None if reopen else _day(until) or london_today()
    with opened(store) as (desk, actor):
        desk.write(actor, policies.close_code, list_name, code, last, source)
    answer(None, False, f"{list_name} {code} {'is open again' if last is None else f'can be chosen until {last}'}.")


def _day(text: str) -> date | None:
    """The day of an option, None where it is left out."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        fail(f"{text} is not a date; write it as YYYY-MM-DD.", WRONG_USE)
