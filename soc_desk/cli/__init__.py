"""The command line: the same services as the desktop, for administrators, scheduled jobs and tests."""

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from soc_desk.cli import audit, bench, demo, imports, policy, reports, returns, session, store, users

Desktop = Callable[..., int]
"""Opens the window, on the last store or on the demonstration store that it is given; gives the exit code."""

app = typer.Typer(
    no_args_is_help=False, add_completion=False, pretty_exceptions_enable=False, invoke_without_command=True,
    help="SOC Desk: groups, disruptions, returns and prints for serious and organised crime teams.",
)  # fmt: skip
app.add_typer(store.app, name="store")
app.add_typer(users.app, name="user")
app.add_typer(returns.app, name="return")
app.add_typer(reports.app, name="report")
app.add_typer(audit.app, name="audit")
app.add_typer(policy.app, name="policy")
app.command("import")(imports.import_file)
app.command("demo")(demo.demo)
app.command("bench")(bench.bench)


@app.callback()
def soc_desk(
    context: typer.Context,
    named: Annotated[str, typer.Option("--store", help="Path or URL of the store, for any command.")] = "",
    debug: Annotated[bool, typer.Option("--debug", help="Add a traceback to an error's sentence.")] = False,
) -> None:
    """Open the desktop, or run a command."""
    session.debug = debug
    if named:
        os.environ["SOC_DESK_STORE"] = named
    if context.invoked_subcommand is None:
        raise typer.Exit(demo.open_window(["--store", named] if named else []))


def main(arguments: list[str] | None = None, desktop: Desktop | None = None) -> int:
    """Run a command line; gives the exit code of the contract. ``desktop`` is what opens the window, where there is one."""
    demo.desktop = desktop
    try:
        app(args=arguments, prog_name="soc-desk", standalone_mode=True)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception as bug:  # noqa: BLE001 - the last resort: a user never sees a traceback
        if session.debug:
            raise
        print(f"SOC Desk met a fault of its own ({type(bug).__name__}); nothing was changed. Run again with --debug to see more.", file=sys.stderr)
        return session.NO_STORE
    return 0
