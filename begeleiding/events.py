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
    ("traject.heropend", Actie.WIJZIGEN, "heropende een traject"),
    ("traject.afgesloten", Actie.WIJZIGEN, "sloot een traject af"),
    ("toewijzing.vastgelegd", Actie.WIJZIGEN, "wees een medewerker aan een traject toe"),
    ("toewijzing.beeindigd", Actie.WIJZIGEN, "beëindigde een waarneming"),
    ("traject.fase_vo", Actie.WIJZIGEN, "ging met een traject naar de fase vo"),
    ("verdeling.gezien", Actie.LEZEN, "bekeek de verdeling van de trajecten"),
    ("contact.vastgelegd", Actie.MAKEN, "legde een contact vast"),
    ("contact.gecorrigeerd", Actie.WIJZIGEN, "corrigeerde een contact"),
    ("contact.ingetrokken", Actie.WIJZIGEN, "trok een contact in dat er niet was"),
    ("maand.gesloten", Actie.WIJZIGEN, "sloot een maand van de organisatie af"),
    ("maand.heropend", Actie.WIJZIGEN, "heropende een maand van de organisatie"),
)
