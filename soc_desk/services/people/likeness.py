"""Whether two people may be one, and why: names by spelling, sound and initials, dates by their usual slips."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from soc_desk.services.people import keys
from soc_desk.services.prints import day_words

ENOUGH = 32
"""From how much on somebody is proposed."""
_PARTIAL = {keys.PHONE: 5, keys.PLATE: 3}
"""How many signs of a phone number or plate say something by themselves."""
_YEARS_APART = 2


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one of the two; ``numbers`` are keys of phones, plates and identifiers."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    born_on: date | None = None
    born_between: tuple[date, date] | None = None
    numbers: tuple[keys.Key, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """How alike they are, and the reasons in words, the strongest first; no reasons where not alike enough."""

    score: int
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        told = "; ".join(reason[:1].lower() + reason[1:] for reason in self.reasons)
        return told[:1].upper() + told[1:]

    @property
    def is_firm(self) -> bool:
        """Enough to leave a row of a list to a person: more than a part that sounds alike and a slip of a date."""
        return self.score > ENOUGH


def compare(typed: Facts, known: Facts) -> Likeness:
    """Hold what is being typed against somebody recorded."""
    found = [*_by_name(typed, known), *_by_birth(typed, known), *_by_numbers(typed, known)]
    score = sum(points for points, _ in found)
    if score < ENOUGH:
        return Likeness(score, ())
    told = sorted(found, key=lambda each: -abs(each[0]))
    return Likeness(score, tuple(dict.fromkeys(reason for _, reason in told if reason)))


def dates_like(born_on: date) -> list[date]:
    """Dates that a slip turns into this one or out of it: day and month swapped, one figure different."""
    found = [] if (swapped := swap(born_on)) is None else [swapped]
    told = _figures(born_on)
    for place, figure in enumerate(told):
        for other in "0123456789":
            if other != figure:
                changed = told[:place] + other + told[place + 1 :]
                if (made := _day(int(changed[4:]), int(changed[2:4]), int(changed[:2]))) is not None:
                    found.append(made)
    return found


def swap(day: date) -> date | None:
    """Day and month the other way round, where that is another day."""
    made = _day(day.year, day.day, day.month)
    return made if made != day else None


def near(word: str, others: list[str]) -> list[str]:
    """Words that differ by a slip of the pen: one letter of a short word, two of a longer one."""
    from rapidfuzz import process  # a lookup loads it, a start does not
    from rapidfuzz.distance import OSA

    slips = 1 if len(word) < 7 else 2
    return [other for other, _, _ in process.extract(word, others, scorer=OSA.distance, score_cutoff=slips, limit=8)]


def _by_name(typed: Facts, known: Facts) -> Iterator[tuple[int, str]]:
    best: tuple[int, str] = (0, "")
    for mine in (typed.name, *typed.aliases):
        for theirs in (known.name, *known.aliases):
            points, how = _names_alike(keys.words(mine), keys.words(theirs))
            if points > best[0]:
                best = points, _told(how, theirs, is_alias=theirs != known.name)
    if best[0]:
        yield best


def _told(how: str, name: str, *, is_alias: bool) -> str:
    return f"{how} the alias “{name}”" if is_alias else f"{how} {name}"


def _names_alike(mine: list[str], theirs: list[str]) -> tuple[int, str]:  # noqa: PLR0911 - one return for each way
    if not mine or not theirs:
        return 0, ""
    if sorted(mine) == sorted(theirs):
        return (50, "Same name as") if len(mine) > 1 or len(mine[0]) > 2 else (33, "Same initials as")
    if len(mine) > 1 and len(theirs) > 1:
        if _all_pair(mine, theirs, _sound_alike):
            return 36, "Sounds like"
        if _all_pair(mine, theirs, _alike):
            return 34, "Spelled much like"
        if _initial_fits(mine, theirs) or _initial_fits(theirs, mine):
            return 33, "The initial fits"
    elif len(mine) == len(theirs) == 1 and _alike(mine[0], theirs[0]):
        return 34, "Sounds like" if _sound_alike(mine[0], theirs[0]) else "Spelled much like"
    if _initials(mine) == _initials(theirs) and min(len(mine), len(theirs)) == 1:
        return 33, "Has the initials of"
    pairs = [(one, other) for one in mine for other in theirs if min(len(one), len(other)) > 2 and _alike(one, other)]
    if pairs:
        return _in_part(pairs)
    return (8, "Same initials as") if _initials(mine) == _initials(theirs) else (0, "")


def _in_part(pairs: list[tuple[str, str]]) -> tuple[int, str]:
    """One name of several is alike; only the very same one is shared."""
    if any(one == other for one, other in pairs):
        return 14, "Shares a name with"
    return 12, "Partly sounds like" if any(_sound_alike(*pair) for pair in pairs) else "Partly spelled like"


def _initials(words: list[str]) -> str:
    """Of several words their first letters; a single short word is taken for initials itself."""
    if len(words) == 1:
        return words[0] if 1 < len(words[0]) < 4 else f"={words[0]}"
    return "".join(word[0] for word in words)


def _all_pair(one: list[str], other: list[str], alike: Callable[[str, str], bool]) -> bool:
    """Whether each word of the shorter name is like one of the longer, each of those taken once; two at least."""
    few, left = sorted((one, list(other)), key=len)
    left = list(left)
    for word in few:
        like = next((each for each in left if alike(word, each)), None)
        if len(word) < 2 or like is None:
            return False
        left.remove(like)
    return len(few) > 1


def _sound_alike(one: str, other: str) -> bool:
    return (keys.sound(one) or one) == (keys.sound(other) or other)


def _initial_fits(short: list[str], whole: list[str]) -> bool:
    """``D Marsh`` and ``Daniel Marsh``: one word alike, the rest initials of the others."""
    rest = list(whole)
    letters = [word for word in short if len(word) == 1]
    for word in (word for word in short if len(word) > 1):
        same = next((other for other in rest if _alike(word, other)), None)
        if same is None:
            return False
        rest.remove(same)
    return bool(letters) and len(letters) < len(short) and {word[0] for word in rest} >= set(letters)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    sounds = keys.sound(one)
    return (bool(sounds) and len(sounds) > 1 and sounds == keys.sound(other)) or (
        min(len(one), len(other)) > 3 and bool(near(one, [other]))
    )


def _by_birth(typed: Facts, known: Facts) -> Iterator[tuple[int, str]]:
    mine, theirs = typed.born_on, known.born_on
    if mine is None or theirs is None:
        if (yours := typed.born_between) and (other := known.born_between):
            apart = yours[1] < other[0] or other[1] < yours[0]
            yield (-10, "") if apart else (4, "the ages fit")
        return
    if mine == theirs:
        yield 30, "same date of birth"
    elif swap(mine) == theirs:
        yield 26, f"born {day_words(theirs)}, day and month swapped"
    elif sum(a != b for a, b in zip(_figures(mine), _figures(theirs), strict=True)) == 1:
        yield 20, f"born {day_words(theirs)}, one figure different"
    elif abs(mine.year - theirs.year) > _YEARS_APART:
        yield -10, f"but born {day_words(theirs)}"


def _by_numbers(typed: Facts, known: Facts) -> Iterator[tuple[int, str]]:
    words = {keys.PHONE: "phone", keys.PLATE: "plate", keys.IDENTIFIER: "identifier"}
    for kind, mine in typed.numbers:
        for other, theirs in known.numbers:
            if kind != other:
                continue
            if mine == theirs:
                yield 60, f"same {words[kind]} {theirs.upper()}"
            elif len(mine) >= _PARTIAL.get(kind, len(mine) + 1) and mine in theirs:
                yield 34, f"{words[kind]} {theirs.upper()} holds {mine.upper()}"


def _figures(day: date) -> str:
    return f"{day.day:02}{day.month:02}{day.year:04}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year > 1900 else None
    except ValueError:
        return None
