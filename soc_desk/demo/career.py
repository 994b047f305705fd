"""Invented scores, tiers, leaders, reviews and relations of groups, and how one came to be merged into another."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from soc_desk.config import resources
from soc_desk.demo import life_words as said
from soc_desk.demo.blank import Row, blank
from soc_desk.demo.chance import Chance
from soc_desk.demo.groups import Force
from soc_desk.domain import Leader, Merger, OcgReview, OcgScore, SubjectRelation, TierDecision, scoring
from soc_desk.vocabulary import Access, SubjectStatus
from soc_desk.vocabulary.ocg import Confidence, Post, RelationKind

if TYPE_CHECKING:
    from soc_desk.demo.life import Rows, Told

_CONFIDENCE = {Confidence.HIGH: 25, Confidence.MEDIUM: 55, Confidence.LOW: 20}
_KINDS = {
    RelationKind.RIVAL: 30, RelationKind.SUPPLIER: 40, RelationKind.SHARES_MEMBER: 20, RelationKind.SPLIT_FROM: 10,
}  # fmt: skip
_UNKNOWN, _AT_ONCE = 0.06, 1_000
_LEVEL = {"1": 0.72, "2": 0.52, "3": 0.34}
"""How much of each criterion a group of a tier has, about."""


def lives(told: "Told") -> Iterator["Rows"]:
    """Of every group."""
    template_id, method = _method()
    groups, by = told.scene.groups, told.me
    for start in range(0, len(groups), _AT_ONCE):
        some = groups[start : start + _AT_ONCE]
        yield [
            (OcgScore, [row for group in some for row in _scores(told, group, template_id, method)]),
            (TierDecision, [row for group in some for row in _tiers(told.chance, group, by)]),
            (Leader, [row for group in some for row in _leaders(told.chance, told.scene.force, group)]),
            (OcgReview, [row for group in some for row in _reviews(told.chance, group, by)]),
        ]
    relations = _relations(told)
    yield [(SubjectRelation, [row for row in relations if row["kind"] is not RelationKind.MERGED_INTO])]
    into = [row for row in relations if row["kind"] is RelationKind.MERGED_INTO]
    told.mergers = list(zip(_mergers(told), into, strict=True))


def template_rows() -> list[Row]:
    """The templates shipped, each under the id that every store has it under."""
    shipped = json.loads((resources() / "reference" / "score_templates.json").read_text("utf-8"))
    return [
        {
            "id": uuid5(NAMESPACE_URL, f"soc-desk:score-template:{one['name']}:{one['edition']}"), "name": one["name"],
            "edition": one["edition"], "source": one["source"], "starts_on": date.fromisoformat(one["starts_on"]),
            "ends_on": None, "body": one["body"],
        }
        for one in shipped
    ]  # fmt: skip


def _method() -> tuple[UUID, scoring.Template]:
    first = template_rows()[0]
    return first["id"], scoring.read(first["body"])


def _scores(told: "Told", group: Row, template_id: UUID, method: scoring.Template) -> Iterator[Row]:
    """When it was assessed first, and about twice a year since; most agreed by a second person."""
    chance, officers = told.chance, told.scene.force.officers
    day, drift = group["assessed_on"], 0.0
    while day is not None and day <= chance.today:
        answers = {c.key: _answer(chance, c, _LEVEL.get(group["tier"], 0.4) + drift) for c in method.criteria}
        found = scoring.score(method, answers)
        scorer, other = chance.sample(officers, 2)
        moderated = chance.random() < 0.8 and day + timedelta(days=9) <= chance.today
        yield blank(OcgScore) | {
            "id": chance.id(), "subject_id": group["id"], "template_id": template_id, "answers": answers,
            "parts": _parts(method, found), "total": found.lowest, "most": found.most, "unknown": found.unknown,
            "band": found.band, "confidence": chance.one(_CONFIDENCE), "scored_on": day, "scored_by_id": scorer,
            "scored_at": chance.moment(day), "moderated_by_id": other if moderated else None,
            "moderated_at": chance.moment(day + timedelta(days=chance.randint(1, 9))) if moderated else None,
        }  # fmt: skip
        drift += chance.uniform(-0.09, 0.07)
        day += timedelta(days=chance.randint(130, 260))
        if group["status"] is not SubjectStatus.ACTIVE and day > group["status_since"]:
            return


def _answer(chance: Chance, criterion: scoring.Criterion, level: float) -> int | None:
    if chance.random() < _UNKNOWN:
        return None
    most = len(criterion.values) - 1
    return criterion.values[max(0, min(most, round(chance.gauss(level * most, 0.8))))].value


def _parts(method: scoring.Template, found: scoring.Scored) -> dict[str, Any]:
    """As the service of scores keeps what a score came about by."""
    return {
        "roll_up": found.roll_up, "highest": found.highest,
        "sections": [[part.name, part.lowest, part.highest, part.most] for part in found.parts],
        "bands": [[band.start, band.name] for band in method.bands],
    }  # fmt: skip


def _tiers(chance: Chance, group: Row, by: UUID) -> list[Row]:
    """The present tier by the last decision; in one of three there was another before."""
    if group["status"] in (SubjectStatus.PROPOSED, SubjectStatus.REJECTED) or not group["tier"]:
        return []
    first = group["mapped_on"] + timedelta(days=chance.randint(5, 40))
    path = [("", group["tier"], min(first, chance.today))]
    if (chance.today - first).days > 200 and chance.random() < 0.35:
        before = chance.choice([tier for tier in "123" if tier != group["tier"]])
        later = first + timedelta(days=chance.randint(60, (chance.today - first).days - 20))
        path = [("", before, first), (before, group["tier"], later)]
    return [
        blank(TierDecision) | {
            "id": chance.id(), "subject_id": group["id"], "before": was, "after": now, "decided_on": on, "by_id": by,
            "meeting": chance.choice(said.MEETINGS), "reason": chance.choice(said.TIER_REASONS),
            "at": chance.moment(on),
        }
        for was, now, on in path
    ]  # fmt: skip


def _leaders(chance: Chance, force: Force, group: Row) -> Iterator[Row]:
    """Who leads now, as the record says, and in some who led before."""
    for post in (Post.SRO, Post.LRO):
        shown, user = group[post.value], group[f"{post.value}_id"]
        if not shown:
            continue
        since = group["mapped_on"] + timedelta(days=chance.randint(0, 20))
        days = (chance.today - since).days
        line = blank(Leader) | {"subject_id": group["id"], "post": post}
        if days > 300 and chance.random() < 0.3:
            before = chance.choice(force.officers)
            until = since + timedelta(days=chance.randint(100, days - 60))
            held = {"name": force.names[before], "user_id": before, "since_on": since, "until_on": until}
            yield line | {"id": chance.id(), **held}
            since = until
        agency, _, partner = shown.rpartition(", ") if user is None else ("", "", shown)
        now = {"name": partner, "agency": agency, "user_id": user, "since_on": min(since, chance.today)}
        yield line | {"id": chance.id(), **now}


def _reviews(chance: Chance, group: Row, by: UUID) -> Iterator[Row]:
    """About each quarter, as long as it was active; the last one set ``review_due_on``, in one of six now past."""
    due: date | None = group["review_due_on"]
    if due is None or group["status"] is not SubjectStatus.ACTIVE:
        return
    days = [due - timedelta(days=92)]
    while days[-1] - timedelta(days=120) > group["mapped_on"] and len(days) < 9:
        days.append(days[-1] - timedelta(days=chance.randint(80, 110)))
    following = due
    for day in (day for day in days if day > group["mapped_on"]):
        yield blank(OcgReview) | {
            "id": chance.id(), "subject_id": group["id"], "reviewed_on": day, "outcome": chance.choice(said.REVIEWED),
            "next_due_on": following, "plan_reviewed": chance.random() < 0.6, "at": chance.moment(day), "by_id": by,
        }  # fmt: skip
        following = day


def _relations(told: "Told") -> list[Row]:
    """Every fifth group stands to another in some way; who merged stands to whom it merged into."""
    chance, groups = told.chance, told.scene.groups
    open_ = [g for g in groups if g["access"] is Access.TEAM and g["status"] is SubjectStatus.ACTIVE]
    base = blank(SubjectRelation)
    rows = [
        base | {
            "id": chance.id(), "subject_id": group["id"], "other_id": group["merged_into_id"],
            "kind": RelationKind.MERGED_INTO, "from_on": group["status_since"],
        }
        for group in groups if group["merged_into_id"]
    ]  # fmt: skip
    for group in open_[::5]:
        other = chance.choice(open_)
        if other is not group:
            rows.append(
                base | {
                    "id": chance.id(), "subject_id": group["id"], "other_id": other["id"], "kind": chance.one(_KINDS),
                    "from_on": chance.day(600, 10), "note": "As far as reports tell.",
                }
            )  # fmt: skip
    return rows


def _mergers(told: "Told") -> list[Row]:
    return [
        blank(Merger) | {
            "id": told.chance.id(), "kept_subject_id": group["merged_into_id"], "gone_subject_id": group["id"],
            "status_before": SubjectStatus.ACTIVE.value, "moved": [], "adopted": [], "by_id": told.me,
            "reason": "Both names were used of the same group.", "at": told.chance.moment(group["status_since"]),
        }
        for group in told.scene.groups if group["merged_into_id"]
    ]  # fmt: skip
