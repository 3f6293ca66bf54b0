"""How long every table is kept, whether it is about people, and whether it may only grow. Declarations only.

Periods and sources: kennis/domein.md 5.6; the privacy officer decides, an organisation may shorten them. This list is
composition, like the settings: it names the models of every app as strings, so that one page shows them all. A test
holds that every table is on it and that "only grows" is what the database enforces.
"""

from dataclasses import dataclass
from enum import Enum


class Klasse(Enum):
    """A class of retention: what happens, when, and on what ground."""

    SCHOOLDEEL = (
        "verwijderen 2 jaar nadat de leerling van school is; niet opgenomen of geen toestemming: contactgegevens "
        "6 weken na het besluit, de rest meteen",
        "domein.md 5.6: schooldossier 2 jaar; Wmo-selectielijst 6 weken",
    )
    UREN = (
        "band met de leerling weg op 31 december van cohortjaar + 2; uren blijven 2 jaar na de verantwoording",
        "domein.md 5.6: urenregistratie SMW",
    )
    AANTEKENING = ("verwijderen 6 maanden nadat het traject is gesloten", "ontwerp 8: aantekeningen van de SMW")
    TOESTEMMINGSBEWIJS = ("zolang de gegevens er zijn en 1 jaar daarna", "domein.md 5.6: bewijs van toestemming")
    PERSONEEL = ("2 jaar na de laatste aanstelling naamloos maken", "domein.md 5.6: verantwoording van wie wat deed")
    LOGBOEK = ("5 jaar, daarna hele verzegelde reeksen tegelijk weg", "domein.md 5.6: NEN 7513, ten minste 5 jaar")
    INRICHTING = ("zolang het programma loopt; gaat niet over personen", "domein.md 7.10: lijsten vervallen, nooit weg")
    CIJFERS = ("blijvend: beschermde aantallen, niet terug te voeren op een leerling", "ontwerp 5; anonimisering 5.4")
    ONDERZOEK = (
        "versleutelde inhoud weg op de vervaldatum; aanvraag en goedkeuringen 10 jaar na de laatste publicatie",
        "domein.md 5.6: onderzoeksgegevens UM",
    )
    TECHNISCH = ("binnen 90 dagen opruimen", "domein.md 5.6: reservekopieën ten hoogste 90 dagen")


@dataclass(frozen=True)
class Bewaartermijn:
    """The decision for one table."""

    klasse: Klasse
    over_personen: bool
    alleen_aanvullen: bool = False

    @property
    def gebeurt(self) -> str:
        """What happens to the rows, and when."""
        return self.klasse.value[0]

    @property
    def bron(self) -> str:
        """Where the period comes from."""
        return self.klasse.value[1]


def _over(klasse: Klasse, *, alleen_aanvullen: bool = False) -> Bewaartermijn:
    return Bewaartermijn(klasse, over_personen=True, alleen_aanvullen=alleen_aanvullen)


def _niet_over(klasse: Klasse, *, alleen_aanvullen: bool = False) -> Bewaartermijn:
    return Bewaartermijn(klasse, over_personen=False, alleen_aanvullen=alleen_aanvullen)


