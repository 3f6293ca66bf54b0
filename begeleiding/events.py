"""The audit events of intervention 2."""

from gka.audit import kinds
from gka.models import Actie

kinds.register(
    ("traject.gezien", Actie.LEZEN, "bekeek een traject"),
    ("trajecten.gezien", Actie.LEZEN, "bekeek een lijst met trajecten"),
    ("caseload.gezien", Actie.LEZEN, "bekeek de eigen leerlingen op de startpagina"),
    ("traject.voorgesteld", Actie.MAKEN, "maakte een traject na een besluit"),
    ("traject.gestart", Actie.WIJZIGEN, "startte een traject"),
    ("traject.gestopt", Actie.WIJZIGEN, "stopte een traject na een nieuw besluit"),
    ("traject.heropend", Actie.WIJZIGEN, "heropende een traject na een nieuw besluit"),
    ("traject.afgesloten", Actie.WIJZIGEN, "sloot een traject af"),
    ("toewijzing.vastgelegd", Actie.WIJZIGEN, "wees een medewerker aan een traject toe"),
    ("contact.vastgelegd", Actie.MAKEN, "legde een contact vast"),
    ("contact.gecorrigeerd", Actie.WIJZIGEN, "corrigeerde een contact"),
    ("contact.ingetrokken", Actie.WIJZIGEN, "trok een contact in dat er niet was"),
    ("positie.vastgelegd", Actie.MAKEN, "legde vast in welke klas een leerling zit"),
    ("posities.gezien", Actie.LEZEN, "bekeek in welke klas leerlingen zitten"),
    ("signalen.gezien", Actie.LEZEN, "bekeek per medewerker hoeveel leerlingen aandacht vragen"),
    ("weekoverzicht.verstuurd", Actie.UITVOEREN, "kreeg het weekoverzicht per mail"),
    ("toelating.gezien", Actie.LEZEN, "bekeek welke leerlingen naar de eigen school willen"),
    ("maand.gesloten", Actie.WIJZIGEN, "sloot een maand van de organisatie af"),
    ("maand.heropend", Actie.WIJZIGEN, "heropende een maand van de organisatie"),
    ("uren.gezien", Actie.LEZEN, "bekeek uren"),
    ("uren.gedownload", Actie.LEZEN, "haalde uren op als bestand"),
    ("uren.ingelezen", Actie.MAKEN, "las uren in uit een bestand"),
    ("urenbudget.vastgelegd", Actie.WIJZIGEN, "legde een urenbudget vast"),
)
