"""Erasing a person leaves no name in the log, in any table or index; the log stays whole, and says what was emptied."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from soc_desk.domain import Base
from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services import copying, disruptions, history, search, subjects
from soc_desk.services.history_words import GONE
from soc_desk.services.mergers.doing import MergeDraft, merge_people, unmerge
from soc_desk.services.people import erasing, erasing_own, links, persons, profile
from soc_desk.services.people.drafts import PersonDraft
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store, Work, audit, use_case
from soc_desk.store.engine import connect_file, make_engine
from soc_desk.store.erasing import KEPT
from soc_desk.vocabulary import EVERYONE, Access
from soc_desk.vocabulary.ocg import LomState, OrderState, ReferralKind, ReferralState
from soc_desk.vocabulary.poca import CaseState
from tests import factories, factories_lines
from tests import factories_intelligence as reports
from tests import factories_ocg as made
from tests.factories_erasing import LEFT, TOLD, TRACES, WHO, all_of, draft, people, traces

NO_WORDS = {"return_part", "subject_reader", "poca_case_reader"}


@use_case("Do it for the test", needs=EVERYONE)
def doing(work: Work, what: Callable[[Work], Any]) -> Any:
    return what(work)


@pytest.fixture
def known(store: Store, officer: Actor, supervisor: Actor) -> UUID:
    """Somebody who is in everything: a group, a report, a narrative that was changed, prints, views, a merger."""
    group = factories.ocg(store, officer, notes=TOLD)
    other = factories.ocg(store, officer, name="Sparrow")
    linked = store.write(officer, links.record_and_link, WHO, made.link_draft(None, group)).value
    person = linked.person_id
    twin = store.write(officer, persons.record, PersonDraft(given_names="Z", family_name="O'Brannigan")).value
    store.write(officer, merge_people, MergeDraft(kept_id=person, gone_id=twin, reason="Zoë O'Brannigan, both."))
    told = factories.disruption(store, officer, group, narrative=TOLD, title="Maggie Brann")
    before = store.read(officer, disruptions.detail, told).draft
    store.write(officer, disruptions.change, before, replace(before, narrative=f"{TOLD} More."))
    factories.disruption(store, officer, other, narrative="Nothing of theirs.")
    reports.intelligence(store, officer, group, summary=TOLD)
    reports.intelligence(store, officer, None, person_id=person, summary=TOLD)
    store.write(officer, profile.print_out, person, Addressed(recipient="Maggie Brann's solicitor", purpose="Asked"))
    store.write(supervisor, copying.copied, f"People: {WHO.family_name} {WHO.given_names}", (person,), 1)

    def beside(work: Work) -> None:
        factories_lines.line(work, "subject_status_change", subject_id=group, before=None, reason=TOLD)
        factories_lines.line(work, "tier_decision", subject_id=group, reason=TOLD)
        factories_lines.line(work, "saved_view", name="Maggie Brann", content={"text": "07700900123"})
        case = factories_lines.line(work, "poca_case", state=CaseState.CLOSED)
        told = {"name": "Zoë O'Brannigan", "address": "14 Quillfeather Row"}
        factories_lines.line(work, "poca_case_person", case_id=case, person_id=person, **told)

    store.write(officer, doing, beside)
    return person


def test_erasing_a_person_leaves_no_name_anywhere(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor, auditor: Actor, known: UUID
) -> None:
    mine = sit(supervisor)
    assert set(TRACES) == {trace for _, trace in traces(store)}
    shown = mine.read(supervisor, erasing.preview, known)
    assert {each.recipient for each in shown.recipients} == {"Maggie Brann's solicitor", supervisor.display}
    asked = ("obrannigan", "maggie", "07700900123", "9054321x")
    assert all(people(store, officer, words) for words in asked)
    mine.write(supervisor, erasing.erase, all_of(mine, supervisor, known))
    assert traces(store) == []
    for words in asked:
        assert [hit for hit in store.read(officer, search.search, words) if hit.kind != "ocg"] == []
        assert people(store, officer, words) == []
    with pytest.raises(NotFound):
        store.write(officer, persons.look, known)
    rows = store.write(auditor, history.audit_page, limit=500).value
    assert not any(trace in repr(row).casefold() for row in rows for trace in TRACES)
    assert [row.category.value for row in rows if row.action == "erased"] == ["erasure"]
    verdict = store.read(auditor, audit.verify)
    assert verdict.intact
    assert "emptied by 1 erasure" in verdict.reason


def test_every_table_that_refers_to_people_is_known(store: Store, engine_name: str) -> None:
    referring = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "person" for key in table.foreign_keys)
    }
    assert referring == erasing_own.LINE_TABLES | {"person_key", "request"}
    if engine_name == "postgresql":
        unedited = text("SELECT tablename FROM pg_policies WHERE policyname = 'desk_change' AND qual = 'false'")
        with store.engine.connect() as connection:
            found = set(connection.execute(unedited).scalars())
        assert found - {"audit_entry", "erasure", "frozen_month", "counter"} <= KEPT.keys() | NO_WORDS


def test_the_text_around_stays_and_the_history_says_that_words_were_erased(
    store: Store, officer: Actor, supervisor: Actor, known: UUID
) -> None:
    with store._sessions() as session:
        store._see_as(session, officer)
        told = session.execute(text("SELECT id FROM disruption WHERE title = 'Maggie Brann'")).scalar_one()
    id_ = told if isinstance(told, UUID) else UUID(bytes=told)
    before = store.read(officer, disruptions.detail, id_).draft
    store.write(supervisor, erasing.erase, draft(known))
    now = store.read(officer, disruptions.detail, id_).draft
    assert (now.title, now.narrative) == ("[erased]", f"{LEFT} More.")
    rows = store.read(officer, history.history, id_)
    assert rows[0].what == "Erase a person"
    assert [row.changes for row in rows].count((GONE,)) >= 2
    assert [change.after for row in rows for change in row.changes if change is not GONE] == ["3"]  # its arrests
    with pytest.raises(Conflict):  # whoever has it open meets what was taken out
        store.write(officer, disruptions.change, before, replace(before, title="Maggie again"))
    assert "Maggie Brann's solicitor" not in str(store.read(officer, history.history, id_))


def test_bytes_of_a_plain_file_hold_nothing_either(tmp_path: Path, founder: Actor) -> None:
    from soc_desk.store import founding
    from soc_desk.store.schema import migrate

    path = tmp_path / "plain.db"
    connect_file(path, None, create=True).close()
    engine = make_engine(str(path))
    with engine.execution_options(writes=True).begin() as connection:
        migrate(connection)
    store = Store(engine)
    store.write(founder, founding.found, force_code="99", force_name="Testshire")
    group = factories.ocg(store, founder)
    person = store.write(founder, links.record_and_link, WHO, made.link_draft(None, group)).value.person_id
    for number in range(60):  # enough for the index to have several segments, and pages that were let go
        factories.disruption(store, founder, group, narrative=f"{number} {TOLD} {'padding ' * number}")
    tails = (b"rannigan", b"arguerite", b"aggie", b"illfeather", b"7700 900123", b"54321x")
    assert _in_files(tmp_path, tails) == set(tails)
    store.write(founder, erasing.erase, all_of(store, founder, person))
    store.close()
    assert _in_files(tmp_path, tails) == set()


def _in_files(folder: Path, tails: tuple[bytes, ...]) -> set[bytes]:
    whole = b"".join(path.read_bytes() for path in folder.glob("plain.db*")).lower()
    return {tail for tail in tails if tail in whole}


def test_another_of_the_same_name_keeps_everything(store: Store, officer: Actor, supervisor: Actor) -> None:
    group = factories.ocg(store, officer)
    named = {"given_names": "Piotr", "family_name": "Kowalski"}
    mine, other = (made.person(store, officer, **named, pnc_id=f"9{number}/1234X") for number in (1, 2))
    made.linked(store, officer, mine, group)
    made.linked(store, officer, other, group)
    told = factories.disruption(store, officer, group, narrative="Piotr Kowalski ran. 91/1234X is his.")
    shown = store.read(supervisor, erasing.preview, mine)
    doubts = [place.doubt for place in shown.places if "Piotr" in place.doubt]
    assert doubts
    assert all("is also the name of N-" in doubt for doubt in doubts)
    version = store.read(officer, persons.detail, other, date(2026, 11, 14)).row.version
    store.write(supervisor, erasing.erase, draft(mine))
    assert store.read(officer, disruptions.detail, told).draft.narrative == "Piotr Kowalski ran. [erased] is his."
    assert store.read(officer, persons.detail, other, date(2026, 11, 14)).row.version == version
    assert not any(GONE in row.changes for row in store.read(officer, history.history, other))
    assert store.read(officer, audit.verify).intact


def test_what_stands_in_the_way_is_said_and_the_record_restricted_instead(
    store: Store, officer: Actor, supervisor: Actor
) -> None:
    person = made.person(store, officer)
    with pytest.raises(NotAllowed):
        store.write(officer, erasing.erase, draft(person))
    for over, field, words in (
        ({"authority": None}, "authority", "On what authority"), ({"reason": " "}, "reason", "Say why"),
        ({"reason": "Kowalski, Piotr asked."}, "reason", "would stay in the log"),
        ({"reason": "As kowalski asked."}, "reason", "would stay in the log"),
        ({"evidence": True}, "person_id", "needed as evidence"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            store.write(supervisor, erasing.erase, draft(person, **over))
        assert words.casefold() in refused.value.problems[field].casefold()

    def live(work: Work) -> None:
        factories_lines.line(work, "lom_subject", person_id=person, state=LomState.IN_COMMUNITY)
        factories_lines.line(work, "ancillary_order", person_id=person, state=OrderState.IN_FORCE)
        factories_lines.line(work, "nrm_referral", person_id=person, state=ReferralState.SENT)
        factories_lines.line(work, "poca_case_person", person_id=person)

    store.write(officer, doing, live)
    with pytest.raises(Invalid) as refused:
        store.write(supervisor, erasing.erase, draft(person))
    for words in ("party to", "in force", "lifetime management", "referral is open", "s.47(2)"):
        assert words in refused.value.problems["person_id"]
    store.write(supervisor, erasing.restrict, draft(person))
    assert store.read(officer, persons.detail, person, date(2026, 11, 14)).draft.processing_restricted
    with pytest.raises(Invalid, match="restricted already"):
        store.write(supervisor, erasing.restrict, draft(person))


def test_a_duty_to_notify_that_was_sent_waits_for_nothing_and_stands_in_nobody_s_way(
    store: Store, officer: Actor, supervisor: Actor
) -> None:
    person = made.person(store, officer)
    told = {"kind": ReferralKind.DUTY_TO_NOTIFY, "state": ReferralState.SENT}
    store.write(officer, doing, lambda work: factories_lines.line(work, "nrm_referral", person_id=person, **told))
    assert store.read(supervisor, erasing.preview, person).in_the_way == ()
    store.write(supervisor, erasing.erase, draft(person))
    assert people(store, officer, "kowal") == []


def test_mergers_with_an_erased_person_answer_with_a_sentence(store: Store, officer: Actor, supervisor: Actor) -> None:
    first, second, third = (
        made.person(store, officer, family_name=f"Kowal{end}", pnc_id=f"9{end}/1234X")
        for end in ("ski", "czyk", "ewski")
    )
    apart = store.write(officer, merge_people, MergeDraft(kept_id=first, gone_id=third, reason="Same.")).value
    store.write(officer, unmerge, apart, "Two brothers.")
    merged = store.write(officer, merge_people, MergeDraft(kept_id=first, gone_id=second, reason="Same.")).value
    with pytest.raises(Invalid, match="merged into another"):
        store.write(supervisor, erasing.erase, draft(second))
    store.write(supervisor, erasing.erase, draft(first))
    with pytest.raises(NotFound):
        store.write(officer, unmerge, merged, "Not the same.")
    assert [row.name for row in people(store, officer, "kowal")] == ["Piotr Kowalewski"]
    assert store.read(officer, audit.verify).intact


def test_a_closed_group_keeps_whom_it_has_and_the_eraser_is_not_told(
    store: Store, sit: Callable[[Actor], Store], officer: Actor, supervisor: Actor
) -> None:
    open_, closed = factories.ocg(store, officer), factories.ocg(store, officer, name="Sealed")
    person = store.write(officer, links.record_and_link, WHO, made.link_draft(None, open_)).value.person_id
    made.linked(store, officer, person, closed)
    factories.disruption(store, officer, open_, narrative=TOLD)
    secret = factories.disruption(store, officer, closed, narrative=TOLD)
    store.write(officer, subjects.set_access, closed, factories.version(store, officer, closed), Access.SEALED, ())
    mine = sit(supervisor)
    shown = mine.read(supervisor, erasing.preview, person)
    assert "Sealed" not in repr(shown)
    written = mine.write(supervisor, erasing.erase, all_of(mine, supervisor, person))
    assert written.value is None
    with pytest.raises(NotFound):
        mine.write(supervisor, persons.look, person)
    assert [hit for hit in mine.read(supervisor, search.search, "brannigan") if hit.kind != "ocg"] == []
    kept = store.read(officer, persons.detail, person, date(2026, 11, 14))
    assert kept.draft.processing_restricted
    assert [link.subject_id for link in kept.links] == [closed]
    assert store.read(officer, disruptions.detail, secret).draft.narrative == TOLD
    told = [change.after for row in store.read(officer, history.history, closed) for change in row.changes]
    assert any("was erased elsewhere" in words for words in told)
    assert store.read(officer, audit.verify).intact
