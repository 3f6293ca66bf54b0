"""Starting, closing and opening again in the browser; and the table of statuses."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import trajecten
from begeleiding.models import Traject
from begeleiding.workflow import VERVOLG, Nazorg, Trajectstatus, eis_vervolg
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Keuze
from gka.workflow import Doel, Toestemmingstand
from overdracht.workflow import Keus
from tests import build
from tests.begeleiding.paginas import adres
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst

MAG = {
    ("voorgesteld", "gestart"),
    ("voorgesteld", "eerder_gestopt"),
    ("gestart", "afgerond"),
    ("gestart", "eerder_gestopt"),
    ("afgerond", "gestart"),
    ("eerder_gestopt", "gestart"),
    ("eerder_gestopt", "voorgesteld"),
}


@pytest.mark.parametrize("van", Trajectstatus)
@pytest.mark.parametrize("naar", Trajectstatus)
def test_de_tabel_van_de_statussen(van: Trajectstatus, naar: Trajectstatus) -> None:
    if (van, naar) in MAG:
        eis_vervolg(van, naar)
    else:
        with pytest.raises(NietToegestaan, match=f"Een traject dat {van.label} is, kan niet {naar.label} worden"):
            eis_vervolg(van, naar)
    assert (naar in VERVOLG[van]) is ((van, naar) in MAG)


def reden(cast: Cast, code: str = "verhuisd") -> Keuze:
    return Keuze.objects.get(lijst__regio=cast.regio, lijst__code="stopreden", code=code)


def stuur(client: Client, cast: Cast, traject: Traject, stap: str, naam: str = "smw_vo", **anders: Any) -> Any:
    cast.log_in(client, naam)
    return client.post(adres(traject, stap), {"versie": Traject.objects.get(pk=traject.pk).versie} | anders)


def test_afronden_vraagt_naar_nazorg_en_kiest_niets_vooraf(client: Client, cast: Cast, traject: Traject) -> None:
    pagina = cast.log_in(client, "smw_vo").get(adres(traject, "afsluiten"))
    assert hoofdformulier(pagina).keys() == {"csrfmiddlewaretoken", "versie", "stopreden"}
    assert hoofdformulier(pagina)["stopreden"] == [""]

    fout = stuur(client, cast, traject, "afsluiten", status="afgerond")
    assert "Kies ja, nee of onbekend" in tekst(fout)
    assert stuur(client, cast, traject, "afsluiten", status="afgerond", nazorg="nee").status_code == 302

    traject.refresh_from_db()
    assert (traject.status, traject.nazorg, traject.stopreden) == ("afgerond", "nee", None)
    pagina = client.get(adres(traject, "traject"))
    assert "Weet de SMW na december te vinden nee" in tekst(pagina)
    assert "Traject afgerond" in tekst(pagina)
    assert "Contact vastleggen" not in tekst(pagina)


def test_eerder_stoppen_vraagt_een_reden_uit_de_lijst(client: Client, cast: Cast, traject: Traject) -> None:
    for velden, zin in [
        ({}, "Kies hoe het traject eindigt"),
        ({"status": "eerder_gestopt"}, "Kies waarom het traject eerder stopt"),
        ({"status": "eerder_gestopt", "stopreden": "999999"}, "Kies"),
        ({"status": "eerder_gestopt", "stopreden": reden(cast, "toestemming-ingetrokken").pk}, "Kies"),
        ({"status": "gestart"}, "Kies"),
        ({"status": "afgerond", "nazorg": "ja", "stopreden": reden(cast).pk}, "Maak dit veld leeg"),
        ({"status": "afgerond", "nazorg": "misschien"}, "Kies"),
    ]:
        fout = stuur(client, cast, traject, "afsluiten", **velden)
        assert fout.status_code == 200
        assert "Er is een probleem" in tekst(fout)
        assert zin in tekst(fout)
    traject.refresh_from_db()
    assert traject.status == "gestart"

    assert (
        stuur(client, cast, traject, "afsluiten", status="eerder_gestopt", stopreden=reden(cast).pk).status_code == 302
    )
    traject.refresh_from_db()
    assert (traject.status, traject.stopreden) == ("eerder_gestopt", reden(cast))


def test_een_tweede_venster_overschrijft_niets(client: Client, cast: Cast, traject: Traject) -> None:
    oud = traject.versie
    stuur(client, cast, traject, "afsluiten", status="afgerond", nazorg="ja")
    traject.refresh_from_db()
    trajecten.heropenen(
        traject=traject, reden="Toch nodig", door=cast["smw_vo"], op=timezone.now(), dag=timezone.localdate()
    )

    fout = stuur(client, cast, traject, "afsluiten", status="afgerond", nazorg="nee", versie=oud)

    assert "Iemand anders heeft dit intussen gewijzigd" in tekst(fout)
    assert hoofdformulier(fout)["nazorg"] == ["nee"], "what was chosen is kept"
    traject.refresh_from_db()
    assert traject.status == "gestart"
    assert hoofdformulier(fout)["versie"] == [str(traject.versie)]


@pytest.mark.parametrize("stap", ["starten", "afsluiten", "heropenen"])
@pytest.mark.parametrize(
    ("naam", "status"),
    [("smw_po", 403), ("teamleider", 403), ("ib_er", 404), ("buitenstaander_smw_vo", 404), ("gemeente", 404)],
)
def test_alleen_wie_begeleidt_zet_een_stap(
    client: Client, cast: Cast, traject: Traject, stap: str, naam: str, status: int
) -> None:
    cast.log_in(client, naam)

    assert client.get(adres(traject, stap)).status_code == status
    assert client.post(adres(traject, stap), {"versie": traject.versie}).status_code == status
    if status == 403:
        pagina = tekst(client.get(adres(traject, "traject")))
        assert "Traject afsluiten" not in pagina
        assert "Traject gestart" in pagina


def test_starten_met_een_vast_gezicht(client: Client, cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast, gezicht=None)
    cast.log_in(client, "smw_vo")
    assert client.get(adres(traject, "starten")).status_code == 404, "nobody guides yet"
    trajecten.toewijzen(
        traject=traject,
        aanstelling=cast.aanstelling["smw_vo"],
        van=date(2026, 3, 12),
        door=cast["teamleider"],
        op=timezone.now(),
    )
    clock.move_to("2026-03-12T10:00:00+01:00")

    assert stuur(client, cast, traject, "starten").status_code == 302
    traject.refresh_from_db()
    assert traject.status == "gestart"
    assert "Traject starten" not in tekst(client.get(adres(traject, "traject")))
    assert "kan niet gestart worden" in tekst(
        stuur(client, cast, traject, "starten")
    ) or "Deze stap kan nu niet" in tekst(client.get(adres(traject, "starten")))


def test_sluiten_neemt_terug_wat_nog_moest_komen(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    def wijs_toe(wie: str, van: date, **anders: Any) -> None:
        trajecten.toewijzen(
            traject=traject,
            aanstelling=cast.aanstelling[wie],
            van=van,
            door=cast["teamleider"],
            op=timezone.now(),
            **anders,
        )

    wijs_toe("buitenstaander_smw_vo", date(2026, 3, 10), waarneming=True, tot=date(2026, 5, 20))
    wijs_toe("buitenstaander_smw_vo", date(2026, 6, 1))
    wijs_toe("smw_vo", date(2026, 7, 1))
    wijs_toe("buitenstaander_smw_vo", date(2026, 8, 1))
    clock.move_to("2026-05-01T10:00:00+02:00")
    stuur(client, cast, traject, "afsluiten", status="eerder_gestopt", stopreden=reden(cast).pk)

    ziet = {
        dag: [naam for naam in ("smw_vo", "buitenstaander_smw_vo", "teamleider", "buitenstaander_teamleider")
              if Traject.objects.zichtbaar_voor(cast[naam], op=dag).exists()]
        for dag in (date(2026, 5, 1), date(2026, 6, 2), date(2026, 8, 2))
    }  # fmt: skip
    assert ziet[date(2026, 6, 2)] == ziet[date(2026, 8, 2)] == ["smw_vo", "teamleider"]
    assert "buitenstaander_smw_vo" in ziet[date(2026, 5, 1)], "a cover lasts until the day of closing, that day too"
    assert list(traject.toewijzingen.vast_gezicht().values_list("van", "tot")) == [(date(2026, 3, 10), None)]
    assert traject.toewijzingswissels.filter(daad="vervallen").count() == 3


# --- opening again


def gesloten(cast: Cast, traject: Traject, **anders: Any) -> Traject:
    feiten: dict[str, Any] = {"status": Trajectstatus.AFGEROND, "nazorg": Nazorg.JA} | anders
    return trajecten.afsluiten(traject=traject, door=cast["smw_vo"], op=timezone.now(), **feiten)


def test_heropenen_met_reden(client: Client, cast: Cast, traject: Traject) -> None:
    gesloten(cast, traject)
    assert "Schrijf kort op waarom" in tekst(stuur(client, cast, traject, "heropenen", reden="  "))

    assert stuur(client, cast, traject, "heropenen", reden="Er is toch meer nodig").status_code == 302

    traject.refresh_from_db()
    assert (traject.status, traject.gesloten_op, traject.nazorg) == ("gestart", None, "")
    pagina = tekst(client.get(adres(traject, "traject")))
    assert "Traject heropend" in pagina
    assert "Er is toch meer nodig" in pagina
    assert "weet de SMW na december te vinden: ja" in pagina, "what was answered when it closed"
    assert Gebeurtenis.objects.filter(soort="traject.heropend").exists()


@pytest.mark.parametrize(("dag", "mag"), [("2026-09-10", True), ("2026-09-11", False)])
def test_heropenen_kan_tot_en_met_zes_maanden(
    cast: Cast, traject: Traject, clock: Traveller, dag: str, mag: bool
) -> None:
    gesloten(cast, traject)
    clock.move_to(f"{dag}T10:00:00+02:00")
    feiten = {"traject": traject, "reden": "Toch", "door": cast["smw_vo"], "op": timezone.now()}

    if mag:
        assert trajecten.heropenen(**feiten, dag=timezone.localdate()).status == "gestart"
    else:
        with pytest.raises(NietToegestaan, match="Heropenen kon tot en met 10-9-2026"):
            trajecten.heropenen(**feiten, dag=timezone.localdate())


def test_heropenen_weigert_wat_niet_mag(cast: Cast, traject: Traject) -> None:
    def heropen(**anders: Any) -> Traject:
        feiten = {"traject": traject, "reden": "Toch", "door": cast["smw_vo"], "op": timezone.now()} | anders
        return trajecten.heropenen(**feiten, dag=timezone.localdate())

    with pytest.raises(NietToegestaan, match="loopt al"):
        heropen()
    build.besluit(cast, traject.besluit.bespreking, Keus.GEEN_TRAJECT, reden="Toch niet")
    with pytest.raises(NietToegestaan, match="nam een ander besluit"):
        heropen()


def test_na_ingetrokken_toestemming_gaat_niets_vanzelf_open(client: Client, cast: Cast, traject: Traject) -> None:
    build.zegt(cast, traject.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    feiten = {"traject": traject, "reden": "Toch", "door": cast["smw_vo"], "op": timezone.now()}

    with pytest.raises(NietToegestaan, match=r"\."):
        trajecten.heropenen(**feiten, dag=timezone.localdate())
    assert cast.log_in(client, "smw_vo").get(adres(traject, "heropenen")).status_code == 404
    build.zegt(cast, traject.leerling, Doel.DEELNEMEN)
    with pytest.raises(NietToegestaan, match="beslist het overleg opnieuw"):
        trajecten.heropenen(**feiten, dag=timezone.localdate())
