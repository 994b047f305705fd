"""The hidden folder in which a return is made, and the sweeping of those that a program killed meanwhile left."""

import shutil
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import mkdtemp

from soc_desk.errors import StoreUnavailable
from soc_desk.store.disk import only_one

_PREFIX = ".return-in-the-making-"
_LOCK = "lock"
_BUSY = "Another return is being made in this folder. Wait a moment, then try again."
_JUST_MADE_SECONDS = 60


class Workshop:
    """A folder of one's own below ``out_dir``; it is locked while it is used, so that nobody sweeps it away."""

    def __init__(self, out_dir: Path) -> None:
        """Raises OSError as the disk does."""
        self._made = [folder for folder in (out_dir, *out_dir.parents) if not folder.exists()]
        try:
            out_dir.mkdir(parents=True, exist_ok=True)
            sweep(out_dir)
            self.path = Path(mkdtemp(prefix=_PREFIX, dir=out_dir))
            self._held = ExitStack()
            self._held.enter_context(only_one(self.path / _LOCK, _BUSY))
        except BaseException:
            self.take_back()
            raise

    def close(self) -> None:
        """Let go of the folder and of whatever is still in it; of folders made for it, those that stay empty."""
        self._held.close()
        shutil.rmtree(self.path, ignore_errors=True)
        self.take_back()

    def take_back(self) -> None:
        """Remove the folders that were made for it, as far as nothing lies in them."""
        with suppress(OSError):  # something lies in it: the return, most of the time
            for folder in self._made:
                folder.rmdir()


def sweep(out_dir: Path) -> None:
    """Remove the folders of builds that ended without a word: nobody holds their lock any more."""
    for left in out_dir.glob(f"{_PREFIX}*"):
        with suppress(OSError, StoreUnavailable):  # one that is in use, or not ours to touch, stays
            if not (left / _LOCK).exists() and time.time() - left.stat().st_mtime < _JUST_MADE_SECONDS:
                continue  # it may be about to be locked
            with only_one(left / _LOCK, _BUSY):
                pass
            shutil.rmtree(left)
