"""Every address × everybody × every object: the status of the matrix, and nothing leaks (goals G1, G2, G4).

In the plain run whoever may come in and one in four of the others, another quarter at every address and object; with
the long tests everybody.
"""

import json
import re
from collections.abc import Collection
from typing import Any
from zlib import crc32

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase

from gka.access.table import Rol
from gka.models import Gebeurtenis, Leerling, Opdracht
from tests.access.matrix import ACCOUNT, LOGIN, PLACES, ROUTES, TEKSTEN, Line, Persona, expected
from tests.access.world import World, mark, personas
from tests.architecture import structure
from tests.gka.test_middleware import wrong_headers

pytestmark = pytest.mark.django_db
ALLOWED_POST = (200, 302, 303, 400, 422)  # an empty form: errors, or nothing to do
NO_PUPILS = (Rol.GEMEENTE, Rol.PROJECTCOORDINATOR, Rol.ONDERZOEKER, Rol.BEHEERDER, Rol.FG)


def test_every_address_has_a_line() -> None:
    assert sorted(ROUTES | ACCOUNT) == sorted(structure.routes())


def test_a_line_needs_the_right_of_its_view() -> None:
    views = {name: structure.view_of(pattern) for name, pattern in structure.routes().items() if name in ROUTES}

    assert {name: getattr(view, "recht", None) for name, view in views.items()} == {
        name: line.recht for name, line in ROUTES.items()
    }


