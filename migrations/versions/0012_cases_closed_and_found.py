"""Who closes a POCA case or names its readers is held to by the server, too; full-text search of cases on both engines.

The rule of closing is that of 0010. The index holds a case as one text with the names of its people, so that words of
both find it together.
"""

from alembic import op

revision = "0012"
down_revision = "0011"

_FIELDS = ("reference", "register_ref", "place", "officer", "crime_ref", "operation_name", "institution")
_OWN = " || ' ' || ".join(f"c.{field}" for field in _FIELDS)
_WHOLE = (
    "SELECT k.id, " + _OWN + " || ' ' || coalesce((SELECT group_concat(p.name, ' ') FROM poca_case_person AS p "
    "WHERE p.case_id = c.id), '') FROM poca_case AS c JOIN search_case_key AS k ON k.case_id = c.id"
)
_ANEW = "INSERT OR REPLACE INTO search_case(rowid, body) " + _WHOLE + " WHERE c.id = {0}; "

_SQLITE = (
    # A number that stays with its case: an index without its texts knows nothing else, and newer ones come first by it.
    "CREATE TABLE search_case_key (id INTEGER PRIMARY KEY, case_id BLOB NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE search_case USING fts5(body, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 2', prefix='3')",
    "INSERT INTO search_case_key(case_id) SELECT id FROM poca_case ORDER BY id",
    f"INSERT INTO search_case(rowid, body) {_WHOLE} ORDER BY k.id",
    f"CREATE TRIGGER search_case_added AFTER INSERT ON poca_case BEGIN "
    f"INSERT INTO search_case_key(case_id) VALUES (new.id); {_ANEW.format('new.id')}END",
    f"CREATE TRIGGER search_case_changed AFTER UPDATE OF {', '.join(_FIELDS)} ON poca_case BEGIN "
    f"{_ANEW.format('new.id')}END",
    "CREATE TRIGGER search_case_removed AFTER DELETE ON poca_case BEGIN "
    "DELETE FROM search_case WHERE rowid = (SELECT id FROM search_case_key WHERE case_id = old.id); "
    "DELETE FROM search_case_key WHERE case_id = old.id; END",
    "CREATE TRIGGER search_case_person_added AFTER INSERT ON poca_case_person WHEN new.name <> '' BEGIN "
    f"{_ANEW.format('new.case_id')}END",
    "CREATE TRIGGER search_case_person_changed AFTER UPDATE OF name, case_id ON poca_case_person BEGIN "
    f"{_ANEW.format('new.case_id')}{_ANEW.format('old.case_id')}END",
    f"CREATE TRIGGER search_case_person_removed AFTER DELETE ON poca_case_person BEGIN "
    f"{_ANEW.format('old.case_id')}END",
)

_PATH = "SET search_path = public, pg_temp"
_WRITERS = "'officer', 'champion', 'coordinator', 'supervisor'"
_READERS = "'officer', 'champion', 'coordinator', 'analyst', 'supervisor'"


def _vector(text: str) -> str:
    # Only words and blanks: the server's parser takes references and addresses for one word each.
    return f"to_tsvector('simple', regexp_replace({text}, '\\W+', ' ', 'g'))"


_BOTH = (
    _OWN + " || ' ' || coalesce((SELECT string_agg(p.name, ' ') FROM poca_case_person AS p WHERE p.case_id = c.id), '')"
)
_NEAR = 300
_CASE_WORDS, _PERSON_WORDS = _vector(_OWN), _vector("p.name")
_OWNER = "pg_has_role(session_user, current_user, 'MEMBER')"

_POSTGRESQL = (
    f"CREATE INDEX search_case ON poca_case USING gin ({_CASE_WORDS.replace('c.', '')})",
    f"CREATE INDEX search_case_person ON poca_case_person USING gin ({_PERSON_WORDS.replace('p.', '')})",
    # A login's own query cannot use these indexes, as row security comes before the match; so need to know is in here.
    # What is typed first is in nearly every case, and so in enough of the newest; only rarer words are looked up.
    # The owner of the tables, whom the server shows every row, is narrowed by the program, and so given all there are.
    "CREATE FUNCTION desk_cases_found(words text[], at_most integer) RETURNS SETOF uuid LANGUAGE plpgsql STABLE "
    f"SECURITY DEFINER {_PATH} AS $$ DECLARE closed uuid[]; near uuid[]; BEGIN "
    f"IF {_OWNER} THEN closed := '{{}}'; at_most := NULL; "
    f"ELSIF desk_holds({_READERS}) THEN closed := ARRAY(SELECT desk_closed_cases()); "
    f"near := ARRAY(SELECT c.id FROM (SELECT * FROM poca_case ORDER BY id DESC LIMIT {_NEAR}) AS c "
    f"WHERE c.id <> ALL (closed) AND {_vector(_BOTH)} @@ to_tsquery('simple', array_to_string(words, ' & ')) "
    "ORDER BY c.id DESC LIMIT at_most); "
    "ELSE RETURN; END IF; "
    "IF cardinality(near) >= at_most THEN RETURN QUERY SELECT unnest(near); RETURN; END IF; "
    "RETURN QUERY SELECT f.id FROM unnest(words) WITH ORDINALITY AS w(word, place) "
    f"CROSS JOIN LATERAL (SELECT c.id FROM poca_case AS c WHERE {_CASE_WORDS} @@ to_tsquery('simple', w.word) UNION "
    f"SELECT p.case_id FROM poca_case_person AS p WHERE {_PERSON_WORDS} @@ to_tsquery('simple', w.word)) AS f "
    "WHERE f.id <> ALL (closed) GROUP BY f.id HAVING count(*) = cardinality(words) ORDER BY f.id DESC "
    "LIMIT at_most; END $$",
    f"CREATE FUNCTION desk_closes_case(about uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    f"$$ SELECT desk_holds({_WRITERS}) AND EXISTS "
    "(SELECT 1 FROM poca_case WHERE id = about AND desk_leads(owner_id)) $$",
    "CREATE TRIGGER poca_case_closing BEFORE UPDATE OF access, owner_id ON poca_case "
    "FOR EACH ROW EXECUTE FUNCTION subject_closing()",
)
_OPEN_CASE = "case_id <> ALL (ARRAY(SELECT desk_closed_cases()))"
_POLICIES = (
    f"desk_add ON poca_case_reader FOR INSERT TO soc_desk_person WITH CHECK (desk_closes_case(case_id) AND {_OPEN_CASE})",
    f"desk_remove ON poca_case_reader FOR DELETE TO soc_desk_person USING (desk_closes_case(case_id) AND {_OPEN_CASE})",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
        return
    for statement in _POSTGRESQL:
        op.execute(statement)
    for policy in _POLICIES:
        op.execute(f"DROP POLICY {policy.partition(' FOR ')[0]}")
        op.execute(f"CREATE POLICY {policy}")


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
