"""The store: one door to the database, whatever engine it stands on."""

from sqlalchemy.orm import Session

from soc_desk.domain import Actor
from soc_desk.store.audit import Head, Verdict
from soc_desk.store.store import News, Store, Written
from soc_desk.store.work import Change, UseCase, Work, use_case

__all__ = ["Actor", "Change", "Head", "News", "Session", "Store", "UseCase", "Verdict", "Work", "Written", "use_case"]
