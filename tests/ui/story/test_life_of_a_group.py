"""A group's life as people live it at the window, on a force's demonstration; every count agrees after every step."""

import pytest
from sqlalchemy import select

from soc_desk.domain import Person, PersonName
from soc_desk.store import Actor
from soc_desk.vocabulary import FourP, ImpactLevel
from soc_desk.vocabulary.ocg import ArchiveReason, AssessmentGrade, DataCategory, LinkRole, NameKind, NewHome, Post
from tests.ui.conftest import Sit
from tests.ui.poca.steps import fill, problems, save, sheet
from tests.ui.story import acts, counts
from tests.ui.story.acts import at_group, press
from tests.ui.story.conftest import SECOND
from tests.ui.story.story import Story
from tests.ui.ways import Sitting, all_words
from ui.dialog import Question
from ui.forms.archiving import ArchiveForm, ReactivateForm
from ui.forms.disruption import DisruptionForm
from ui.forms.person_link import LinkForm
from ui.forms.review import ReviewDialog
from ui.forms.tier import TierDialog
from ui.forms.validate import ValidateDialog
from ui.pages.intelligence import REVIEW, IntelligencePage
from ui.pages.moderation import ModerationPage


def mapped(story: Story, coordinator: Sitting) -> None:
    story.group = group = acts.map_group(coordinator)
    story.before |= dict.fromkeys(counts.record(coordinator, group), 0)
    story.then(elsewhere=True, proposed=1, all=1, mine=1, items=1, restarting=1, its_reports=1)


def validated(story: Story, coordinator: Sitting, second: Sitting, lro: Actor) -> None:
    """The second coordinator finds what is missing; the first one mends it; then it is validated."""
    at_group(second, story.group)
    press(second, "Validate…")
    dialog = second.dialog(ValidateDialog)
    assert not dialog.do.isEnabled()
    assert [line.accessibleName().partition(":")[0] for line in dialog.lines] == ["In order", *["Missing"] * 3]
    dialog.reject()
    at_group(coordinator, story.group)
    acts.score(coordinator, unknown=2)
    acts.name_lead(coordinator, post=Post.LRO, user_id=lro.id, since_on="2/11/2026", reason="Agreed at tasking")
    acts.name_lead(coordinator, post=Post.SRO, name="Supt Vale", agency="Example Council", since_on="2/11/2026")
    story.then()
    second.hear_news()
    at_group(second, story.group)
    press(second, "Validate…")
    dialog = second.dialog(ValidateDialog)
    second.press(dialog.do)
    assert "fewer than three members" in dialog.form.field("reason").shown_problem
    dialog.form.field("reason").field.set_value("Reports name at least five; none is identified yet.")
    second.press(dialog.do)
    press(second, "Moderate the newest score")
    story.then(elsewhere=True, proposed=-1, active=1, mapped=1)


ROLES = (
    ("Ona", "Quillfeather", LinkRole.PRINCIPAL), ("Bram", "Tolliver", LinkRole.LIEUTENANT),
    ("Cass", "Umberfield", LinkRole.FACILITATOR), ("Dov", "Wintergreen", LinkRole.RUNNER),
    ("Edda", "Marchbank", LinkRole.MEMBER), ("Finn", "Oakhanger", LinkRole.MEMBER),
    ("Gwen", "Pettibone", LinkRole.MEMBER), ("Hale", "Rookwood", LinkRole.MEMBER),
)  # fmt: skip


def linked(story: Story, coordinator: Sitting, alias: str, formal: str) -> None:
    """Twelve people: one known under an alias, one under 18, one not identified, one who may be a victim."""
    at_group(coordinator, story.group, "members")
    assert "three or more people" in all_words(coordinator.window)
    press(coordinator, "Link a person")
    form = sheet(coordinator, LinkForm)
    coordinator.press(form.new_button)
    given, _, family = alias.partition(" ")
    fill(form.person, given_names=given, family_name=family)
    form.known._soon.stop()
    form.known.ask()
    coordinator.settle()
    assert formal in all_words(form.known)
    press(coordinator, f"Link this one: {formal}")
    fill(form.form, role=LinkRole.ASSOCIATE, category=DataCategory.SUSPECT)
    save(coordinator)
    form = acts.link_new(coordinator, "Ivo", "Summerhay", LinkRole.RUNNER, DataCategory.SUSPECT, born_on="4/5/2010")
    assert "under 18" in form.form.field("child_confirmed").shown_problem
    fill(form.form, child_confirmed=True)
    coordinator.press(form.save_button)
    assert "National Referral Mechanism" in all_words(coordinator.dialog(Question))
    coordinator.answer("Cancel", Question)
    acts.link_new(coordinator, "", "", LinkRole.MEMBER, DataCategory.SUSPECT, unidentified=True,
                  description="Drives the grey van")  # fmt: skip
    acts.link_new(coordinator, "Jude", "Thackery", LinkRole.POTENTIAL_VICTIM, DataCategory.VICTIM)
    coordinator.answer("Cancel", Question)
    for given, family, role in ROLES:
        form = acts.link_new(coordinator, given, family, role, DataCategory.SUSPECT)
        assert coordinator.window.stage.sheet is None, problems(form.form) | problems(form.person)
    story.then(its_people=12, its_members=10, people=11, children=1, unidentified=1)
    assert counts.network(coordinator, story.group) == 12


