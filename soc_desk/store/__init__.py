"""The store: one door to the database, whatever engine it stands on.

What is named here is loaded when it is first asked for: a key is derived while the database's library is loaded.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from soc_desk.domain import Actor
    from soc_desk.store.audit import Head, Verdict
    from soc_desk.store.store import News, Store, Written
    from soc_desk.store.work import Change, UseCase, Work, use_case
else:
    from importlib import import_module

    _WHERE = {
        "Session": "sqlalchemy.orm",
        "Actor": "soc_desk.domain",
        **dict.fromkeys(("Head", "Verdict"), "soc_desk.store.audit"),
        **dict.fromkeys(("News", "Store", "Written"), "soc_desk.store.store"),
        **dict.fromkeys(("Change", "UseCase", "Work", "use_case"), "soc_desk.store.work"),
    }

    def __getattr__(name):  # noqa: ANN001, ANN202 - the checker reads the imports above
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(_WHERE[name]), name)
        return found


__all__ = ["Actor", "Change", "Head", "News", "Session", "Store", "UseCase", "Verdict", "Work", "Written", "use_case"]
