"""One set of facts: letter, PDF, recap, board, pupil page, the school's list and the audit agree."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from gka import pdf
from gka.models import Gebeurtenis, Keuze, Leerling, Plaatsen
from gka.workflow import Doel, Keuzesoort, Relatie, Toestemmingstand
from overdracht.actions import afspraken, besprekingen
from overdracht.models import Bespreking
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.pages import tekst

WENS = "Ik wil weten wie ik alles kan vragen."
WENS_OUDERS = "Een vast iemand die wij kunnen bellen."
AANDACHT = "Een maatje helpt in een nieuwe groep."
AFSPRAAK = "Kennismaken met de mentor."


@pytest.fixture
def ib_er(cast: Cast, client: Client) -> Client:
    return cast.log_in(client, "ib_er")


@pytest.fixture
def besproken(cast: Cast, leerling: Leerling) -> Bespreking:
    """Everything filled in, and let in by everyone."""
    row = build.bespreking(cast, leerling)
    reden = Keuze.objects.get(lijst__regio=cast.regio, lijst__code="domein", code="motivatie")
    besprekingen.bijwerken(
        bespreking=row,
        versie=row.versie,
        gegevens=besprekingen.Bespreekgegevens(
            reden_1=reden,
            wens_leerling=WENS,
            wens_ouders=WENS_OUDERS,
            aandachtspunten=AANDACHT,
            leerling_aanwezig=True,
            ouder_aanwezig=True,
            vast_gezicht=cast.aanstelling["smw_vo"],
        ),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    row.refresh_from_db()
    spreek_af(cast, row)
    build.besluit(cast, build.iedereen_eens(cast, row))
    return row


def spreek_af(cast: Cast, row: Bespreking, wie: Partij = Partij.SMW_VO, wat: str = AFSPRAAK, dagen: int = 10) -> None:
    afspraken.toevoegen(
        bespreking=row,
        wat=wat,
        wie=wie,
        voor=timezone.localdate() + timedelta(days=dagen),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )


def adres(row: Bespreking, naam: str) -> str:
    pk = row.overleg_id if naam in ("verslag", "verslag-pdf", "overleg") else row.pk
    return reverse(f"overdracht:{naam}", kwargs={"pk": pk})


def uit_pdf(inhoud: bytes) -> str:
    lezer = PdfReader(io.BytesIO(inhoud))
    return " ".join(" ".join(bladzijde.extract_text() for bladzijde in lezer.pages).split())


def test_every_place_tells_the_same_facts(cast: Cast, ib_er: Client, besproken: Bespreking) -> None:
    zin = besproken.besluiten.huidig().get().toelichting
    Plaatsen.objects.filter(school=cast.vo_school).update(aantal=0)
    build.zegt(cast, besproken.leerling, Doel.DELEN, school=cast.vo_school)
    naar_school = reverse("overdracht:naar-mijn-school")
    plaatsen = {
        "brief": tekst(ib_er.get(adres(besproken, "brief"))),
        "pdf": uit_pdf(ib_er.get(adres(besproken, "brief-pdf")).content),
        "verslag-pdf": uit_pdf(ib_er.get(adres(besproken, "verslag-pdf")).content),
        "verslag": tekst(ib_er.get(adres(besproken, "verslag"))),
        "bespreking": tekst(ib_er.get(adres(besproken, "bespreking"))),
        "leerling": tekst(ib_er.get(besproken.leerling.get_absolute_url())),
        "bord": tekst(ib_er.get(adres(besproken, "overleg"))),
        "naar school": tekst(cast.log_in(Client(), "zorgcoordinator").get(naar_school)),
    }

    for plaats, woorden in plaatsen.items():
        assert (zin if plaats != "bord" else "Opgenomen in het traject") in woorden, plaats
    for plaats in ("brief", "pdf"):
        assert "Er is nu geen plek. Test staat op de wachtlijst van Compass, als 1e." in plaatsen[plaats], plaats
    for plaats in ("verslag", "verslag-pdf", "bespreking", "bord", "naar school"):
        assert "achtlijst: 1e voor Compass" in plaatsen[plaats], plaats
    for plaats in ("brief", "pdf", "bespreking"):
        assert WENS in plaatsen[plaats] and WENS_OUDERS in plaatsen[plaats], plaats
    for plaats in ("brief", "pdf", "verslag", "verslag-pdf", "bespreking", "naar school"):
        assert AFSPRAAK in plaatsen[plaats], plaats
        assert "20 maart 2026" in plaatsen[plaats], plaats
    for plaats in ("verslag", "naar school"):
        assert cast["smw_vo"].naam in plaatsen[plaats], plaats
    for plaats in ("brief", "pdf", "verslag", "verslag-pdf"):
        assert "otivatie en leren leren" in plaatsen[plaats], plaats
    for plaats, erbij in {"brief": "u", "pdf": "u", "verslag": "de moeder", "verslag-pdf": "de moeder"}.items():
        assert (
            f"{'De leerling' if plaats.startswith('verslag') else 'Test'} en {erbij} waren erbij." in plaatsen[plaats]
        ), plaats
    aan_tafel = tekst(cast.log_in(Client(), "smw_vo").get(adres(besproken, "bespreking")))
    assert "Leerling erbij ja Ouder erbij ja" in aan_tafel
    for plaats in ("brief", "pdf"):
        assert AANDACHT not in plaatsen[plaats], "what staff watch for is not the letter"
        assert "De middelbare school (Compass) wil dat Test meedoet." in plaatsen[plaats]
        assert not {"SMW", "IB-er", "vo-school", "vo", "po"} & set(plaatsen[plaats].split("Dit is wat")[1].split())
    besluit = Gebeurtenis.objects.get(soort="besluit.vastgelegd")
    assert (besluit.details["stand"], besluit.leerling_id) == ("opgenomen", str(besproken.leerling_id))


@pytest.mark.parametrize(
    ("keus", "partij", "zin"),
    [
        (Keus.GEEN_TRAJECT, None, "krijgt deze extra hulp niet"),
        (Keus.LATER, None, "We nemen het besluit later."),
        (Keus.TRAJECT, Partij.LEERLING, "krijgt deze extra hulp niet"),
        (Keus.TRAJECT, Partij.VO_SCHOOL, "We nemen het besluit later."),
    ],
)
def test_the_letter_says_what_a_no_means(
    cast: Cast, ib_er: Client, leerling: Leerling, keus: Keus, partij: Partij | None, zin: str
) -> None:
    row = build.iedereen_eens(cast, build.bespreking(cast, leerling))
    if partij:
        build.vindt(cast, row, partij, Standpunt.NEE)
    besluit = build.besluit(cast, row, keus)

    brief = tekst(ib_er.get(adres(row, "brief")))
    thuis = besluit.toelichting.removeprefix("Wacht: ").replace("de leerling", "Test")
    assert thuis[1:] in brief and zin in brief
    assert "Dat mag altijd." in brief


def test_the_letter_never_says_that_nobody_wanted_what_they_want(
    cast: Cast, ib_er: Client, besproken: Bespreking, clock: Any
) -> None:
    """Chosen by the table alone; and wanted by everyone, until the consent stopped."""
    ander = build.bespreking(cast, build.leerling(cast, roepnaam="Ander"))
    build.besluit(cast, ander, Keus.GEEN_TRAJECT)
    gelezen = tekst(ib_er.get(adres(ander, "brief")))
    assert "aan tafel is gekozen voor geen traject." in gelezen and "samen zo gekozen" not in gelezen
    assert "samen hebben besloten" not in gelezen and "U bent nog niet gehoord." in gelezen

    clock.shift(timedelta(minutes=5))
    build.zegt(cast, besproken.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    gelezen = tekst(ib_er.get(adres(besproken, "brief")))
    assert "er is geen toestemming om mee te doen" in gelezen and "U wilt dat" not in gelezen
    assert "U wilde dat Test meedoet, voordat de toestemming stopte." in gelezen
    assert "Test wilde meedoen, voordat de toestemming stopte." in gelezen
    assert "De basisschool wilde dat de leerling meedoet, voordat" in tekst(ib_er.get(adres(besproken, "verslag")))


def test_there_is_no_letter_without_a_decision_or_without_consent(
    cast: Cast, ib_er: Client, besproken: Bespreking
) -> None:
    ander = build.bespreking(cast, build.leerling(cast, roepnaam="Ander"))
    build.zegt(cast, besproken.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    for row, status in ((ander, 404), (besproken, 200)):  # that it ended may be said, see test_eerlijk
        for naam in ("brief", "brief-pdf"):
            assert ib_er.get(adres(row, naam)).status_code == status
    assert "Brief voor ouders" not in ib_er.get(adres(ander, "bespreking")).content.decode()


def test_the_file_is_an_accessible_pdf_that_names_nobody_outside(ib_er: Client, besproken: Bespreking) -> None:
    antwoord = ib_er.get(adres(besproken, "brief-pdf"))

    assert antwoord["Content-Type"] == "application/pdf"
    assert antwoord["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    wortel = PdfReader(io.BytesIO(antwoord.content)).trailer["/Root"]
    assert wortel["/MarkInfo"]["/Marked"] and wortel["/Lang"] == "nl"  # type: ignore[index]
    assert Gebeurtenis.objects.filter(soort="bespreking.brief_gezien").count() == 1


def test_a_pdf_fetches_nothing() -> None:
    inhoud = pdf.maak('<html lang="nl"><title>x</title><p>Hier<img src="http://overstap.example/x.png" alt="weg"></p>')

    assert "Hier" in uit_pdf(inhoud)


def test_without_pango_one_prints(ib_er: Client, besproken: Bespreking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "beschikbaar", lambda: False)

    assert "Download als pdf" not in ib_er.get(adres(besproken, "brief")).content.decode()
    assert ib_er.get(adres(besproken, "brief-pdf")).status_code == 404


def test_the_recap_shows_each_school_its_own_pupils(client: Client, cast: Cast, besproken: Bespreking) -> None:
    elders = build.met_toestemming(cast, build.leerling(cast, roepnaam="Elders", achternaam="Nep"))
    build.wil_naar(cast, elders, cast.andere_vo_school)
    overleg = besproken.overleg
    build.overleggen.leerlingen_toevoegen(overleg=overleg, leerlingen=[elders], door=cast["ib_er"], op=timezone.now())

    alles = tekst(cast.log_in(client, "ib_er").get(adres(besproken, "verslag")))
    assert "2 leerlingen op de lijst" in alles and "1 van 2 besloten." in alles
    assert alles.index("Compass") < alles.index("Holz")
    eigen = tekst(cast.log_in(client, "smw_vo").get(adres(besproken, "verslag")))
    assert "1 leerling besproken" in eigen and "Elders" not in eigen
    assert cast.log_in(client, "buitenstaander_smw_vo").get(adres(besproken, "verslag")).status_code == 404


# --- who comes to my school


def test_the_school_sees_who_comes_after_sharing_or_admission_only(
    client: Client, cast: Cast, besproken: Bespreking
) -> None:
    adres_lijst = reverse("overdracht:naar-mijn-school")
    cast.log_in(client, "zorgcoordinator")
    assert "Er komt nog niemand." in tekst(client.get(adres_lijst))

    build.zegt(cast, besproken.leerling, Doel.DELEN, school=cast.vo_school)
    pagina = client.get(adres_lijst)
    assert AANDACHT in tekst(pagina)
    assert [item.label for item in pagina.context["nav"] if item.current] == ["Naar mijn school"]

    build.zegt(cast, besproken.leerling, Doel.DELEN, Toestemmingstand.INGETROKKEN, school=cast.vo_school)
    assert "Er komt nog niemand." in tekst(client.get(adres_lijst))
    besproken.overleg.deelnemers.filter(aanstelling=cast.aanstelling["zorgcoordinator"]).delete()
    build.wil_naar(cast, besproken.leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    pagina = tekst(client.get(adres_lijst))
    assert "1 leerling komt" in pagina and "definitieve vo-school" in pagina and AANDACHT not in pagina
    assert "Er komt nog niemand." in tekst(cast.log_in(client, "buitenstaander_zorgcoordinator").get(adres_lijst))


def test_who_is_admitted_comes_and_who_was_not_let_in_has_no_familiar_face(
    client: Client, cast: Cast, besproken: Bespreking
) -> None:
    adres_lijst = reverse("overdracht:naar-mijn-school")
    build.zegt(cast, besproken.leerling, Doel.DELEN, school=cast.vo_school)
    pagina = tekst(cast.log_in(client, "zorgcoordinator").get(adres_lijst))
    assert "1 leerling komt misschien naar uw school" in pagina and f"vast gezicht: {cast['smw_vo'].naam}" in pagina

    build.wil_naar(cast, besproken.leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    build.vindt(cast, besproken, Partij.LEERLING, Standpunt.NEE)

    for wie, waar in (("zorgcoordinator", adres_lijst), ("ib_er", adres(besproken, "verslag"))):
        pagina = tekst(cast.log_in(client, wie).get(waar))
        assert "de leerling wil dit niet" in pagina and "vast gezicht" not in pagina, wie
        assert wie == "ib_er" or "1 leerling komt naar uw school" in pagina


def test_the_list_of_the_school_asks_a_fixed_number_of_questions(client: Client, cast: Cast) -> None:
    cast.log_in(client, "zorgcoordinator")
    aantallen = []
    for tot in (2, 8):
        for nummer in range(Leerling.objects.count(), tot):
            row = build.bespreking(cast, build.leerling(cast, roepnaam=f"Kind{nummer}"))
            build.zegt(cast, row.leerling, Doel.DELEN, school=cast.vo_school)
        with CaptureQueriesContext(connection) as vragen:
            client.get(reverse("overdracht:naar-mijn-school"))
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1] <= 30


# --- agreements on the start page


def test_everyone_finds_the_own_agreements_on_the_start_page(client: Client, cast: Cast, besproken: Bespreking) -> None:
    spreek_af(cast, besproken, Partij.BASISSCHOOL, "Ouders bellen.", dagen=2)
    spreek_af(cast, besproken, Partij.OUDER, "Open dag bezoeken.", dagen=5)

    def vandaag(wie: str) -> str:
        return tekst(cast.log_in(client, wie).get(reverse("gka:start")))

    assert ": Ouders bellen." in vandaag("ib_er") and "Open dag bezoeken." in vandaag("ib_er")
    assert AFSPRAAK not in vandaag("ib_er")
    assert AFSPRAAK in vandaag("smw_vo") and "Ouders bellen." not in vandaag("smw_vo")
    for wie in ("smw_po", "zorgcoordinator", "buitenstaander_ib_er", "buitenstaander_smw_vo"):
        assert "Ouders bellen." not in vandaag(wie) and AFSPRAAK not in vandaag(wie), wie


def test_what_is_done_or_may_not_be_talked_about_leaves_the_start_page(
    client: Client, cast: Cast, besproken: Bespreking
) -> None:
    start = reverse("gka:start")
    cast.log_in(client, "smw_vo")
    afspraak = besproken.afspraken.get()
    afspraken.klaar_melden(
        afspraak=afspraak, versie=1, klaar=True, door=cast["ib_er"], op=timezone.now(), dag=date(2026, 3, 10)
    )
    assert AFSPRAAK not in tekst(client.get(start))

    afspraken.klaar_melden(
        afspraak=afspraak, versie=2, klaar=False, door=cast["ib_er"], op=timezone.now(), dag=date(2026, 3, 10)
    )
    assert AFSPRAAK in tekst(client.get(start))
    build.zegt(cast, besproken.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)
    assert AFSPRAAK not in tekst(client.get(start))


def test_the_recap_says_who_was_not_there_and_not_heard_in_one_line(
    cast: Cast, ib_er: Client, leerling: Leerling
) -> None:
    vader = build.ouder(cast, leerling, Relatie.VADER)
    row = build.bespreking(cast, leerling)
    build.vindt(cast, row, Partij.OUDER, ouder=vader)
    gezegd = besprekingen.Bespreekgegevens(leerling_aanwezig=False, ouder_aanwezig=True, ouders_erbij=[vader])
    besprekingen.bijwerken(
        bespreking=row,
        versie=row.versie,
        gegevens=gezegd,
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )

    verslag = tekst(ib_er.get(adres(row, "verslag")))

    assert "De vader was erbij. De leerling en de moeder waren er niet bij." in verslag
    assert "is nog niet gehoord" not in verslag and "Nog niet gehoord: de basisschool, " in verslag
    assert "1 leerling op de lijst" in verslag and "0 van 1 besloten." in verslag
    assert "Uitgenodigd" in verslag and "Aan tafel" not in verslag, "who came is not known of staff"
