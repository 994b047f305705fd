"""Percentages as people read them: rounded in one way everywhere, halves up."""


def percent(part: float, whole: float = 1) -> int:
    """``part`` of ``whole`` in whole per cent, halves up: 5 of 8 is 63. A share from 0 to 1 is given by itself."""
    return int((200 * part + whole) // (2 * whole))
