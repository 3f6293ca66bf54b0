"""Who can be ticked on a summer day, as what the SMW works there, and that the list and its contact tell one truth."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import aanmeldingen, contacten, trajecten, zomer
from begeleiding.models import Aanwezigheidslijst, Contact, Inzet, Traject, Zomeractiviteit, Zomerdeelname
from begeleiding.workflow import Afmeldreden, Trajectstatus
from gka.access.table import Rol
from gka.actions import aanstellingen
from gka.exceptions import NietToegestaan
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.begeleiding.paginas import start
from tests.build_zomer import NA_DE_DAG, aanmelding, aanwezig, bevestigd, eerste_dag, zomeractiviteit
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst


@pytest.fixture
def drie(cast: Cast) -> list[Traject]:
    return [build.traject(cast, roepnaam=naam, achternaam="Zqnaam") for naam in ("Aaf", "Bas", "Cas")]


@pytest.fixture
def kamp(cast: Cast, drie: list[Traject]) -> Zomeractiviteit:
    """Two places: Aaf and Bas have one, Cas waits."""
    row = zomeractiviteit(cast)
    for traject in drie:
        aanmelding(cast, row, traject)
    return row


def adres(row: Zomeractiviteit, verder: int = 0) -> str:
    """The page of the first day, or of one that many days later."""
    return f"/zomerdagen/{row.dagen.get(dag=row.van + timedelta(days=verder)).pk}/"


def invoer(client: Client, pagina: str, *wie: Traject, duur: str = "180") -> dict[str, object]:
    """The form of the page as the SMW fills it in."""
    leeg = hoofdformulier(client.get(pagina)) | {"overige": "0", "zelf_erbij": "ja", "duur": duur, "duur_anders": ""}
    return leeg | {"aanwezig": [str(een.pk) for een in wie]}


def test_de_tijd_telt_bij_de_aanstelling_van_wie_er_was(client: Client, cast: Cast, clock: Traveller) -> None:
    """An SMW vo here who is SMW po elsewhere too: only the pupil of the vo seat was there."""
    elders = aanstellingen.toekennen(
        medewerker=cast["smw_vo"],
        rol=Rol.SMW_PO,
        organisatie=cast.aanstelling["buitenstaander_smw_vo"].organisatie,
        werkplek_school=cast.school,
        van=date(2026, 1, 1),
        door=cast["beheerder"],
        op=timezone.now(),
    )
    aanstellingen.bevestigen(aanstelling=elders, door=cast["fg"], op=timezone.now())
    po = build.traject(cast, achternaam="Aaa", gezicht="buitenstaander_smw_vo")
    vo = build.traject(cast, achternaam="Bbb")
    row = zomeractiviteit(cast)
    for traject in (po, vo):
        aanmelding(cast, row, traject)
    clock.move_to("2026-07-14T14:00:00+02:00")
    cast.log_in(client, "smw_vo")

    assert client.post(adres(row), invoer(client, adres(row), vo)).status_code == 302
    assert Inzet.objects.get().aanstelling == cast.aanstelling["smw_vo"]
    # Nobody was there at first; then it turns out that the pupil of the po seat was.
    assert client.post(adres(row, 1), invoer(client, adres(row, 1))).status_code == 302
    beter = invoer(client, adres(row, 1), po) | {"reden": "Was er toch", "duur": "anders", "duur_anders": "2u"}
    assert client.post(adres(row, 1), beter).status_code == 302, beter
    assert Inzet.objects.get(minuten=120).aanstelling == elders


def test_het_contact_van_een_lijst_verbetert_u_in_de_lijst(
    client: Client, cast: Cast, drie: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    clock.move_to(NA_DE_DAG)
    contact = bevestigd(cast, eerste_dag(kamp), aanwezig(*drie[:2])).contact
    assert contact is not None
    cast.log_in(client, "smw_vo")

    for wat in ("", "wijzigen/", "intrekken/"):
        pagina = client.get(f"/contacten/{contact.pk}/{wat}")
        assert "Naar de lijst van deze dag" in pagina.text and adres(kamp) in pagina.text
        assert "Wijzig</a>" not in pagina.text
    met_opzet = {"contact": contact, "reden": "Te lang", "door": cast["smw_vo"], "op": timezone.now()}
    with pytest.raises(NietToegestaan, match="Verbeter de lijst"):
        corrigeer(cast, contact, minuten=120)
    with pytest.raises(NietToegestaan, match="Verbeter de lijst"):
        contacten.intrekken(**met_opzet, dag=timezone.localdate(), sleutel=contact.pk)
    # Through the list it can, and the list keeps nothing that the contact does not say.
    beter = invoer(client, adres(kamp), drie[0]) | {"duur": "anders", "duur_anders": "2u", "reden": "Bas was er niet"}
    assert client.post(adres(kamp), beter).status_code == 302
    nu = Contact.objects.geldig().get()
    assert (nu.minuten, list(nu.deelnames.values_list("traject", flat=True))) == (120, [drie[0].pk])
    assert Zomerdeelname.objects.get().traject == drie[0]


def test_de_lijst_begint_bij_wat_het_contact_nu_zegt(
    client: Client, cast: Cast, drie: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    """A contact that was corrected by itself: "Verbeteren" does not silently put the old minutes and pupils back."""
    clock.move_to(NA_DE_DAG)
    contact = bevestigd(cast, eerste_dag(kamp), aanwezig(*drie[:2])).contact
    assert contact is not None
    Aanwezigheidslijst.objects.update(contact=None)  # as for who corrects it without having made the list
    corrigeer(cast, contact, minuten=120, trajecten=[drie[0]], aanwezig=[drie[0]])
    Aanwezigheidslijst.objects.update(contact=contact)

    pagina = cast.log_in(client, "smw_vo").get(adres(kamp))

    assert "2 uur" in tekst(pagina) and "3 uur" not in tekst(pagina).partition("Klopt het niet?")[0]
    staat = hoofdformulier(pagina)
    assert (staat["aanwezig"], staat["duur_anders"]) == ([str(drie[0].pk)], ["120"])


def test_wat_doorging_voor_het_afgelasten_blijft_te_bevestigen_en_te_verbeteren(
    client: Client, cast: Cast, drie: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    """Called off on Tuesday afternoon: Monday and Tuesday took place, Wednesday does not."""
    clock.move_to("2026-07-14T14:00:00+02:00")
    bevestigd(cast, eerste_dag(kamp), aanwezig(*drie[:2]))
    zomer.afgelasten(activiteit=kamp, versie=kamp.versie, reden="Hitte", door=cast["teamleider"], op=timezone.now())
    clock.move_to("2026-07-16T10:00:00+02:00")
    assert "bevestig wie er was" in start(cast, "smw_vo")
    cast.log_in(client, "smw_vo")

    pagina = client.get(f"/zomeractiviteiten/{kamp.pk}/")
    assert [verder for verder in range(5) if adres(kamp, verder) in pagina.text] == [0, 1]
    assert client.post(adres(kamp, 1), invoer(client, adres(kamp, 1), drie[0])).status_code == 302
    beter = invoer(client, adres(kamp), drie[0]) | {"duur": "anders", "duur_anders": "1u", "reden": "Bas was er niet"}
    assert client.post(adres(kamp), beter).status_code == 302
    assert sorted(Contact.objects.geldig().values_list("minuten", flat=True)) == [60, 180]
    assert client.get(adres(kamp, 2)).status_code == 404
    with pytest.raises(NietToegestaan, match="ging niet door"):
        bevestigd(cast, kamp.dagen.get(dag=kamp.van + timedelta(days=2)), aanwezig(drie[0]))
    assert "bevestig wie er was" not in start(cast, "smw_vo")


def test_wat_voor_het_begin_wordt_afgelast_is_geen_dag_geweest(
    cast: Cast, drie: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    clock.move_to("2026-07-13T08:59:00+02:00")
    zomer.afgelasten(activiteit=kamp, versie=kamp.versie, reden="Hitte", door=cast["teamleider"], op=timezone.now())
    assert not kamp.dagen.doorgegaan().exists()


def test_wie_er_die_dag_was_kan_worden_afgevinkt(
    client: Client, cast: Cast, drie: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    """There on Monday, and gone on Tuesday before Monday was confirmed: enrolment or traject ended, or only waited."""
    clock.move_to("2026-07-14T14:00:00+02:00")
    aaf, bas, cas = drie
    rij = kamp.aanmeldingen.get(traject=aaf)
    aanmeldingen.afmelden(aanmelding=rij, reden=Afmeldreden.WIL_NIET, door=cast["smw_vo"], op=timezone.now())
    trajecten.afsluiten(traject=bas, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())
    clock.move_to("2026-07-15T10:00:00+02:00")
    assert start(cast, "smw_vo").count("bevestig wie er was") == 3  # also today and yesterday, for Cas
    cast.log_in(client, "smw_vo")

    pagina = client.get(adres(kamp))
    assert "2 leerlingen van u" in tekst(pagina) and "Wie had geen plek, maar was er toch?" in pagina.text
    ingevuld = invoer(client, adres(kamp), aaf, bas) | {"toch_aanwezig": [str(cas.pk)]}
    assert client.post(adres(kamp), ingevuld).status_code == 302
    assert set(Zomerdeelname.objects.values_list("traject", flat=True)) == {een.pk for een in drie}
    assert Contact.objects.get().deelnames.count() == 3
    # On the day after they left only Cas is there to tick.
    morgen = client.get(adres(kamp, 2)).text
    assert "Cas Zqnaam" in morgen and "Aaf Zqnaam" not in morgen and "Bas Zqnaam" not in morgen
    with pytest.raises(NietToegestaan, match="niet aangemeld"):
        bevestigd(cast, kamp.dagen.get(dag=date(2026, 7, 15)), aanwezig(aaf))
