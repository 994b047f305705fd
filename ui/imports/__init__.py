"""The parts of the import page: one panel for each step, and the long jobs behind them."""
