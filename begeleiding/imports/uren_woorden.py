"""What the words of another package mean: kinds of contact, workers and pupils. What is not known, a person says."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from begeleiding.imports.uren_rijen import Urenrij
from begeleiding.models import Traject, Urenwoord
from begeleiding.querysets.uren import werkers
from begeleiding.urencodes import LEERLING, MEDEWERKER, code
from begeleiding.workflow import CONTACTSOORTEN, Woordsoort
from gka.access.rights import Recht
from gka.models import Aanstelling, Keuze, Medewerker, Organisatie

# How many words of one kind are asked on one page; the most used ones first.
VRAGEN_HOOGSTENS = 50
# What a person answered: per kind of word the key of what it means, as text.
Antwoorden = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Kennis:
    """The meanings by word in lower case. `trajecten` are those whose names the reader may see; `leerlingen` knows also
    the codes of pupils who were guided before, for the days on which they were (`uren_regels`)."""

    soorten: Mapping[str, Keuze]
    medewerkers: Mapping[str, UUID]
    leerlingen: Mapping[str, Traject]
    aanstellingen: Mapping[UUID, Sequence[Aanstelling]]
    trajecten: Mapping[UUID, Traject]

    def kent(self, soort: Woordsoort) -> Mapping[str, Any]:
        """The known words of one kind."""
        return {
            Woordsoort.SOORT: self.soorten,
            Woordsoort.MEDEWERKER: self.medewerkers,
            Woordsoort.LEERLING: self.leerlingen,
        }[soort]


def kennis(organisatie: Organisatie, lezer: Medewerker, antwoorden: Antwoorden, *, alles: bool) -> Kennis:
    """Own codes, what was remembered, and what was answered just now; the last of these wins.

    With `alles` for everybody at the organisation, else for the reader alone.
    """
    regio = organisatie.regio_id
    keuzes = list(Keuze.objects.filter(lijst__regio=regio, lijst__code=CONTACTSOORTEN).order_by("volgorde"))
    aanstellingen: dict[UUID, list[Aanstelling]] = {}
    for aanstelling in werkers(Organisatie.objects.filter(regio=regio)):
        aanstellingen.setdefault(aanstelling.medewerker_id, []).append(aanstelling)
    zichtbaar = Traject.objects.zichtbaar_voor(lezer, recht=Recht.UREN_INZIEN).filter(cohort__regio=regio)
    trajecten = {traject.pk: traject for traject in zichtbaar.select_related("cohort", "leerling")}
    hier = [een for lijst in aanstellingen.values() for een in lijst if een.organisatie_id == organisatie.pk]
    van_wie = hier if alles else aanstellingen.get(lezer.pk, [])
    eerder = Traject.objects.filter(cohort__regio=regio).lopend().ooit_begeleid_door(van_wie, timezone.localdate())
    bekend = {traject.pk: traject for traject in eerder.select_related("cohort", "leerling")} | trajecten
    soorten = {woord: keuze for keuze in keuzes for woord in (keuze.label.casefold(), keuze.code)}
    eigen_m = _eenduidig((code(MEDEWERKER, key), key) for key in aanstellingen)
    eigen_l = _eenduidig((code(LEERLING, key), key) for key in bekend)
    per_pk = {keuze.pk: keuze for keuze in keuzes}
    soort_van = _woorden(organisatie, Woordsoort.SOORT, antwoorden, {str(pk): pk for pk in per_pk})
    mede_van = _woorden(organisatie, Woordsoort.MEDEWERKER, antwoorden, {str(key): key for key in aanstellingen})
    leer_van = _woorden(organisatie, Woordsoort.LEERLING, antwoorden, {str(key): key for key in bekend})
    return Kennis(
        soorten=soorten | {woord: per_pk[pk] for woord, pk in soort_van.items()},
        medewerkers=eigen_m | mede_van,
        leerlingen={woord: bekend[key] for woord, key in (eigen_l | leer_van).items()},
        aanstellingen=aanstellingen,
        trajecten=trajecten,
    )


def onbekend(rijen: Iterable[Urenrij], weet: Kennis, *, alles: bool = False) -> dict[Woordsoort, list[str]]:
    """The words to ask about, the most used first; with `alles` also those that are known, to choose again."""
    gebruikt: dict[Woordsoort, Counter[str]] = {soort: Counter() for soort in Woordsoort}
    for rij in rijen:
        if rij.reden:
            continue
        gebruikt[Woordsoort.SOORT][rij.soort] += 1
        gebruikt[Woordsoort.MEDEWERKER].update(rij.medewerkers)
        gebruikt[Woordsoort.LEERLING].update([rij.leerling] * bool(rij.leerling))
    return {
        soort: [woord for woord, _ in teller.most_common() if alles or woord.casefold() not in weet.kent(soort)][
            :VRAGEN_HOOGSTENS
        ]
        for soort, teller in gebruikt.items()
    }


def _eenduidig(paren: Iterable[tuple[str, UUID]]) -> dict[str, UUID]:
    """By code; a code that two of them would share (one in millions) means nobody."""
    lijst = list(paren)
    keer = Counter(naam for naam, _ in lijst)
    return {naam.casefold(): key for naam, key in lijst if keer[naam] == 1}


def _woorden(
    organisatie: Organisatie, soort: Woordsoort, antwoorden: Antwoorden, mogelijk: Mapping[str, Any]
) -> dict[str, Any]:
    """Remembered and answered; a meaning that is not possible (any more) is left out."""
    bekend = {woord: str(betekenis) for woord, (betekenis, _) in Urenwoord.objects.van(organisatie, soort).items()}
    bekend |= {woord.casefold(): key for woord, key in antwoorden.get(soort, {}).items()}
    return {woord: mogelijk[key] for woord, key in bekend.items() if key in mogelijk}