BEWAARTERMIJNEN: dict[str, Bewaartermijn] = {
    "gka.Regio": _niet_over(Klasse.INRICHTING),
    "gka.Gemeente": _niet_over(Klasse.INRICHTING),
    "gka.Organisatie": _niet_over(Klasse.INRICHTING),
    "gka.School": _niet_over(Klasse.INRICHTING),
    "gka.SchoolAlias": _niet_over(Klasse.INRICHTING),
    "gka.Vakantie": _niet_over(Klasse.INRICHTING),
    "gka.Cohort": _niet_over(Klasse.INRICHTING),
    "gka.Stap": _niet_over(Klasse.INRICHTING),
    "gka.Plaatsen": _niet_over(Klasse.INRICHTING),
    "gka.Keuzelijst": _niet_over(Klasse.INRICHTING),
    "gka.Keuze": _niet_over(Klasse.INRICHTING),
    "gka.Medewerker": _over(Klasse.PERSONEEL),
    "gka.Aanstelling": _over(Klasse.PERSONEEL),
    "gka.Kolomindeling": _niet_over(Klasse.INRICHTING),
    "gka.Leerling": _over(Klasse.SCHOOLDEEL),
    "gka.Cohortdeelname": _over(Klasse.SCHOOLDEEL),
    "gka.Schoolkeuze": _over(Klasse.SCHOOLDEEL),
    "gka.Woonplaats": _over(Klasse.SCHOOLDEEL),
    "gka.Ouder": _over(Klasse.SCHOOLDEEL),
    "gka.Advies": _over(Klasse.SCHOOLDEEL, alleen_aanvullen=True),
    "gka.Toestemming": _over(Klasse.TOESTEMMINGSBEWIJS, alleen_aanvullen=True),
    "gka.Gebeurtenis": _over(Klasse.LOGBOEK, alleen_aanvullen=True),
    "gka.Zegel": _niet_over(Klasse.LOGBOEK, alleen_aanvullen=True),
    "gka.Opdracht": _niet_over(Klasse.TECHNISCH),
    "overdracht.Overleg": _niet_over(Klasse.SCHOOLDEEL),
    "overdracht.Deelnemer": _over(Klasse.SCHOOLDEEL),
    "overdracht.NietAanTafel": _over(Klasse.SCHOOLDEEL),
    "overdracht.Bespreking": _over(Klasse.SCHOOLDEEL),
    "overdracht.Bespreking_ouders_erbij": _over(Klasse.SCHOOLDEEL),
    "overdracht.EerdereInhoud": _over(Klasse.SCHOOLDEEL, alleen_aanvullen=True),
    "overdracht.Instemming": _over(Klasse.SCHOOLDEEL, alleen_aanvullen=True),
    "overdracht.Besluit": _over(Klasse.SCHOOLDEEL, alleen_aanvullen=True),
    "overdracht.Afspraak": _over(Klasse.SCHOOLDEEL),
    "overdracht.Afspraakwissel": _over(Klasse.SCHOOLDEEL, alleen_aanvullen=True),
    "overdracht.Concept": _over(Klasse.TECHNISCH),
    "overdracht.Statuswissel": _over(Klasse.SCHOOLDEEL, alleen_aanvullen=True),
    "begeleiding.Traject": _over(Klasse.UREN),
    "begeleiding.Statuswissel": _over(Klasse.UREN, alleen_aanvullen=True),
    "begeleiding.Toewijzing": _over(Klasse.UREN),
    "begeleiding.Fasewissel": _over(Klasse.UREN, alleen_aanvullen=True),
    "begeleiding.Toewijzingswissel": _over(Klasse.UREN, alleen_aanvullen=True),
    "begeleiding.Contact": _over(Klasse.UREN),
    "begeleiding.Inzet": _over(Klasse.UREN),
    "begeleiding.Contactdeelname": _over(Klasse.UREN),
    "begeleiding.Maandafsluiting": _niet_over(Klasse.UREN),
    "begeleiding.Urenbudget": _over(Klasse.UREN),
    "begeleiding.Urenindeling": _niet_over(Klasse.INRICHTING),
    "begeleiding.Urenwoord": _over(Klasse.UREN),
    "begeleiding.Positie": _over(Klasse.SCHOOLDEEL, alleen_aanvullen=True),
    "begeleiding.Doel": _over(Klasse.SCHOOLDEEL),
    "begeleiding.Doel_domeinen": _over(Klasse.SCHOOLDEEL),
    "begeleiding.Doeltekst": _over(Klasse.SCHOOLDEEL, alleen_aanvullen=True),
    "begeleiding.Doelscore": _over(Klasse.SCHOOLDEEL, alleen_aanvullen=True),
    "begeleiding.Aantekening": _over(Klasse.AANTEKENING, alleen_aanvullen=True),
    "begeleiding.Zomeractiviteit": _niet_over(Klasse.INRICHTING),
    "begeleiding.Zomerwijziging": _niet_over(Klasse.INRICHTING, alleen_aanvullen=True),
    "begeleiding.Zomerdag": _niet_over(Klasse.INRICHTING),
    "begeleiding.Aanmelding": _over(Klasse.UREN),
    "begeleiding.Aanwezigheidslijst": _over(Klasse.UREN),
    "begeleiding.Zomerdeelname": _over(Klasse.UREN),
    "monitoring.Momentopname": _niet_over(Klasse.CIJFERS, alleen_aanvullen=True),
    "monitoring.Publicatie": _niet_over(Klasse.CIJFERS, alleen_aanvullen=True),
    "monitoring.Rapport": _niet_over(Klasse.CIJFERS, alleen_aanvullen=True),
    "monitoring.Exportaanvraag": _over(Klasse.ONDERZOEK),
    "monitoring.Exportaanvraag_cohorten": _niet_over(Klasse.ONDERZOEK),
    "monitoring.Export": _over(Klasse.ONDERZOEK),
    "account.EmailAddress": _over(Klasse.PERSONEEL),
    "account.EmailConfirmation": _over(Klasse.PERSONEEL),
    "mfa.Authenticator": _over(Klasse.PERSONEEL),
    "sessions.Session": _over(Klasse.TECHNISCH),
    "auth.Group": _niet_over(Klasse.TECHNISCH),
    "auth.Group_permissions": _niet_over(Klasse.TECHNISCH),
    "auth.Permission": _niet_over(Klasse.TECHNISCH),
    "contenttypes.ContentType": _niet_over(Klasse.TECHNISCH),
}
