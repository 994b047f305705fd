"""Pictures of the OCGs page that a page of its own does not give: a group selected, records, the form, who may know."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soc_desk.services import archiving, ocgs, periods
from soc_desk.services.lom import managed
from soc_desk.services.lom.managed import ManagedFilter
from soc_desk.services.ocgs import OcgFilter, OcgRow
from soc_desk.services.people import links
from soc_desk.services.places import Place
from soc_desk.services.rehoming import Home
from soc_desk.services.subject_rows import AccessFacts
from soc_desk.vocabulary import Access, SubjectKind, SubjectStatus
from soc_desk.vocabulary.ocg import LomState, NewHome
from ui.desk import Desk, Session
from ui.ocgs.looking import Looking
from ui.page import Page, Shell

Scene = Callable[[Desk, Shell], QWidget | None]


def _first(desk: Desk, status: SubjectStatus, then: Callable[[OcgRow], object]) -> None:
    """Do something with the fifth group of a state (by then the demonstration has something to show)."""
    asked = desk.read(ocgs.page, OcgFilter(statuses=(status,)), limit=5)
    asked.then(desk, lambda rows: then(rows[-1]) if rows else None)


def _selected(desk: Desk, shell: Shell) -> None:
    shell.open_page("ocgs", view="active")
    _first(desk, SubjectStatus.ACTIVE, lambda row: _select(shell, row.id))


def _drifting(_desk: Desk, shell: Shell) -> None:
    shell.open_page("ocgs")
    shell.action("ocgs.drifting").trigger()


def _select(shell: Shell, id_: UUID) -> None:
    page = _page(shell)
    page.restore({"register": {"selected": str(id_)}})
    page.findChildren(Looking)[0].open(id_)  # sooner than by staying on it


def _record(status: SubjectStatus, part: str, desk: Desk, shell: Shell) -> None:
    shell.open_page("ocgs")
    _first(desk, status, lambda row: _page(shell).restore({"record": str(row.id), "part": part}))


def _members(desk: Desk, shell: Shell) -> None:
    """Of a group with somebody who is under lifetime management."""
    shell.open_page("ocgs")

    def opened(groups: list[UUID]) -> None:
        for id_ in groups[:1]:
            _page(shell).restore({"record": str(id_), "part": "members"})

    desk.read(_with_managed).then(desk, opened)


def _with_managed(session: Session) -> list[UUID]:
    held = managed.page(session, ManagedFilter(states=(LomState.IN_COMMUNITY,)))
    linked = (link for row in held for link in links.of_person(session, row.person_id))
    return [link.subject_id for link in linked if link.to_on is None and link.subject_status is SubjectStatus.ACTIVE]


def _page(shell: Shell) -> Page:
    assert isinstance(shell, QWidget)  # pictures are drawn of the window
    return next(page for page in shell.findChildren(Page) if page.NAME == "ocgs")


def _others(kind: SubjectKind, _desk: Desk, shell: Shell) -> None:
    shell.open_page("ocgs", kind=kind.value)


def _form_new(desk: Desk, shell: Shell) -> None:
    from ui.forms.ocg import OcgForm

    shell.open_page("ocgs")
    form = OcgForm(desk, shell)
    shell.open_sheet(form)
    form.save()  # nothing is filled in, so each sentence stands under its field


def _form_filled(desk: Desk, shell: Shell) -> None:
    from ui.forms.ocg import OcgForm

    shell.open_page("ocgs")
    _first(desk, SubjectStatus.ACTIVE, lambda row: shell.open_sheet(OcgForm(desk, shell, row.id)))


def _access(desk: Desk, _shell: Shell) -> QWidget:
    from ui.forms.access import AccessDialog

    names = ("DC A. Marsh", "DC B. Okoro", "DI A. Reid", "DS A. Ward", "PC A. Young", "PS B. Vale")
    people = tuple(Place(UUID(int=number), name) for number, name in enumerate(names))
    facts = AccessFacts(
        named="OCG-0005 Sorrel", version=1, access=Access.RESTRICTED, owner_id=people[0].id,
        readers=(people[2].id, people[4].id), people=people,
    )  # fmt: skip
    return AccessDialog(desk, UUID(int=99), facts, lambda _text: None)


def _merge(desk: Desk, shell: Shell) -> QWidget:
    from ui.forms.merge import GROUP, MergeDialog

    one = Place(UUID(int=1), "OCG-0005 Sorrel")
    made = MergeDialog(desk, GROUP, one, shell.notify, lambda _id: None)
    asked = desk.read(ocgs.page, OcgFilter(statuses=(SubjectStatus.ACTIVE,)), limit=5)
    asked.then(made, lambda rows: made.begin(rows[-1].id, rows[0].id))
    return made


def _scored(desk: Desk, shell: Shell) -> None:
    from ui.forms.score import ScoreForm

    shell.open_page("ocgs")
    _first(desk, SubjectStatus.ACTIVE, lambda row: shell.open_sheet(ScoreForm(desk, shell, row.id, row.name)))


def _archived(desk: Desk, shell: Shell) -> None:
    from ui.forms.archiving import ArchiveForm

    def answer(form: ArchiveForm) -> None:
        if form.homes.lines:
            form.homes.lines[0].set_value(Home(id=form.homes.lines[0].one.id, way=NewHome.LEFT))
        form.save()

    def opened(row: OcgRow) -> None:
        form = ArchiveForm(desk, shell, row.id, row.version)
        shell.open_sheet(form)
        desk.read(archiving.facts, row.id, periods.today()).then(form, lambda _facts: answer(form))  # after its own

    shell.open_page("ocgs")
    _first(desk, SubjectStatus.ACTIVE, opened)


def _reactivated(desk: Desk, shell: Shell) -> None:
    from ui.forms.archiving import ReactivateForm

    shell.open_page("ocgs")
    _first(desk, SubjectStatus.ARCHIVED, lambda row: shell.open_sheet(ReactivateForm(desk, shell, row.id, row.version)))


def _glass(desk: Desk, shell: Shell) -> QWidget:
    from ui.forms.glass import BreakGlassDialog

    made = BreakGlassDialog(desk, shell)
    made.act()  # says what is missing
    return made


def _asked(what: str, status: SubjectStatus, desk: Desk, shell: Shell) -> None:
    from ui.ocgs.leading import Leading

    shell.open_page("ocgs")
    leading = Leading(desk, shell, _page(shell))
    _first(desk, status, getattr(leading, what))


SCENES: dict[str, Scene] = {
    "ocgs-selected": _selected,
    "ocg-record": partial(_record, SubjectStatus.ACTIVE, "overview"),
    "ocg-record-disruptions": partial(_record, SubjectStatus.ACTIVE, "disruptions"),
    "ocg-record-history": partial(_record, SubjectStatus.ACTIVE, "history"),
    "ocg-record-network": partial(_record, SubjectStatus.ACTIVE, "network"),
    "ocg-record-documents": partial(_record, SubjectStatus.ACTIVE, "documents"),
    "ocg-record-plan": partial(_record, SubjectStatus.ACTIVE, "plan"),
    "ocg-record-members": _members,
    "ocg-reactivate": _reactivated,
    "break-glass": _glass,
    "ocg-record-operations": partial(_record, SubjectStatus.ACTIVE, "operations"),
    "ocg-record-timeline": partial(_record, SubjectStatus.ACTIVE, "timeline"),
    "ocg-record-proposed": partial(_record, SubjectStatus.PROPOSED, "overview"),
    "ocgs-drifting": _drifting,
    "ocgs-individuals": partial(_others, SubjectKind.PRIORITY_INDIVIDUAL),
    "ocg-form": _form_filled,
    "ocg-form-error": _form_new,
    "ocg-access": _access,
    "ocg-merge": _merge,
    "ocg-score": _scored,
    "ocg-archive": _archived,
    "ocg-validate": partial(_asked, "validate", SubjectStatus.PROPOSED),
    "ocg-lead": partial(_asked, "lead", SubjectStatus.ACTIVE),
    "ocg-tier": partial(_asked, "set_tier", SubjectStatus.ACTIVE),
    "ocg-review": partial(_asked, "review", SubjectStatus.ACTIVE),
    "ocg-relate": partial(_asked, "relate", SubjectStatus.ACTIVE),
}
