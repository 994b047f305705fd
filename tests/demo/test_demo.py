"""The demonstration store: the same for the same seed and day, of the sizes promised, audited, and marked invented."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, func, select

from soc_desk import cli
from soc_desk.demo import groups, making
from soc_desk.demo.chance import Chance
from soc_desk.demo.disruptions import disruptions as invent
from soc_desk.demo.making import PASSPHRASE, SIGN_INS, USER, Amounts, Size, make
from soc_desk.domain import (
    AncillaryOrder,
    Area,
    AuditEntry,
    ChbStep,
    Disruption,
    Document,
    IntelligenceGap,
    IntelligenceLink,
    Leader,
    LocalProfile,
    LomSubject,
    LomVisit,
    Ocg,
    OcgReview,
    OcgScore,
    Operation,
    OrderCondition,
    Outcome,
    Person,
    PersonDetail,
    PersonLink,
    PersonName,
    PersonTie,
    Plan,
    PlanAction,
    PlanObjective,
    Referral,
    Request,
    RequestStep,
    Strength,
    Subject,
    SubjectStatusChange,
    Tally,
    TaskingBid,
    TierDecision,
)
from soc_desk.domain import User as Colleague
from soc_desk.errors import NotAllowed, NotFound
from soc_desk.services import counts, places, policies, search, users
from soc_desk.services.prints import SYNTHETIC
from soc_desk.store import Actor, Session, Store, audit, founding, opening
from soc_desk.store.check import check
from soc_desk.vocabulary import DisruptionStatus, FourP, SubjectStatus

TODAY = date(2026, 11, 22)
FEW = Amounts(6, 14, 4, 60, people=70, links=80, intelligence=150)
KINDS = (
    Disruption, Outcome, Subject, SubjectStatusChange, Person, PersonName, PersonDetail, PersonLink, PersonTie,
    IntelligenceLink, OcgScore, TierDecision, Leader, OcgReview, Plan, PlanObjective, IntelligenceGap, PlanAction,
    LomSubject, AncillaryOrder, OrderCondition, LomVisit, Referral, Operation, Tally, TaskingBid, LocalProfile, ChbStep,
    Document, Strength, Request, RequestStep,
)  # fmt: skip
# Founding and the audit log stamp identities of their own; what refers to them differs between two makings.
RANDOM = {"app_user", "area", "team"}


def is_random(column: Column[Any]) -> bool:
    """Whether a column holds identities that founding stamped."""
    return column.name == "affected_areas" or any(key.column.table.name in RANDOM for key in column.foreign_keys)


def contents(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every invented row, without the identities that chance did not draw."""
    found = {}
    for kind in KINDS:
        columns = [c for c in kind.__table__.c if not is_random(c) and c.computed is None]
        rows = session.execute(select(*columns).order_by(kind.__table__.c.id))
        found[kind.__tablename__] = [tuple(map(str, row)) for row in rows]
    people = session.execute(select(Colleague.name, Colleague.display, Colleague.roles).order_by(Colleague.name))
    found["people"] = [(name, display, *roles) for name, display, roles in people]
    owners = (
        select(Subject.reference, Colleague.name)
        .join(Colleague, Colleague.id == Subject.owner_id)
        .order_by(Subject.reference)
    )
    found["owners"] = [tuple(row) for row in session.execute(owners)]
    lie = (
        select(Disruption.reference, Area.name).join(Area, Area.id == Disruption.area_id).order_by(Disruption.reference)
    )
    found["areas"] = [tuple(row) for row in session.execute(lie)]
    return found


def made(path: Path, seed: int = 1, today: date = TODAY, amounts: Amounts = FEW) -> tuple[Store, Actor]:
    store = make(str(path), Size.TEAM, seed, today=today, amounts=amounts)
    return store, making.founder_of(store)


def test_the_same_seed_and_day_give_the_same_data_and_others_do_not(tmp_path: Path) -> None:
    found = []
    for number, (seed, today) in enumerate([(1, TODAY), (1, TODAY), (2, TODAY), (1, date(2026, 11, 23))]):
        store, actor = made(tmp_path / f"{number}.socdesk", seed, today)
        found.append(store.read(actor, contents))
        store.close()
    assert found[0] == found[1]
    assert found[0]["disruption"] != found[2]["disruption"]
    assert found[0]["disruption"] != found[3]["disruption"]


@pytest.mark.parametrize(("size", "ocgs", "recorded"), [(Size.TEAM, 14, 160), (Size.FORCE, 124, 1_800)])
def test_sizes_are_those_of_the_contract(tmp_path: Path, size: Size, ocgs: int, recorded: int) -> None:
    path = tmp_path / "demo.socdesk"
    store = make(str(path), size, today=TODAY)
    actor = making.founder_of(store)

    with store.engine.connect() as connection:  # all of them, also those that are not open to everybody
        held = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {what}").scalar()
            for what in ("subject WHERE kind = 'ocg'", "disruption", "audit_entry WHERE entity = 'disruption'")
        ]
    assert held == [ocgs, recorded, recorded]
    told = store.read(actor, counts.by_table)
    assert (told["ocgs"], told["disruptions"]) == (ocgs, recorded)
    assert [finding for finding in check(store.engine, str(path)) if not finding.holds] == []
    assert store.read(actor, audit.verify).intact
    store.close()


