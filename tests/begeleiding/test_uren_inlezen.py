"""A file of hours with every kind of wrong row, and who may read in what. Nothing is written before a confirmation."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import maanden, trajecten
from begeleiding.models import Contact, Traject, Urenindeling
from begeleiding.workflow import Trajectstatus
from gka.actions import aanstellingen
from gka.models import Gebeurtenis
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.urenbestanden import (
    INLEZEN,
    TOEVOEGEN,
    VERBORGEN,
    WOORDEN,
    bestand,
    fouten,
    kop,
    leerling,
    medewerker,
    rij,
    stuur,
    toevoegen,
    verder,
)
from tests.cast import Cast
from tests.tabellen import xlsx_bestand

ONZICHTBAAR = "wij kennen geen leerling met dit nummer"


@pytest.fixture
def bo(cast: Cast) -> Traject:
    return begonnen(cast, "Bo")


def begonnen(cast: Cast, naam: str, **wie: str) -> Traject:
    traject = build.traject(cast, roepnaam=naam, achternaam="Verzonnen", **wie)
    Traject.objects.filter(pk=traject.pk).update(vanaf=date(2026, 1, 12))
    traject.refresh_from_db()
    return traject


def test_elke_foute_rij_wordt_genoemd_en_de_rest_komt_pas_na_akkoord(client: Client, cast: Cast, bo: Traject) -> None:
    smw, sem = cast.people["smw_vo"], begonnen(cast, "Sem")
    weg, dicht, elders = begonnen(cast, "Noor"), begonnen(cast, "Yara"), cast["teamleider"]
    ander = begonnen(cast, "Aaf", gezicht="buitenstaander_smw_vo")
    build.zegt(cast, weg.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    trajecten.afsluiten(traject=dicht, status=Trajectstatus.AFGEROND, door=smw, op=timezone.now())
    maanden.sluiten(
        organisatie=cast.aanstelling["smw_vo"].organisatie,
        maand=date(2026, 1, 1),
        door=elders,
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    aanstellingen.beeindigen(
        aanstelling=cast.aanstelling["smw_po"], laatste_dag=date(2026, 2, 28), door=elders, op=timezone.now()
    )
    gebruikt = build.contact(cast, bo, minuten=20)
    g1, g2, g3, g4 = (str(uuid4()) for _ in range(4))
    verwacht = [
        (rij(bo, smw, medewerker="P99"), "deze medewerker kennen wij niet"),
        (rij(bo, smw, leerling="10234"), ONZICHTBAAR),
        (rij(ander, smw), "de medewerker begeleidde deze leerling niet op die dag"),
        (rij(weg, smw), ONZICHTBAAR),
        (rij(bo, smw, leerling=""), "de leerling is leeg"),
        (rij(bo, smw, soort="Koffie"), "deze soort contact kennen wij niet"),
        (rij(bo, smw, datum=""), "de datum is leeg"),
        (rij(bo, smw, datum="31-2-2026"), "dit is geen bestaande datum"),
        (rij(bo, smw, datum="03-04-26"), "schrijf het jaar van de datum met vier cijfers"),
        (rij(bo, smw, datum="2026-03-11"), "deze dag moet nog komen"),
        (rij(bo, smw, datum="2026-01-11"), "het traject begon pas op 12-1-2026"),
        (rij(dicht, smw), "het traject is gesloten"),
        (rij(bo, smw, datum="2026-01-20"), "januari 2026 is gesloten"),
        (rij(bo, smw, minuten="0"), "een contact duurt 1 minuut tot 10 uur"),
        (rij(bo, smw, minuten="601"), "een contact duurt 1 minuut tot 10 uur"),
        (rij(bo, smw, minuten="lang"), "vul de duur in als minuten of uren"),
        (rij(bo, smw, minuten="12,5"), "vul de duur in als minuten of uren"),
        (rij(bo, smw, reisminuten="-5"), "de reistijd is geen heel getal"),
        (rij(bo, smw, overige_deelnemers="100"), "het aantal andere kinderen is geen heel getal"),
        ({"sleutel": "", "datum": "2026-03-09", "medewerker": medewerker(smw)}, "de soort is leeg, of de rij is te"),
        (rij(bo, smw) | {"overige_deelnemers": "0;7;8"}, "meer vakjes dan er kolommen zijn"),
        (rij(bo, cast.people["smw_po"]), "de medewerker had op die dag geen aanstelling"),
        (rij(bo, cast.people["buitenstaander_smw_vo"]), "deze medewerker werkt niet bij uw organisatie"),
        (rij(bo, smw, collegas=medewerker(smw)), "een medewerker staat twee keer in deze rij"),
        (
            rij(bo, smw, sleutel=str(gebruikt.sleutel), collegas=medewerker(cast.people["smw_po"])),
            "met iets anders bij de datum, de duur en de medewerker: een bestand verandert niet wie er werkte",
        ),
        (rij(bo, smw, soort="niet-verschenen"), "bij ‘niet verschenen’ was de leerling er niet"),
        (rij(bo, smw, soort="gesprek-beiden"), "bij deze soort hoort ook: ouder"),
        (rij(bo, smw, met="hond"), "met wie het contact was, kennen wij niet"),
        (rij(bo, smw, leerling="111222333"), "in deze rij staat een getal dat op een BSN lijkt"),
        (rij(bo, smw, leerling="=1+1"), "in deze rij staat een formule"),
        (rij(bo, smw, sleutel=g1, minuten="601"), "een contact duurt 1 minuut tot 10 uur"),
        (rij(sem, smw, sleutel=g1), "hoort bij rij 32, en die kan niet"),
        (rij(bo, smw, sleutel=g2, minuten="70"), "hoort bij rij 35, en die kan niet"),
        (rij(sem, smw, sleutel=g2, minuten="71"), "rij 34 heeft dezelfde sleutel en zegt iets anders"),
        (rij(bo, smw, sleutel=g3, met="leerling|ouder"), "hoort bij rij 37, en die kan niet"),
        (rij(sem, smw, sleutel=g3), "rij 36 heeft dezelfde sleutel, en noemt andere mensen"),
        (rij(bo, smw, sleutel=g4), "hoort bij rij 39, en die kan niet"),
        (rij(bo, smw, sleutel=g4, met=""), "deze leerling staat met dezelfde sleutel ook in rij 38"),
        (rij(bo, smw, soort="x" * 101), "de soort is langer dan 100 tekens"),
        (rij(bo, smw, collegas="x" * 101), "de medewerker is langer dan 100 tekens"),
        (rij(bo, smw, leerling="1" * 101), "de leerling is langer dan 100 tekens"),
    ]
    goed = rij(bo, smw, sleutel="K1"), rij(sem, smw, sleutel="K1"), rij(sem, smw, sleutel="K1")
    inhoud = bestand([een for een, _ in verwacht] + list(goed)).replace(b'"0;7;8"', b"0;7;8")
    cast.log_in(client, "teamleider")

    pagina = verder(client, stuur(client, inhoud))

    gezegd = fouten(pagina)
    assert list(gezegd) == [*range(2, 2 + len(verwacht)), 45]
    mis = {
        nummer: (zin, gezegd[nummer])
        for nummer, (_, zin) in enumerate(verwacht, start=2)
        if zin.lower() not in gezegd[nummer].lower()
    }
    assert not mis
    assert gezegd[45] == "Deze rij is gelijk aan rij 44."
    assert len({zin for _, zin in verwacht}) >= 20
    assert kop(pagina) == "1 nieuw contact"
    assert Contact.objects.get() == gebruikt, "nothing yet"
    assert toevoegen(client, pagina).status_code == 302
    nieuw = Contact.objects.exclude(pk=gebruikt.pk).get()
    assert set(nieuw.deelnames.values_list("traject", flat=True)) == {bo.pk, sem.pk}
    assert [deel.minuten for deel in nieuw.deelnames.order_by("traject")] == [23, 22]


# --- who may read in what


@pytest.mark.parametrize(
    ("naam", "wie", "reden"),
    [
        ("smw_vo", "smw_po", "deze uren zijn van een ander"),
        ("smw_po", "smw_vo", "deze uren zijn van een ander"),
        ("buitenstaander_smw_vo", "buitenstaander_smw_vo", ONZICHTBAAR),
        ("buitenstaander_teamleider", "buitenstaander_smw_vo", ONZICHTBAAR),
        ("vreemdeling_smw_vo", "vreemdeling_smw_vo", ONZICHTBAAR),
        ("vreemdeling_smw_vo", "smw_vo", "deze medewerker kennen wij niet"),
    ],
)
def test_niet_voor_een_ander_en_niet_over_een_ander(
    client: Client, cast: Cast, bo: Traject, naam: str, wie: str, reden: str
) -> None:
    cast.log_in(client, naam)

    pagina = stuur(client, bestand([rij(bo, cast.people[wie])]))
    if "woorden" in kop(pagina):
        assert "Verzonnen" not in pagina
        pagina = verder(client, pagina)

    assert reden in fouten(pagina)[2].lower()
    assert toevoegen(client, pagina).status_code == 200
    assert not Contact.objects.exists()


def test_wie_toen_begeleidde_leest_die_dagen_nog_in(client: Client, cast: Cast, bo: Traject, clock: Traveller) -> None:
    """The pupil goes to another organisation from 1 April, and to the vo phase on 1 August."""
    vo, po, nieuw = (cast.people[naam] for naam in ("smw_vo", "smw_po", "buitenstaander_smw_vo"))
    trajecten.toewijzen(
        traject=bo,
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=date(2026, 4, 1),
        door=cast["teamleider"],
        op=timezone.now(),
    )
    clock.move_to("2026-08-03T10:00:00+02:00")
    niet_toen = "de medewerker begeleidde deze leerling niet op die dag"
    for naam, wie, dag, reden in [
        ("smw_vo", vo, "2026-03-31", ""),
        ("smw_vo", vo, "2026-04-01", niet_toen),
        ("smw_po", po, "2026-07-31", ""),
        ("smw_po", po, "2026-08-01", niet_toen),
        ("teamleider", vo, "2026-03-30", ""),
        ("teamleider", vo, "2026-04-02", niet_toen),
        ("buitenstaander_smw_vo", nieuw, "2026-08-01", ""),
    ]:
        cast.log_in(client, naam)
        pagina = stuur(client, bestand([rij(bo, wie, datum=dag)]))

        assert fouten(pagina).get(2, "").lower().rstrip(".") == reden, (naam, dag)
        assert ("Verzonnen" in pagina) == (wie == nieuw), "no name of whom one does not see today"
        assert toevoegen(client, pagina).status_code == (200 if reden else 302)
    assert Contact.objects.count() == 4


@pytest.mark.parametrize("naam", ["ib_er", "zorgcoordinator", "gemeente", "projectcoordinator", "fg", "zonder_rol"])
def test_zonder_recht_geen_uren(client: Client, cast: Cast, bo: Traject, naam: str) -> None:
    cast.log_in(client, naam)

    for adres in ("/uren/", "/uren/csv/", "/uren/organisatie/", "/uren/maand/", INLEZEN):
        assert client.get(adres).status_code == 403
    assert client.post(TOEVOEGEN, {}).status_code == 403


def test_wat_de_pagina_draagt_is_van_een_ander_niets_waard(client: Client, cast: Cast, bo: Traject) -> None:
    cast.log_in(client, "smw_vo")
    pagina = stuur(client, bestand([rij(bo, cast.people["smw_vo"])]))
    assert kop(pagina) == "1 nieuw contact"

    for naam in ("smw_po", "teamleider", "vreemdeling_smw_vo"):
        cast.log_in(client, naam)
        assert toevoegen(client, pagina).status_code == 302
    assert not Contact.objects.exists()


def test_na_een_uur_is_het_bestand_weg(client: Client, cast: Cast, bo: Traject, clock: object) -> None:
    cast.log_in(client, "smw_vo")
    pagina = stuur(client, bestand([rij(bo, cast.people["smw_vo"])]))

    clock.move_to(timezone.now() + timedelta(minutes=61))  # type: ignore[attr-defined]
    cast.log_in(client, "smw_vo")

    assert b"langer dan 60 minuten" in client.post(TOEVOEGEN, dict(VERBORGEN.findall(pagina)), follow=True).content
    assert not Contact.objects.exists()


# --- all or nothing


def test_wat_intussen_verandert_wordt_eerst_weer_getoond(client: Client, cast: Cast, bo: Traject) -> None:
    smw = cast.people["smw_vo"]
    cast.log_in(client, "teamleider")
    pagina = stuur(client, bestand([rij(bo, smw), rij(bo, smw, datum="2026-02-03")]))
    assert kop(pagina) == "2 nieuwe contacten"
    maanden.sluiten(
        organisatie=cast.aanstelling["smw_vo"].organisatie,
        maand=date(2026, 2, 1),
        door=cast["teamleider"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )

    antwoord = toevoegen(client, pagina)

    tekst = antwoord.content.decode()
    assert antwoord.status_code == 200 and "Er is intussen iets veranderd" in tekst
    assert fouten(tekst) == {3: "Februari 2026 is gesloten."}
    assert not Contact.objects.exists()
    assert toevoegen(client, tekst).status_code == 302
    assert Contact.objects.count() == 1


def test_een_weigering_van_de_actie_laat_niets_achter(
    client: Client, cast: Cast, bo: Traject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The action is the wall: what the preview did not see (here: months that close) stops the whole file."""
    smw = cast.people["smw_vo"]
    cast.log_in(client, "teamleider")
    maanden.sluiten(
        organisatie=cast.aanstelling["smw_vo"].organisatie,
        maand=date(2026, 2, 1),
        door=cast["teamleider"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    with monkeypatch.context() as blind:
        blind.setattr("begeleiding.imports.uren_regels.Regels.eis_open", lambda *_: None)
        pagina = stuur(client, bestand([rij(bo, smw), rij(bo, smw, datum="2026-02-03")]))
        assert kop(pagina) == "2 nieuwe contacten"
        tekst = toevoegen(client, pagina).content.decode()

    assert "Rij 3: Februari 2026 is gesloten." in tekst and "Er is niets opgeslagen." in tekst
    assert not Contact.objects.exists() and not Urenindeling.objects.exists()
    assert not Gebeurtenis.objects.filter(soort="uren.ingelezen").exists()


# --- columns and dates


def test_kolommen_worden_een_keer_gevraagd(client: Client, cast: Cast, bo: Traject) -> None:
    kolommen = ["Wanneer", "Wie", "Wat", "Hoe lang"]
    rijen = [["3/9/2026", leerling(bo), "huisbezoek", "30"], ["2/27/2026", leerling(bo), "telefoon", "15"]]
    inhoud = bestand([dict(zip(kolommen, een, strict=True)) for een in rijen], kolommen)
    keuzes = {"kolom_0": "datum", "kolom_1": "leerling", "kolom_2": "soort", "kolom_3": "minuten"}
    keuzes["eerste_rij_is_kop"] = "on"
    adres = "/uren/inlezen/kolommen/"
    cast.log_in(client, "smw_vo")

    pagina = stuur(client, inhoud)
    assert kop(pagina) == "Wat staat er in welke kolom?"
    mis = verder(client, pagina, adres, **keuzes | {"kolom_3": ""})
    assert "Kies in welke kolom dit staat: minuten." in mis
    assert "al gekozen" in verder(client, pagina, adres, **keuzes | {"kolom_3": "soort"})
    pagina = verder(client, pagina, adres, **keuzes)
    assert "Kies hoe de datums geschreven zijn." in pagina
    pagina = verder(client, pagina, adres, **keuzes | {"datumstijl": "maand"})
    assert kop(pagina) == "2 nieuwe contacten"
    assert not Urenindeling.objects.exists()
    toevoegen(client, pagina)

    assert set(Contact.objects.values_list("gebeurd_op", flat=True)) == {date(2026, 3, 9), date(2026, 2, 27)}
    assert kop(stuur(client, inhoud)) == "Niets nieuws in dit bestand", "remembered"
    cast.log_in(client, "buitenstaander_smw_vo")
    assert kop(stuur(client, inhoud)) == "Wat staat er in welke kolom?", "of another organisation: asked again"


def test_een_werkmap_van_excel_mag_ook(client: Client, cast: Cast, bo: Traject) -> None:
    rijen = [["Datum", "Leerling", "Soort", "Minuten"], [date(2026, 3, 9), leerling(bo), "huisbezoek", 30]]
    cast.log_in(client, "smw_vo")

    assert kop(stuur(client, xlsx_bestand(rijen), "uren.xlsx")) == "1 nieuw contact"


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"", "Dit bestand is leeg"),
        (b"   \r\n", "Dit bestand is leeg"),
        (b"%PDF-1.4 x", "Dit is een pdf. Kies een bestand in CSV"),
        (b"<?xml version='1.0'?><EDEX/>", "Wij lezen uren alleen uit CSV of Excel"),
        (b"datum;leerling;soort;minuten\r\n", "alleen de namen van de kolommen"),
        (b"datum;leerling\r\n" + b"2026-03-09;1\r\n" * 2001, "meer dan 2.000 rijen"),
    ],
)
def test_wat_geen_uren_zijn_wordt_uitgelegd(client: Client, cast: Cast, inhoud: bytes, zin: str) -> None:
    cast.log_in(client, "smw_vo")

    pagina = stuur(client, inhoud)

    assert zin in pagina and "groep 8" not in pagina and "ParnasSys" not in pagina


