"""The steps of a request as the window words them: the verb of each, what is asked first, what is said after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from soc_desk.errors import DeskError
from soc_desk.services.requests import asking, steps
from soc_desk.services.requests.rows import RequestRow
from soc_desk.vocabulary.request import Deed
from ui.ask import Ask
from ui.desk import Desk, UseCase
from ui.page import Shell


@dataclass(frozen=True, kw_only=True)
class StepWords:
    """One step. With ``field`` a line of text is asked for; with ``dialog`` that is shown (the page makes it)."""

    verb: str
    use_case: UseCase[..., Any]
    said: str
    told: str = ""
    field: str = ""
    is_grave: bool = False
    dialog: bool = False


WORDS: dict[Deed, StepWords] = {
    Deed.SUBMIT: StepWords(
        verb="Submit", use_case=asking.submit, said="is submitted; both sides agree its terms of reference now.",
    ),
    Deed.AGREE: StepWords(
        verb="Agree the terms", use_case=asking.agree, said="is agreed for the requester.",
    ),
    Deed.AGREE_FOR_UNIT: StepWords(
        verb="Agree for the unit", use_case=asking.agree_for_unit, said="is agreed for the intelligence unit.",
    ),
    Deed.START: StepWords(verb="Start work", use_case=steps.start, said="is in progress."),
    Deed.RESUME: StepWords(verb="Take up again", use_case=steps.resume, said="is in progress again."),
    Deed.CHECK: StepWords(verb="Send to check", use_case=steps.check, said="waits for its quality check."),
    Deed.DELIVER: StepWords(verb="Deliver", use_case=steps.deliver, said="is delivered."),
    Deed.CLOSE: StepWords(
        verb="Give feedback…", use_case=steps.close, said="is closed.", field="&What came of it",
        told="What the product led to, or what it was worth. It closes the request.",
    ),
    Deed.ALLOCATE: StepWords(verb="Allocate…", use_case=steps.allocate, said="is allocated.", dialog=True),
    Deed.HOLD: StepWords(verb="Put on hold…", use_case=steps.hold, said="is on hold.", dialog=True),
    Deed.SEND_BACK: StepWords(
        verb="Send back…", use_case=steps.send_back, said="is in progress again.", field="&What is to be mended",
        told="It goes back to its analyst.",
    ),
    Deed.DECLINE: StepWords(verb="Decline…", use_case=steps.decline, said="is declined.", dialog=True),
    Deed.WITHDRAW: StepWords(
        verb="Withdraw…", use_case=steps.withdraw, said="is withdrawn.", field="&Why it is not needed any more",
        told="It is not made; its history stays.", is_grave=True,
    ),
}  # fmt: skip
"""In the order in which they are offered: what moves it on first."""


def take(
    desk: Desk, shell: Shell, owner: QObject, row: RequestRow, deed: Deed, dialogs: Mapping[Deed, Callable[..., Any]]
) -> None:
    """Take a step, or ask what it needs first."""
    step = WORDS[deed]
    done = partial(_say, shell, f"{row.reference} {step.said}")
    if step.dialog:
        shell.open_dialog(dialogs[deed](desk, shell, row))
    elif step.field:
        verb = f"&{step.verb.rstrip('…')}"
        shell.open_dialog(
            Ask(
                f"{row.reference}: {row.asked}", step.told, step.field, verb,
                lambda text: desk.write(step.use_case, row.id, row.version, text), done, long=True,
                is_grave=step.is_grave,
            )
        )  # fmt: skip
    else:
        desk.step(step.use_case, row.id, row.version).then(owner, done, partial(_warn, shell))


def _say(shell: Shell, words: str, _value: object) -> None:
    shell.notify(words)


def _warn(shell: Shell, error: DeskError) -> None:
    shell.warn(str(error))
