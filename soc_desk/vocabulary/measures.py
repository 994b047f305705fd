"""The words of performance measures: RAG, what a figure is held against, and the measures themselves."""

from soc_desk.vocabulary import Code


class Rag(Code):
    """Red, Amber or Green; printed as the word as well as the colour."""

    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"
    NO_TARGET = "no_target", "–"
    NOT_AVAILABLE = "not_available", "n/a"

    @property
    def is_colour(self) -> bool:
        return self in (Rag.GREEN, Rag.AMBER, Rag.RED)


class Better(Code):
    """Which way a measure improves."""

    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"


class Basis(Code):
    """What part of an annual target a figure within the year is held against."""

    PRO_RATA = "pro_rata", "Pro rata to the day"
    RAW = "raw", "The whole year's target"


class MeasureKind(Code):
    """What is counted for the force and for each area."""

    CASH_DETENTION_ORDERS = "cash_detention_orders", "Cash detention orders"
    CASH_SEIZURES = "cash_seizures", "Cash seizures"
    CASH_FORFEITED_PENCE = "cash_forfeited_pence", "Cash forfeited"
    DISRUPTIONS = "disruptions", "Disruptions, moderated or sent"

    @property
    def is_money(self) -> bool:
        """Counted in pence."""
        return self is MeasureKind.CASH_FORFEITED_PENCE
