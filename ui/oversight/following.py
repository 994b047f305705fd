"""How far a long job is, shown where it was started, beside the line in the status bar."""

from typing import Any

from ui.desk import Running
from ui.lanes import Reply
from ui.widgets.progress import Progress

_WHOLE = 1000


class Following(Progress):
    """Hidden until it follows a job; its button stops the job, and it goes away when the job ends."""

    def __init__(self) -> None:
        super().__init__()
        self._running: Running | None = None
        self.cancelled.connect(self._stop_job)
        self.hide()

    def follow(self, reply: Reply[Any], text: str) -> None:
        """Show how far this job is."""
        self._running = reply.running
        if self._running is not None:
            self.reset(text)
            self._running.progressed.connect(self._tell)
            self._running.ended.connect(self._end)
            self.show()

    def _tell(self, fraction: float, text: str) -> None:
        self.set_progress(round(fraction * _WHOLE), _WHOLE, text)

    def _end(self) -> None:
        self._running = None
        self.hide()

    def _stop_job(self) -> None:
        if self._running is not None:
            self._running.cancel()
