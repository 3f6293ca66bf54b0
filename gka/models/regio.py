"""Programme, municipalities, organisations and schools."""

from django.db import models
from django.db.models import Q

from gka.models.basis import een_van, periode_klopt
from gka.querysets import OrganisatieQuerySet, SchoolQuerySet
from gka.workflow import Deelname, Organisatiesoort, Schoolsoort


class Regio(models.Model):
    """Een programma in een gebied, bijvoorbeeld Parkstad; alles en iedereen hoort bij precies één regio."""

    code = models.SlugField("code", max_length=40, unique=True)
    naam = models.CharField("naam", max_length=100)
    projectnaam = models.CharField("naam van het project", max_length=200)
    # When guidance of a pupil needs a look; what the programme agreed, so data.
    stil_na = models.PositiveSmallIntegerField("niet gesproken na (dagen buiten vakanties)", default=21)
    eerste_contact_binnen = models.PositiveSmallIntegerField(
        "eerste contact na het besluit binnen (dagen buiten vakanties)", default=14
    )
    warme_start_binnen = models.PositiveSmallIntegerField(
        "eerste contact in de fase vo binnen (schooldagen)", default=15
    )
    vast_gezicht_vanaf = models.PositiveSmallIntegerField("vast gezicht vanaf (procent van de contacten)", default=80)
    vast_gezicht_bij = models.PositiveSmallIntegerField("vast gezicht telt bij (directe contacten)", default=3)
    # How long who handed a pupil over may still type in a contact of before (docs/adr/0014).
    vergeten_binnen = models.PositiveSmallIntegerField("vergeten contact na overdracht binnen (dagen)", default=14)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="regio_signalen_mogelijk",
                condition=Q(
                    stil_na__range=(1, 200),
                    eerste_contact_binnen__range=(1, 200),
                    warme_start_binnen__range=(1, 200),
                    vast_gezicht_vanaf__range=(1, 100),
                    vast_gezicht_bij__range=(1, 200),
                ),
            ),
            models.CheckConstraint(name="regio_vergeten_mogelijk", condition=Q(vergeten_binnen__range=(0, 62))),
        ]

    def __str__(self) -> str:
        return self.naam


class Gemeente(models.Model):
    """Een gemeente, met de CBS-code van vier cijfers."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="gemeenten")
    cbs_code = models.CharField("CBS-code", max_length=4, unique=True)
    naam = models.CharField("naam", max_length=100)
    deelname = models.CharField("deelname", max_length=20, choices=Deelname, default=Deelname.GEEN)

    class Meta:
        constraints = [
            een_van("gemeente_deelname", "deelname", Deelname),
            models.CheckConstraint(name="gemeente_cbs_code_vier_cijfers", condition=Q(cbs_code__regex=r"^[0-9]{4}$")),
        ]

    def __str__(self) -> str:
        return self.naam


class Organisatie(models.Model):
    """Een partij met medewerkers: schoolbestuur, welzijnsorganisatie, gemeente, universiteit of projectteam."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="organisaties")
    soort = models.CharField("soort", max_length=20, choices=Organisatiesoort)
    naam = models.CharField("naam", max_length=100)
    officiele_naam = models.CharField("officiële naam", max_length=200, blank=True)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="organisaties")
    deelname = models.CharField("deelname", max_length=20, choices=Deelname, default=Deelname.BEVESTIGD)

    objects = OrganisatieQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("organisatie_soort", "soort", Organisatiesoort),
            een_van("organisatie_deelname", "deelname", Deelname),
            models.UniqueConstraint(fields=["regio", "soort", "naam"], name="organisatie_een_naam_per_soort"),
            models.CheckConstraint(
                name="organisatie_gemeente_hoort_bij_gemeente",
                condition=~Q(soort=Organisatiesoort.GEMEENTE) | Q(gemeente__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class School(models.Model):
    """Een basisschool of een vestiging van een middelbare school; `naam` is zoals mensen haar noemen."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="scholen")
    soort = models.CharField("soort", max_length=2, choices=Schoolsoort)
    naam = models.CharField("naam", max_length=100)
    officiele_naam = models.CharField("officiële naam", max_length=200, blank=True)
    brin_vestiging = models.CharField("BRIN met vestigingsnummer", max_length=6, unique=True)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="scholen")
    bestuur = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="scholen")
    deelname = models.CharField("deelname", max_length=20, choices=Deelname, default=Deelname.BEVESTIGD)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("school_soort", "soort", Schoolsoort),
            een_van("school_deelname", "deelname", Deelname),
            models.CheckConstraint(
                name="school_brin_vestiging_vorm", condition=Q(brin_vestiging__regex=r"^[0-9]{2}[A-Z]{2}[0-9]{2}$")
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class SchoolAlias(models.Model):
    """Een andere naam waaronder mensen een school kennen (de school schrijft Brandenberg, de agenda Brandenburg)."""

    school = models.ForeignKey(School, models.CASCADE, related_name="aliassen")
    naam = models.CharField("naam", max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "naam"], name="schoolalias_eenmaal")]

    def __str__(self) -> str:
        return self.naam


class Vakantie(models.Model):
    """Dagen zonder school in een regio; schooldagen tellen daar omheen."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="vakanties")
    naam = models.CharField("naam", max_length=100)
    van = models.DateField("eerste dag")
    tot = models.DateField("laatste dag")

    class Meta:
        constraints = [periode_klopt("vakantie_periode")]

    def __str__(self) -> str:
        return self.naam
