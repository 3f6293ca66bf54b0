"""One contact with several pupils, through the front door."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from begeleiding.actions import contacten, trajecten
from begeleiding.models import Contact, Traject
from begeleiding.workflow import Onjuist, Trajectstatus
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Gebeurtenis
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.paginas import invoer
from tests.cast import Cast
from tests.pages import tekst

GROEP = "/contacten/nieuw/"


@pytest.fixture
def drie(cast: Cast) -> list[Traject]:
    return [build.traject(cast, roepnaam=naam, achternaam="Verzonnen") for naam in ("Aad", "Bo", "Cas")]


def groep(*erbij: Traject, over: tuple[Traject, ...] = (), **anders: Any) -> dict[str, Any]:
    return (
        invoer(soort="groep", met=[], collega="")
        | {"leerlingen": [str(een.pk) for een in erbij], "over": [str(een.pk) for een in over]}
        | anders
    )


def test_de_tijd_telt_per_medewerker_en_wordt_verdeeld(client: Client, cast: Cast, drie: list[Traject]) -> None:
    gestuurd = groep(*drie[:2], over=(drie[2],), duur="60", overige_deelnemers="1")
    gestuurd["collega"] = str(cast.aanstelling["smw_po"].pk)

    antwoord = cast.log_in(client, "smw_vo").post(GROEP, gestuurd)

    assert (antwoord.status_code, antwoord.url) == (302, "/")
    contact = Contact.objects.get()
    assert set(contact.inzet.values_list("aanstelling", "minuten")) == {
        (cast.aanstelling["smw_vo"].pk, 60),
        (cast.aanstelling["smw_po"].pk, 60),
    }
    assert {een.traject: (een.aanwezig, een.minuten) for een in contact.deelnames.all()} == {
        drie[0]: (True, 30),
        drie[1]: (True, 30),
        drie[2]: (False, 30),
    }
    assert contact.met == ["leerling"]
    assert "Opgeslagen: groepsactiviteit, 1 uur, 3 leerlingen." in tekst(client.get("/"))


def test_niemand_is_aangevinkt_en_de_laatste_staat_bovenaan(client: Client, cast: Cast, drie: list[Traject]) -> None:
    build.contact(cast, drie[2])

    form = cast.log_in(client, "smw_vo").get(GROEP).context["form"]

    assert [naam for _, naam in form.fields["leerlingen"].choices] == ["Cas V.", "Aad V.", "Bo V."]
    for veld in ("leerlingen", "over", "met", "soort", "duur", "collega"):
        assert not form[veld].value(), veld
    sleutels = Gebeurtenis.objects.get(soort="leerlingkeuze.gezien").details
    assert sleutels["aantal"] == 3


def test_over_leerlingen_die_er_niet_bij_waren(client: Client, cast: Cast, drie: list[Traject]) -> None:
    gestuurd = groep(over=tuple(drie[:2]), soort="overleg-school", met=["school"])

    assert cast.log_in(client, "smw_vo").post(GROEP, gestuurd).status_code == 302

    contact = Contact.objects.get()
    assert (contact.met, set(contact.deelnames.values_list("aanwezig", flat=True))) == (["school"], {False})


FOUTEN: list[tuple[dict[str, Any], str, str]] = [
    ({"leerlingen": []}, "leerlingen", "ten minste één leerling"),
    ({"leerlingen": [str(uuid4())]}, "leerlingen", "Iemand staat niet (meer) op uw lijst"),
    ({"leerlingen": ["geen sleutel"]}, "leerlingen", "Iemand staat niet (meer) op uw lijst"),
    ({"collega": str(uuid4())}, "collega", ""),
    ({"met": ["leerling"]}, "met", ""),
    ({"soort": "niet-verschenen"}, "leerlingen", "kies de leerling bij ‘Over welke leerlingen"),
    ({"soort": ""}, "soort", "Kies een soort"),
    ({"duur": "anders", "duur_anders": "601"}, "duur_anders", "10 uur"),
    ({"wanneer": "anders", "datum": "2026-03-11"}, "datum", "moet nog komen"),
    ({"wanneer": "2026-03-09"}, "wanneer", "begon op"),
    ({"overige_deelnemers": "100"}, "overige_deelnemers", "99"),
]


def test_een_fout_staat_bij_het_veld_en_alles_blijft_staan(client: Client, cast: Cast, drie: list[Traject]) -> None:
    """One world for all of them: what is refused leaves nothing behind."""
    cast.log_in(client, "smw_vo")
    zelfde = ({"over": [str(drie[0].pk)]}, "over", "Kies één van de twee")
    for anders, veld, zin in [zelfde, *FOUTEN]:
        gestuurd = groep(*drie[:2]) | anders

        form = client.post(GROEP, gestuurd).context["form"]

        assert zin in form.errors[veld][0], anders
        for naam, waarde in gestuurd.items():
            assert form[naam].value() == waarde, (anders, naam)
        assert not Contact.objects.exists(), anders
    alleen_over = groep(over=(drie[0],), soort="gesprek-leerling", met=["school"], duur="")
    fout = client.post(GROEP, alleen_over)
    assert "Vink aan wie erbij was" in fout.context["form"].errors["leerlingen"][0]
    samenvatting = fout.text[: fout.text.index("<fieldset")]
    assert samenvatting.index("#id_leerlingen") < samenvatting.index("#id_duur"), "in the order of the page"


@pytest.mark.parametrize("waarom", ["andere caseload", "gesloten", "ingetrokken"])
def test_wie_niet_op_de_lijst_staat_kan_niet_gekozen_worden(
    client: Client, cast: Cast, drie: list[Traject], waarom: str
) -> None:
    ander = drie[2]
    if waarom == "andere caseload":
        trajecten.toewijzen(
            traject=ander,
            aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
            van=timezone.localdate(),
            door=cast["teamleider"],
            op=timezone.now(),
        )
    elif waarom == "gesloten":
        trajecten.afsluiten(traject=ander, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())
    else:
        build.zegt(cast, ander.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    cast.log_in(client, "smw_vo")

    antwoord = client.post(GROEP, groep(*drie))

    assert "Iemand staat niet (meer) op uw lijst" in antwoord.context["form"].errors["leerlingen"][0]
    assert "Cas" not in antwoord.text
    assert not Contact.objects.exists()


def test_een_collega_is_van_de_regio_en_een_ander_dan_ikzelf(client: Client, cast: Cast, drie: list[Traject]) -> None:
    form = cast.log_in(client, "smw_vo").get(GROEP).context["form"]

    keuzes = set(dict(form.fields["collega"].choices)) - {""}
    assert keuzes == {
        str(cast.aanstelling[naam].pk) for naam in ("smw_po", "buitenstaander_smw_po", "buitenstaander_smw_vo")
    }
    for naam in ("smw_vo", "vreemdeling_smw_vo", "teamleider"):
        fout = client.post(GROEP, groep(drie[0], collega=str(cast.aanstelling[naam].pk)))
        assert "collega" in fout.context["form"].errors
    Aanstelling.objects.filter(pk=cast.aanstelling["smw_po"].pk).update(tot=date(2026, 3, 9))
    assert str(cast.aanstelling["smw_po"].pk) not in dict(client.get(GROEP).context["form"].fields["collega"].choices)


def test_een_collega_die_op_die_dag_nog_niet_werkte_wordt_geweigerd(
    client: Client, cast: Cast, drie: list[Traject]
) -> None:
    Aanstelling.objects.filter(pk=cast.aanstelling["smw_po"].pk).update(van=date(2026, 3, 10))
    Traject.objects.update(vanaf=date(2026, 3, 9))

    antwoord = cast.log_in(client, "smw_vo").post(
        GROEP, groep(drie[0], collega=str(cast.aanstelling["smw_po"].pk), wanneer="2026-03-09")
    )

    assert "aanstelling gold niet" in antwoord.context["form"].errors["wanneer"][0]


@pytest.mark.parametrize("naam, verwacht", [("teamleider", 403), ("ib_er", 403), ("gemeente", 403), ("anoniem", 302)])
def test_de_bladzijde_is_voor_wie_contact_vastlegt(client: Client, cast: Cast, naam: str, verwacht: int) -> None:
    cast.log_in(client, naam)

    for adres in (GROEP, "/contacten/week/"):
        assert (client.get(adres).status_code, client.post(adres, {}).status_code) == (verwacht, verwacht)


def test_aanwezig_hoort_bij_de_leerlingen_en_bij_met_leerling(cast: Cast, drie: list[Traject]) -> None:
    for feiten in (
        {"aanwezig": [drie[1]]},
        {"aanwezig": []},
        {"aanwezig": [drie[0]], "met_leerling": False, "met_ouder": True},
    ):
        with pytest.raises(Onjuist, match="wie van de leerlingen erbij"):
            build.contact(cast, drie[0], **feiten)


def test_dezelfde_leerling_twee_keer_is_een_deelname(cast: Cast, drie: list[Traject]) -> None:
    contact = build.contact(cast, drie[0], drie[0], minuten=30)

    assert contact.deelnames.get().minuten == 30


def test_werken_als_ziet_alle_leerlingen(cast: Cast, drie: list[Traject]) -> None:
    assert (
        contacten.werken_als(trajecten=drie, medewerker=cast["smw_po"], dag=timezone.localdate())
        == (cast.aanstelling["smw_po"])
    )
    for naam in ("buitenstaander_smw_vo", "teamleider", "zonder_rol"):
        with pytest.raises(NietToegestaan, match="niet al deze leerlingen"):
            contacten.werken_als(trajecten=drie, medewerker=cast[naam], dag=timezone.localdate())
    with pytest.raises(NietToegestaan):
        contacten.werken_als(trajecten=[], medewerker=cast["smw_vo"], dag=timezone.localdate())


# --- once


def test_dubbel_versturen_maakt_een_contact(client: Client, cast: Cast, drie: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")
    gestuurd = groep(*drie)

    for _ in range(2):
        assert client.post(GROEP, gestuurd).status_code == 302

    assert Contact.objects.count() == 1


@pytest.mark.parametrize("anders", ["andere leerling", "niet erbij", "andere collega"])
def test_terug_en_met_iets_anders_opslaan_is_een_keuze(
    client: Client, cast: Cast, drie: list[Traject], anders: str
) -> None:
    cast.log_in(client, "smw_vo")
    eerste = groep(*drie[:2], met=["ouder"])
    client.post(GROEP, eerste)
    tweede = (
        eerste
        | {
            "andere leerling": {"leerlingen": [str(drie[0].pk)]},
            "niet erbij": {"leerlingen": [str(drie[0].pk)], "over": [str(drie[1].pk)]},
            "andere collega": {"collega": str(cast.aanstelling["smw_po"].pk)},
        }[anders]
    )

    antwoord = client.post(GROEP, tweede)

    form = antwoord.context["form"]
    assert "al opgeslagen" in form.non_field_errors()[0]
    assert Contact.objects.count() == 1
    nieuw = str(form["sleutel"].value())
    assert nieuw != eerste["sleutel"]
    assert client.post(GROEP, tweede | {"sleutel": nieuw, "bevestigd": "ja"}).status_code == 302
    assert Contact.objects.count() == 2


# --- how many questions to the database


def test_de_lijst_kost_evenveel_vragen_voor_een_als_voor_veel(client: Client, cast: Cast, drie: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")

    def tel(adres: str) -> int:
        client.get(adres)
        with CaptureQueriesContext(connection) as gevangen:
            client.get(adres)
        return len(gevangen)

    adressen = [GROEP, "/contacten/week/", "/"]
    build.contact(cast, drie[0])
    eerst = [tel(adres) for adres in adressen]
    for _ in range(6):
        build.contact(cast, build.traject(cast), drie[0], collegas=[cast.aanstelling["smw_po"]])

    assert [tel(adres) for adres in adressen] == eerst


# --- a question first


def test_een_te_lange_dag_is_een_vraag_en_geen_muur(client: Client, cast: Cast, drie: list[Traject]) -> None:
    build.contact(cast, drie[2], minuten=560)
    cast.log_in(client, "smw_vo")
    gestuurd = groep(drie[0], duur="anders", duur_anders="41")
    assert client.post(GROEP, groep(drie[0], duur="anders", duur_anders="40")).status_code == 302
    Contact.objects.exclude(minuten=560)  # both of 600 minutes together were fine

    antwoord = client.post(GROEP, gestuurd)

    assert "Samen is dit 10 uur 41 contact op één dag (vandaag). Klopt dat?" in tekst(antwoord)
    assert antwoord.context["form"]["duur_anders"].value() == "41"
    assert Contact.objects.count() == 2
    assert client.post(GROEP, gestuurd | {"bevestigd": "ja"}).status_code == 302
    assert Contact.objects.count() == 3
    assert client.post(GROEP, gestuurd).status_code == 302, "sent again: no question about itself"
    assert Contact.objects.count() == 3


def test_de_dag_van_een_collega_en_een_andere_dag_tellen_niet_mee(
    client: Client, cast: Cast, drie: list[Traject]
) -> None:
    Traject.objects.update(vanaf=date(2026, 3, 1))
    build.contact(cast, drie[1], wie="smw_po", minuten=590)
    build.contact(cast, drie[1], minuten=590, gebeurd_op=timezone.localdate() - timedelta(days=1))

    assert cast.log_in(client, "smw_vo").post(GROEP, groep(drie[0])).status_code == 302


def test_de_lange_dag_van_wie_meewerkt_is_ook_een_vraag(client: Client, cast: Cast, drie: list[Traject]) -> None:
    build.contact(cast, drie[1], wie="smw_po", minuten=590)
    samen = groep(drie[1], collega=str(cast.aanstelling["smw_po"].pk), soort="huisbezoek")
    cast.log_in(client, "smw_vo")

    vraag = tekst(client.post(GROEP, samen))
    dubbel = tekst(client.post(GROEP, samen | {"duur": "anders", "duur_anders": "590"}))

    naam = cast["smw_po"].naam
    assert f"{naam} heeft dan meer dan 10 uur contact op één dag (vandaag). Klopt dat?" in vraag
    assert "10 uur 35" not in vraag, "how long the day of a colleague is"
    assert f"{naam} legde vandaag bij Bo V. al hetzelfde vast" in dubbel
    assert Contact.objects.count() == 1
