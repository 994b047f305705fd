"""What is kept around a group: operations, bids, local profiles, Clear-Hold-Build sites, documents."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from soc_desk.domain import Area, DocumentContent
from soc_desk.domain.operation import NEXT_BID_STATES
from soc_desk.errors import DeskError, Invalid, NotFound
from soc_desk.services import (
    bids,
    chb,
    documents,
    history,
    local_profiles,
    ocgs,
    operations,
    periods,
    referrals,
    subjects,
)
from soc_desk.services.bids import BidDecision, BidDraft
from soc_desk.services.chb import SiteDraft
from soc_desk.services.documents import DocumentDraft
from soc_desk.services.local_profiles import ProfileDraft
from soc_desk.services.ocg_life import relations
from soc_desk.services.ocg_life.relations import RelationDraft
from soc_desk.services.ocgs import OcgDraft
from soc_desk.services.operations import OperationDraft, TallyLine
from soc_desk.services.people import links, persons
from soc_desk.services.people.drafts import DetailLine
from soc_desk.services.prints import Addressed
from soc_desk.services.referrals import ReferralDraft
from soc_desk.store import Actor, Session, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from soc_desk.vocabulary.ocg import (
    BidLevel,
    BidRefusal,
    BidState,
    Exactness,
    LinkRole,
    OperationKind,
    Phase,
    RelationKind,
    TallyKind,
)
from tests import factories, factories_network, factories_ocg

PDF = b"%PDF-1.7\n%synthetic\n"
PNG = b"\x89PNG\r\n\x1a\n synthetic"


@pytest.fixture
def harrier(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def person(store: Store, founder: Actor, harrier: UUID) -> UUID:
    (made,) = store.write(founder, factories_network.people, harrier, {LinkRole.POTENTIAL_VICTIM: 1}).value
    return made


def close(store: Store, founder: Actor, id_: UUID) -> None:
    version = factories.version(store, founder, id_)
    store.write(founder, subjects.set_access, id_, version, Access.RESTRICTED, ())


def areas(session: Session) -> list[UUID]:
    return [row[0] for row in session.query(Area.id).order_by(Area.name)]


# ---------------------------------------------------------------- days that cannot be meant


FAR = date(2099, 1, 1)


def test_a_day_that_cannot_be_meant_is_refused(store: Store, officer: Actor, harrier: UUID) -> None:
    report, odd = factories.first_report(), OcgDraft(name="Odd", primary_threat="DRUGS")
    phone = DetailLine(value="07700 900123", from_on=FAR)
    for field, why, use, *args in (
        ("mapped_on", "future", ocgs.record, replace(odd, mapped_on=FAR), report),
        ("mapped_on", "too long ago", ocgs.record, replace(odd, mapped_on=date(1066, 1, 1)), report),
        ("intelligence_told_on", "future", ocgs.record, replace(odd, intelligence_told_on=FAR), report),
        ("started_on", "future", chb.record, SiteDraft(name="Market", started_on=FAR)),
        ("approved_on", "future", local_profiles.record, ProfileDraft(title="x", approved_on=FAR)),
        ("starts_on", "too long ago", operations.record, OperationDraft(name="x", starts_on=date(1, 1, 1))),
        ("from_on", "not come yet", relations.relate, harrier, RelationDraft(kind=RelationKind.RIVAL, from_on=FAR)),
        ("review_due_on", "too far", persons.record, factories_ocg.person_draft(review_due_on=date(2500, 1, 1))),
        ("review_due_on", "too long ago", persons.record, factories_ocg.person_draft(review_due_on=date(1900, 1, 1))),
        ("details", "future", persons.record, factories_ocg.person_draft(details=(phone,))),
        ("from_on", "future", links.link, factories_ocg.link_draft(None, harrier, from_on=FAR)),
    ):
        with pytest.raises(Invalid) as refused:
            store.write(officer, use, *args)
        assert why in refused.value.problems[field]


# ---------------------------------------------------------------- operations and bids


def test_an_operation_keeps_its_groups_and_its_results(store: Store, officer: Actor, harrier: UUID) -> None:
    other = factories.ocg(store, officer, name="Kestrel")
    week = OperationDraft(
        name="Autumn week", kind=OperationKind.INTENSIFICATION, starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 9),
        subject_id=harrier, other_ids=(other,),
        tallies=(
            TallyLine(kind=TallyKind.ARRESTS, value=106),
            TallyLine(kind=TallyKind.WRAPS, value=2800, exactness=Exactness.OVER),
            TallyLine(kind=TallyKind.CASH, value=13_300_000),
        ),
    )  # fmt: skip
    made = store.write(officer, operations.record, week).value
    found = store.write(officer, operations.look, made).value
    assert [line.words for line in found.tallies] == ["106", "over 2,800", "£133,000.00"]
    assert [name.split()[-1] for _, name in found.groups] == ["Harrier", "Kestrel"]
    fewer = OperationDraft(
        **{**vars(found.draft), "other_ids": (), "tallies": (TallyLine(kind=TallyKind.WRAPS, value=9),)}
    )
    store.write(officer, operations.change, fewer)
    found = store.read(officer, operations.detail, made)
    assert [(line.kind, line.words) for line in found.tallies] == [(TallyKind.WRAPS, "9")]
    assert [row.groups for row in store.read(officer, operations.page)] == [1]
    summed = store.read(officer, operations.sums, date(2026, 10, 1), date(2026, 12, 31))
    assert [(line.kind, line.value, line.exactness) for line in summed] == [(TallyKind.WRAPS, 9, Exactness.EXACT)]
    assert store.read(officer, operations.page, "autumn", (OperationKind.OPERATION,)) == []


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": " "}, "name"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": date(2026, 1, 1)}, "ends_on"),
        ({"tallies": (TallyLine(kind=TallyKind.ARRESTS, value=-1),)}, "tallies"),
        ({"tallies": (TallyLine(kind=TallyKind.ARRESTS, value=1),) * 2}, "tallies"),
    ],
)
def test_what_an_operation_needs(over, field) -> None:
    whole = {"name": "Week", "starts_on": date(2026, 10, 5)}
    assert field in OperationDraft(**{**whole, **over}).problems()
    assert OperationDraft(**whole).problems() == {}


def test_bids_are_decided_and_refusals_for_capacity_counted(
    store: Store, officer: Actor, supervisor: Actor, harrier: UUID
) -> None:
    made = [
        store.write(officer, bids.record, BidDraft(asked=f"ANPR {n}", level=BidLevel.LEVEL_2, subject_id=harrier)).value
        for n in range(2)
    ]
    for id_ in made:
        store.write(officer, bids.submit, id_, 1)
    refused = BidDecision(state=BidState.REFUSED, meeting="TT&CG")
    with pytest.raises(Invalid, match="unmet demand"):
        store.write(supervisor, bids.decide, made[0], 2, refused)
    refused = BidDecision(state=BidState.REFUSED, meeting="TT&CG", refusal=BidRefusal.CAPACITY)
    early = replace(refused, meeting_on=periods.today() - timedelta(days=1))
    with pytest.raises(Invalid, match="The bid was submitted on") as told:
        store.write(supervisor, bids.decide, made[0], 2, early)
    assert set(told.value.problems) == {"meeting_on"}
    store.write(supervisor, bids.decide, made[0], 2, refused)
    store.write(supervisor, bids.decide, made[1], 2, BidDecision(state=BidState.APPROVED, meeting="TT&CG"))
    held = store.read(officer, bids.draft, made[1])
    with pytest.raises(Invalid, match="make a new one"):
        store.write(officer, bids.change, held)
    store.write(officer, bids.deliver, made[1], 3, "Two vehicles found.")
    rows = {row.id: row for row in store.read(officer, bids.page, (), harrier)}
    assert (rows[made[1]].state, rows[made[1]].result) == (BidState.RESULT_RECORDED, "Two vehicles found.")
    today = periods.today()
    second = store.read(officer, bids.demand, today, today)[1]
    assert (second.level, second.submitted, second.approved, second.refused, second.without_capacity) == (
        BidLevel.LEVEL_2, 2, 1, 1, 1,
    )  # fmt: skip
    third = store.write(officer, bids.record, BidDraft(asked="Camera")).value
    changed = BidDraft(**{**vars(store.read(officer, bids.draft, third)), "asked": "Two cameras"})
    store.write(officer, bids.change, changed)
    assert store.read(officer, bids.page, (BidState.DRAFT,))[0].asked == "Two cameras"


def test_every_state_of_a_bid_has_its_line() -> None:
    assert set(NEXT_BID_STATES) == set(BidState)


# ---------------------------------------------------------------- places


def test_an_area_without_a_profile_says_none_and_not_nought(store: Store, officer: Actor) -> None:
    north, south = store.read(officer, areas)
    today = date(2026, 11, 22)
    store.write(
        officer, local_profiles.record, ProfileDraft(area_id=north, title="North", approved_on=date(2025, 9, 23))
    )
    first, second = store.read(officer, local_profiles.register, today)
    assert (first.area_id, first.months, first.is_overdue, first.led_to_plan) == (south, None, True, None)
    assert (second.months, second.next_due_on, second.is_overdue) == (13, date(2026, 9, 23), True)
    held = store.read(officer, local_profiles.draft, second.id)
    store.write(officer, local_profiles.change, ProfileDraft(**{**vars(held), "next_due_on": date(2027, 1, 1)}))
    assert not store.read(officer, local_profiles.register, today)[1].is_overdue
    store.write(
        officer, local_profiles.record, ProfileDraft(area_id=north, title="Older", approved_on=date(2023, 5, 2))
    )
    store.write(officer, local_profiles.record, ProfileDraft(area_id=north, title="Not approved yet"))
    editions = store.read(officer, local_profiles.editions, north)
    assert [edition.title for edition in editions] == ["Not approved yet", "North", "Older"]


def test_a_site_entered_late_takes_the_days_of_its_phases_but_none_before_it_started(
    store: Store, officer: Actor
) -> None:
    started = periods.today() - timedelta(days=90)
    made = store.write(officer, chb.record, SiteDraft(name="Weir estate", started_on=started)).value
    with pytest.raises(Invalid, match="The site came to Scoping on"):
        store.write(officer, chb.move, made, 1, Phase.CLEAR, "", started - timedelta(days=1))
    for version, (phase, days) in enumerate(((Phase.CLEAR, 60), (Phase.HOLD, 30)), 1):
        store.write(officer, chb.move, made, version, phase, "", periods.today() - timedelta(days=days))
    steps = store.read(officer, chb.steps, made)
    assert [step.after for step in steps] == [Phase.HOLD, Phase.CLEAR, Phase.SCOPING]
    assert steps[-1].stepped_on == started


def test_a_site_goes_back_only_with_a_reason(store: Store, officer: Actor, harrier: UUID) -> None:
    made = store.write(officer, chb.record, SiteDraft(name="Market Square", subject_ids=(harrier,))).value
    store.write(officer, chb.move, made, 1, Phase.CLEAR)
    store.write(officer, chb.move, made, 2, Phase.HOLD)
    with pytest.raises(Invalid, match="goes back"):
        store.write(officer, chb.move, made, 3, Phase.CLEAR)
    with pytest.raises(Invalid, match="already"):
        store.write(officer, chb.move, made, 3, Phase.HOLD)
    with pytest.raises(Invalid, match="The site came to Hold on") as told:
        store.write(officer, chb.move, made, 3, Phase.BUILD, "", periods.today() - timedelta(days=1))
    assert set(told.value.problems) == {"on"}
    store.write(officer, chb.move, made, 3, Phase.CLEAR, "Others moved in.")
    newest, *_, oldest = store.read(officer, chb.steps, made)
    assert (newest.is_back, newest.reason, oldest.after) == (True, "Others moved in.", Phase.SCOPING)
    (row,) = store.read(officer, chb.page, harrier)
    assert row.phase is Phase.CLEAR
    draft = store.read(officer, chb.draft, made)
    assert draft.subject_ids == (harrier,)
    store.write(officer, chb.change, SiteDraft(**{**vars(draft), "subject_ids": ()}))
    assert store.read(officer, chb.page, harrier) == []


# ---------------------------------------------------------------- documents


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", PDF, "application/pdf"),
        ("photo.PNG", PNG, "image/png"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0 x", "image/jpeg"),
        ("note.txt", "Café".encode(), "text/plain"),
        ("photo.webp", b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
    ],
)
def test_a_files_kind_is_found_in_its_content(name: str, content: bytes, kind: str) -> None:
    assert documents.media_type(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.png", PDF, "holds a PDF"),
        ("plan.pdf", b"MZ\x90\x00\x03", "Only PDF files"),
        ("plan", PDF, "named “plan”"),
        ("macro.docm", b"PK\x03\x04\x00\x00", "Only PDF files"),
    ],
)
def test_what_is_something_else_is_refused(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        documents.media_type(name, content)


def test_a_document_is_kept_seen_handed_out_and_withdrawn(
    store: Store, founder: Actor, officer: Actor, harrier: UUID
) -> None:
    draft = DocumentDraft(subject_id=harrier, name="plan.pdf", title="Floor plan", exhibit_ref="AE/1")
    made = store.write(officer, documents.keep, draft, PDF).value
    for content, words in (
        (PDF, "kept here already"),
        (b"", "empty"),
        (b"%PDF-" + b" " * 27_000_000, "larger than 25"),
    ):
        with pytest.raises(Invalid, match=words):
            store.write(officer, documents.keep, draft, content)
    row, content = store.write(officer, documents.view, made).value
    assert (content, row.size, row.media_type) == (PDF, len(PDF), "application/pdf")
    to = Addressed(recipient="CPS", purpose="Advice file")
    print_id, content = store.write(officer, documents.hand_out, made, to).value
    assert print_id.startswith("P-")
    told = [(each.what, each.recipient) for each in store.read(founder, history.history, made)]
    assert told[0] == ("Hand out a document", "CPS")
    assert ("Look at a document", "") in told
    store.write(officer, documents.withdraw, made, row.version, "Kept twice.")
    (row,) = store.read(officer, documents.page, harrier)
    assert row.withdrawn_because == "Kept twice."
    with pytest.raises(Invalid, match=r"taken out of use on .*: Kept twice\."):
        store.write(officer, documents.hand_out, made, to)
    assert "Hand out a document" not in [each.what for each in store.read(founder, history.history, made)[:1]]


@use_case("Spoil a document", needs=EVERYONE)
def spoil(work: Work, id: UUID) -> None:
    kept = work.session.get(DocumentContent, id)
    assert kept is not None
    kept.content = PDF + b"altered"


def test_an_altered_document_is_noticed(store: Store, officer: Actor, harrier: UUID) -> None:
    draft = DocumentDraft(subject_id=harrier, name="plan.pdf")
    made = store.write(officer, documents.keep, draft, PDF).value
    store.write(officer, spoil, made)
    with pytest.raises(DeskError, match="no longer what was kept"):
        store.write(officer, documents.view, made)


# ---------------------------------------------------------------- need to know


def test_nothing_around_a_closed_group_is_seen_by_others(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, person: UUID
) -> None:
    today = periods.today()
    operation = OperationDraft(name="Lantern", starts_on=today, subject_id=harrier,
                               tallies=(TallyLine(kind=TallyKind.ARRESTS, value=3),))  # fmt: skip
    led = store.write(founder, operations.record, operation).value
    store.write(founder, bids.record, BidDraft(asked="Lantern", subject_id=harrier))
    store.write(founder, chb.record, SiteDraft(name="Market Square", subject_ids=(harrier,)))
    kept = store.write(founder, documents.keep, DocumentDraft(subject_id=harrier, name="lantern.pdf"), PDF).value
    store.write(founder, referrals.identify, ReferralDraft(person_id=person, is_child=True))
    close(store, founder, harrier)
    assert store.read(officer, operations.page) == []
    assert store.read(officer, operations.sums, today, today + timedelta(days=1)) == []
    assert store.read(officer, bids.page) == []
    assert [row.groups for row in store.read(officer, chb.page)] == [()]
    assert store.read(officer, documents.page, harrier) == []
    assert store.read(officer, referrals.page) == []
    for query, id_ in ((operations.look, led), (documents.view, kept)):
        with pytest.raises(NotFound):
            store.write(officer, query, id_)
    assert len(store.read(founder, operations.page)) == 1
