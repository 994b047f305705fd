"""Who is acting: the signed-in person, as every read and write carries them."""

from dataclasses import dataclass
from uuid import UUID

from soc_desk.vocabulary import READERS, Role


@dataclass(frozen=True)
class Actor:
    """A person at a workstation.

    ``name`` is the sign-in name, ``display`` what others read, ``machine`` the workstation's own name.
    """

    id: UUID
    name: str
    display: str
    roles: frozenset[Role]
    machine: str = ""

    def has(self, needs: frozenset[Role]) -> bool:
        """Whether any of the roles needed is held."""
        return bool(self.roles & needs)

    @property
    def reads_cases(self) -> bool:
        """Administration and audit alone do not include reading cases."""
        return self.has(READERS)
