"""The parts of the main window: strip, rail, top bar, status bar, sheet, notices, lock. They know no noun."""
