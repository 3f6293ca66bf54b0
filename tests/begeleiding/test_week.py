"""A week of pupils and days, saved in one request."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import maanden, trajecten, weekstaat
from begeleiding.models import Contact, Traject
from begeleiding.workflow import Trajectstatus
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Keuze
from tests import build
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst

WEEK = "/contacten/week/"


@pytest.fixture
def twee(cast: Cast, clock: Traveller) -> list[Traject]:
    """Both began on Tuesday 10 March; it is Friday the 13th."""
    made = [build.traject(cast, roepnaam=naam, achternaam="Verzonnen") for naam in ("Aad", "Bo")]
    clock.move_to("2026-03-13T10:00:00+01:00")
    return made


def cel(traject: Traject, dag: int, maand: int = 3) -> str:
    return f"cel-{traject.pk}-2026{maand:02}{dag:02}"


def rooster(**anders: Any) -> dict[str, Any]:
    return {"soort": "huisbezoek", "met": ["leerling"], "sleutel": str(uuid4())} | anders


def test_een_week_in_een_keer(client: Client, cast: Cast, twee: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")
    aad, bo = twee

    antwoord = client.post(
        WEEK,
        rooster(**{cel(aad, 10): "1u15", cel(aad, 12): "0:45", cel(bo, 13): "90", cel(bo, 11): " "}),
    )

    assert (antwoord.status_code, antwoord.url) == (302, WEEK + "?week=2026-03-09")
    assert {(een.deelnames.get().traject, een.gebeurd_op.day, een.minuten) for een in Contact.objects.all()} == {
        (aad, 10, 75),
        (aad, 12, 45),
        (bo, 13, 90),
    }
    assert all(een.met == ["leerling"] and een.soort.code == "huisbezoek" for een in Contact.objects.all())
    pagina = tekst(client.get(WEEK))
    assert "Opgeslagen: 3 contacten, samen 3 uur 30." in pagina
    assert "al 1 u 15" in pagina


def test_vakken_die_niet_kunnen_zeggen_waarom(client: Client, cast: Cast, twee: list[Traject]) -> None:
    pagina = cast.log_in(client, "smw_vo").get(WEEK)

    velden = hoofdformulier(pagina)
    assert [naam for naam in velden if naam.startswith("cel-")] == [
        cel(traject, dag) for traject in twee for dag in range(10, 14)
    ]
    assert not any(waarde for naam in velden if naam.startswith("cel-") for waarde in velden[naam])
    assert tekst(pagina).count("moet nog komen") == 4
    assert tekst(pagina).count("nog geen traject") == 2
    assert 'aria-label="Aad V., dinsdag 10-3"' in pagina.text
    assert Gebeurtenis.objects.get(soort="leerlingkeuze.gezien").details["aantal"] == 2


def test_op_een_telefoon_staat_vandaag_voor_en_gaat_er_niets_verloren(
    client: Client, cast: Cast, twee: list[Traject]
) -> None:
    """Which day is shown changes nothing about what is sent; the stylesheet does the showing, a journey looks at it."""
    pagina = cast.log_in(client, "smw_vo").get(WEEK)
    veld = pagina.context["form"]["toon"]
    assert [naam for _, naam in veld.field.choices] == [
        "ma 9-3",
        "di 10-3",
        "wo 11-3",
        "do 12-3",
        "vr 13-3",
        "Alle dagen",
    ]
    assert veld.value() == "5"
    assert client.get(WEEK + "?week=2026-03-04").context["form"]["toon"].value() == "alle"

    gestuurd = rooster(**{cel(twee[0], 10): "45", cel(twee[1], 13): "30"}, toon="5")
    assert client.post(WEEK, gestuurd).status_code == 302
    assert Contact.objects.count() == 2
    fout = client.post(WEEK, rooster(**{cel(twee[0], 10): "veel"}, toon="4"))
    assert fout.context["form"]["toon"].value() == "4"


def test_op_maandag_valt_er_geen_dag_te_kiezen(
    client: Client, cast: Cast, twee: list[Traject], clock: Traveller
) -> None:
    clock.move_to("2026-03-16T10:00:00+01:00")

    assert "toon" not in cast.log_in(client, "smw_vo").get(WEEK).context["form"].fields


def test_van_de_uren_naar_een_contact_en_naar_de_week(client: Client, cast: Cast, twee: list[Traject]) -> None:
    contact = build.contact(cast, twee[0])
    cast.log_in(client, "smw_vo")

    uren = client.get("/uren/").text

    for adres in (f"/contacten/{contact.pk}/", f"{WEEK}?week=2026-03-09"):
        assert f'href="{adres}"' in uren
        assert client.get(adres).status_code == 200
    assert f'href="{WEEK}' not in client.get("/uren/?maand=2026-03").text
    assert f'href="{WEEK}' not in client.get("/uren/?week=2026-W12").text, "next week"


def test_een_gesloten_maand_zegt_dat(client: Client, cast: Cast, twee: list[Traject], clock: Traveller) -> None:
    clock.move_to("2026-04-03T10:00:00+02:00")
    cast.log_in(client, "smw_vo")
    open_ = client.get(WEEK)
    assert cel(twee[0], 31) in hoofdformulier(open_)
    sluit(cast)

    pagina = client.get(WEEK)

    assert cel(twee[0], 31) not in hoofdformulier(pagina)
    assert cel(twee[0], 1, 4) in hoofdformulier(pagina)
    assert tekst(pagina).count("maand gesloten") == 4
    gestuurd = rooster(**{cel(twee[0], 31): "45", cel(twee[0], 1, 4): "30"})
    fout = client.post(WEEK, gestuurd)
    assert "Aad V., dinsdag 31-3: maand gesloten" in tekst(fout)
    assert fout.context["form"][cel(twee[0], 31)].value() == "45"
    assert not Contact.objects.exists()


def sluit(cast: Cast) -> None:
    maanden.sluiten(
        organisatie=cast.aanstelling["smw_vo"].organisatie,
        maand=date(2026, 3, 1),
        door=cast["teamleider"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )


@pytest.mark.parametrize(
    "waarde, zin",
    [("0", "1 minuut tot 10 uur"), ("601", "1 minuut tot 10 uur"), ("abc", "minuten of uren"), ("1u75", "59 minuten")],
)
def test_een_fout_vak_heeft_een_naam_en_niets_is_opgeslagen(
    client: Client, cast: Cast, twee: list[Traject], waarde: str, zin: str
) -> None:
    gestuurd = rooster(**{cel(twee[0], 10): "45", cel(twee[1], 12): waarde})

    antwoord = cast.log_in(client, "smw_vo").post(WEEK, gestuurd)

    fouten = antwoord.context["form"].errors
    assert list(fouten) == [cel(twee[1], 12)]
    assert fouten[cel(twee[1], 12)][0].startswith("Bo V., donderdag 12-3: ")
    assert zin in fouten[cel(twee[1], 12)][0]
    for naam, getypt in gestuurd.items():
        assert antwoord.context["form"][naam].value() == getypt
    assert "<title>Fout:" in antwoord.text
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "vak, waarom",
    [((14, 3), "moet nog komen"), ((9, 3), "nog geen traject")],
)
def test_een_vak_dat_dicht_is_wordt_geweigerd(
    client: Client, cast: Cast, twee: list[Traject], vak: tuple[int, int], waarom: str
) -> None:
    antwoord = cast.log_in(client, "smw_vo").post(WEEK, rooster(**{cel(twee[0], *vak): "45"}))

    assert waarom in antwoord.context["form"].errors[cel(twee[0], *vak)][0]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "anders, veld, zin",
    [
        ({}, "__all__", "ten minste één vak"),
        ({"soort": ""}, "soort", "Kies een soort"),
        ({"soort": "weg"}, "soort", "uit de lijst"),
        ({"met": []}, "met", "met wie"),
        ({"met": ["buurvrouw"]}, "met", "met wie"),
        ({"soort": "niet-verschenen"}, "met", "niet verschenen"),
        ({"soort": "gesprek-ouder"}, "met", "ouder"),
    ],
)
def test_soort_en_gezelschap_gelden_voor_alles(
    client: Client, cast: Cast, twee: list[Traject], anders: dict[str, Any], veld: str, zin: str
) -> None:
    vakken = {cel(twee[0], 10): "45"} if anders else {}

    antwoord = cast.log_in(client, "smw_vo").post(WEEK, rooster(**vakken) | anders)

    assert zin in antwoord.context["form"].errors[veld][0]
    assert not Contact.objects.exists()


def test_een_leerling_van_een_ander_wordt_niet_stil_overgeslagen(
    client: Client, cast: Cast, twee: list[Traject]
) -> None:
    trajecten.toewijzen(
        traject=twee[1],
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=date(2026, 3, 13),
        door=cast["teamleider"],
        op=timezone.now(),
    )

    antwoord = cast.log_in(client, "smw_vo").post(WEEK, rooster(**{cel(twee[0], 10): "45", cel(twee[1], 10): "45"}))

    assert "niet (meer) op uw lijst" in antwoord.context["form"].non_field_errors()[0]
    assert "Bo V." not in tekst(antwoord)
    assert not Contact.objects.exists()


# --- once, and all or nothing


def test_hetzelfde_rooster_twee_keer_maakt_niets_dubbel(client: Client, cast: Cast, twee: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")
    gestuurd = rooster(**{cel(twee[0], 10): "45", cel(twee[1], 12): "30"})

    for _ in range(2):
        assert client.post(WEEK, gestuurd).status_code == 302

    assert Contact.objects.count() == 2
    lang = client.post(WEEK, gestuurd | {cel(twee[1], 10): "9u30"})
    assert "Samen is dit 10 uur 15 contact op één dag (10 maart)" in tekst(lang), "the new cell is asked about"
    assert "al hetzelfde" not in tekst(lang)
    erbij = client.post(WEEK, gestuurd | {cel(twee[1], 13): "20"})
    assert erbij.status_code == 302, "back, one more cell, save again"
    assert Contact.objects.count() == 3
    anders = client.post(WEEK, gestuurd | {cel(twee[1], 12): "31", cel(twee[0], 13): "10"})
    assert "Bo V., donderdag 12-3: dit vak is al opgeslagen" in anders.context["form"].errors[cel(twee[1], 12)][0]
    assert Contact.objects.count() == 3


def test_twee_tabbladen_met_hetzelfde_is_een_vraag(client: Client, cast: Cast, twee: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")
    vakken = {cel(twee[0], 10): "45"}
    client.post(WEEK, rooster(**vakken))
    tweede = rooster(**vakken)

    antwoord = client.post(WEEK, tweede)

    assert "U legde 10 maart bij Aad V. al hetzelfde vast" in tekst(antwoord)
    assert antwoord.context["form"][cel(twee[0], 10)].value() == "45"
    assert Contact.objects.count() == 1
    assert client.post(WEEK, tweede | {"bevestigd": "ja"}).status_code == 302
    assert Contact.objects.count() == 2


def test_een_dag_van_meer_dan_tien_uur_is_een_vraag(client: Client, cast: Cast, twee: list[Traject]) -> None:
    gestuurd = rooster(**{cel(twee[0], 10): "6u", cel(twee[1], 10): "5u"})

    antwoord = cast.log_in(client, "smw_vo").post(WEEK, gestuurd)

    assert "Samen is dit 11 uur contact op één dag (10 maart). Klopt dat?" in tekst(antwoord)
    assert not Contact.objects.exists()


def test_een_geweigerd_vak_houdt_alles_tegen(cast: Cast, twee: list[Traject]) -> None:
    trajecten.afsluiten(traject=twee[1], status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())
    soort = Keuze.objects.get(lijst__regio=cast.regio, lijst__code="contactsoort", code="huisbezoek")
    cellen = [weekstaat.Cel(traject, date(2026, 3, 12), 45) for traject in twee]
    wie: dict[str, Any] = {"door": cast["smw_vo"], "op": timezone.now(), "dag": timezone.localdate()}

    with pytest.raises(weekstaat.CellenOnjuist) as gevangen:
        weekstaat.vastleggen(cellen=cellen, soort=soort, sleutel=uuid4(), met_leerling=True, **wie)

    assert [(fout.traject, zin) for fout, zin in gevangen.value.cellen] == [
        (twee[1], "Dit traject is afgerond. U kunt geen contact meer vastleggen.")
    ]
    assert not Contact.objects.exists()
    with pytest.raises(NietToegestaan, match="ouder"):
        verkeerd = Keuze.objects.get(lijst=soort.lijst, code="gesprek-ouder")
        weekstaat.vastleggen(cellen=cellen[:1], soort=verkeerd, sleutel=uuid4(), met_leerling=True, **wie)
    with pytest.raises(weekstaat.CellenOnjuist, match="niets opgeslagen"):
        vreemd = wie | {"door": cast["buitenstaander_smw_vo"]}
        weekstaat.vastleggen(cellen=cellen[:1], soort=soort, sleutel=uuid4(), met_leerling=True, **vreemd)


# --- which week


@pytest.mark.parametrize(
    "vraag, maandag",
    [
        ("", date(2026, 3, 9)),
        ("?week=2026-03-04", date(2026, 3, 2)),
        ("?week=2026-06-01", date(2026, 3, 9)),
        ("?week=2026-02-30", date(2026, 3, 9)),
        ("?week=ooit", date(2026, 3, 9)),
        ("?week=1900-01-01", date(2024, 3, 11)),
    ],
)
def test_welke_week(client: Client, cast: Cast, twee: list[Traject], vraag: str, maandag: date) -> None:
    pagina = cast.log_in(client, "smw_vo").get(WEEK + vraag)

    assert pagina.context["dagen"][0] == maandag
    assert bool(pagina.context["volgende"]) is (maandag < date(2026, 3, 9))


def test_na_25_leerlingen_komt_een_volgende_bladzijde(client: Client, cast: Cast, twee: list[Traject]) -> None:
    vorige = Traject.objects.get(pk=twee[0].pk)
    for _ in range(24):
        build.traject(cast, roepnaam="Zes", achternaam="Zo")
    cast.log_in(client, "smw_vo")

    een, volgende = client.get(WEEK), client.get(WEEK + "?page=2")

    assert (len(een.context["rijen"]), len(volgende.context["rijen"])) == (25, 1)
    gestuurd = rooster(**{cel(volgende.context["rijen"][0][0].traject, 13): "45"})
    assert client.post(WEEK + "?page=2", gestuurd).url == WEEK + "?week=2026-03-09&page=2"
    assert vorige.contactdeelnames.count() == 0
