"""Words in a summary that may give away where intelligence came from; local policy says which."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from soc_desk.services.labels import policy

POLICY = "intelligence.source_words"
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
"""C.H.I.S. is CHIS."""


def found(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """The words and phrases of the list that stand in the text, as the list has them; whole words, any case, plurals.

    A hyphen is as good as a space, so that "source-handler" is found, too.
    """
    said = f" {_plain(text)} "
    return tuple(word for word in words if _stands(_plain(word), said))


def _stands(plain: str, said: str) -> bool:
    return bool(plain) and (f" {plain} " in said or f" {plain}s " in said)


def _plain(text: str) -> str:
    whole = _DOTTED.sub(lambda letters: letters.group().replace(".", ""), text)
    return " ".join(_WORD.findall(whole)).casefold()


def words_in_force(session: Session, on: date) -> tuple[str, ...]:
    """The force's list as it stands on a day."""
    return tuple(policy(session, POLICY, on))


def warning(hits: Sequence[str]) -> str:
    """What to tell whoever is about to save a text with these words in it."""
    return f"{telling(hits)} If it tells nothing of a source, confirm that below."


def telling(hits: Sequence[str]) -> str:
    """What is wrong with these words in a text."""
    told = ", ".join(f"“{word}”" for word in hits)
    return (
        f"The text has {told}, which may identify a source. Take it out; nothing that tells who gave the intelligence "
        "is kept here."
    )
