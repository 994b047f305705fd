"""``python -m soc_desk.cli``: the command line without the desktop."""

import sys

from soc_desk.cli import main

sys.exit(main())
