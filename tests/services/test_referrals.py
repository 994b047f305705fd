"""Referrals of potential victims: which of the two it is, one of a kind open, the order of its days."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from soc_desk.errors import Invalid
from soc_desk.services import periods, referrals
from soc_desk.services.referrals import ReferralDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import Consent, LinkRole, ReferralKind, ReferralState
from tests import factories, factories_network, factories_ocg


@pytest.fixture
def harrier(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def person(store: Store, founder: Actor, harrier: UUID) -> UUID:
    (made,) = store.write(founder, factories_network.people, harrier, {LinkRole.POTENTIAL_VICTIM: 1}).value
    return made


def test_a_child_needs_no_consent_and_an_adult_without_it_is_notified(
    store: Store, officer: Actor, harrier: UUID, person: UUID
) -> None:
    asked = ReferralDraft(person_id=person, is_child=False)
    with pytest.raises(Invalid, match="consented"):
        store.write(officer, referrals.identify, asked)
    with pytest.raises(Invalid, match="treat them as one"):
        store.write(officer, referrals.identify, ReferralDraft(person_id=person))
    store.write(officer, referrals.identify, ReferralDraft(person_id=person, is_child=False, consent=Consent.NO))
    store.write(officer, referrals.identify, ReferralDraft(person_id=person, is_child=True, subject_id=harrier))
    child, adult = store.read(officer, referrals.page, person)
    assert (child.kind, child.consent, child.group.endswith("Harrier")) == (ReferralKind.NRM, Consent.NOT_NEEDED, True)
    assert adult.kind is ReferralKind.DUTY_TO_NOTIFY
    store.write(officer, referrals.move, adult.id, adult.version, ReferralState.SENT)
    adult = store.read(officer, referrals.page, person)[1]
    assert adult.next == ()
    with pytest.raises(Invalid, match="cannot become"):
        store.write(officer, referrals.move, adult.id, adult.version, ReferralState.REASONABLE_POSITIVE)
    today = periods.today()
    for step in (ReferralState.SENT, ReferralState.REASONABLE_POSITIVE, ReferralState.CONCLUSIVE_NEGATIVE):
        child = store.read(officer, referrals.page, person)[0]
        store.write(officer, referrals.move, child.id, child.version, step, today, "NRM-1")
    child = store.read(officer, referrals.page, None, harrier)[0]
    assert (child.reference, child.sent_on, child.conclusive_on) == ("NRM-1", today, today)
    assert child.next == (ReferralState.CONCLUSIVE_POSITIVE,)  # a decision can be reconsidered


def test_nobody_has_two_open_referrals_of_one_kind(store: Store, officer: Actor, person: UUID) -> None:
    as_child = ReferralDraft(person_id=person, is_child=True, identified_on=date(2026, 3, 2))
    store.write(officer, referrals.identify, as_child)
    with pytest.raises(Invalid) as refused:
        store.write(officer, referrals.identify, as_child)
    assert "NRM referral, identified on 2 Mar 2026" in refused.value.problems["person_id"]
    # The other kind is another thing; and one that was decided against is no longer open.
    store.write(officer, referrals.identify, ReferralDraft(person_id=person, is_child=False, consent=Consent.NO))
    (nrm,) = (row for row in store.read(officer, referrals.open_of, person) if row.kind is ReferralKind.NRM)
    for version, step in enumerate((ReferralState.SENT, ReferralState.REASONABLE_NEGATIVE), 1):
        store.write(officer, referrals.move, nrm.id, version, step, date(2026, 3, 3))
    assert [row.kind for row in store.read(officer, referrals.open_of, person)] == [ReferralKind.DUTY_TO_NOTIFY]
    store.write(officer, referrals.identify, as_child)


@pytest.mark.parametrize(
    ("age", "is_child", "refused"),
    [
        ({"born_on": date(2012, 1, 1)}, False, "were under 18"),
        ({"born_on": date(2012, 1, 1)}, True, None),
        ({"age_from": 16, "age_to": 19}, False, "may have been under 18"),
        ({"age_from": 16, "age_to": 19}, True, None),
        ({"born_on": date(1980, 1, 1)}, True, "were an adult"),
        ({"born_on": date(1980, 1, 1)}, False, None),
    ],
)
def test_a_referral_agrees_with_the_age_on_the_record(
    store: Store, officer: Actor, age: dict[str, object], is_child: bool, refused: str | None
) -> None:
    on = date(2026, 11, 20)
    who = factories_ocg.person(store, officer, **age, **({} if "born_on" in age else {"age_noted_on": on}))
    draft = ReferralDraft(person_id=who, is_child=is_child, consent=Consent.NO, identified_on=on)
    if refused is None:
        store.write(officer, referrals.identify, draft)
        kind = ReferralKind.NRM if is_child else ReferralKind.DUTY_TO_NOTIFY
        assert store.read(officer, referrals.page, who)[0].kind is kind
        return
    with pytest.raises(Invalid, match=refused):
        store.write(officer, referrals.identify, draft)
    assert store.read(officer, referrals.page, who) == []


def test_the_days_of_a_referral_follow_each_other(store: Store, officer: Actor, person: UUID) -> None:
    today = periods.today()
    later = ReferralDraft(person_id=person, is_child=True, identified_on=today + timedelta(days=1))
    with pytest.raises(Invalid, match="in the future"):
        store.write(officer, referrals.identify, later)
    first = today - timedelta(days=9)
    id_ = store.write(officer, referrals.identify, replace(later, identified_on=first)).value
    with pytest.raises(Invalid, match="a later one"):
        store.write(officer, referrals.move, id_, 1, ReferralState.SENT, first - timedelta(days=1))
    store.write(officer, referrals.move, id_, 1, ReferralState.SENT, first + timedelta(days=2))
    with pytest.raises(Invalid, match="a later one"):
        store.write(officer, referrals.move, id_, 2, ReferralState.REASONABLE_POSITIVE, first + timedelta(days=1))
    store.write(officer, referrals.move, id_, 2, ReferralState.REASONABLE_POSITIVE, first + timedelta(days=3))
    with pytest.raises(Invalid, match="a later one"):
        store.write(officer, referrals.move, id_, 3, ReferralState.CONCLUSIVE_POSITIVE, first + timedelta(days=2))
