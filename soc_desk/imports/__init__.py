"""Reading spreadsheets that other people keep, with all their habits."""
