"""A group's life on both engines: mapped on a report, validated by a second person, scored, tiered, led, reviewed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from soc_desk.domain import Ocg, PersonLink
from soc_desk.errors import BadFile, Invalid, NotAllowed, NotFound
from soc_desk.services import history, ocg_counts, ocgs, periods, subjects
from soc_desk.services.ocg_life import leadership, mapping, relations, reviews, scores, templates, tiers, validation
from soc_desk.services.ocg_life.leadership import LeadDraft
from soc_desk.services.ocg_life.relations import RelationDraft
from soc_desk.services.ocg_life.reviews import ReviewDraft
from soc_desk.services.ocg_life.scores import ScoreDraft
from soc_desk.services.ocg_life.tiers import TierDraft
from soc_desk.services.ocgs import OcgDraft
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import READERS, Access, SubjectStatus
from soc_desk.vocabulary.ocg import Confidence, LinkRole, Post, RelationKind, Scope
from tests import factories, factories_plan

TODAY = periods.today()
MEETING = TierDraft(tier="1", meeting="Force TT&CG", decided_on=TODAY, reason="Violence over the line.")


@use_case("Link people of a group", needs=READERS)
def people(work: Work, group: UUID, *roles: LinkRole) -> None:
    """People with these roles, the first without a name yet; the people register has forms of its own."""
    from soc_desk.domain import Person
    from soc_desk.vocabulary.ocg import DataCategory

    for role, serial in zip(roles, work.next_serials("N", len(roles)), strict=True):
        person = Person(serial=serial, reference=work.reference("N", serial), name="Sam Ample", sort_name="ample sam")
        person.unidentified = role is LinkRole.RUNNER
        work.add(person)
        work.session.flush()
        work.add(PersonLink(person_id=person.id, subject_id=group, role=role, category=DataCategory.SUSPECT))


@use_case("Read a group whole", needs=READERS)
def whole(work: Work, id: UUID) -> dict[str, Any]:
    ocg = work.get(Ocg, id)
    return {name: getattr(ocg, name) for name in Ocg.__table__.c.keys()}  # noqa: SIM118 - columns, not a dict


def stands(store: Store, reader: Actor, id: UUID) -> dict[str, Any]:
    return store.write(reader, whole, id).value


def asked(store: Store, reader: Actor, id: UUID) -> dict[str, bool]:
    return {each.field: each.holds for each in store.read(reader, validation.asked, id)}


def test_from_the_first_report_to_an_active_group(store: Store, officer: Actor, coordinator: Actor) -> None:
    draft = OcgDraft(
        name="Harrier", primary_threat="DRUGS", scope=Scope.REGIONAL, cross_border_forces=("metropolitan",),
        line_names=("Kodak",), affected_areas=(), national_ref="A/117", synced_on=date(2026, 3, 1),
    )  # fmt: skip
    group = store.write(officer, ocgs.record, draft, factories.first_report(received_on=date(2026, 3, 3))).value
    found = stands(store, officer, group)
    assert (found["last_intelligence_on"], found["status_since"]) == (date(2026, 3, 3), TODAY)
    assert (found["affected_areas"], found["line_names"], found["scope"]) == ([], ["Kodak"], Scope.REGIONAL)
    assert store.read(officer, ocg_counts.counts, group, TODAY)["intelligence"] == 1
    assert asked(store, officer, group) == {"intelligence": True, "score": False, "lro": False, "members": False}
    with pytest.raises(Invalid) as refused:
        store.write(coordinator, validation.validate, group, factories.version(store, officer, group))
    assert set(refused.value.problems) == {"score", "lro", "reason"}
    factories.score(store, officer, group)
    lead = LeadDraft(post=Post.LRO, name="J. Vale", agency="Slough Borough Council")
    store.write(officer, leadership.appoint, group, factories.version(store, officer, group), lead)
    assert stands(store, officer, group)["lro"] == "Slough Borough Council, J. Vale"
    version = factories.version(store, coordinator, group)
    with pytest.raises(Invalid, match="fewer than three members"):
        store.write(coordinator, validation.validate, group, version)
    store.write(officer, people, group, LinkRole.PRINCIPAL, LinkRole.RUNNER, LinkRole.MEMBER, LinkRole.WITNESS)
    assert all(asked(store, officer, group).values())
    store.write(coordinator, validation.validate, group, version)
    found = stands(store, officer, group)
    assert (found["status"], found["review_due_on"]) == (SubjectStatus.ACTIVE, periods.months_after(TODAY, 3))


def test_the_person_who_mapped_it_does_not_validate_it(store: Store, founder: Actor) -> None:
    own = factories.mapped(store, founder)
    with pytest.raises(NotAllowed, match="somebody other"):
        store.write(founder, validation.validate, own, factories.version(store, founder, own), "Two known.")


def test_a_group_needs_a_report_and_a_neutral_name(store: Store, officer: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(officer, ocgs.record, OcgDraft(name="Heron"), ocgs.FirstReport())
    assert {"primary_threat", "first.ir_ref", "first.received_on"} <= set(refused.value.problems)
    for name, warns in (("Kingfisher", False), ("Example family", True), ("", False)):
        assert bool(store.read(officer, mapping.name_warning, name)) is warns


P, A, Z, R, M = (
    SubjectStatus.PROPOSED, SubjectStatus.ACTIVE, SubjectStatus.ARCHIVED, SubjectStatus.REJECTED, SubjectStatus.MERGED,
)  # fmt: skip
OPEN = {
    "validate": {P}, "review": {A}, "reject": {P}, "score": {P, A, Z},
}  # fmt: skip
"""From which states each step can be taken; archiving and reactivating have tables of their own."""


@use_case("Put a group where a test wants it", needs=READERS)
def put(work: Work, id: UUID, status: SubjectStatus) -> None:
    work.get(Ocg, id).status = status


def test_each_step_is_open_from_its_own_states_only(store: Store, officer: Actor, supervisor: Actor) -> None:
    group = factories.mapped(store, officer)
    factories.score(store, officer, group)
    lead = LeadDraft(post=Post.LRO, user_id=officer.id)
    store.write(officer, leadership.appoint, group, factories.version(store, officer, group), lead)
    template = store.read(officer, scores.offered, TODAY)[0]
    answers = dict.fromkeys((one.key for one in template.template.criteria), 1)
    draft = ScoreDraft(template_id=template.id, answers=answers, confidence=Confidence.LOW)
    acts: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
        "validate": (validation.validate, ("Two known.",)),
        "review": (reviews.review, (ReviewDraft(reviewed_on=TODAY, outcome="As before."),)),
        "reject": (ocgs.move, (R, "No group.")),
        "score": (scores.score, (draft,)),
    }
    for status in SubjectStatus:
        for event, (act, rest) in acts.items():
            store.write(officer, put, group, status)
            version = () if event == "score" else (stands(store, officer, group)["version"],)
            if status in OPEN[event]:
                store.write(supervisor, act, group, *version, *rest)
            else:
                with pytest.raises(Invalid):
                    store.write(supervisor, act, group, *version, *rest)


def test_scores_are_kept_apart_moderated_and_never_overwritten(
    store: Store, officer: Actor, coordinator: Actor
) -> None:
    group = factories.ocg(store, officer)
    first = factories.score(store, officer, group, 2, scored_on=TODAY - timedelta(days=40))
    factories.score(store, coordinator, group, 3)
    rows = store.read(officer, scores.history, group)
    assert [(row.total, row.most, row.band, row.by) for row in rows] == [
        (30, 60, "Medium", officer.display), (45, 60, "Higher", coordinator.display),
    ]  # fmt: skip
    assert scores.change_words(rows).startswith("+15 since ")
    with pytest.raises(NotAllowed, match="somebody other"):
        store.write(coordinator, scores.moderate, rows[1].id, 1)
    store.write(coordinator, scores.moderate, first, 1)
    with pytest.raises(Invalid, match="moderated already"):
        store.write(coordinator, scores.moderate, first, 2)
    factories.score(store, officer, group, None)
    rows = store.read(officer, scores.history, group)
    assert [row.moderated_by for row in rows] == [coordinator.display, "", ""]
    assert (rows[2].figure, rows[2].unknown) == ("0 to 60 of 60", 15)
    assert scores.change_words(rows).startswith("45 in ")
    assert stands(store, officer, group)["assessed_on"] == TODAY


def test_a_score_is_refused_with_the_question_that_lacks_an_answer(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    template = store.read(officer, scores.offered, TODAY)[0]
    for draft, field in (
        (ScoreDraft(), "template_id"),
        (ScoreDraft(template_id=template.id, confidence=Confidence.LOW), "physical"),
        (ScoreDraft(template_id=template.id, confidence=Confidence.LOW, scored_on=TODAY + timedelta(days=1)),
         "scored_on"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            store.write(officer, scores.score, group, draft)
        assert field in refused.value.problems


def test_a_new_edition_ends_the_one_before_and_old_scores_keep_theirs(
    store: Store, officer: Actor, coordinator: Actor, tmp_path: Path
) -> None:
    group = factories.ocg(store, officer)
    factories.score(store, officer, group)
    shipped = store.read(officer, templates.list_rows)[0]
    body = {
        "sections": [
            {"key": "harm", "name": "Harm", "criteria": [
                {"key": "a", "name": "Anything", "values": [{"value": 0, "label": "No"}, {"value": 9, "label": "Yes"}]},
            ]},
        ],
        "bands": [{"from": 0, "name": "Lower"}],
    }  # fmt: skip
    told = {"name": shipped.name, "edition": "2", "source": "Tasking, 22 Nov", "starts_on": TODAY.isoformat()}
    path = tmp_path / "template.json"
    path.write_text(json.dumps(told | {"body": body}), "utf-8")
    store.write(coordinator, templates.add, templates.from_file(path))
    with pytest.raises(Invalid, match="edition 2 already"):
        store.write(coordinator, templates.add, templates.from_file(path))
    (today,) = store.read(officer, scores.offered, TODAY)
    (yesterday,) = store.read(officer, scores.offered, TODAY - timedelta(days=1))
    assert (yesterday.edition, today.edition) == ("1", "2")
    with pytest.raises(Invalid, match="not in use"):
        factories.score(store, officer, group)
    draft = ScoreDraft(template_id=today.id, answers={"a": 9}, confidence=Confidence.HIGH)
    store.write(officer, scores.score, group, draft)
    rows = store.read(officer, scores.history, group)
    assert [row.edition for row in rows] == ["1", "2"]
    assert scores.change_words(rows) == ""
    for text, wrong in (("[]", BadFile), ("{}", Invalid), (json.dumps(told | {"body": {}}), Invalid)):
        path.write_text(text, "utf-8")
        with pytest.raises(wrong):
            templates.from_file(path)


def test_a_copy_is_edited_and_a_fault_is_told_with_its_line(
    store: Store, officer: Actor, coordinator: Actor, tmp_path: Path
) -> None:
    shipped = store.read(officer, templates.list_rows)[0]
    copied = store.read(coordinator, templates.copy_of, shipped.id)
    given = replace(copied, edition="2", source="Tasking, 22 Nov", starts_on=TODAY)
    lines = copied.text.splitlines()

    def refused(text: str) -> str:
        with pytest.raises(Invalid) as fault:
            store.write(coordinator, templates.add, replace(given, text=text))
        return fault.value.problems["text"]

    at = next(place for place, line in enumerate(lines) if '"value": 2' in line)
    spoilt = [*lines[:at], lines[at].replace("2", "1"), *lines[at + 1 :]]
    opens = max(place for place, line in enumerate(lines[:at]) if '"values"' in line)
    assert refused("\n".join(spoilt)).startswith(f"Line {opens + 1}, section 1, criterion 1, values: Give at least two")
    worded = [*lines[:at], lines[at].replace("2", '"two"'), *lines[at + 1 :]]
    told = refused("\n".join(worded))
    assert told.startswith(f"Line {at + 1}, section 1, criterion 1, value 3, value: Give a whole number")
    assert refused("\n".join([*lines[:at], "]]", *lines[at:]])).startswith(f"Line {at + 1}: this is no JSON")
    assert refused("[" * 100_000).startswith("This is nested")
    assert refused(" ").startswith("Write the questions")
    body = "\n".join(worded)
    path = tmp_path / "edition.json"
    path.write_text('{"name": "X", "edition": "9", "source": "x", "starts_on": "2027-01-01",\n"body": ' + body + "}")
    with pytest.raises(Invalid, match=f"Line {at + 2}, section 1, criterion 1, value 3"):
        templates.from_file(path)
    store.write(coordinator, templates.add, given)
    assert [row.edition for row in store.read(officer, templates.list_rows)] == ["1", "2"]


def test_a_tier_is_a_meetings_decision(store: Store, officer: Actor, supervisor: Actor) -> None:
    group = factories.ocg(store, officer, tier="2")
    version = factories.version(store, officer, group)
    for wrong, field in (
        (replace(MEETING, meeting=" "), "meeting"), (replace(MEETING, tier="9"), "tier"),
        (replace(MEETING, tier="2"), "tier"), (replace(MEETING, decided_on=TODAY + timedelta(days=1)), "decided_on"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            store.write(supervisor, tiers.set_tier, group, version, wrong)
        assert set(refused.value.problems) == {field}
    with pytest.raises(NotAllowed):
        store.write(officer, tiers.set_tier, group, version, MEETING)
    store.write(supervisor, tiers.set_tier, group, version, MEETING)
    (decision,) = store.read(officer, tiers.history, group)
    assert (decision.before, decision.after, decision.meeting) == ("2", "1", "Force TT&CG")
    assert stands(store, officer, group)["tier"] == "1"


def test_posts_are_handed_over_and_the_load_is_counted(store: Store, officer: Actor, coordinator: Actor) -> None:
    group = factories.active_ocg(store, officer, coordinator)
    since = TODAY - timedelta(days=30)
    for post, user in ((Post.SRO, coordinator), (Post.LRO, officer), (Post.LRO, coordinator)):
        draft = LeadDraft(post=post, user_id=user.id, since_on=since, reason="Agreed at tasking.")
        store.write(officer, leadership.appoint, group, factories.version(store, officer, group), draft)
        since += timedelta(days=1)
    version = factories.version(store, officer, group)
    for wrong, field in (
        (LeadDraft(post=Post.LRO), "user_id"),
        (LeadDraft(post=Post.LRO, name="J. Vale"), "agency"),
        (LeadDraft(post=Post.LRO, user_id=coordinator.id), "user_id"),
        (LeadDraft(post=Post.LRO, user_id=officer.id, since_on=TODAY - timedelta(days=99)), "since_on"),
    ):
        with pytest.raises(Invalid) as refused:
            store.write(officer, leadership.appoint, group, version, wrong)
        assert set(refused.value.problems) == {field}
    found = store.read(officer, leadership.history, group)
    assert [(row.post, row.name, row.until_on is None) for row in found] == [
        (Post.SRO, coordinator.display, True), (Post.LRO, "DI Marsh", False), (Post.LRO, officer.display, False),
        (Post.LRO, coordinator.display, True),
    ]  # fmt: skip
    (load,) = store.read(officer, leadership.loads)
    assert (load.name, load.user_id, load.active) == (coordinator.display, coordinator.id, 1)
    assert stands(store, officer, group)["sro_id"] == coordinator.id


def test_a_review_says_when_the_next_is_due(store: Store, officer: Actor, colleague: Actor, coordinator: Actor) -> None:
    group = factories.active_ocg(store, officer, coordinator)
    draft = ReviewDraft(reviewed_on=TODAY, outcome="Two runners charged; the line is quiet.")
    version = factories.version(store, officer, group)
    with pytest.raises(NotAllowed, match="lead responsible officer"):
        store.write(colleague, reviews.review, group, version, draft)
    with pytest.raises(Invalid, match="comes after"):
        store.write(coordinator, reviews.review, group, version, replace(draft, next_due_on=TODAY))
    lead = LeadDraft(post=Post.LRO, user_id=officer.id)
    store.write(coordinator, leadership.appoint, group, version, lead)
    store.write(officer, reviews.review, group, version + 1, draft)
    (review,) = store.read(officer, reviews.history, group)
    assert (review.by, review.next_due_on) == (officer.display, periods.months_after(TODAY, 3))
    assert stands(store, officer, group)["review_due_on"] == review.next_due_on
    forgotten = replace(draft, reviewed_on=date(2020, 1, 1))
    store.write(officer, reviews.review, group, factories.version(store, officer, group), forgotten)
    assert [row.reviewed_on for row in store.read(officer, reviews.history, group)] == [date(2020, 1, 1), TODAY]
    assert stands(store, officer, group)["review_due_on"] == review.next_due_on
    far = replace(draft, next_due_on=date(2199, 1, 1))
    with pytest.raises(Invalid, match="too far ahead"):
        store.write(officer, reviews.review, group, factories.version(store, officer, group), far)


def test_a_plan_reviewed_with_its_group_says_so_itself(store: Store, officer: Actor, coordinator: Actor) -> None:
    group = factories_plan.group(store, officer, coordinator)
    factories_plan.live(store, officer, coordinator, group)
    draft = ReviewDraft(reviewed_on=TODAY, outcome="The line is quiet.", next_due_on=TODAY + timedelta(days=60))
    for plan_reviewed, told in ((False, (None, "")), (True, (TODAY, "The line is quiet."))):
        version = factories.version(store, officer, group)
        store.write(coordinator, reviews.review, group, version, replace(draft, plan_reviewed=plan_reviewed))
        plan = factories_plan.plan(store, officer, group)
        assert (plan.reviewed_on, plan.review_note) == told
    assert plan.review_due_on == draft.next_due_on


def test_relations_read_from_both_sides_and_only_to_who_knows_both(
    store: Store, officer: Actor, colleague: Actor
) -> None:
    harrier = factories.ocg(store, officer)
    yarrow = factories.ocg(store, officer, name="Yarrow")
    draft = RelationDraft(other_id=yarrow, kind=RelationKind.SUPPLIER, from_on=TODAY)
    made = store.write(officer, relations.relate, harrier, draft).value
    with pytest.raises(Invalid, match="recorded already"):
        store.write(officer, relations.relate, harrier, draft)
    with pytest.raises(Invalid, match="same group"):
        store.write(officer, relations.relate, harrier, replace(draft, other_id=harrier))
    (there,), (back,) = (store.read(colleague, relations.of, id_) for id_ in (harrier, yarrow))
    assert (there.words, there.other_name, back.words, back.other_name) == (
        "Supplier of", "Yarrow", "Supplied by", "Harrier",
    )  # fmt: skip
    version = factories.version(store, officer, yarrow)
    store.write(officer, subjects.set_access, yarrow, version, Access.RESTRICTED, ())
    assert store.read(colleague, relations.of, harrier) == []
    with pytest.raises(NotFound):
        store.write(colleague, relations.end, made, 1, TODAY)
    store.write(officer, relations.end, made, 1, TODAY)
    store.write(officer, relations.unrelate, made, 2)
    assert store.read(officer, relations.of, harrier) == []
    assert store.read(officer, history.history, harrier)[0].what == "Take out a relation between two OCGs"


def test_months_end_where_the_month_does() -> None:
    assert periods.months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert periods.months_after(date(2026, 10, 30), 3) == date(2027, 1, 30)