def body(response: HttpResponseBase) -> str:
    """Everything that leaves the house: headers, address of a redirect, content, also of a download."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{content.decode('utf-8', errors='replace')}"


def leaks(persona: Persona, text: str) -> list[str]:
    """Texts about pupils in a response that this person may not find there."""
    found = []
    for place in (*PLACES, "vers"):
        own = "eigen" if place == "vers" else place
        for kind, roles in TEKSTEN.items():
            allowed = {Rol.IB_ER} if place == "vers" else roles
            if mark(kind, place) in text and not (persona.rol in allowed and persona.place == own):
                found.append(f"{persona.name} finds {mark(kind, place)}")
    return found


def of_this_request() -> QuerySet[Gebeurtenis]:
    """The world was built outside a request, and every request is rolled back."""
    return Gebeurtenis.objects.exclude(verzoek_id="")


def unrecorded(world: World, text: str) -> list[str]:
    """Pupils whose name is in a response without an audit record of it."""
    rows = of_this_request()
    known = {row.leerling_id for row in rows}
    known |= {str(key) for row in rows for key in row.details.get("sleutels", [])}
    return [
        f"seeing {place} was not recorded"
        for place, pupil in world.leerlingen.items()
        if mark("naam", place) in text and str(pupil.pk) not in known
    ]


def knock(world: World, persona: Persona, method: str, url: str) -> tuple[HttpResponseBase, list[str]]:
    """One request by one person, with what was wrong about it whatever its status."""
    with transaction.atomic():
        response = getattr(world.clients[persona.name], method)(url)
        text = body(response)
        faults = leaks(persona, text) + unrecorded(world, text) + wrong_headers(response)
        if response.status_code in (403, 404) and not persona.anonymous:
            person = str(world.cast.people[persona.name].pk)
            denied = of_this_request().filter(soort="toegang.geweigerd", door=person)
            faults += [] if denied.exists() else ["the refusal was not recorded"]
        transaction.set_rollback(True)
    return response, faults


def status_faults(response: HttpResponseBase, wanted: int, *, post: bool = False) -> list[str]:
    status = response.status_code
    if wanted == LOGIN:
        at_login = status == 302 and response.headers["Location"].startswith("/inloggen/")
        return [] if at_login else [f"{status} instead of the log-in page"]
    if post and wanted == 200:
        return [] if status in ALLOWED_POST else [f"{status} instead of an answer"]
    if wanted == 200 and status == 302:
        return [] if response.headers["Location"] != "" else ["302 to nowhere"]
    return [] if status == wanted else [f"{status} instead of {wanted}"]


def targets(world: World, line: Line) -> list[tuple[str, str, Any]]:
    return world.targets(line.ziet) if line.ziet else [("", "", None)]


def in_sample(*facts: str) -> bool:
    """The same quarter in every run."""
    return crc32("|".join(facts).encode()) % 4 == 0


def faults_at(world: World, route: str, people: Collection[str] = (), *, sample: bool = False) -> list[str]:
    """What is wrong when everybody (or these people) knocks at this address, for every object."""
    line, faults = ROUTES[route], []
    for what, place, obj in targets(world, line):
        url = world.url(route, obj, line.kwargs)
        # Sending is tried on two of the four files: enough, and it keeps this within a minute.
        sending = line.post is not None and (what, place) not in (("vers", "eigen"), ("leerling", "elders"))
        methods = [("get", line.recht)] * line.get + [("post", line.post)] * sending
        for persona in personas(world.cast):
            for method, recht in methods if not people or persona.name in people else []:
                wanted = expected(line, persona, what, place, recht)
                if sample and wanted != 200 and not in_sample(route, what, place, method, persona.name):
                    continue
                response, found = knock(world, persona, method, url)
                if not (line.empty and wanted == 200 and response.status_code == 404):
                    found = status_faults(response, wanted, post=method == "post") + found
                faults += [f"{method} {route} {what} {place}, {persona.name}: {fault}" for fault in found]
    return faults


@pytest.mark.parametrize("route", ROUTES)
def test_who_may_comes_in_and_others_do_not(world: World, route: str) -> None:
    faults = faults_at(world, route, sample=True)

    assert not faults, "\n".join(faults[:30])


@pytest.mark.long
@pytest.mark.parametrize("route", ROUTES)
def test_everybody_gets_what_the_table_says(world: World, route: str) -> None:
    faults = faults_at(world, route)

    assert not faults, "\n".join(faults[:30])


@pytest.mark.parametrize("route", ROUTES)
def test_a_wrong_method_never_works_and_tells_nothing(world: World, route: str) -> None:
    """405 for whoever may come here; for others the same as for a right method."""
    line, faults = ROUTES[route], []
    what, place, obj = targets(world, line)[0]
    url = world.url(route, obj, line.kwargs)
    people = {persona.name: persona for persona in personas(world.cast)}
    inside = [who for who in people.values() if expected(line, who, what, place, line.recht) == 200][0]
    for persona in (inside, people["vreemdeling_ib_er"], people["zonder_rol"], people["anoniem"]):
        wanted = expected(line, persona, what, place, line.recht)
        for method in ["put", "patch", "delete", *["get"] * (not line.get), *["post"] * (line.post is None)]:
            response, found = knock(world, persona, method, url)
            found += status_faults(response, 405 if wanted == 200 else wanted)
            faults += [f"{method} {route} {what} {place}, {persona.name}: {fault}" for fault in found]

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("route", ACCOUNT)
def test_account_pages_are_the_same_for_everybody(world: World, route: str) -> None:
    line, faults = ACCOUNT[route], []
    url, method = world.url(route, None, line.kwargs), "get" if line.get else "post"
    for persona in personas(world.cast):
        if persona.name not in ("anoniem", "uitgeschakeld", "ib_er", "gemeente", "vreemdeling_smw_vo", "zonder_rol"):
            continue
        response, found = knock(world, persona, method, url)
        wanted = line.anoniem if persona.anonymous else line.ingelogd
        if response.status_code != wanted:
            found.append(f"{response.status_code} instead of {wanted}")
        faults += [f"{route}, {persona.name}: {fault}" for fault in found]

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["gemeente", "projectcoordinator", "onderzoeker", "beheerder", "fg", "zonder_rol"])
def test_these_people_see_no_pupil_at_all(world: World, name: str) -> None:
    assert not Leerling.objects.zichtbaar_voor(world.cast[name]).exists()


def test_the_world_is_worth_looking_at(world: World) -> None:
    """Without this, an empty world would pass everything above."""
    for place in PLACES:
        name = {"eigen": "ib_er", "andere": "buitenstaander_ib_er", "elders": "vreemdeling_ib_er"}[place]
        text = body(world.clients[name].get(world.url("gka:leerling", world.leerlingen[place])))
        assert mark("naam", place) in text
    assert mark("naam", "vers") in body(world.clients["ib_er"].get("/leerlingen/"))
    assert mark("wens", "eigen") in body(
        world.clients["ib_er"].get(world.url("overdracht:bespreking", world.objects["bespreking", "eigen"]))
    )


def test_no_name_is_in_a_log_an_audit_row_a_job_or_a_mail(world: World, log_lines: list[str]) -> None:
    """Last in the module: after all requests above."""
    for name, how_many in (("ib_er", None), ("smw_vo", None), ("vreemdeling_ib_er", 1), ("anoniem", 1)):
        for route, line in ROUTES.items():
            for _, _, obj in targets(world, line)[:how_many]:
                world.clients[name].get(world.url(route, obj, line.kwargs))
    written = {
        "log": "\n".join(log_lines),
        "audit": json.dumps(list(Gebeurtenis.objects.values()), default=str),
        "jobs": json.dumps(list(Opdracht.objects.values()), default=str),
        "mail": "\n".join(f"{sent.subject}\n{sent.body}" for sent in mail.outbox),
    }

    assert {where for where, text in written.items() if re.search("Zq[a-z]{4}", text)} == set()
    assert written["log"] or written["audit"]
