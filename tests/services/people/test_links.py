"""What people are to groups: role and category on the link, care for children, and what a link opens and closes."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import IO

import pytest

from soc_desk.errors import Invalid, NotFound
from soc_desk.services import copying, history, ocg_counts, ocg_records, periods, subjects
from soc_desk.services.people import exports, links, members, person_rows, persons
from soc_desk.services.people.care import CHILD, VICTIM
from soc_desk.services.people.drafts import LinkDraft
from soc_desk.services.people.person_rows import PersonFilter, PersonSort
from soc_desk.services.prints import Addressed, RegisterPrint
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory
from soc_desk.vocabulary.ocg import AssessmentGrade, Basis, DataCategory, HandlingGrade, LinkRole, SourceGrade
from tests import factories
from tests import factories_ocg as made

TODAY = date(2026, 11, 14)
TO = Addressed(recipient="Head of Crime", purpose="Tasking meeting")
VICTIM_LINK = {"role": LinkRole.POTENTIAL_VICTIM, "category": DataCategory.VICTIM}


def test_a_link_says_what_and_on_what_grounds() -> None:
    wrong = LinkDraft(
        role=LinkRole.VICTIM, category=DataCategory.SUSPECT, from_on=TODAY, to_on=TODAY - timedelta(1),
        handling=HandlingGrade.CONDITIONS,
    )  # fmt: skip
    assert set(wrong.problems()) == {"subject_id", "category", "to_on", "conditions", "source", "assessment"}
    assert {"role", "category"} <= set(LinkDraft().problems())
    assert "category" in replace(wrong, role=LinkRole.WITNESS).problems()


def _rows(register: list[RegisterPrint]) -> tuple[object, object]:
    def write(told: RegisterPrint, _out: IO[bytes]) -> int:
        register.append(replace(told, rows=list(told.rows)))
        return len(register[-1].rows)  # type: ignore[arg-type]  # just made a list

    return write, BytesIO()


def test_a_suspect_in_one_group_and_a_possible_victim_in_another_shows_and_prints_both(
    store: Store, officer: Actor
) -> None:
    harrier, yarrow = factories.ocg(store, officer), factories.ocg(store, officer, name="Yarrow")
    person = made.member(
        store, officer, harrier, role=LinkRole.RUNNER, basis=Basis.FACT, source=SourceGrade.RELIABLE,
        assessment=AssessmentGrade.CORROBORATED, handling=HandlingGrade.PERMITTED,
    )  # fmt: skip
    assert made.linked(store, officer, person, yarrow, **VICTIM_LINK).prompt == VICTIM
    seen = store.write(officer, persons.look, person).value
    assert [(link.subject_name, link.role, link.category) for link in seen.links] == [
        ("Harrier", LinkRole.RUNNER, DataCategory.SUSPECT),
        ("Yarrow", LinkRole.POTENTIAL_VICTIM, DataCategory.VICTIM),
    ]
    assert (members.LEAST, store.read(officer, members.count, harrier), store.read(officer, members.count, yarrow)) == (
        3, 1, 0,
    )  # fmt: skip
    printed: list[RegisterPrint] = []
    furniture = store.write(officer, exports.export_people, PersonFilter(), TO).value
    store.read(officer, exports.hand_over, furniture, PersonFilter(), PersonSort(), *_rows(printed))
    (line,) = printed[0].rows
    assert line[5] == (
        "OCG-2026-0001 Harrier: Courier or runner, Suspect, Fact, 1/B/P; "
        "OCG-2026-0002 Yarrow: Potential victim, Victim or possible victim, Assessment"
    )
    for group, role, category in ((harrier, "Courier or runner", "Suspect"), (yarrow, "Potential victim", "Victim")):
        furniture = store.write(officer, exports.export_members, group, TO).value
        store.read(officer, exports.hand_over_members, furniture, group, *_rows(printed))
        (line,) = printed[-1].rows
        assert (line[1], line[2]) == ("Piotr Kowalski", role)
        assert str(line[3]).startswith(category)
    told = [row for row in store.read(officer, history.history, person) if row.category is AuditCategory.DISCLOSURE]
    assert [row.recipient for row in told] == ["Head of Crime"] * 3


def test_links_with_conditions_leave_only_where_they_are_acknowledged(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    graded = {"source": SourceGrade.RELIABLE, "assessment": AssessmentGrade.CORROBORATED}
    told = {**graded, "handling": HandlingGrade.CONDITIONS, "conditions": "Ask the originator."}
    bound = made.member(store, officer, group, **told)
    made.member(store, officer, group, "Free")
    for read, of in ((exports.conditions_of, PersonFilter()), (exports.conditions_of_members, group)):
        assert [words.split(": ", 1)[1] for words in store.read(officer, read, of)] == ["Ask the originator."]
    for whole in (False, True):
        printed: list[RegisterPrint] = []
        furniture = store.write(officer, exports.export_people, PersonFilter(), TO, conditional=whole).value
        assert ("Links with handling conditions left out: 1" in furniture.filters) is not whole
        shown = PersonFilter(), PersonSort(), *_rows(printed)
        store.read(officer, exports.hand_over, furniture, *shown, conditional=whole)
        linked = {str(line[5]) for line in printed[-1].rows}
        assert any("1/B/C, Ask the originator." in words for words in linked) is whole
        furniture = store.write(officer, exports.export_members, group, TO, conditional=whole).value
        store.read(officer, exports.hand_over_members, furniture, group, *_rows(printed), conditional=whole)
        assert [line[8] for line in printed[-1].rows if line[8]] == (["Ask the originator."] if whole else [])
    (link,) = store.read(officer, links.of_person, bound)
    with pytest.raises(Invalid, match="handling conditions"):
        store.write(officer, copying.copied, "People", (link.id,), 1)


def test_a_child_is_linked_only_when_confirmed_and_then_care_is_asked_for(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    today = periods.today()
    child = made.person(store, officer, family_name="Young", born_on=today.replace(year=today.year - 15, day=1))
    perhaps = made.person(store, officer, family_name="Youngish", age_from=16, age_to=20, age_noted_on=today)
    grown = made.person(store, officer, family_name="Old", age_from=40, age_noted_on=today)
    for person, word in ((child, "is under 18"), (perhaps, "may be under 18")):
        with pytest.raises(Invalid, match=word):
            made.linked(store, officer, person, group)
        assert made.linked(store, officer, person, group, child_confirmed=True).prompt == CHILD
    assert made.linked(store, officer, grown, group).prompt == ""
    printed: list[RegisterPrint] = []
    initials, names = ["P. Y.", "P. Y.", "Piotr Old"], ["Piotr Old", "Piotr Young", "Piotr Youngish"]
    for whole, expected in ((False, initials), (True, names)):
        furniture = store.write(officer, exports.export_members, group, TO, whole).value
        assert furniture.filters == ((exports.NAMES,) if whole else (exports.INITIALS,))
        store.read(officer, exports.hand_over_members, furniture, group, *_rows(printed), whole)
        assert sorted(str(line[1]) for line in printed[-1].rows) == expected
    furniture = store.write(officer, exports.export_people, PersonFilter(children=True, today=today), TO).value
    shown = PersonFilter(children=True, today=today)
    store.read(officer, exports.hand_over, furniture, shown, PersonSort(), *_rows(printed))
    assert {(line[1], line[3]) for line in printed[-1].rows} == {("P. Y.", None)}


def test_a_link_changes_ends_and_is_taken_out(store: Store, officer: Actor, colleague: Actor) -> None:
    group, other = factories.ocg(store, officer), factories.ocg(store, officer, name="Yarrow")
    person = made.person(store, officer)
    with pytest.raises(Invalid, match="Choose the person"):
        made.linked(store, officer, None, group)  # type: ignore[arg-type]
    id_ = made.linked(store, officer, person, group, from_on=TODAY - timedelta(30)).id
    with pytest.raises(Invalid, match="as that already"):
        made.linked(store, officer, person, group)
    before = store.read(officer, links.draft, id_)
    store.write(colleague, links.change, before, replace(before, note="Seen twice."))
    store.write(officer, links.change, before, replace(before, role=LinkRole.LIEUTENANT))
    now = store.read(officer, links.one, id_)
    assert (now.role, now.note, now.linked_by) == (LinkRole.LIEUTENANT, "Seen twice.", officer.display)
    with pytest.raises(Invalid, match="End this link"):
        store.write(officer, links.change, before, replace(before, subject_id=other))
    for on, reason in ((TODAY, ""), (date(2999, 1, 1), "Left."), (TODAY - timedelta(60), "Left.")):
        with pytest.raises(Invalid):
            store.write(officer, links.end, id_, now.version, on, reason)
    assert store.read(officer, ocg_counts.counts, group, TODAY)["members"] == 1
    store.write(officer, links.end, id_, now.version, TODAY, "Moved away.")
    ended = store.read(officer, links.one, id_)
    assert (ended.to_on, ended.note) == (TODAY, "Seen twice.\nEnded: Moved away.")
    assert store.read(officer, members.of, group).members == 0
    assert store.read(officer, ocg_counts.counts, group, TODAY)["members"] == 0  # as the tab says, from that day on
    with pytest.raises(Invalid, match="mistake"):
        store.write(officer, links.unlink, id_, ended.version, "")
    store.write(officer, links.unlink, id_, ended.version, "Another Kowalski.")
    with pytest.raises(NotFound):
        store.read(officer, links.one, id_)
    assert store.write(officer, persons.look, person).value.links == ()
    with pytest.raises(Invalid, match="has not come"):
        made.linked(store, officer, person, group, to_on=date(2999, 1, 1))


def test_fewer_than_three_members_are_warned_of(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    told = []
    for number, role in enumerate((LinkRole.MEMBER, LinkRole.ASSOCIATE, LinkRole.PRINCIPAL, LinkRole.RUNNER)):
        made.member(store, officer, group, f"Name{number}", role=role)
        found = store.read(officer, members.of, group)
        assert found.members == store.read(officer, members.count, group)
        told.append(found.warning.split(" linked")[0])
    assert told == ["One member is", "One member is", "Two members are", ""]
    assert members.too_few(0).startswith("No member is linked")
    assert store.write(officer, ocg_records.look, group).value.counts["members"] == 4


def _restrict(store: Store, owner: Actor, group: object, access: Access = Access.RESTRICTED) -> None:
    version = factories.version(store, owner, group)  # type: ignore[arg-type]
    store.write(owner, subjects.set_access, group, version, access, ())  # type: ignore[arg-type]


def test_a_link_neither_opens_nor_closes_somebody_unasked(store: Store, officer: Actor, colleague: Actor) -> None:
    closed, team = factories.ocg(store, officer), factories.ocg(store, officer, name="Yarrow")
    _restrict(store, officer, closed)
    person = made.member(store, officer, closed)
    assert store.read(colleague, person_rows.one, person, TODAY) is None
    with pytest.raises(Invalid, match="everybody who reads cases will know"):
        made.linked(store, officer, person, team)
    only = store.read(officer, links.of_person, person)[0]
    with pytest.raises(Invalid, match="End the link instead"):
        store.write(officer, links.unlink, only.id, only.version, "Mistaken.")
    store.write(officer, links.end, only.id, only.version, TODAY - timedelta(1), "Left.")
    assert store.read(colleague, person_rows.one, person, TODAY) is None  # who left a closed group is not opened by it
    opened = made.linked(store, officer, person, team, opening_confirmed=True)
    row = store.read(colleague, person_rows.one, person, TODAY)
    assert row is not None
    assert [link.subject_name for link in row.links] == ["Yarrow"]
    store.write(officer, links.unlink, opened.id, 1, "Mistaken.")
    assert store.read(colleague, person_rows.one, person, TODAY) is None


def test_nobody_is_linked_to_a_group_that_is_over(store: Store, officer: Actor, supervisor: Actor) -> None:
    from soc_desk.services import ocgs
    from soc_desk.vocabulary import SubjectStatus

    group = factories.ocg(store, officer)
    store.write(supervisor, ocgs.move, group, 1, SubjectStatus.REJECTED, "Not a group.")
    with pytest.raises(Invalid, match="was rejected"):
        made.member(store, officer, group)
    assert store.read(officer, person_rows.count, PersonFilter()) == 0