def test_een_betekenis_kan_opnieuw_gekozen_worden(client: Client, cast: Cast, bo: Traject) -> None:
    """A wrong choice is remembered until somebody chooses again; only pupils whom the reader sees are possible."""
    sem = begonnen(cast, "Sem")
    inhoud = bestand([rij(bo, cast.people["smw_vo"], leerling="10234")])
    cast.log_in(client, "smw_vo")
    pagina = stuur(client, inhoud)
    assert "Kies een leerling uit de lijst" in verder(client, pagina, leerling_0="Iemand Anders (L-BBBBB-BBBBB)")
    pagina = verder(client, pagina, leerling_0=f"Sem Verzonnen ({leerling(sem)})")
    pagina = verder(client, pagina, wijzig="1")
    assert f"Sem Verzonnen ({leerling(sem)})" in pagina and "Welke soort contact is dit?" in pagina

    keuze = str(build.contact(cast, bo, minuten=5).soort_id)
    pagina = verder(
        client,
        pagina,
        WOORDEN,
        alles="1",
        soort_0=keuze,
        medewerker_0=str(cast.people["smw_vo"].pk),
        leerling_0=f"Bo Verzonnen ({leerling(bo)})",
    )
    toevoegen(client, pagina)

    assert Contact.objects.get(minuten=45).deelnames.get().traject == bo
