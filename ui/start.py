"""The ``soc-desk`` command: without a word the desktop opens at once; with one, the command line runs."""

import sys


def main() -> int:
    """Entry point; gives the exit code."""
    if len(sys.argv) == 1:
        from ui.app import main as desktop  # noqa: PLC0415 - the command line is not loaded for the desktop

        return desktop([])
    from soc_desk import cli  # noqa: PLC0415 - Qt is not loaded for a command

    return cli.main(desktop=_desktop)


def _desktop(arguments: list[str]) -> int:
    from ui.app import main as desktop  # noqa: PLC0415 - only where a window is wanted

    return desktop(arguments)


if __name__ == "__main__":
    sys.exit(main())
