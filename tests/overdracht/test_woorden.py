"""What pages say when there is nothing, nobody or no place."""

from django.test import Client
from django.utils import timezone
from lxml import html

from gka.models import Leerling, Plaatsen
from gka.workflow import Keuzesoort, Relatie
from overdracht.actions import overleg_wijzigen
from overdracht.models import Bespreking
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import bewaar


def test_an_empty_overleg_and_one_that_was_called_off(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    overleg = bespreking.overleg
    overleg_wijzigen.leerling_van_lijst(bespreking=bespreking, door=cast["ib_er"], op=timezone.now())
    pagina = tekst(ib_er.get(overleg.get_absolute_url()))
    assert "Er staat nog niemand op de lijst." in pagina
    assert "naar uw school willen" not in pagina and "0 leerlingen" not in pagina and "Print de agenda" not in pagina

    overleg_wijzigen.afgelasten(overleg=overleg, versie=overleg.versie, door=cast["ib_er"], op=timezone.now())

    pagina = tekst(ib_er.get(overleg.get_absolute_url()))
    assert "Overleg afgelast" in pagina and "Er staat nog niemand" not in pagina and "Print de agenda" not in pagina


def test_a_school_without_places_is_not_full_of_zero(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    Plaatsen.objects.filter(school=cast.vo_school).update(aantal=0)

    pagina = tekst(bewaar(ib_er, bespreking, keus="traject", iedereen="on"))

    assert "Compass heeft nog geen plekken." in pagina and "de 0 plekken" not in pagina


def test_one_entry_of_the_menu_is_where_one_is(cast: Cast, client: Client, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school, Keuzesoort.DEFINITIEF)

    response = cast.log_in(client, "zorgcoordinator").get("/overleggen/naar-mijn-school/")

    hier = html.fromstring(response.content).xpath("//nav//a[@aria-current]/@href")
    assert set(hier) == {"/overleggen/naar-mijn-school/"}
    assert "1 leerling komt naar uw school" in tekst(response), "admitted is not perhaps"


def test_a_reader_sees_who_was_not_there_and_which_parent_is_which(
    cast: Cast, ib_er: Client, leerling: Leerling
) -> None:
    build.ouder(cast, leerling, Relatie.VADER)
    row = build.bespreking(cast, leerling)
    bewaar(ib_er, row, leerling_aanwezig="nee", ouders_aanwezig=[leerling.ouders.get(relatie=Relatie.VADER).pk.hex])

    pagina = cast.log_in(Client(), "smw_vo").get(row.overleg.get_absolute_url())

    assert "leerling niet erbij" in tekst(pagina) and "ouder erbij: vader" in tekst(pagina)
    ringen = html.fromstring(pagina.content).xpath("//*[contains(@class, 'ring--')]/text()")
    assert ringen[-2:] == ["M", "V"]


def test_the_table_form_writes_roles_as_people_do(ib_er: Client, bespreking: Bespreking) -> None:
    assert "IB-er, Basisschool" in tekst(ib_er.get(f"{bespreking.overleg.get_absolute_url()}wijzigen/"))
