"""Words and spans that the lists around groups share."""

from datetime import date

from soc_desk.services import periods


def this_year() -> tuple[date, date]:
    """The financial year that today lies in."""
    year = next(each for each in periods.choices(periods.today()) if each.name == periods.THIS_YEAR)
    assert year.starts_on is not None
    assert year.ends_on is not None  # a year has both
    return year.starts_on, year.ends_on
