"""The disruption that an action achieved: the editor filled from the action, and linked to it once it is saved."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Self
from uuid import UUID

from soc_desk.services.disruptions import DisruptionDraft
from soc_desk.services.plans import actions, rows
from soc_desk.services.plans.rows import ActionRow
from ui.desk import Desk
from ui.drafts import from_plain
from ui.forms.disruption import DisruptionForm
from ui.page import Shell


class ActionDisruption(DisruptionForm):
    """Records what the action of ``action_id`` achieved; ``offers`` fills it from the action."""

    def __init__(
        self, desk: Desk, shell: Shell, action_id: UUID, disruption_id: UUID | None = None, *, offers: bool = True
    ) -> None:
        super().__init__(desk, shell, disruption_id)
        self.action_id = action_id
        if offers:
            desk.read(actions.disruption_draft, action_id).then(self, self._offer, self._cannot_open)

    def content(self) -> dict[str, Any]:
        return super().content() | {"action": str(self.action_id)}

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept; it still belongs to its action."""
        saved = from_plain(DisruptionDraft, content["draft"]).id
        form = cls(desk, shell, UUID(str(content["action"])), saved, offers=False)
        form.resume(content)
        return form

    def _offer(self, draft: DisruptionDraft) -> None:
        self.form.load(draft)
        self.form.unfold_if_filled()
        self._ask_suggestions()
        self.judging.look()
        self.checking.check()
        self.typed()

    def _saved(self, draft: DisruptionDraft, submitted: bool, id_: UUID | None) -> None:
        if (saved := id_ or draft.id) is not None:
            link = partial(_link, self.desk, self.shell, saved)
            self.desk.read(rows.action, self.action_id).then(self.desk, link)
        super()._saved(draft, submitted, id_)


def _link(desk: Desk, shell: Shell, disruption_id: UUID, action: ActionRow) -> None:
    written = desk.write(actions.link_disruption, action.id, action.version, disruption_id)
    written.then(desk, lambda _none: None, lambda error: shell.warn(str(error)))
