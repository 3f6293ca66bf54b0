"""The kinds of audit events of intervention 1."""

from gka.audit.kinds import register
from gka.models import Actie

register(
    ("overleggen.gezien", Actie.LEZEN, "bekeek de lijst met overleggen"),
    ("overleg.gezien", Actie.LEZEN, "bekeek een overleg"),
    ("besprekingen.gezien", Actie.LEZEN, "bekeek de leerlingen op de lijst van een overleg"),
    ("overleg.gepland", Actie.MAKEN, "plande een overleg"),
    ("overleg.gewijzigd", Actie.WIJZIGEN, "wijzigde een overleg"),
    ("overleg.afgelast", Actie.WIJZIGEN, "lastte een overleg af"),
    ("overleg.uitnodiging_verstuurd", Actie.UITVOEREN, "verstuurde een bericht over een overleg"),
    ("overleg.agenda_gezien", Actie.LEZEN, "bekeek de agenda van een overleg om te printen"),
    ("overdracht.naar_school_gezien", Actie.LEZEN, "bekeek wie er naar de eigen school komt"),
    ("overleg.verslag_gezien", Actie.LEZEN, "bekeek het verslag van een overleg"),
    ("bespreking.brief_gezien", Actie.LEZEN, "maakte de brief voor de ouders"),
    ("overleg.leerling_van_lijst", Actie.WIJZIGEN, "haalde een leerling van de lijst van een overleg"),
    ("overleg.leerling_toegevoegd", Actie.MAKEN, "zette een leerling op de lijst van een overleg"),
    ("overleggen.toezicht_gezien", Actie.LEZEN, "bekeek de lijst met overleggen, zonder namen"),
    ("overleg.toezicht_gezien", Actie.LEZEN, "bekeek een overleg, zonder namen en teksten"),
    ("bespreking.toezicht_gezien", Actie.LEZEN, "bekeek de bespreking van een leerling, zonder naam en teksten"),
    ("uitkomsten.gezien", Actie.LEZEN, "bekeek wat er in overleggen is besloten, zonder waarom"),
    ("bespreking.gezien", Actie.LEZEN, "bekeek de bespreking van een leerling"),
    ("bespreking.bijgewerkt", Actie.WIJZIGEN, "werkte de bespreking van een leerling bij"),
    ("instemming.vastgelegd", Actie.MAKEN, "legde het standpunt van een partij vast"),
    ("afspraak.gemaakt", Actie.MAKEN, "legde een afspraak over een leerling vast"),
    ("afspraak.klaar", Actie.WIJZIGEN, "meldde een afspraak over een leerling klaar"),
    ("afspraak.heropend", Actie.WIJZIGEN, "zette een afspraak over een leerling weer open"),
    ("afspraak.vervallen", Actie.WIJZIGEN, "liet een afspraak over een leerling vervallen"),
    ("besluit.vastgelegd", Actie.MAKEN, "legde een besluit over een leerling vast"),
    ("besluit.heroverwogen", Actie.MAKEN, "opende een besluit opnieuw na een nee of een ingetrokken toestemming"),
)
