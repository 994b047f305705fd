"""On a server, too, a role of a team has one strength on a day, whoever saves at once; one kept by mistake is removed."""

from alembic import op

revision = "0028"
down_revision = "0027"

# Who saves a strength of a role waits for whoever saves another of it, and sees then what they kept.
_ALONE = (
    "CREATE FUNCTION strength_alone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN "
    "PERFORM pg_advisory_xact_lock(hashtext('strength'), hashtext(new.team_id::text || new.role)); "
    "IF EXISTS (SELECT 1 FROM strength AS s WHERE s.team_id = new.team_id AND s.role = new.role AND s.id <> new.id "
    "AND daterange(s.starts_on, s.ends_on, '[]') && daterange(new.starts_on, new.ends_on, '[]')) THEN "
    "RAISE EXCEPTION 'two strengths of a role on one day' USING ERRCODE = 'exclusion_violation'; "
    "END IF; RETURN new; END $$"
)
_SUPERVISES = "(SELECT desk_holds('supervisor', 'administrator'))"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return  # a file has one writer, whose use case looks before it saves
    op.execute(_ALONE)
    op.execute(
        "CREATE TRIGGER strength_alone BEFORE INSERT OR UPDATE ON strength FOR EACH ROW "
        "EXECUTE FUNCTION strength_alone()"
    )
    op.execute("DROP POLICY desk_remove ON strength")
    op.execute(f"CREATE POLICY desk_remove ON strength FOR DELETE TO soc_desk_person USING ({_SUPERVISES})")


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
