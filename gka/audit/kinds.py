"""The kinds of events, each with its action and the Dutch sentence that shows it. Every app registers its own."""

from dataclasses import dataclass

from gka.models import Actie


@dataclass(frozen=True)
class Kind:
    code: str
    actie: Actie
    zin: str


KINDS: dict[str, Kind] = {}


def register(*kinds: tuple[str, Actie, str]) -> None:
    """Add kinds as (code, action, sentence). The code is `model.deed`, lower case."""
    for code, actie, zin in kinds:
        KINDS[code] = Kind(code, actie, zin)


register(
    ("toegang.geweigerd", Actie.LEZEN, "kreeg geen toegang"),
    ("leerling.gezien", Actie.LEZEN, "bekeek een leerling"),
    ("leerlingen.gezien", Actie.LEZEN, "bekeek een lijst met leerlingen"),
    ("oud_leerlingen.gezien", Actie.LEZEN, "bekeek de lijst met oud-leerlingen"),
    ("leerlingen.gedownload", Actie.LEZEN, "haalde een lijst met leerlingen op als bestand"),
    ("leerlingen.ingelezen", Actie.MAKEN, "las een leerlinglijst in"),
    ("leerling.toegevoegd", Actie.MAKEN, "voegde een leerling toe"),
    ("leerling.aan_jaar_toegevoegd", Actie.WIJZIGEN, "voegde een leerling toe aan een volgend jaar"),
    ("leerling.bijgewerkt", Actie.WIJZIGEN, "werkte een leerling bij"),
    ("leerling.elders", Actie.LEZEN, "voegde een leerling van een andere basisschool niet toe"),
    ("ouder.toegevoegd", Actie.MAKEN, "voegde een ouder toe"),
    ("ouder.bijgewerkt", Actie.WIJZIGEN, "werkte een ouder bij"),
    ("ouder.verwijderd", Actie.VERWIJDEREN, "verwijderde een ouder"),
    ("woonplaats.vastgelegd", Actie.WIJZIGEN, "legde de woongemeente van een leerling vast"),
    ("schoolkeuze.vastgelegd", Actie.WIJZIGEN, "legde een schoolkeuze vast"),
    ("advies.vastgelegd", Actie.MAKEN, "legde een advies vast"),
    ("toestemming.vastgelegd", Actie.MAKEN, "legde een antwoord op een toestemmingsvraag vast"),
    ("toestemming.formulier", Actie.LEZEN, "opende een toestemmingsformulier"),
    ("aanstelling.toegekend", Actie.MAKEN, "kende een aanstelling toe"),
    ("aanstelling.bevestigd", Actie.WIJZIGEN, "bevestigde een aanstelling"),
    ("aanstelling.beeindigd", Actie.WIJZIGEN, "beëindigde een aanstelling"),
    ("medewerker.ingelogd", Actie.UITVOEREN, "logde in"),
    ("medewerker.uitgelogd", Actie.UITVOEREN, "logde uit"),
    ("medewerker.inloggen_mislukt", Actie.UITVOEREN, "kon niet inloggen"),
    ("medewerker.berichten_ingesteld", Actie.WIJZIGEN, "zette het weekoverzicht aan of uit"),
    ("medewerker.inlogmiddel_gewijzigd", Actie.WIJZIGEN, "wijzigde een wachtwoord of tweede stap"),
)
