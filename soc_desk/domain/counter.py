"""The last number given out for each kind of reference."""

from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Base


class Counter(Base):
    """One row a prefix; seeded by the migration so that two first writers cannot both make it."""

    __tablename__ = "counter"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
