"""What lies in a case: exhibits and bags, people, papers served, and estimates, as the form writes them."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from soc_desk.errors import Conflict, Invalid, NotFound
from soc_desk.services.poca import cases, money, orders, people
from soc_desk.services.poca.cases import ExhibitLine, MoneyLine, PersonLine
from soc_desk.services.poca.court_drafts import LodgingDraft, ServedLine
from soc_desk.services.poca.drafts import ServiceDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseRole, Paper, ServiceMethod
from tests import factories_poca as poca
from tests.factories_poca import COURT, THURSDAY, Clock


@pytest.fixture
def case(timed: Store, ticking: Clock, officer: Actor) -> UUID:
    two = (ExhibitLine(exhibit_no="AE/1", bag_no="S1"), ExhibitLine(exhibit_no="AE/2", bag_no="S2"))
    return poca.seized(timed, officer, exhibits=two)


def test_several_exhibits_and_people_in_one_form(timed: Store, officer: Actor, case: UUID) -> None:
    opened = poca.look(timed, officer, case).draft
    first, second = opened.exhibits
    more = (*opened.people, PersonLine(role=CaseRole.OWNER, name="A. Nother", born_on=date(1980, 2, 29)))
    changed = replace(opened, exhibits=(replace(second, stored_at="Property store"), ExhibitLine(exhibit_no="AE/3")),
                      people=more)  # fmt: skip
    timed.write(officer, cases.change, opened, changed)
    seen = poca.look(timed, officer, case)
    assert [(e.exhibit_no, e.stored_at) for e in seen.exhibits] == [("AE/2", "Property store"), ("AE/3", "")]
    assert first.id not in {e.id for e in seen.exhibits}
    assert seen.exhibits[0].id == second.id
    assert [(p.role, p.name) for p in seen.people] == [
        (CaseRole.SEIZED_FROM, "Sam Ample"), (CaseRole.OWNER, "A. Nother")
    ]  # fmt: skip
    assert seen.row.seized_from == "Sam Ample"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"exhibits": (ExhibitLine(bag_no="S1"),)}, "exhibits"),
        ({"exhibits": (ExhibitLine(exhibit_no="AE/1"), ExhibitLine(exhibit_no="ae/1 "))}, "exhibits"),
        (
            {"exhibits": (ExhibitLine(exhibit_no="1", bag_no="S1"), ExhibitLine(exhibit_no="2", bag_no="s1"))},
            "exhibits",
        ),
        ({"people": (PersonLine(name=" "),)}, "people"),
        ({"money": (MoneyLine(estimate_minor=1), MoneyLine(estimate_minor=2))}, "money"),
        ({"money": (MoneyLine(currency="£", estimate_minor=1),)}, "money"),
        ({"money": (MoneyLine(estimate_minor=0),)}, "money"),
        ({"money": (MoneyLine(),)}, "money"),
        ({"money": ()}, "money"),
    ],
)
def test_lines_that_cannot_be(timed: Store, officer: Actor, over: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        poca.seized(timed, officer, **over)
    assert list(refused.value.problems) == [field]
    assert refused.value.problems[field].endswith(".")


def test_lines_of_two_people_are_not_lost(timed: Store, officer: Actor, colleague: Actor, case: UUID) -> None:
    opened = poca.look(timed, officer, case).draft
    theirs = replace(opened, exhibits=(*opened.exhibits, ExhibitLine(exhibit_no="AE/3")))
    timed.write(colleague, cases.change, opened, theirs)
    timed.write(officer, cases.change, opened, replace(opened, notes="Mine."))
    seen = poca.look(timed, officer, case)
    assert (len(seen.exhibits), seen.draft.notes) == (3, "Mine.")
    with pytest.raises(Conflict) as asked:
        timed.write(officer, cases.change, opened, replace(opened, exhibits=()))
    assert asked.value.fields == ("exhibits",)


def test_estimates_change_until_the_money_is_counted(timed: Store, ticking: Clock, officer: Actor, case: UUID) -> None:
    opened = poca.look(timed, officer, case).draft
    euros = MoneyLine(currency="EUR", estimate_minor=50_000, rate="0.8612", rate_on=date(2026, 4, 2))
    timed.write(officer, cases.change, opened, replace(opened, money=(MoneyLine(estimate_minor=700_000), euros)))
    assert poca.look(timed, officer, case).row.seized_pence == 700_000 + 43_060
    ticking.at(poca.wall(2026, 4, 7, 9))
    timed.write(officer, money.count, case, None, poca.count())
    counted = poca.look(timed, officer, case).draft
    with pytest.raises(Invalid, match="GBP was counted"):
        timed.write(officer, cases.change, counted, replace(counted, money=counted.money[1:]))
    timed.write(officer, cases.change, counted, replace(counted, money=counted.money[:1]))
    seen = poca.look(timed, officer, case)
    assert (seen.row.seized_pence, [line.currency for line in seen.money]) == (615_000, ["GBP"])


def test_a_paper_is_served(timed: Store, ticking: Clock, officer: Actor, case: UUID) -> None:
    person = poca.look(timed, officer, case).people[0]
    at = THURSDAY + timedelta(hours=2)
    ticking.at(at)
    draft = ServiceDraft(
        paper=Paper.NOTICE_TO_PERSON, person_id=person.id, served_at=at, how=ServiceMethod.BY_HAND, proof="Signed copy"
    )
    timed.write(officer, people.serve, case, None, draft)
    served = poca.look(timed, officer, case).services[0]
    assert (served.person_id, served.paper, served.served_by, served.proof) == (
        person.id, Paper.NOTICE_TO_PERSON, officer.display, "Signed copy"
    )  # fmt: skip
    opened = poca.look(timed, officer, case).draft
    with pytest.raises(Invalid, match="was served with papers"):
        timed.write(officer, cases.change, opened, replace(opened, people=()))


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"paper": None}, "paper"),
        ({"how": None}, "how"),
        ({"served_at": None}, "served_at"),
        ({"served_at": THURSDAY - timedelta(minutes=1)}, "served_at"),
        ({"served_at": THURSDAY + timedelta(days=9)}, "served_at"),
        ({"person_id": None}, "person_id"),
    ],
)
def test_service_that_cannot_be(
    timed: Store, ticking: Clock, officer: Actor, case: UUID, over: dict[str, object], field: str
) -> None:
    person = poca.look(timed, officer, case).people[0]
    whole = {"paper": Paper.NOTICE_TO_PERSON, "person_id": person.id, "served_at": THURSDAY, "how": ServiceMethod.POST}
    with pytest.raises(Invalid) as refused:
        timed.write(officer, people.serve, case, None, ServiceDraft(**{**whole, **over}))
    assert list(refused.value.problems) == [field]


def test_people_of_another_case_are_not_served(timed: Store, officer: Actor, case: UUID) -> None:
    other = poca.seized(timed, officer)
    stranger = poca.look(timed, officer, other).people[0]
    draft = ServiceDraft(
        paper=Paper.NOTICE_TO_PERSON, person_id=stranger.id, served_at=THURSDAY, how=ServiceMethod.POST
    )
    with pytest.raises(Invalid, match="of this case"):
        timed.write(officer, people.serve, case, None, draft)
    with pytest.raises(NotFound):
        timed.write(officer, people.serve, case, None, replace(draft, person_id=other))


def test_notice_is_given_with_the_application(timed: Store, officer: Actor, case: UUID) -> None:
    person = poca.look(timed, officer, case).people[0]
    served = ServedLine(person_id=person.id, served_at=THURSDAY, how=ServiceMethod.BY_HAND)
    draft = LodgingDraft(lodged_on=THURSDAY.date(), court=COURT, served=(served,))
    timed.write(officer, orders.lodge, case, None, draft)
    seen = poca.look(timed, officer, case)
    assert [(line.person_id, line.paper) for line in seen.services] == [(person.id, Paper.DETENTION_APPLICATION)]
    assert [(order.court, order.lodged_on) for order in seen.orders] == [(COURT, THURSDAY.date())]
