"""The command line: the same services as the desktop, for administrators, scheduled jobs and tests."""

import sys
import traceback
from collections.abc import Callable
from typing import Annotated

import typer
from typer.exceptions import TyperException

from soc_desk.cli import audit, bench, deadlines, demo, due, imports, policy, reports, returns, session, store, users
from soc_desk.cli.session import DONE, NO_STORE, WRONG_USE, say

Desktop = Callable[..., int]
"""Opens the window, on the last store or on the demonstration store that it is given; gives the exit code."""

_INTERRUPTED = 130
"""What typer gives for Ctrl+C."""

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
app.command("deadlines")(deadlines.deadlines)
app.command("due")(due.due)
app.command("bench")(bench.bench)


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # slow, and asked for seldom

        print(f"SOC Desk {version('soc-desk')}")
        raise typer.Exit


@app.callback()
def soc_desk(
    context: typer.Context,
    named: Annotated[str, typer.Option("--store", metavar="PATH_OR_URL", help="The store, for any command.")] = "",
    debug: Annotated[bool, typer.Option("--debug", help="Add a traceback to an error's sentence.")] = False,
    version: Annotated[  # noqa: ARG001 - told by its callback
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Open the desktop, or run a command."""
    session.debug, session.chosen = debug, named
    if context.invoked_subcommand is None:
        raise typer.Exit(demo.open_window(["--store", named] if named else []))


def main(arguments: list[str] | None = None, desktop: Desktop | None = None) -> int:
    """Run a command line; gives the exit code of the contract. ``desktop`` opens the window, where there is one."""
    demo.desktop = desktop
    session.debug, session.chosen = False, ""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show stops nothing
    try:
        code = app(args=arguments, prog_name="soc-desk", standalone_mode=False)
    except TyperException as wrong:
        return _wrong_use(wrong)
    except (typer.Abort, KeyboardInterrupt):
        code = _INTERRUPTED
    except Exception as bug:  # noqa: BLE001 - the last resort: a user never sees a traceback
        return _bug(bug)
    if code == _INTERRUPTED:
        say("Stopped; nothing was changed.")
        return WRONG_USE
    return code if isinstance(code, int) else DONE


def _wrong_use(wrong: TyperException) -> int:
    """One sentence for a command line that cannot be understood; the help where only a group was named."""
    context = getattr(wrong, "ctx", None)
    text = wrong.format_message().strip().replace("Value error, ", "")
    command = context.command_path if context is not None else "soc-desk"
    if type(wrong).__name__ == "NoArgsIsHelpError" and context is not None:
        print(context.get_help())
        say(f"Name one of the commands of {command}.")
    else:
        say(f"{text.rstrip('.')}. See: {command} --help.")
    return WRONG_USE


def _bug(bug: Exception) -> int:
    if session.debug:
        traceback.print_exception(bug)
    if isinstance(bug, OSError) and bug.strerror:
        what = bug.filename or "A file that SOC Desk needs"
        say(f"{what} cannot be used: {bug.strerror}. Check that it is there and yours, and that the disk has room.")
        return NO_STORE
    what = f"SOC Desk met a fault of its own ({type(bug).__name__}) and stopped; nothing half-done is kept."
    say(f"{what} Run again with --debug to see more.")
    return NO_STORE