def tiered(story: Story, coordinator: Sitting) -> None:
    at_group(coordinator, story.group)
    acts.choose(coordinator, "More ▾", "Set tier…")
    acts.answer(coordinator, TierDialog, tier="Tier 1", meeting="Force TT&CG", reason="It harms more than its like.")


ACTIONS = (
    (FourP.PURSUE, "Warrants at two addresses", "9/11/2026"), (FourP.PREVENT, "Diversion of two runners", "16/11/2026"),
    (FourP.PROTECT, "Cuckooing visits with housing", "20/11/2026"), (FourP.PREPARE, "Brief the front office", ""),
)  # fmt: skip


def planned(story: Story, coordinator: Sitting, lro: Actor) -> None:
    """Drafted with an objective and a gap, approved by the SRO, live; an action under each P."""
    at_group(coordinator, story.group, "plan")
    acts.step(coordinator, "Draft a plan…", objectives="Close the Ferry line.", review_due_on="1/3/2027")
    acts.step(coordinator, "Add an objective…", words="No caller reaches the line for a month")
    acts.step(coordinator, "Raise a gap…", words="Who holds the phone at night?")
    acts.step(coordinator, "Approve…")
    press(coordinator, "Go live")
    for four_p, title, due in ACTIONS:
        whom = {"owner_id": lro.id, "due_on": due} if due else {}
        acts.step(coordinator, "Add an action…", four_p=four_p, title=title, **whom)
    story.then(its_open_actions=4)


def worked(story: Story, coordinator: Sitting, supervisor: Sitting) -> None:
    """Started, done, recorded as a disruption and moderated; another blocked, a third put off and overdue."""
    four_p, title, _ = ACTIONS[0]
    at_group(coordinator, story.group, "plan")
    acts.at_action(coordinator, title)
    press(coordinator, "Start")
    acts.at_action(coordinator, title)
    acts.step(coordinator, "Complete…", result="Line holder remanded; the number is dead.", done_on="2/11/2026")
    coordinator.answer("Record disruption…")
    form = sheet(coordinator, DisruptionForm)
    assert (form.draft().subject_id, form.draft().four_p) == (story.group, four_p)
    fill(form.form, impact_level=ImpactLevel.MAJOR, impact_rationale="Nobody answers the line since.",
         narrative="Warrants at two addresses; one remanded.")  # fmt: skip
    coordinator.press(form.submit_button)
    assert coordinator.window.stage.sheet is None, problems(form.form)
    story.then(its_open_actions=-1, its_disruptions=1, to_moderate=1)
    supervisor.hear_news()
    page = supervisor.go("moderation", ModerationPage)
    place = next(
        n for n in range(page.table.model().rowCount()) if "Saltmarsh" in page.table.model().index(n, 3).data()
    )
    page.table.selectRow(place)
    supervisor.qtbot.waitUntil(lambda: page.inspection.detail is not None, timeout=20_000)
    supervisor.settle()
    supervisor.window.action("moderation.agree").trigger()
    supervisor.settle()
    supervisor.answer("Agree", Question)
    story.then(elsewhere=True, its_counted=1, to_moderate=-1)

    at_group(coordinator, story.group, "plan")
    acts.at_action(coordinator, ACTIONS[1][1])
    acts.step(coordinator, "Block…", because="The youth team has nobody until spring.")
    acts.at_action(coordinator, ACTIONS[2][1])
    acts.step(coordinator, "Change due…", due_on="27/11/2026", because="Housing asked for a week.")


def reviewed(story: Story, coordinator: Sitting) -> None:
    """A month on: two actions are overdue, the group is reviewed, and an E-graded report comes in."""
    story.pass_days(30)
    at_group(coordinator, story.group)
    press(coordinator, "Review…")
    dialog = coordinator.dialog(ReviewDialog)
    coordinator.press(dialog.do)
    assert problems(dialog.form) == {"outcome": "Say what the review found."}
    acts.answer(coordinator, ReviewDialog, outcome="Quieter since the remand.", plan_reviewed=True)
    story.then()
    at_group(coordinator, story.group, "intelligence")
    acts.report(coordinator, "IR 7090/26", "today", AssessmentGrade.FALSE)
    story.then(items=1, its_reports=1)


