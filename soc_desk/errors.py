"""The errors a user can cause or cure; their text is a finished sentence. Anything else is a bug."""

from collections.abc import Mapping
from typing import Any


class DeskError(Exception):
    """Base of every error whose text is fit to show to the user."""


class Invalid(DeskError):
    """A draft that breaks the rules; ``problems`` maps field name to sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()) or "Some fields need attention.")
        self.problems = dict(problems)


class NotFound(DeskError):
    """The record was removed, never existed, or is not for this reader: the answer is the same."""


class NotAllowed(DeskError):
    """The signed-in user's roles do not permit this."""


class Conflict(DeskError):
    """Somebody else changed the record since it was opened.

    ``theirs`` is the record as it now stands in the form's own Draft class (it carries the new version), or None where
    there is nothing to compare; ``fields`` names the fields both sides changed.
    """

    def __init__(self, text: str, theirs: Any = None, fields: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.theirs = theirs
        self.fields = fields


class StoreUnavailable(DeskError):
    """The store cannot be reached, is locked, full, read-only or damaged."""


class OutOfDate(DeskError):
    """The store and the program are of different versions."""


class WrongKey(DeskError):
    """The user name or passphrase does not open this store."""


class BadFile(DeskError):
    """A file given to the program cannot be used: unreadable, of the wrong kind, too large, faulty."""


class Cancelled(DeskError):
    """The user cancelled the work; nothing was changed."""
