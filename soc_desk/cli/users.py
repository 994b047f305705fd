"""``soc-desk user``: people and their roles."""

import getpass
import os
import sys
from typing import Annotated

import typer

from soc_desk.cli.session import (
    WRONG_USE,
    JsonOption,
    StoreOption,
    address,
    answer,
    credentials,
    fail,
    local_time,
    opened,
)
from soc_desk.services import admission, places, users
from soc_desk.services.admission import NewKey
from soc_desk.services.users import UserRow
from soc_desk.store import Actor, Store
from soc_desk.store.passphrase import require_good
from soc_desk.vocabulary import Role

app = typer.Typer(no_args_is_help=True, help="People and their roles.")

_NEW = "SOC_DESK_NEW_PASSPHRASE"


@app.command("list")
def list_people(store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Everybody who signs in, those who left included."""
    with opened(store) as (desk, actor):
        rows = desk.read(actor, admission.people)
    lines = [
        f"{row.name:20} {row.display:30} {', '.join(role.label for role in row.roles)}{_state(row)}" for row in rows
    ]
    answer(rows, as_json, "\n".join(lines))


@app.command()
def add(
    name: str,
    display: Annotated[str, typer.Option(help="The name colleagues read, such as 'DC A. Example'.")],
    roles: Annotated[list[Role], typer.Option("--role", help="May be given several times.")],
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Add a person with roles; their first passphrase comes from SOC_DESK_NEW_PASSPHRASE, or is asked for."""
    first = _new_passphrase()
    with opened(store) as (desk, actor):
        made = desk.write(actor, admission.let_in, name, display, tuple(roles), _key(store, first)).value
    signs_in = name.strip().lower()
    answer({"id": made.id, "name": name}, as_json, f"{display} can sign in as {signs_in}. {made.still}".strip())


@app.command()
def enable(name: str, store: StoreOption = "") -> None:
    """Undo a disabling; a new first passphrase comes from SOC_DESK_NEW_PASSPHRASE, or is asked for."""
    first = _new_passphrase()
    with opened(store) as (desk, actor):
        person = _person(desk, actor, name)
        made = desk.write(actor, admission.let_back, person.id, person.version, _key(store, first)).value
    answer(None, False, f"{person.display} can sign in as {person.name} again. {made.still}".strip())


@app.command()
def key(name: str, store: StoreOption = "") -> None:
    """Give a person a new key, where theirs is missing or forgotten; the passphrase comes as for a new person."""
    first = _new_passphrase("New passphrase of the person: ")
    with opened(store) as (desk, actor):
        person = _person(desk, actor, name)
        made = _key(store, first)
        desk.read(actor, admission.prove, made.by, made.own, person.name, first)
        desk.write(actor, admission.renewing, person.id)
        still = desk.read(actor, admission.admit, made.by, made.own, person.name, first)
    answer(None, False, f"{person.display} signs in with the new passphrase. {still}".strip())


@app.command()
def role(name: str, roles: Annotated[list[Role], typer.Option("--role")], store: StoreOption = "") -> None:
    """Replace a person's roles."""
    with opened(store) as (desk, actor):
        person = _person(desk, actor, name)
        desk.write(actor, users.set_roles, person.id, person.version, tuple(roles))
    answer(None, False, f"{name} now holds: {', '.join(role.label for role in roles)}.")


@app.command()
def team(
    name: str,
    team: Annotated[str, typer.Argument(help="The team's name; leave it out for none.")] = "",
    head: Annotated[bool, typer.Option("--head", help="They head it, and may know of what is sealed in it.")] = False,
    store: StoreOption = "",
) -> None:
    """Set the team that a person belongs to, and whether they head it."""
    with opened(store) as (desk, actor):
        person = _person(desk, actor, name)
        known = {place.name.casefold(): place for place in desk.read(actor, places.teams)}
        if team and team.strip().casefold() not in known:
            fail(f"There is no team called {team}; see Settings, Areas and teams.", WRONG_USE)
        place = known.get(team.strip().casefold())
        desk.write(actor, users.set_team, person.id, person.version, place.id if place else None, heads=head)
    where = f"belongs to {place.name}{', and heads it' if head else ''}" if place else "belongs to no team"
    answer(None, False, f"{person.display} {where} now.")


@app.command()
def disable(name: str, store: StoreOption = "") -> None:
    """End a person's access; what they did stays under their name."""
    with opened(store) as (desk, actor):
        person = _person(desk, actor, name)
        desk.write(actor, users.disable, person.id, person.version)
        desk.read(actor, admission.dismiss, person.name)
    answer(None, False, f"{name} can no longer sign in.")


@app.command()
def passphrase(store: StoreOption = "") -> None:
    """Change one's own passphrase; the new one comes from SOC_DESK_NEW_PASSPHRASE, or is asked for."""
    with opened(store) as (desk, actor):
        user, old = credentials(address(store))
        new = _new_passphrase("New passphrase: ")
        require_good(new, user)
        desk.write(actor, admission.changing)
        desk.read(actor, admission.change_passphrase, user, old, new)
    answer(None, False, "The passphrase is changed.")


def _person(desk: Store, actor: Actor, name: str) -> UserRow:
    found = [row for row in desk.read(actor, users.list_rows) if row.name == name.strip().lower()]
    return found[0] if found else fail(f"Nobody signs in as {name}; see: soc-desk user list.", WRONG_USE)


def _key(store: str, first: str) -> NewKey:
    by, own = credentials(address(store))
    return NewKey(by, own, first)


def _new_passphrase(prompt: str = "First passphrase of the new person: ") -> str:
    given = os.environ.get(_NEW)
    if not given and not sys.stdin.isatty():
        fail(f"Set {_NEW}, or run the command in a terminal to be asked for the new passphrase.", WRONG_USE)
    return given or getpass.getpass(prompt)


def _state(row: UserRow) -> str:
    if row.disabled_at:
        return f" (disabled {local_time(row.disabled_at):%d %b %Y})"
    return " (has no key)" if row.has_key is False else ""
