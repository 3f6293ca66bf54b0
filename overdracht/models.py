"""Intervention 1: the knooppuntoverleg, who sat there, what was said and what was decided together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from gka.models import Aanstelling, Cohort, Keuze, Leerling, Ouder, School
from gka.models.basis import StatuswisselModel, UuidModel, VersieModel, een_van, samen_gevuld
from gka.privacy.encryption import EncryptedTextField
from gka.workflow import Wijze
from overdracht.querysets import (
    AfspraakQuerySet,
    BesluitQuerySet,
    BesprekingQuerySet,
    ConceptQuerySet,
    InstemmingQuerySet,
    OverlegQuerySet,
)
from overdracht.workflow import (
    KORTSTE,
    LANGSTE,
    ZONDER_WIJZE,
    Afspraakstand,
    Besprekingstatus,
    Functie,
    Keus,
    Partij,
    Standpunt,
    Uitkomst,
)


class Overleg(UuidModel, VersieModel):
    """Knooppuntoverleg: de IB-er roept het bijeen op de basisschool; daar wordt samen besloten."""

    school = models.ForeignKey(School, models.PROTECT, related_name="overleggen")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="overleggen")
    datum = models.DateField("datum")
    tijd = models.TimeField("tijd")
    duur = models.PositiveSmallIntegerField("duur in minuten", default=60)
    plaats = models.CharField("plaats", max_length=100)
    gemaakt_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField("gemaakt op")
    afgelast_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="afgelast door"
    )
    afgelast_op = models.DateTimeField("afgelast op", null=True, blank=True)

    objects = OverlegQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="overleg_plaats_gevuld", condition=~Q(plaats="")),
            models.CheckConstraint(name="overleg_duur", condition=Q(duur__gte=KORTSTE, duur__lte=LANGSTE)),
            samen_gevuld("overleg_afgelast_door_en_op", "afgelast_door", "afgelast_op"),
        ]

    def __str__(self) -> str:
        return f"knooppuntoverleg van {self.datum:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return reverse("overdracht:overleg", kwargs={"pk": self.pk})


class Deelnemer(models.Model):
    """Iemand aan tafel: een medewerker in een rol, of een buitenstaander met alleen een functie."""

    overleg = models.ForeignKey(Overleg, models.PROTECT, related_name="deelnemers")
    aanstelling = models.ForeignKey(Aanstelling, models.PROTECT, null=True, blank=True, related_name="deelnames")
    functie = models.CharField("functie", max_length=40, choices=Functie, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deelnemer_medewerker_of_functie",
                condition=Q(aanstelling__isnull=False, functie="")
                | Q(aanstelling__isnull=True, functie__in=Functie.values),
            ),
            models.UniqueConstraint(fields=["overleg", "aanstelling"], name="deelnemer_eenmaal"),
            models.UniqueConstraint(
                fields=["overleg", "functie"], condition=~Q(functie=""), name="deelnemer_functie_eenmaal"
            ),
        ]

    def __str__(self) -> str:
        return str(self.aanstelling) if self.aanstelling else self.get_functie_display()


class NietAanTafel(models.Model):
    """Een collega die met opzet niet aan tafel zit: wie later leerlingen toevoegt, nodigt die niet vanzelf uit."""

    overleg = models.ForeignKey(Overleg, models.PROTECT, related_name="niet_aan_tafel")
    aanstelling = models.ForeignKey(Aanstelling, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["overleg", "aanstelling"], name="niet_aan_tafel_eenmaal")]

    def __str__(self) -> str:
        return f"niet aan tafel: {self.aanstelling}"


class InhoudModel(models.Model):
    """Wat er over een leerling is gezegd: waarom, wat leerling en ouders willen, waar we op letten, wie erbij was."""

    reden_1 = models.ForeignKey(Keuze, models.PROTECT, null=True, blank=True, related_name="+")
    reden_2 = models.ForeignKey(Keuze, models.PROTECT, null=True, blank=True, related_name="+")
    wens_leerling = models.CharField("wens van de leerling", max_length=280, blank=True)
    wens_ouders = models.CharField("wens van de ouders", max_length=280, blank=True)
    aandachtspunten = models.CharField("aandachtspunten", max_length=280, blank=True)
    leerling_aanwezig = models.BooleanField("leerling aanwezig", null=True, blank=True)
    ouder_aanwezig = models.BooleanField("ouder aanwezig", null=True, blank=True)
    vast_gezicht = models.ForeignKey(
        Aanstelling, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vast gezicht"
    )

    class Meta:
        abstract = True


class Bespreking(UuidModel, VersieModel, InhoudModel):
    """Een leerling in een overleg. Wat er is gezegd, is van `inhoud_door` en stond er zo op `inhoud_op`.

    `inhoud_bewaard`: iemand koos Bewaar bij wat er nu staat; anders is het nog in bewerking.
    """

    overleg = models.ForeignKey(Overleg, models.PROTECT, related_name="besprekingen")
    leerling = models.ForeignKey(Leerling, models.PROTECT, related_name="besprekingen")
    status = models.CharField("status", max_length=20, choices=Besprekingstatus, default=Besprekingstatus.VOORGESTELD)
    ouders_erbij = models.ManyToManyField(Ouder, related_name="+", blank=True, verbose_name="ouders erbij")
    inhoud_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="inhoud door"
    )
    inhoud_op = models.DateTimeField("inhoud op", null=True, blank=True)
    inhoud_bewaard = models.BooleanField("inhoud bewaard", default=False)

    objects = BesprekingQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("bespreking_status", "status", Besprekingstatus),
            samen_gevuld("bespreking_inhoud_door_en_op", "inhoud_door", "inhoud_op"),
            models.UniqueConstraint(fields=["overleg", "leerling"], name="bespreking_eenmaal_per_overleg"),
            models.CheckConstraint(
                name="bespreking_redenen_verschillen",
                condition=Q(reden_2__isnull=True) | (Q(reden_1__isnull=False) & ~Q(reden_1=models.F("reden_2"))),
            ),
        ]

    def __str__(self) -> str:
        return f"bespreking in {self.overleg}"

    def get_absolute_url(self) -> str:
        return reverse("overdracht:bespreking", kwargs={"pk": self.pk})


class EerdereInhoud(UuidModel, InhoudModel):
    """Wat er over een leerling stond voordat het werd overschreven. Niets verdwijnt."""

    bespreking = models.ForeignKey(Bespreking, models.PROTECT, related_name="eerdere_inhoud")
    ouders_erbij = models.CharField("ouders erbij", max_length=200, blank=True)
    geschreven_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    geschreven_op = models.DateTimeField("geschreven op")

    def __str__(self) -> str:
        return f"inhoud van {self.geschreven_op:%d-%m-%Y}"


class Instemming(UuidModel):
    """Het standpunt van één partij over één leerling. Een nieuw standpunt vervangt het vorige; niets verdwijnt."""

    bespreking = models.ForeignKey(Bespreking, models.PROTECT, related_name="instemmingen")
    partij = models.CharField("partij", max_length=20, choices=Partij)
    ouder = models.ForeignKey(Ouder, models.PROTECT, null=True, blank=True, related_name="+")
    standpunt = models.CharField("standpunt", max_length=20, choices=Standpunt)
    wijze = models.CharField("hoe gegeven", max_length=20, choices=Wijze, blank=True)
    reden = models.CharField("waarom nee", max_length=280, blank=True)
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField("vastgelegd op")
    vervangt = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="vervangen_door")

    objects = InstemmingQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("instemming_partij", "partij", Partij),
            een_van("instemming_standpunt", "standpunt", Standpunt),
            models.CheckConstraint(
                name="instemming_wijze_bij_standpunt",
                condition=Q(standpunt__in=ZONDER_WIJZE, wijze="")
                | (~Q(standpunt__in=ZONDER_WIJZE) & Q(wijze__in=Wijze.values)),
            ),
            models.CheckConstraint(name="instemming_reden_bij_nee", condition=Q(reden="") | Q(standpunt=Standpunt.NEE)),
            models.CheckConstraint(
                name="instemming_ouder_bij_partij",
                condition=Q(partij=Partij.OUDER, ouder__isnull=False)
                | (~Q(partij=Partij.OUDER) & Q(ouder__isnull=True)),
            ),
            models.CheckConstraint(
                name="instemming_niet_beschikbaar_alleen_smw_po",
                condition=~Q(standpunt=Standpunt.NIET_BESCHIKBAAR) | Q(partij=Partij.SMW_PO),
            ),
            models.UniqueConstraint(
                fields=["bespreking", "partij"],
                condition=Q(vervangt__isnull=True, ouder__isnull=True),
                name="instemming_begin_partij",
            ),
            models.UniqueConstraint(
                fields=["bespreking", "ouder"],
                condition=Q(vervangt__isnull=True, ouder__isnull=False),
                name="instemming_begin_ouder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_partij_display()}: {self.get_standpunt_display()}"


class Besluit(UuidModel):
    """Wat samen besloten is over één leerling. Een nieuw besluit vervangt het vorige, met reden; niets verdwijnt."""

    bespreking = models.ForeignKey(Bespreking, models.PROTECT, related_name="besluiten")
    keus = models.CharField("keus van de tafel", max_length=20, choices=Keus)
    uitkomst = models.CharField("uitkomst", max_length=20, choices=Uitkomst)
    toelichting = models.CharField("toelichting", max_length=500)
    reden = models.CharField("reden van de wijziging", max_length=280, blank=True)
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField("vastgelegd op")
    vervangt = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="vervangen_door")

    objects = BesluitQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("besluit_keus", "keus", Keus),
            een_van("besluit_uitkomst", "uitkomst", Uitkomst),
            models.UniqueConstraint(
                fields=["bespreking"], condition=Q(vervangt__isnull=True), name="besluit_een_begin"
            ),
        ]

    def __str__(self) -> str:
        return self.get_uitkomst_display()


class Afspraak(UuidModel, VersieModel):
    """Een eerste actie: wie doet wat, voor wanneer. Wat niet meer geldt, vervalt en blijft te lezen."""

    bespreking = models.ForeignKey(Bespreking, models.PROTECT, related_name="afspraken")
    wat = models.CharField("wat", max_length=280)
    wie = models.CharField("wie", max_length=20, choices=Partij)
    voor = models.DateField("voor")
    klaar_op = models.DateField("klaar op", null=True, blank=True)
    vervallen_op = models.DateField("vervallen op", null=True, blank=True)

    objects = AfspraakQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("afspraak_wie", "wie", Partij),
            models.CheckConstraint(name="afspraak_wat_gevuld", condition=~Q(wat="")),
            models.CheckConstraint(
                name="afspraak_klaar_of_vervallen", condition=Q(klaar_op__isnull=True) | Q(vervallen_op__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"afspraak voor {self.voor:%d-%m-%Y}"

    @property
    def merk(self) -> str:
        """Which agreement, as it is shown: what a button of the page sends back."""
        return f"{self.pk}:{self.versie}"


class Afspraakwissel(StatuswisselModel):
    """Een stap van een afspraak: gemaakt, klaar, toch niet klaar, vervallen."""

    afspraak = models.ForeignKey(Afspraak, models.PROTECT, related_name="wissels")

    class Meta:
        constraints = [een_van("afspraakwissel_naar", "naar", Afspraakstand)]

    def __str__(self) -> str:
        return f"{self.van} > {self.naar}"


class Concept(UuidModel):
    """Wat iemand bij een leerling invulde en nog niet bewaarde. Alleen die persoon ziet het; het geldt nog niet."""

    bespreking = models.ForeignKey(Bespreking, models.PROTECT, related_name="concepten")
    medewerker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ingevuld = EncryptedTextField("ingevuld")
    bijgewerkt_op = models.DateTimeField("bijgewerkt op")

    objects = ConceptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bespreking", "medewerker"], name="concept_eenmaal_per_medewerker"),
            models.CheckConstraint(name="concept_gevuld", condition=~Q(ingevuld="")),
        ]

    def __str__(self) -> str:
        return "concept"


class Statuswissel(StatuswisselModel):
    """Een stap in de status van een bespreking."""

    bespreking = models.ForeignKey(Bespreking, models.PROTECT, related_name="statuswissels")

    class Meta:
        constraints = [
            models.CheckConstraint(name="overdracht_statuswissel_verandert", condition=~Q(van=models.F("naar")))
        ]

    def __str__(self) -> str:
        return f"{self.van} > {self.naar}"
