"""The dialog in which somebody takes over a group: the senior or the lead responsible officer, partners among them."""

from collections.abc import Sequence

from soc_desk.services import periods
from soc_desk.services.ocg_life import leadership
from soc_desk.services.ocg_life.leadership import LeadDraft, LeaderRow, LoadRow
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.places import Place
from soc_desk.vocabulary.ocg import Post
from ui.desk import Desk
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.widgets.choices import ChoiceField
from ui.widgets.facts import SmallTable
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.typed import format_date

_HINT = "Somebody who signs in; beside each name, how many active groups they lead."


class LeadDialog(DraftDialog[LeadDraft]):
    """Hands a post over; below it stands who held the posts before."""

    def __init__(
        self, desk: Desk, row: OcgRow, people: Sequence[Place], history: Sequence[LeaderRow], loads: Sequence[LoadRow],
        done: Done,
    ) -> None:  # fmt: skip
        self._named = f"{row.reference} {row.name}"
        draft = LeadDraft(post=Post.LRO, since_on=periods.today())
        super().__init__(f"Who leads {self._named}", "&Hand over", draft, done)
        self._desk, self._row = desk, row
        form = self.form
        load = {each.user_id: each.active for each in loads}
        user = ChoiceField([Option(p.id, p.name, detail=_load(load.get(p.id, 0))) for p in people])
        form.add_row(Entry("post", "&Post", Segmented([Option(p, p.label) for p in Post], may_be_empty=False)))
        form.add_row(Entry("user_id", "&Who takes over", user, _HINT))
        form.add_row(
            Entry("name", "or a partne&r, by name", LineField("Rank or title and name")),
            Entry("agency", "&Agency", LineField("Such as Slough Borough Council")),
        )
        form.add_row(
            Entry("since_on", "&Since", DateField(periods.today)),
            Entry("reason", "Wh&y", TextField("Such as: agreed at tasking", lines=2), share=2),
        )
        parts: list[SmallTable] = []
        if history:
            rows = [(each.post.value.upper(), _who(each), _when(each)) for each in reversed(history)]
            parts.append(SmallTable(("Post", "Who", "When"), rows))
        self.lay_out("The SRO sets strategic objectives; the LRO owns the plan and need not be police.", form, *parts)

    def writing(self, draft: LeadDraft) -> Reply[None]:
        return self._desk.write(leadership.appoint, self._row.id, self._row.version, draft)

    @property
    def said(self) -> str:
        return f"Who leads {self._named} is kept."


def _load(active: int) -> str:
    return "leads 1 active group" if active == 1 else f"leads {active} active groups"


def _who(row: LeaderRow) -> str:
    return f"{row.agency}, {row.name}" if row.agency else row.name


def _when(row: LeaderRow) -> str:
    return f"{format_date(row.since_on)} – {format_date(row.until_on) or 'now'}"
