"""The profile of a group on paper: facts in tables, assessments marked as such, reports with their grade and date."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from soc_desk.reports import charts
from soc_desk.reports.blocks import Assessment, Charts, Note, Tile, Tiles
from soc_desk.reports.ocg_pictures import left_out, name_of, pictures, until
from soc_desk.reports.page import Document
from soc_desk.reports.tables import Column, Table
from soc_desk.services.ocg_life.scores import comparable
from soc_desk.services.ocg_life.steps import words
from soc_desk.services.ocg_profile import OcgProfile
from soc_desk.services.prints import Progress, day_words, unwatched, wall
from soc_desk.vocabulary import FourP, SubjectStatus
from soc_desk.vocabulary.ocg import RelationKind

_LEGEND = (
    "Facts stand in tables. What somebody assessed is marked “Assessment” and stands beside a bar (DPA 2018 s.38(2)). "
    "People under 18, or who may be, are shown by initials."
)


def draw(profile: OcgProfile, out: BinaryIO, progress: Progress = unwatched) -> int:
    """Write the PDF to ``out``; the number of pages. The same profile gives the same bytes."""
    document = Document(out, profile.furniture, closing=profile.handling, progress=progress)
    for block in _blocks(profile, document.width):
        document.add(block)
    return document.close()


def _blocks(profile: OcgProfile, width: float) -> Iterator[Any]:
    yield _tiles(profile)
    yield Note(words=_LEGEND)
    yield _facts(profile)
    if notes := profile.record.detail.draft.notes:
        yield Assessment(title="Notes", words=notes)
    yield _people(profile)
    yield _held(profile)
    yield from _scores(profile, width)
    yield _plan(profile)
    yield from _objectives(profile)
    yield from _disruptions(profile)
    yield Note(words=_handling(profile))
    yield _intelligence(profile)
    yield _cases(profile)
    yield _relations(profile)
    yield from pictures(profile, width)
    yield _leaders(profile)
    yield _life(profile)
    for review in reversed(profile.reviews):
        told = f"Review of {day_words(review.reviewed_on)}, {review.by}"
        yield Assessment(title=told, words=review.outcome)


def _tiles(profile: OcgProfile) -> Tiles:
    record, row = profile.record, profile.record.detail.row
    newest = record.scores[-1] if record.scores else None
    counted = sum(sum(levels.values()) for levels in record.detail.four_ps.values())
    tier = profile.labels["tier"].get(row.tier, row.tier) or "Not set"
    return Tiles(
        tiles=(
            Tile(name="Status", figure=row.status.label, detail=f"{tier} · mapped {day_words(row.mapped_on)}"),
            Tile(
                name="Score (assessment)", figure=newest.figure if newest else "None",
                detail=newest.method if newest else "not scored",
            ),
            Tile(
                name="Last intelligence", figure=day_words(row.last_intelligence_on),
                detail=f"{(linked := record.counts['intelligence']):,} {'report' if linked == 1 else 'reports'} linked",
            ),
            Tile(name="Disruptions, 12 months", figure=f"{counted:,}", detail="moderated ones only"),
        )
    )  # fmt: skip


def _merged(profile: OcgProfile) -> list[tuple[str, str]]:
    """Which group stands for one that was merged away, as far as the reader may know of it."""
    into = (each for each in profile.record.relations if each.kind is RelationKind.MERGED_INTO and not each.is_back)
    if profile.record.detail.row.status is not SubjectStatus.MERGED:
        return []
    words = (f"Into {each.other_reference} {each.other_name} on {day_words(each.from_on)}." for each in into)
    return [("Merged", f"{told} What is recorded since stands there.") for told in words]


def _facts(profile: OcgProfile) -> Table:
    row, draft = profile.record.detail.row, profile.record.detail.draft
    threats, agencies = profile.labels["soc_threat"], profile.labels["agency"]
    others = ", ".join(threats.get(code, code) for code in draft.secondary_threats)
    synced = f", last synchronised with APMIS {day_words(draft.synced_on)}" if draft.synced_on else ""
    lines = (
        ("Name", row.name), ("Primary threat", row.threat), ("Other threats", others),
        ("Geographic scope", _label(draft.scope)), ("Local policing area", row.area),
        ("Areas affected", _said(draft.affected_areas, profile.areas)),
        ("Cross-border forces", _said(draft.cross_border_forces, agencies)),
        ("County lines", _said(draft.line_names, {})), ("Operation", draft.operation_name),
        ("National reference", f"{draft.national_ref}{synced}" if draft.national_ref else ""),
        ("Senior responsible officer", row.sro), ("Lead responsible officer", row.lro), ("Owning team", row.team),
        ("Review due", day_words(row.review_due_on) if row.review_due_on else ""),
        ("Archive review", f"At {profile.archive.after_days:,} days without intelligence, by the force's policy today"),
    )  # fmt: skip
    rows = [*_merged(profile), *((name, value or "Not recorded") for name, value in lines)]
    return Table(title="Facts", columns=(Column(heading="", share=0.3), Column(heading="", share=0.7)), rows=rows)


def _label(code: Any) -> str:
    return code.label if code is not None else ""


def _said(values: tuple[str, ...] | None, words: dict[str, str]) -> str:
    """Nobody said, none, or which."""
    if values is None:
        return ""
    return ", ".join(words.get(value, value) for value in values) or "None"


def _people(profile: OcgProfile) -> Table:
    """Who belongs to it now, then who did."""
    rows = [
        (
            name_of(each, profile.today), each.role.label, each.category.label, each.basis.label,
            f"{each.grade or '–'} {each.held}".strip(), f"{day_words(each.from_on)} to {until(each.to_on)}",
        )
        for each in profile.people
    ]  # fmt: skip
    chart, without = profile.network, left_out(profile)
    title = f"People: {chart.people:,} now" + (f", {chart.gone:,} formerly" if chart.gone else "")
    return Table(
        title=title + (f"; {without:,} left out for their handling conditions" if without else ""),
        columns=tuple(Column(heading=words) for words in ("Name", "Role", "Category", "Basis", "Grade", "When")),
        rows=rows, empty="Nobody is linked to this group.",
    )  # fmt: skip


def _held(profile: OcgProfile) -> Table:
    """Who of them is managed, under an order or referred."""
    names = {link.person_id: name_of(link, profile.today) for link in profile.people}
    rows = [
        (
            names[each.person_id], each.management or "Not managed", "; ".join(each.orders) or "–",
            "; ".join(each.referrals) or "–", each.late or "–",
        )
        for each in profile.held
    ]  # fmt: skip
    headings = ("Name", "Lifetime management", "Orders", "Referrals", "Late")
    return Table(
        title=f"Managed, under an order or referred: {len(rows)}",
        columns=tuple(Column(heading=words) for words in headings), rows=rows, empty="Nobody of this group is.",
    )  # fmt: skip


def _scores(profile: OcgProfile, width: float) -> Iterator[Any]:
    scores = profile.record.scores
    if not scores:
        yield Assessment(title="Score", words="The group was not scored.")
        return
    same, newest = comparable(scores), scores[-1]
    points = [charts.ScorePoint(each.scored_on, each.total, each.highest) for each in same]
    bands = [(band.start, band.name) for band in newest.bands]
    drawing = charts.score_over_time(points, bands, newest.most, room=width)
    yield Charts(titles=(f"Score over time: {newest.method}",), drawings=(drawing,))
    yield Assessment(title=f"Score {newest.figure}", words=f"{newest.words} {newest.note}".strip())
    rows = [
        (
            day_words(each.scored_on), each.figure, each.band,
            each.confidence.label, each.method, each.by, each.moderated_by or "Not moderated",
        )
        for each in reversed(scores)
    ]  # fmt: skip
    headings = ("Scored", "Score", "Band", "Confidence", "Method", "By", "Moderated by")
    yield Table(title="Scores (assessments)", columns=tuple(Column(heading=words) for words in headings), rows=rows)


def _plan(profile: OcgProfile) -> Table:
    plan, rows = profile.record.plan, []
    actions = plan.actions if plan else ()
    for p in FourP:
        of_p = [each for each in actions if each.four_p is p]
        rows += [
            (
                p.label, each.title, each.owner or each.agency or "Nobody", day_words(each.due_on),
                "Overdue" if each.days_overdue(profile.today) > 0 else each.state.label, each.result or "–",
            )
            for each in of_p
        ] or [(p.label, "None planned", "–", "–", "–", "–")]  # fmt: skip
    reviewed = f", reviewed {day_words(plan.reviewed_on)}" if plan and plan.reviewed_on else ""
    title = f"4P plan, version {plan.number}{reviewed}" if plan and plan.number else "4P plan: none is live"
    headings = ("4P", "Action", "Owner", "Due", "State", "Result")
    return Table(title=title, columns=tuple(Column(heading=words) for words in headings), rows=rows)


def _objectives(profile: OcgProfile) -> Iterator[Any]:
    """Those of the plan in force, and what is not known yet."""
    if profile.strategic:
        yield Assessment(title="Strategic objectives of the senior responsible officer", words=profile.strategic)
    if profile.objectives:
        met = (
            (each.words, f" (met on {day_words(each.met_on)})" if each.met_on else "") for each in profile.objectives
        )
        yield Assessment(title="Objectives of the plan", words="\n".join(words + said for words, said in met))
    rows = [(day_words(gap.raised_on), gap.words) for gap in profile.gaps]
    columns = (Column(heading="Raised", share=0.18), Column(heading="What is not known", share=0.82))
    yield Table(title=f"Intelligence gaps, open: {len(rows)}", columns=columns, rows=rows, empty="No gap is open.")


def _disruptions(profile: OcgProfile) -> Iterator[Any]:
    balance = {p: sum(profile.record.detail.four_ps.get(p, {}).values()) for p in FourP}
    yield Charts(titles=("Disruptions in 12 months by P",), drawings=(charts.by_p(balance),))
    rows = [
        (each.reference, day_words(each.disruption_date), each.four_p.label, each.impact_level.label, each.title)
        for each in profile.disruptions
    ]
    headings = ("Reference", "Date", "4P", "Level", "What")
    yield Table(
        title=f"Disruptions, moderated: {len(rows)}", columns=tuple(Column(heading=words) for words in headings),
        rows=rows, empty="No disruption of this group was moderated.",
    )  # fmt: skip


def _handling(profile: OcgProfile) -> str:
    told = [profile.handling]
    for number, one, more in (
        (profile.left_out, "report has", "reports have"),
        (profile.links_left_out, "link of a person has", "links of people have"),
    ):
        if number:
            words, are = (one, "is") if number == 1 else (more, "are")
            told.append(f"{number:,} more {words} handling conditions and {are} left out.")
    return " ".join(told)


def _intelligence(profile: OcgProfile) -> Table:
    rows = [
        (
            each.ir_ref, day_words(each.received_on), each.grade, each.conditions or "–",
            each.summary or "No summary", "Yes" if each.qualifying else "No",
        )
        for each in profile.intelligence
    ]  # fmt: skip
    headings = ("Reference", "Received", "Grade", "Conditions", "Sanitised summary (assessment)", "Activity")
    return Table(
        title=f"Intelligence: {len(rows)}", columns=tuple(Column(heading=words) for words in headings), rows=rows,
        empty="No intelligence is shown.",
    )  # fmt: skip


def _cases(profile: OcgProfile) -> Table:
    rows = [(each.reference, each.kind.label, day_words(each.began_on), each.state.label) for each in profile.cases]
    headings = ("Case", "Kind", "Began", "State")
    return Table(
        title=f"POCA: {len(rows)}", columns=tuple(Column(heading=words) for words in headings), rows=rows,
        empty="No POCA case is linked to this group.",
    )  # fmt: skip


def _relations(profile: OcgProfile) -> Table:
    rows = [
        (
            each.words,
            f"{each.other_reference} {each.other_name}",
            each.other_status.label,
            until(each.to_on),
        )
        for each in profile.record.relations
    ]  # fmt: skip
    headings = ("Relation", "Group", "Status", "Until")
    return Table(
        title="Other groups", columns=tuple(Column(heading=words) for words in headings), rows=rows,
        empty="No relation to another group is recorded.",
    )  # fmt: skip


def _leaders(profile: OcgProfile) -> Table:
    rows = [
        (each.post.label, f"{each.agency}, {each.name}" if each.agency else each.name, day_words(each.since_on),
         until(each.until_on), each.reason or "–")
        for each in profile.leaders
    ]  # fmt: skip
    headings = ("Post", "Who", "Since", "Until", "Why")
    return Table(
        title="Leadership", columns=tuple(Column(heading=words) for words in headings), rows=rows,
        empty="No history of posts is kept.",
    )  # fmt: skip


def _life(profile: OcgProfile) -> Table:
    tiers = profile.labels["tier"]
    steps = [
        (wall(step.at).date(), words(step.before, step.after), step.by, step.reason)
        for step in profile.record.detail.steps
    ]
    steps += [
        (each.decided_on, f"{tiers.get(each.before, each.before) or 'No tier'} → {tiers.get(each.after, each.after)}",
         each.meeting, each.reason)
        for each in profile.tiers
    ]  # fmt: skip
    rows = [(day_words(on), what, by, why) for on, what, by, why in sorted(steps, key=lambda step: step[0])]
    headings = ("Day", "Status or tier", "By", "Why")
    return Table(title="Status and tier", columns=tuple(Column(heading=words) for words in headings), rows=rows)
