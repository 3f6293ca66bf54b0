"""What a word in a file of hours means: who decides that for the organisation, and what a page about words shows."""

from datetime import date

from django.test import Client

from begeleiding.models import Contact, Inzet, Traject, Urenwoord
from gka.models import Gebeurtenis, Medewerker
from tests import build
from tests.begeleiding.urenbestanden import bestand, fouten, kop, leerling, rij, stuur, toevoegen, verder
from tests.cast import Cast


def begonnen(cast: Cast, naam: str) -> Traject:
    traject = build.traject(cast, roepnaam=naam, achternaam="Verzonnen")
    Traject.objects.filter(pk=traject.pk).update(vanaf=date(2026, 1, 12))
    traject.refresh_from_db()
    return traject


def lees_in(client: Client, traject: Traject, betekenis: Medewerker, minuten: str) -> str:
    """Read in a row of worker 12, say who that is, and add it; the page that came back at once."""
    pagina = stuur(client, bestand([rij(traject, betekenis, medewerker="12", minuten=minuten)]))
    gevraagd = {"alles": "1", "soort_0": soort(), "leerling_0": f"{traject.leerling.naam} ({leerling(traject)})"}
    gekozen = verder(client, verder(client, pagina, wijzig="1"), **gevraagd | {"medewerker_0": str(betekenis.pk)})
    assert (kop(gekozen), fouten(gekozen)) == ("1 nieuw contact", {})
    toevoegen(client, gekozen)
    return pagina


def soort() -> str:
    return str(Contact.objects.get(minuten=5).soort_id)


def test_wie_een_nummer_is_kiest_alleen_wie_maanden_sluit(client: Client, cast: Cast) -> None:
    """A colleague who reads in own hours decides for that file, and for nobody else."""
    vo, po = cast["smw_vo"], cast["smw_po"]
    bo = begonnen(cast, "Bo")
    build.contact(cast, bo, minuten=5)
    cast.log_in(client, "teamleider")
    assert "geldt alleen voor dit bestand" not in lees_in(client, bo, vo, "20")
    assert Urenwoord.objects.get(soort="medewerker").medewerker == vo

    cast.log_in(client, "smw_po")
    lees_in(client, bo, po, "30")

    assert Inzet.objects.get(minuten=30).aanstelling.medewerker == po, "what she chose was right for her file"
    assert Urenwoord.objects.get(soort="medewerker").medewerker == vo
    pagina = stuur(client, bestand([rij(bo, po, medewerker="13")]))
    assert "Dit geldt alleen voor dit bestand" in pagina
    cast.log_in(client, "teamleider")
    assert kop(stuur(client, bestand([rij(bo, vo, medewerker="12", minuten="99")]))) == "1 nieuw contact"

    assert not Gebeurtenis.objects.filter(soort="urenwoord.gewijzigd", details__naar=str(po.pk)).exists()
    lees_in(client, bo, po, "40")
    wissel = Gebeurtenis.objects.filter(soort="urenwoord.gewijzigd").latest("moment", "pk")
    assert (wissel.details["van"], wissel.details["naar"]) == (str(vo.pk), str(po.pk))
    assert Urenwoord.objects.get(soort="medewerker").medewerker == po


def test_wie_niet_gevraagd_wordt_staat_niet_op_de_pagina(client: Client, cast: Cast) -> None:
    """Names of pupils are there, and recorded as seen, only when there is a pupil to choose."""
    bo = begonnen(cast, "Bo")
    cast.log_in(client, "smw_vo")

    pagina = stuur(client, bestand([rij(bo, cast["smw_vo"], soort="Raar")]))

    assert kop(pagina) == "Wat betekenen deze woorden?" and "Verzonnen" not in pagina and "<datalist" not in pagina
    assert not Gebeurtenis.objects.filter(soort="uren.gezien").exists()
    assert "Bo Verzonnen" in stuur(client, bestand([rij(bo, cast["smw_vo"], leerling="10234")]))
    assert Gebeurtenis.objects.filter(soort="uren.gezien").count() == 1
