"""Invented lifetime management of offenders: orders with conditions, visits, a breach; and referrals of victims."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from soc_desk.demo import life_words as said
from soc_desk.demo import words
from soc_desk.demo.blank import Row, blank
from soc_desk.demo.chance import Chance
from soc_desk.domain import AncillaryOrder, Breach, LomSubject, LomVisit, OrderCondition, Referral
from soc_desk.domain.age import years_on
from soc_desk.vocabulary.ocg import (
    BreachAction,
    Consent,
    LomState,
    OrderKind,
    OrderState,
    ReferralKind,
    ReferralState,
    VisitKind,
    YesNo,
)

if TYPE_CHECKING:
    from soc_desk.demo.life import Rows, Told

_EVERY, _LEAST, _MOST = 115, 8, 400
"""One of so many people is managed; at least and at most so many."""
_REFERRED = 160
_STATES = (
    LomState.IN_COMMUNITY, LomState.IN_CUSTODY, LomState.IN_COMMUNITY, LomState.NOMINATED, LomState.IN_COMMUNITY,
    LomState.ADOPTED, LomState.IN_CUSTODY, LomState.STOOD_DOWN,
)  # fmt: skip
_KINDS = (OrderKind.SCPO, OrderKind.SCPO, OrderKind.FRO, OrderKind.TRO, OrderKind.CBO, OrderKind.STPO)
_REFERRALS = (
    ReferralState.SENT, ReferralState.REASONABLE_POSITIVE, ReferralState.IDENTIFIED, ReferralState.CONCLUSIVE_POSITIVE,
    ReferralState.REASONABLE_NEGATIVE, ReferralState.CONCLUSIVE_NEGATIVE,
)  # fmt: skip


def offenders(told: "Told") -> "Rows":
    """Adults out of the groups, most of them once sentenced; the shortest orders end within months."""
    chance = told.chance
    number = min(_MOST, max(_LEAST, len(told.people) // _EVERY))
    known = [p for p in told.people if p["family_name"] and p["adult_on"] and _adult_for_years(p, chance)]
    rows: dict[type[Any], list[Row]] = {
        kind: [] for kind in (LomSubject, AncillaryOrder, OrderCondition, LomVisit, Breach, Referral)
    }
    for place, person in enumerate(chance.sample(known, min(number, len(known)))):
        spell = _spell(told, person["id"], _STATES[place % len(_STATES)], place)
        rows[LomSubject].append(spell)
        if spell["state"] in (LomState.NOMINATED, LomState.ADOPTED):
            continue
        order = _order(chance, spell, place)
        rows[AncillaryOrder].append(order)
        rows[OrderCondition] += _conditions(chance, order)
        rows[LomVisit] += _visits(chance, spell, place)
        if order["state"] is OrderState.IN_FORCE and not rows[Breach]:
            rows[Breach].append(
                blank(Breach) | {
                    "id": chance.id(), "person_id": person["id"], "order_id": order["id"],
                    "condition_id": next(c["id"] for c in rows[OrderCondition] if c["order_id"] == order["id"]),
                    "happened_on": chance.day(60, 5), "words": "A second phone was found during a visit.",
                    "action": BreachAction.CHARGE, "result": "Charged; before the court next month.",
                }
            )  # fmt: skip
    rows[Referral] += _referrals(told)
    return list(rows.items())


def _adult_for_years(person: Row, chance: Chance) -> bool:
    return bool(person["adult_on"] < chance.today - timedelta(days=365 * 5))


def _spell(told: "Told", person: UUID, state: LomState, place: int) -> Row:
    chance, force = told.chance, told.scene.force
    manager = told.me if place == 0 else chance.choice(force.officers)
    nominated = chance.day(1_000, 120)
    row = blank(LomSubject) | {
        "id": chance.id(), "person_id": person, "state": state, "area_id": chance.choice(list(told.areas)),
        "manager": force.names[manager], "manager_id": manager, "nominated_on": nominated,
        "nominated_because": chance.choice(said.WHY_MANAGED), "by_id": manager, "at": chance.moment(nominated),
        "ocg_checked": YesNo.NOT_KNOWN if place % 6 == 5 else YesNo.YES,
    }  # fmt: skip
    if state is not LomState.NOMINATED:
        row |= {
            "adopted_on": nominated + timedelta(days=chance.randint(10, 60)),
            "review_due_on": chance.today + timedelta(days=chance.randint(-20, 180)),
        }
    if state is LomState.IN_CUSTODY:
        row["release_on"] = chance.today + timedelta(days=chance.randint(20, 900))
    if state is LomState.STOOD_DOWN:
        row |= {"stood_down_on": chance.day(60, 1), "review_due_on": None}
        row["stood_down_because"] = "The order ended; three visits without concern."
    return row


def _order(chance: Chance, spell: Row, place: int) -> Row:
    """Made on release for those in custody; one in three of the others ends within half a year."""
    today, kind = chance.today, _KINDS[place % len(_KINDS)]
    inside, over = spell["state"] is LomState.IN_CUSTODY, spell["state"] is LomState.STOOD_DOWN
    left = chance.randint(20, 170) if place % 3 == 0 else chance.randint(300, 1_500)
    ends_on: date = spell["stood_down_on"] - timedelta(days=4) if over else today + timedelta(days=left)
    starts_on = years_on(ends_on, -5) + timedelta(days=1)
    made_on = min(starts_on, today - timedelta(days=60))
    if inside:
        made_on = spell["nominated_on"] - timedelta(days=30)
        starts_on, ends_on = spell["release_on"], years_on(spell["release_on"], 5) - timedelta(days=1)
    state = OrderState.MADE if inside else OrderState.EXPIRED if over else OrderState.IN_FORCE
    return blank(AncillaryOrder) | {
        "id": chance.id(), "person_id": spell["person_id"], "kind": kind, "state": state,
        "court": chance.choice(words.COURTS), "reference": f"SYN/{chance.randrange(10**6):06}",
        "applicant": "Example Force", "applied_on": made_on - timedelta(days=chance.randint(20, 60)),
        "made_on": made_on, "in_force_from": None if inside else starts_on, "in_force_on_release": inside,
        "ends_on": ends_on, "ended_on": ends_on if over else None,
    }  # fmt: skip


def _conditions(chance: Chance, order: Row) -> list[Row]:
    rows = [
        blank(OrderCondition) | {
            "id": chance.id(), "person_id": order["person_id"], "order_id": order["id"], "kind": kind,
            "words": said.ORDER_CONDITIONS[kind], "from_on": order["in_force_from"], "to_on": order["ends_on"],
        }
        for kind in chance.sample(list(said.ORDER_CONDITIONS), chance.randint(2, 4))
    ]  # fmt: skip
    if chance.random() < 0.3 and order["state"] is OrderState.IN_FORCE:
        rows[0]["to_on"] = min(order["ends_on"], chance.today + timedelta(days=chance.randint(10, 120)))
    return rows


def _visits(chance: Chance, spell: Row, place: int) -> list[Row]:
    """Each quarter or so; the next is due, in one of four it is overdue."""
    base = blank(LomVisit) | {"person_id": spell["person_id"], "visitor": spell["manager"]}
    rows, day = [], chance.today - timedelta(days=chance.randint(30, 80))
    for _ in range(chance.randint(1, 4)):
        made: Row = {"due_on": day, "done_on": day + timedelta(days=chance.randint(0, 9))}
        made |= {"kind": chance.choice(list(VisitKind)), "outcome": chance.choice(said.VISITED)}
        rows.append(base | {"id": chance.id(), **made})
        day -= timedelta(days=chance.randint(70, 110))
    if spell["state"] is LomState.IN_COMMUNITY:
        due = chance.today + timedelta(days=chance.randint(-25, -2) if place % 4 == 0 else chance.randint(2, 60))
        rows.append(base | {"id": chance.id(), "kind": VisitKind.COMPLIANCE, "due_on": due})
    return rows


def _referrals(told: "Told") -> list[Row]:
    """Of children, and of adults with and without consent, on their way through the decisions."""
    chance, rows = told.chance, []
    groups = [(group, person) for group, people in told.members.items() for person in people]
    by_id = {person["id"]: person for person in told.people}
    victims = [(group, by_id[person]) for group, person in groups if by_id[person]["adult_on"]]
    children = [pair for pair in victims if pair[1]["adult_on"] > chance.today]
    number = min(200, max(4, len(told.people) // _REFERRED))
    for place in range(number):
        group, person = chance.choice(children if place % 2 == 0 and children else victims)
        is_child = person["adult_on"] > chance.today
        consent = Consent.NOT_NEEDED if is_child else (Consent.NO if place % 4 == 3 else Consent.YES)
        notified = consent is Consent.NO
        state = ReferralState.SENT if notified else _REFERRALS[place % len(_REFERRALS)]
        identified = chance.day(6, 1) if state is ReferralState.IDENTIFIED else chance.day(400, 120)
        sent = identified + timedelta(days=chance.randint(0, 4))
        rows.append(
            blank(Referral) | {
                "id": chance.id(), "person_id": person["id"], "subject_id": group, "is_child": is_child,
                "kind": ReferralKind.DUTY_TO_NOTIFY if notified else ReferralKind.NRM, "consent": consent,
                "state": state, "identified_on": identified, "made_by_id": told.me,
                "made_at": chance.moment(identified), **_decided(state, sent),
            }
        )  # fmt: skip
    return rows


def _decided(state: ReferralState, sent: date) -> Row:
    if state is ReferralState.IDENTIFIED:
        return {}
    told: Row = {"sent_on": sent, "reference": f"SYN-NRM-{sent:%y%m%d}"}
    if state is not ReferralState.SENT:
        told["reasonable_on"] = sent + timedelta(days=6)
    if state in (ReferralState.CONCLUSIVE_POSITIVE, ReferralState.CONCLUSIVE_NEGATIVE):
        told["conclusive_on"] = sent + timedelta(days=90)
    return told
