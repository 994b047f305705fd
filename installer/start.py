"""Where the built program begins: the same command as everywhere."""

import sys

from ui.start import main

sys.exit(main())