def gone_quiet(story: Story, coordinator: Sitting) -> None:
    """183 days without qualifying intelligence: not yet the day before."""
    story.pass_days(182 - 30)
    for day, is_due in ((182, False), (183, True)):
        page = coordinator.go("intelligence", IntelligencePage)
        page.go(view=REVIEW)
        coordinator.settle()
        assert any("Saltmarsh" in item.headline for item in page.review.board.items) is is_due, day
        before = story.before["to_archive"]
        if not is_due:
            story.pass_days(1)
    assert story.before["to_archive"] >= before
    at_group(coordinator, story.group)
    assert "No qualifying intelligence for 183 days" in all_words(coordinator.window)


def archived(story: Story, coordinator: Sitting, supervisor: Sitting, lro: Actor) -> None:
    """The coordinator may not; the supervisor signs it off from the archive review."""
    assert not acts.button(coordinator, "Archive…").isEnabled()
    supervisor.hear_news()
    page = supervisor.go("intelligence", IntelligencePage)
    page.go(view=REVIEW)
    supervisor.settle()
    press(supervisor, f"Show all {len(page.review.board.items)}")  # other groups are quiet for longer
    press(supervisor, next(f"Archive…: {i.headline}" for i in page.review.board.items if "Saltmarsh" in i.headline))
    form = sheet(supervisor, ArchiveForm)
    form.save()
    assert set(problems(form.form)) == {"archive_reason", "words", "rocu_told_on", "homes"}
    fill(form.form, archive_reason=ArchiveReason.NO_INTELLIGENCE, words="Nothing since the remand",
         rocu_told_on="today")  # fmt: skip
    handed, cancelled, _ = form.homes.lines
    handed.way.set_value(NewHome.OWNER)
    handed.person.set_value(lro.id)
    handed.way.edited.emit()
    cancelled.way.set_value(NewHome.CANCELLED)
    cancelled.reason.set_value("The line is dead")
    cancelled.way.edited.emit()
    supervisor.press(form.homes.same)
    form.save()
    supervisor.settle()
    assert problems(form.form) == {"lessons": "Its plan closes with it: say what was learnt."}
    fill(form.form, lessons="Warrants early; housing sooner.")
    assert story.before["late_actions"] >= 2
    save(supervisor)
    story.then(
        elsewhere=True, active=-1, archived=1, archivings=1, mine=-1, quiet=-1, decisions=-1, to_archive=-1,
        late_actions=-2, overdue=-1, its_open_actions=-2,
    )  # fmt: skip


def reactivated(story: Story, coordinator: Sitting) -> None:
    """New intelligence asks for a review; scored anew, it is active again."""
    story.pass_days(20)
    at_group(coordinator, story.group, "intelligence")
    acts.report(coordinator, "IR 9001/27", "today", AssessmentGrade.CORROBORATED)
    story.then(items=1, restarting=1, its_reports=1, decisions=1)
    page = coordinator.go("intelligence", IntelligencePage)
    page.go(view=REVIEW)
    coordinator.settle()
    press(coordinator, next(f"Decide…: {i.headline}" for i in page.review.board.items if "Saltmarsh" in i.headline))
    form = sheet(coordinator, ReactivateForm)
    fill(form.form, reason="The line is worked again")
    form.save()
    coordinator.settle()
    assert "Score the group anew" in form.banner.text
    at_group(coordinator, story.group)
    acts.score(coordinator, worst=False)
    press(coordinator, "Reactivate…")
    fill(sheet(coordinator, ReactivateForm).form, reason="The line is worked again")
    save(coordinator)
    story.then(elsewhere=True, active=1, archived=-1, reactivated=1, mine=1, decisions=-1)
    at_group(coordinator, story.group)


def test_from_first_suspicion_to_archive_and_back(
    story: Story, sit: Sit, officer: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    coordinator, supervisor = story.coordinator, story.supervisor
    mapped(story, coordinator)
    validated(story, coordinator, sit(SECOND), officer)
    linked(story, coordinator, *alias_of(story))
    tiered(story, coordinator)
    planned(story, coordinator, officer)
    worked(story, coordinator, supervisor)
    reviewed(story, coordinator)
    gone_quiet(story, coordinator)
    archived(story, coordinator, supervisor, officer)
    story.command_says_the_same(capsys)
    reactivated(story, coordinator)
    story.print_says_the_same()
    story.command_says_the_same(capsys)


def alias_of(story: Story) -> tuple[str, str]:
    """An alias in the demonstration, and whose it is."""
    query = select(PersonName.name, Person.name).join(Person).where(PersonName.kind == NameKind.ALIAS)
    reader = story.coordinator.desk.actor
    one = story.store.read(reader, lambda session: session.execute(query.order_by(Person.reference)).first())
    assert one is not None
    return one[0], one[1]
