"""Who may do what the first window asks of, told without loading the services that do it; a test holds it to them."""

from soc_desk.vocabulary import READERS, WRITERS, Role
from ui.actions import use_case

_MODERATORS = frozenset({Role.SUPERVISOR, Role.COORDINATOR})

KNOWN: dict[str, frozenset[Role]] = {
    "services.bids.record": WRITERS,
    "services.caseload.preview": _MODERATORS | {Role.ANALYST},
    "services.chb.record": WRITERS,
    "services.disruptions.look": READERS,
    "services.disruptions.record": WRITERS,
    "services.history.audit_page": frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    "services.imports.import_disruptions": WRITERS,
    "services.local_profiles.record": WRITERS | {Role.ANALYST},
    "services.lom.managed.nominate": WRITERS,
    "services.lom.record.look": READERS,
    "services.intelligence.links.look": READERS,
    "services.intelligence.links.record": READERS,
    "services.moderation.approve": _MODERATORS,
    "services.ocgs.look": READERS,
    "services.ocgs.record": frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR, Role.ANALYST}),
    "services.operations.look": READERS,
    "services.operations.record": WRITERS,
    "services.people.persons.look": READERS,
    "services.people.persons.record": READERS,
    "services.poca.cases.record": WRITERS,
    "services.poca.opening.look": READERS,
    "services.referrals.identify": WRITERS,
    "services.requests.asking.record": READERS,
    "services.requests.rows.look": READERS,
    "services.poca.summary.preview": _MODERATORS | {Role.CHAMPION},
}
"""Use cases of the rail, the New menu and My desk. A line only saves time: what is not here is looked up."""


def needs(name: str) -> frozenset[Role]:
    """The roles that may do the use case called ``name``, such as ``services.disruptions.record``.

    Several, told apart by ``or``, give the roles that may do any of them.
    """
    return frozenset[Role]().union(*(_needs(each) for each in name.split(" or ")))


def _needs(name: str) -> frozenset[Role]:
    return KNOWN[name] if name in KNOWN else frozenset(use_case(name).rule.needs)