def test_the_sizes_not_made_here_have_their_amounts() -> None:
    nation = making.AMOUNTS[Size.NATION]
    assert (nation.ocgs, nation.disruptions) == (6_000, 1_000_000)
    assert making.AMOUNTS[Size.FORCE].ocgs < making.AMOUNTS[Size.REGION].ocgs < nation.ocgs


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration for the tests that only look."""
    path = tmp_path_factory.mktemp("demo") / "team.socdesk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOC_DESK_HOME", str(path.parent / "home"))
        make(str(path), Size.TEAM, today=TODAY).close()
    return path


def test_everything_says_that_it_is_invented(team: Path) -> None:
    store, actor = opening.open(str(team), USER, PASSPHRASE)
    assert store.read(actor, places.facts).synthetic
    assert "invented" in SYNTHETIC

    def told(session: Session) -> tuple[set[str], set[str]]:
        references = session.scalars(select(Disruption.national_ref).where(Disruption.national_ref.is_not(None)))
        evidence = [ref["reference"] for refs in session.scalars(select(Disruption.evidence_refs)) for ref in refs]
        return {text[:3] for text in references if text}, {text[:3] for text in evidence}

    assert store.read(actor, told) == ({"SYN"}, {"SYN"})
    store.close()


def test_it_is_varied_and_believable(team: Path) -> None:
    store, actor = opening.open(str(team), USER, PASSPHRASE)

    def look(session: Session) -> tuple[set[FourP], set[DisruptionStatus], list[str], list[tuple[date, datetime]], int]:
        texts = list(session.scalars(select(Disruption.narrative)))
        moments = [tuple(row) for row in session.execute(select(Disruption.disruption_date, Disruption.recorded_at))]
        alone = session.scalar(
            select(func.count()).select_from(Disruption).where(Disruption.moderated_by_id == Disruption.recorded_by_id)
        )
        ps, states = set(session.scalars(select(Disruption.four_p))), set(session.scalars(select(Disruption.status)))
        return ps, states, texts, moments, alone or 0  # type: ignore[return-value]

    ps, states, texts, moments, alone = store.read(actor, look)
    assert ps == set(FourP)
    assert states >= {DisruptionStatus.KEYED, DisruptionStatus.APPROVED, DisruptionStatus.SUBMITTED}
    assert all(60 <= len(text.split()) <= 120 for text in texts)
    assert len(set(texts)) > 0.9 * len(texts)
    assert all(on <= TODAY and at.date() >= on and at.date() <= TODAY for on, at in moments)
    assert alone == 0
    store.close()


def test_its_officer_does_not_see_what_is_restricted(tmp_path: Path) -> None:
    amounts = Amounts(6, 200, 4, 100)
    store, demo = made(tmp_path / "demo.socdesk", amounts=amounts)
    officer = store.read(demo, users.actor_named, "officer", "desk")
    assert officer is not None
    assert store.read(demo, counts.by_table)["ocgs"] == 200
    assert store.read(officer, counts.by_table)["ocgs"] < 200
    store.close()


def test_nothing_happened_after_the_day_it_is(tmp_path: Path) -> None:
    store, actor = made(tmp_path / "demo.socdesk", amounts=Amounts(6, 150, 4, 700, years=1))
    evening = datetime(2026, 11, 22, 18, tzinfo=UTC)

    def latest(session: Session) -> list[datetime | date | None]:
        moments = (Disruption.recorded_at, Disruption.submitted_at, Disruption.moderated_at, SubjectStatusChange.at)
        days = (Subject.assessed_on, Subject.mapped_on, Subject.last_intelligence_on, Disruption.disruption_date)
        return [session.scalar(select(func.max(column))) for column in (*moments, *days)]

    found = store.read(actor, latest)
    assert all(moment is not None and moment <= evening for moment in found[:4])  # type: ignore[operator]
    assert all(day is not None and day <= TODAY for day in found[4:])  # type: ignore[operator]
    store.close()


def test_search_finds_what_was_made_in_bulk(team: Path) -> None:
    store, actor = opening.open(str(team), USER, PASSPHRASE)
    group = store.read(
        actor, lambda session: session.scalars(select(Ocg.name).where(Ocg.status == SubjectStatus.ACTIVE)).first()
    )
    hits = store.read(actor, search.search, str(group))
    assert any(str(group) in str(hit) for hit in hits)
    assert store.read(actor, search.search, "warrants")
    store.close()


@pytest.mark.parametrize("name", [USER, *[name for name, *_ in SIGN_INS]])
def test_each_of_its_people_signs_in(team: Path, name: str) -> None:
    store, actor = opening.open(str(team), name, PASSPHRASE)
    assert actor.name == name
    store.close()


def test_opening_it_again_does_not_make_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "demo.socdesk"
    assert cli.main(["demo", "--store", str(path), "--size", "team", "--no-window"]) == 0
    assert sorted(file.name for file in tmp_path.glob("*demo*")) == sorted(
        ["demo.socdesk", "demo.socdesk.head", "demo.socdesk.keys", *[f.name for f in tmp_path.glob("*.lock")]]
    )
    store, actor = opening.open(str(path), USER, PASSPHRASE)
    before = store.read(actor, audit.head)
    store.close()
    monkeypatch.setattr("soc_desk.cli.demo.make_file", lambda *_, **__: pytest.fail("it was made again"))
    assert cli.main(["demo", "--store", str(path), "--size", "force", "--seed", "9", "--no-window"]) == 0
    assert cli.main(["--store", str(path), "demo", "--no-window"]) == 0
    store, actor = opening.open(str(path), USER, PASSPHRASE)
    assert store.read(actor, audit.head) == before
    store.close()
    assert "Synthetic data" in capsys.readouterr().err


def test_what_a_making_cut_short_left_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / "demo.socdesk"
    for ending in ("", ".keys", ".head"):
        (tmp_path / f"making-demo.socdesk{ending}").write_bytes(b"half")
    making.make_file(path, Size.TEAM)
    assert list(tmp_path.glob("making-*")) == []
    opening.open(str(path), USER, PASSPHRASE)[0].close()


def test_the_desktop_opens_on_it_signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "demo.socdesk"
    monkeypatch.setenv("SOC_DESK_USER", "somebody")
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", "else")
    seen: list[tuple[list[str], str]] = []

    def window(arguments: list[str], entered: opening.Entered) -> int:
        seen.append((arguments, entered.actor.name))
        entered.store.close()
        return 0

    assert cli.main(["demo", "--store", str(path), "--size", "team"], window) == 0
    assert seen == [(["--store", str(path), "--user", USER], USER)]


def test_it_is_furnished_and_filled_in_any_store(store: Store, founder: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SIGN_INS", ())  # the tests' own people are called the same
    chance = Chance(3, TODAY)
    outcome = store.write(founder, making.furnish, chance, FEW)
    force, subjects = outcome.value
    assert (len(subjects), len(force.officers) > 1) == (18, True)
    chunk = list(invent(chance, force, subjects, range(1, 31), 365))
    store.write(founder, making.fill, chunk)
    logged = store.read(founder, lambda s: Counter(s.scalars(select(AuditEntry.use_case))))
    assert logged["making.fill"] == 30
    query = select(AuditEntry.fields).where(AuditEntry.use_case == "making.fill").order_by(AuditEntry.id)
    told = store.read(founder, lambda s: list(s.scalars(query)))
    assert [len(fields.get("outcomes", [None, []])[1]) for fields in told] == [len(lines) for _, lines in chunk]
    assert logged["making.furnish"] >= 18
    assert store.read(founder, lambda s: s.scalar(select(func.count(Disruption.id)))) == 30
    assert store.read(founder, audit.verify).intact


def test_only_an_administrator_invents(store: Store, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        store.write(officer, making.furnish, Chance(1, TODAY), FEW)
    with pytest.raises(NotAllowed):
        store.write(officer, making.fill, [])


def test_another_store_is_no_demonstration(store: Store) -> None:
    with pytest.raises(NotFound, match="not a demonstration"):
        making.founder_of(store)


def test_chance_draws_days_and_identities_as_it_should() -> None:
    chance = Chance(5, TODAY)
    ids = [chance.id() for _ in range(3_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 3_000
    assert {id_.version for id_ in ids} == {7}
    days = [chance.day(100, 10) for _ in range(500)]
    assert all(datetime(2026, 8, 12, tzinfo=UTC).date() <= day <= date(2026, 11, 12) for day in days)
    names = [groups._group_name(place) for place in range(6_000)]
    assert len(set(names)) == 6_000


def test_an_invented_force_leads_and_no_real_one(tmp_path: Path) -> None:
    store, actor = made(tmp_path / "invented.socdesk")
    facts = store.read(actor, places.facts)
    led = store.read(actor, lambda session: set(session.scalars(select(Disruption.lead_agency))))
    assert (facts.force_code, led) == ("example-force", {"example-force"})
    row = next(row for row in store.read(actor, policies.codes, "agency") if row.code == "example-force")
    assert "synthetic" in row.label
    assert row.source.startswith("Invented")
    assert "example-force" not in {row["code"] for row in founding.shipped_codes() if row["list_name"] == "agency"}
    store.close()
