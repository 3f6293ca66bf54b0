"""The pupil, and the facts about a pupil that change over time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from gka.models.basis import PeriodeModel, UuidModel, VersieModel, een_van, periode_klopt, samen_gevuld
from gka.models.cohort import Cohort
from gka.models.regio import Gemeente, Regio, School
from gka.privacy.encryption import EncryptedTextField
from gka.querysets import AdviesQuerySet, LeerlingQuerySet, OuderQuerySet, PeriodeQuerySet
from gka.workflow import (
    HOOGSTENS_OUDERS,
    NIVEAUS,
    RANGWOORDEN,
    Adviessoort,
    Advieswaarde,
    Keuzesoort,
    Relatie,
)


class Leerling(UuidModel, VersieModel):
    """Een kind dat de overstap maakt. Geen BSN, adres, geslacht, diagnose, score of foto."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="leerlingen")
    roepnaam = models.CharField("roepnaam", max_length=64)
    tussenvoegsel = models.CharField("tussenvoegsel", max_length=20, blank=True)
    achternaam = models.CharField("achternaam", max_length=200, blank=True)
    geboortedatum = models.DateField("geboortedatum")
    leerlingnummer = models.CharField("leerlingnummer van de school", max_length=256, blank=True)
    leerlingnummer_van = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    gemaakt_op = models.DateTimeField("gemaakt op")

    objects = LeerlingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["achternaam", "roepnaam"], name="leerling_naam")]
        constraints = [
            models.CheckConstraint(name="leerling_roepnaam_gevuld", condition=~Q(roepnaam="")),
            models.UniqueConstraint(
                fields=["leerlingnummer_van", "leerlingnummer"],
                condition=~Q(leerlingnummer=""),
                name="leerling_nummer_uniek_per_school",
            ),
            models.CheckConstraint(
                name="leerling_nummer_met_school",
                condition=Q(leerlingnummer="", leerlingnummer_van__isnull=True)
                | (~Q(leerlingnummer="") & Q(leerlingnummer_van__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def naam(self) -> str:
        """Roepnaam tussenvoegsel Achternaam."""
        return " ".join(part for part in (self.roepnaam, self.tussenvoegsel, self.achternaam) if part)

    @property
    def korte_naam(self) -> str:
        """Roepnaam with the first letter of the surname: enough at the table, where the names are known."""
        return f"{self.roepnaam} {self.achternaam[0]}." if self.achternaam else self.roepnaam

    @property
    def initialen(self) -> str:
        """B.V., for a screen that others look at too."""
        return "".join(f"{part[0]}." for part in (self.roepnaam, self.achternaam) if part)

    @property
    def kenmerk(self) -> str:
        """The first eight characters of the key by which the audit names the pupil, for who may not read the name."""
        return str(self.pk)[:8]

    @property
    def lijstnaam(self) -> str:
        """Achternaam, Roepnaam tussenvoegsel: the order in which a school reads a list."""
        eerste = " ".join(part for part in (self.roepnaam, self.tussenvoegsel) if part)
        return f"{self.achternaam}, {eerste}" if self.achternaam else eerste

    def get_absolute_url(self) -> str:
        return reverse("gka:leerling", kwargs={"pk": self.pk})


class Cohortdeelname(models.Model):
    """Een leerling hoort bij een cohort, ook als er (nog) geen traject is."""

    leerling = models.ForeignKey(Leerling, models.PROTECT, related_name="cohortdeelnames")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="cohortdeelnames")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leerling", "cohort"], name="cohortdeelname_eenmaal")]

    def __str__(self) -> str:
        return f"cohort {self.cohort}"


class Schoolkeuze(UuidModel, PeriodeModel):
    """Een school op de weg van een leerling: basisschool, gewenste of definitieve vo-school, met begin en eind."""

    leerling = models.ForeignKey(Leerling, models.PROTECT, related_name="schoolkeuzes")
    soort = models.CharField("soort", max_length=20, choices=Keuzesoort)
    school = models.ForeignKey(School, models.PROTECT, related_name="schoolkeuzes")
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField("vastgelegd op")

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("schoolkeuze_soort", "soort", Keuzesoort),
            periode_klopt("schoolkeuze_periode"),
            models.UniqueConstraint(
                fields=["leerling", "soort"], condition=Q(tot__isnull=True), name="schoolkeuze_een_lopend_per_soort"
            ),
            models.UniqueConstraint(fields=["leerling", "soort", "van"], name="schoolkeuze_een_begin_per_dag"),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()}: {self.school}"


class Woonplaats(PeriodeModel):
    """De gemeente waar een leerling woont; kosten gaan over gemeentegrenzen heen. Een adres houden we niet bij."""

    leerling = models.ForeignKey(Leerling, models.PROTECT, related_name="woonplaatsen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        constraints = [
            periode_klopt("woonplaats_periode"),
            models.UniqueConstraint(fields=["leerling"], condition=Q(tot__isnull=True), name="woonplaats_een_lopend"),
            models.UniqueConstraint(fields=["leerling", "van"], name="woonplaats_een_begin_per_dag"),
        ]

    def __str__(self) -> str:
        return str(self.gemeente)


class Ouder(UuidModel, VersieModel):
    """Een ouder of verzorger. `contact` is versleuteld; een naam houden we niet apart bij, wel een volgnummer."""

    leerling = models.ForeignKey(Leerling, models.PROTECT, related_name="ouders")
    relatie = models.CharField("relatie", max_length=20, choices=Relatie)
    nummer = models.PositiveSmallIntegerField("de hoeveelste met deze relatie", default=1)
    gezag = models.BooleanField("heeft gezag", default=True)
    taal = models.CharField("taal", max_length=8, default="nl")
    liever_mondeling = models.BooleanField("liever mondeling", default=False)
    contact = EncryptedTextField("contact", blank=True, default="")

    objects = OuderQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("ouder_relatie", "relatie", Relatie),
            models.CheckConstraint(
                name="ouder_nummer_mogelijk", condition=Q(nummer__gte=1, nummer__lte=HOOGSTENS_OUDERS)
            ),
            models.UniqueConstraint(fields=["leerling", "relatie", "nummer"], name="ouder_nummer_per_relatie"),
        ]

    def __str__(self) -> str:
        return f"{RANGWOORDEN[self.nummer - 1]} {self.get_relatie_display()}".strip()

    def get_absolute_url(self) -> str:
        return reverse("gka:ouder", kwargs={"pk": self.pk})


def _niet_lager() -> Q:
    """The levels of the advice reach those it had to reach; a value without a place on the scale is not compared."""
    genoeg = Q(minstens_laag__isnull=True) | Q(waarde__in=[waarde for waarde in Advieswaarde if waarde not in NIVEAUS])
    for laag, hoog in sorted(set(NIVEAUS.values())):
        waarden = [waarde for waarde, niveaus in NIVEAUS.items() if niveaus == (laag, hoog)]
        genoeg |= Q(waarde__in=waarden, minstens_laag__lte=laag, minstens_hoog__lte=hoog)
    return genoeg


class Advies(UuidModel):
    """Eén schooladvies. Rijen veranderen niet: het voorlopige advies blijft naast het definitieve staan.

    Een verbetering vervangt de vorige rij van dezelfde soort. `minstens_laag` en `minstens_hoog` zijn de niveaus van
    het voorlopige advies op het moment van vastleggen: daar mag het definitieve advies niet onder liggen.
    """

    leerling = models.ForeignKey(Leerling, models.PROTECT, related_name="adviezen")
    soort = models.CharField("soort", max_length=20, choices=Adviessoort)
    waarde = models.CharField("advies", max_length=40, choices=Advieswaarde)
    datum = models.DateField("datum")
    minstens_laag = models.PositiveSmallIntegerField("laagste niveau is minstens", null=True, blank=True)
    minstens_hoog = models.PositiveSmallIntegerField("hoogste niveau is minstens", null=True, blank=True)
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField("vastgelegd op")
    vervangt = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="vervangen_door")

    objects = AdviesQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("advies_soort", "soort", Adviessoort),
            een_van("advies_waarde", "waarde", Advieswaarde),
            samen_gevuld("advies_minstens_samen", "minstens_laag", "minstens_hoog"),
            models.CheckConstraint(
                name="advies_minstens_bij_definitief",
                condition=Q(soort=Adviessoort.DEFINITIEF) | Q(minstens_laag__isnull=True),
            ),
            models.CheckConstraint(name="advies_nooit_lager", condition=_niet_lager()),
            models.UniqueConstraint(
                fields=["leerling", "soort"], condition=Q(vervangt__isnull=True), name="advies_een_begin_per_soort"
            ),
        ]

    def __str__(self) -> str:
        return self.get_waarde_display()
