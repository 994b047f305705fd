"""Where the built program begins: the same command line as everywhere."""

from soc_desk.cli import main

main()
