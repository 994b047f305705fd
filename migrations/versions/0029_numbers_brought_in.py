"""The numbering of groups goes on after numbers of its own series that a tracker brought in, so that none is in its way."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

_OWN = re.compile(r"(OCG|PI|V)-\d{4}-(\d{4,9})")


def upgrade() -> None:
    bind = op.get_bind()
    subject, counter = (
        sa.table("subject", sa.column("reference")),
        sa.table("counter", sa.column("prefix"), sa.column("last")),
    )
    found: dict[str, int] = {}
    for reference in bind.scalars(sa.select(subject.c.reference)):
        if own := _OWN.fullmatch(reference):
            found[own[1]] = max(int(own[2]), found.get(own[1], 0))
    for prefix, last in found.items():
        bind.execute(sa.update(counter).where(counter.c.prefix == prefix, counter.c.last < last).values(last=last))


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
