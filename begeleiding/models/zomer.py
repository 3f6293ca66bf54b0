"""Summer activities of welfare organisations: the offer, who is enrolled, and who was there on which day."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from begeleiding.models.contact import Contact
from begeleiding.models.traject import Traject
from begeleiding.querysets.zomer import (
    AanmeldingQuerySet,
    AanwezigheidslijstQuerySet,
    ZomeractiviteitQuerySet,
    ZomerdagQuerySet,
    ZomerdeelnameQuerySet,
)
from begeleiding.workflow import (
    KINDEREN_HOOGSTENS,
    MINUTEN_HOOGSTENS,
    PLAATSEN_HOOGSTENS,
    Afmeldreden,
    Zomerstatus,
)
from gka.models import Aanstelling, Organisatie
from gka.models.basis import UuidModel, VersieModel, een_van, samen_gevuld

WANNEER_EN_WAAR = {"van", "tot", "dagen", "begin", "eind", "plaats"}


class Zomeractiviteit(UuidModel, VersieModel):
    """Wat een welzijnsorganisatie in de zomer aanbiedt: wanneer, waar, voor wie en hoeveel plekken.

    Een contactpersoon is een functie en geen naam. Wat er stond voor een wijziging, staat in Zomerwijziging. Wie
    afgelast, haalt de dagen weg die nog komen: `afgelast_op` zegt tot welk moment dagen nog doorgingen.
    """

    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="zomeractiviteiten")
    status = models.CharField("status", max_length=20, choices=Zomerstatus, default=Zomerstatus.CONCEPT)
    naam = models.CharField("naam", max_length=80)
    omschrijving = models.CharField("omschrijving", max_length=280, blank=True)
    plaats = models.CharField("plaats", max_length=100)
    plaatsen = models.PositiveSmallIntegerField("aantal plekken")
    voor_wie = models.CharField("voor wie", max_length=140)
    contactpersoon = models.CharField("contactpersoon (functie)", max_length=80)
    van = models.DateField("eerste dag")
    tot = models.DateField("laatste dag")
    begin = models.TimeField("begint om")
    eind = models.TimeField("eindigt om")
    aanmelden_tot = models.DateField("aanmelden tot en met")
    reden = models.CharField("waarom afgelast", max_length=280, blank=True)
    afgelast_op = models.DateTimeField("afgelast op", null=True, blank=True)
    gemaakt_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField("gemaakt op")

    objects = ZomeractiviteitQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("zomeractiviteit_status", "status", Zomerstatus),
            models.CheckConstraint(name="zomeractiviteit_periode", condition=Q(tot__gte=F("van"))),
            models.CheckConstraint(name="zomeractiviteit_tijden", condition=Q(eind__gt=F("begin"))),
            models.CheckConstraint(name="zomeractiviteit_aanmelden", condition=Q(aanmelden_tot__lte=F("tot"))),
            models.CheckConstraint(
                name="zomeractiviteit_plaatsen", condition=Q(plaatsen__gte=1, plaatsen__lte=PLAATSEN_HOOGSTENS)
            ),
            models.CheckConstraint(
                name="zomeractiviteit_afgelast_met_reden",
                condition=Q(status=Zomerstatus.AFGELAST) & ~Q(reden="") | ~Q(status=Zomerstatus.AFGELAST) & Q(reden=""),
            ),
            models.CheckConstraint(
                name="zomeractiviteit_afgelast_op",
                condition=Q(status=Zomerstatus.AFGELAST, afgelast_op__isnull=False)
                | ~Q(status=Zomerstatus.AFGELAST) & Q(afgelast_op__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("begeleiding:zomeractiviteit", kwargs={"pk": self.pk})

    @property
    def minuten(self) -> int:
        """How long a day takes by the programme."""
        return (self.eind.hour - self.begin.hour) * 60 + self.eind.minute - self.begin.minute

    def komt_of_loopt(self, dag: date) -> bool:
        """Not over on this day, and not called off."""
        return self.status == Zomerstatus.GEPUBLICEERD and dag <= self.tot

    def aan_te_melden(self, dag: date) -> bool:
        return self.status == Zomerstatus.GEPUBLICEERD and dag <= self.aanmelden_tot


class Zomerwijziging(UuidModel):
    """Wat er stond voordat een zomeractiviteit werd gewijzigd: alleen de velden die anders werden."""

    activiteit = models.ForeignKey(Zomeractiviteit, models.PROTECT, related_name="wijzigingen")
    nummer = models.PositiveIntegerField("versie die zo was")
    was = models.JSONField("wat er stond")
    gewijzigd_op = models.DateTimeField("gewijzigd op")
    gewijzigd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activiteit", "nummer"], name="zomerwijziging_een_per_versie")]

    def __str__(self) -> str:
        return f"versie {self.nummer}"

    @property
    def raakt_wie_meedoet(self) -> bool:
        """Whether somebody who is enrolled has to know: another day, time or place."""
        return bool(WANNEER_EN_WAAR & set(self.was))

    @property
    def in_woorden(self) -> list[tuple[str, str]]:
        """Each field that changed, by the name of the screen, with what it said."""
        namen = {veld.name: str(veld.verbose_name).capitalize() for veld in Zomeractiviteit._meta.local_fields}
        return [(namen.get(naam, naam.capitalize()), was) for naam, was in self.was.items() if was]


class Zomerdag(UuidModel):
    """Een dag van een zomeractiviteit."""

    activiteit = models.ForeignKey(Zomeractiviteit, models.PROTECT, related_name="dagen")
    dag = models.DateField("dag")

    objects = ZomerdagQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activiteit", "dag"], name="zomerdag_eenmaal")]

    def __str__(self) -> str:
        return f"{self.dag:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return reverse("begeleiding:zomerdag", kwargs={"pk": self.pk})


class Aanmelding(UuidModel):
    """Een leerling doet mee aan een zomeractiviteit, of wacht op een plek: wie eerder kwam, gaat voor.

    `nummer` telt per activiteit de aanmeldingen zoals ze kwamen en verandert nooit; een plek is niet opgeslagen.
    Wie toestemming introk of van wie het traject sloot, telt niet meer mee, ook zonder afmelding; komt de toestemming
    terug, dan telt de aanmelding vanaf dat moment. `wachtte` zegt of er
    bij het aanmelden geen plek was; `plek_gezien_op` wanneer een SMW zag dat er nu wel een plek is; `nieuws_gezien_op`
    wanneer een SMW het laatst zag wat er aan de activiteit of aan de beurt veranderde.
    """

    activiteit = models.ForeignKey(Zomeractiviteit, models.PROTECT, related_name="aanmeldingen")
    traject = models.ForeignKey(Traject, models.PROTECT, related_name="aanmeldingen")
    nummer = models.PositiveSmallIntegerField("de hoeveelste aanmelding")
    aangemeld_op = models.DateTimeField("aangemeld op")
    aangemeld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    wachtte = models.BooleanField("geen plek bij het aanmelden", default=False)
    plek_gezien_op = models.DateTimeField("nieuwe plek gezien op", null=True, blank=True)
    nieuws_gezien_op = models.DateTimeField("nieuws gezien op", null=True, blank=True)
    afgemeld_op = models.DateTimeField("afgemeld op", null=True, blank=True)
    afgemeld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reden = models.CharField("waarom afgemeld", max_length=20, choices=Afmeldreden, blank=True)

    objects = AanmeldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activiteit", "traject"],
                condition=Q(afgemeld_op__isnull=True),
                name="aanmelding_een_lopende_per_leerling",
            ),
            models.UniqueConstraint(fields=["activiteit", "nummer"], name="aanmelding_een_nummer_per_activiteit"),
            samen_gevuld("aanmelding_afgemeld_door_en_op", "afgemeld_op", "afgemeld_door"),
            models.CheckConstraint(
                name="aanmelding_afgemeld_met_reden",
                condition=Q(afgemeld_op__isnull=True, reden="")
                | Q(afgemeld_op__isnull=False, reden__in=Afmeldreden.values),
            ),
        ]

    def __str__(self) -> str:
        return "aanmelding"

    @property
    def leerling_id(self) -> UUID:
        """Whose it is; the audit asks for it."""
        return self.traject.leerling_id


class Aanwezigheidslijst(UuidModel, VersieModel):
    """Wat een SMW bevestigde over een dag: hoe lang, wie van de eigen leerlingen, en hoeveel andere kinderen.

    `contact` is de contacttijd die daaruit kwam; zonder SMW of zonder eigen leerling is die er niet. Wat er voor een
    correctie stond, staat bij de vorige versie van het contact.
    """

    dag = models.ForeignKey(Zomerdag, models.PROTECT, related_name="lijsten")
    aanstelling = models.ForeignKey(Aanstelling, models.PROTECT, related_name="+")
    medewerker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    zelf_erbij = models.BooleanField("de SMW was erbij")
    minuten = models.PositiveSmallIntegerField("minuten", null=True, blank=True)
    overige = models.PositiveSmallIntegerField("andere kinderen erbij")
    contact = models.OneToOneField(Contact, models.PROTECT, null=True, blank=True, related_name="aanwezigheidslijst")
    bevestigd_op = models.DateTimeField("bevestigd op")

    objects = AanwezigheidslijstQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dag", "medewerker"], name="aanwezigheidslijst_een_per_smw"),
            models.CheckConstraint(
                name="aanwezigheidslijst_minuten_bij_smw",
                condition=Q(zelf_erbij=False, minuten__isnull=True)
                | Q(zelf_erbij=True, minuten__isnull=False, minuten__gte=1, minuten__lte=MINUTEN_HOOGSTENS),
            ),
            models.CheckConstraint(
                name="aanwezigheidslijst_contact_bij_smw", condition=Q(zelf_erbij=True) | Q(contact__isnull=True)
            ),
            models.CheckConstraint(name="aanwezigheidslijst_overige", condition=Q(overige__lte=KINDEREN_HOOGSTENS)),
        ]

    def __str__(self) -> str:
        return "aanwezigheidslijst"


class Zomerdeelname(models.Model):
    """Een leerling was er op een dag. Eén keer per dag, ook als twee SMW's hem of haar begeleiden."""

    lijst = models.ForeignKey(Aanwezigheidslijst, models.PROTECT, related_name="deelnames")
    dag = models.ForeignKey(Zomerdag, models.PROTECT, related_name="deelnames")
    traject = models.ForeignKey(Traject, models.PROTECT, related_name="zomerdeelnames")

    objects = ZomerdeelnameQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dag", "traject"], name="zomerdeelname_eenmaal_per_dag")]

    def __str__(self) -> str:
        return "deelname"
