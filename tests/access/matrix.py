"""Who gets which page: one line per address, everything else follows from the one table (`gka.access.table`).

Read a line as: this address shows this object, and needs this right. The rest is the same everywhere:

- not logged in, or the account is switched off: to the log-in page;
- the object is not yours to see: 404, as if it were not there;
- it is yours to see, or there is no object, but the right is missing: 403;
- else the page.

"Yours to see" is `ZIET`: the roles whose cell of the table says so, at the place where the object belongs. A new
address without a line here fails the build.
"""

from dataclasses import dataclass

from gka.access.rights import RECHTEN, Recht
from gka.access.table import TABEL, Gegeven, Rol, Zicht

PLACES = ("eigen", "andere", "elders")  # our school, another one in the region, another region


def _rollen(gegeven: Gegeven, *cellen: Zicht) -> frozenset[Rol]:
    return frozenset(rol for rol in Rol if TABEL[gegeven][rol] in cellen)


# Who reads everything about an overleg; others get a part of it, on a page of its own.
AAN_TAFEL = (Zicht.EIGEN_BEWERKEN, Zicht.EIGEN_STANDPUNT, Zicht.DEELNEMER)
# Which roles see an object of their own place. `vers`: a pupil on the list, about whom nobody was asked anything yet.
ZIET: dict[str, frozenset[Rol]] = {
    "leerling": _rollen(Gegeven.LEERLING, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN),
    "vers": _rollen(Gegeven.LEERLING, Zicht.EIGEN_BEWERKEN),
    # The zorgcoördinator only after admission, which the pupil of this matrix does not have yet.
    "ouder": _rollen(Gegeven.OUDERCONTACT, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN) - {Rol.ZORGCOORDINATOR},
    "overleg": _rollen(Gegeven.OVERLEG, *AAN_TAFEL, Zicht.LEZEN),
    "bespreking": _rollen(Gegeven.OVERLEG, *AAN_TAFEL, Zicht.LEZEN, Zicht.UITKOMST),  # of the matrix: decided
    "traject": _rollen(Gegeven.CONTACT, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN),
    "doel": _rollen(Gegeven.DOEL, Zicht.EIGEN_BEWERKEN),
    "aantekening": frozenset({Rol.SMW_VO}),  # of the matrix: its author, who alone may correct it
    "zomer": _rollen(Gegeven.CONTACT, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN),
    "zomerdag": _rollen(Gegeven.CONTACT, Zicht.EIGEN_BEWERKEN),
    "zomer_beheer": _rollen(Gegeven.CONTACT, Zicht.EIGEN),  # only of the own organisation
    "aanmelding": _rollen(Gegeven.CONTACT, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN),
    "contact": _rollen(Gegeven.CONTACT, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN),
    "export": _rollen(Gegeven.EXPORT, Zicht.AANVRAGEN),
    "maandafsluiting": _rollen(Gegeven.CONTACT, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN),
    "werker": _rollen(Gegeven.CONTACT, Zicht.EIGEN),  # somebody whose hours the teamleider looks after
}
# What the whole region sees: at our school and at the other one of the same region.
REGIONAAL = {"zomer", "zomerdag"}
LEEST_DE_REGIO = _rollen(Gegeven.OVERLEG, Zicht.LEZEN)  # of every school of the own region
# Who may find these texts about a pupil of the own place in a response, whatever the page.
TEKSTEN: dict[str, frozenset[Rol]] = {
    "naam": ZIET["leerling"],
    "contact": ZIET["ouder"],
    "wens": _rollen(Gegeven.OVERLEG, *AAN_TAFEL),
    "aandachtspunt": _rollen(Gegeven.OVERLEG, *AAN_TAFEL),
    "afspraak": _rollen(Gegeven.OVERLEG, *AAN_TAFEL),
    "doel": ZIET["doel"],
    "aantekening": _rollen(Gegeven.AANTEKENING, Zicht.AUTEUR),
}


@dataclass(frozen=True)
class Line:
    """One address. `post` is the right to send something there: the same by default, None where it only reads."""

    ziet: str = ""  # the object, a key of ZIET
    recht: Recht | None = None
    post: Recht | None = None
    get: bool = True
    per_regio: bool = False  # one for the whole region: whoever holds the right sees the one of the own region
    empty: bool = False  # also with the right it is not there as long as nothing was published
    kwargs: str = ""  # the name of the fixed arguments of the address, see world.py
    alleen: frozenset[Rol] = frozenset(Rol)  # of who holds the right and sees the object, only these may


def reads(recht: Recht, **more: bool | str) -> Line:
    """A page without an object that only reads."""
    return Line(recht=recht, **more)  # type: ignore[arg-type]


def form(recht: Recht) -> Line:
    """A page without an object, with a form."""
    return Line(recht=recht, post=recht)


def sends(recht: Recht) -> Line:
    """An address without an object that one only posts to."""
    return Line(recht=recht, post=recht, get=False)


def form_about(ziet: str, recht: Recht, *, get: bool = True) -> Line:
    """A form about one object, or with `get=False` an address one only posts to."""
    return Line(ziet=ziet, recht=recht, post=recht, get=get)


def about(ziet: str, recht: Recht, *, post: Recht | None = None) -> Line:
    """A page about one object."""
    return Line(ziet=ziet, recht=recht, post=post)


def sends_about(ziet: str, recht: Recht) -> Line:
    """An address about one object that one only posts to."""
    return Line(ziet=ziet, recht=recht, post=recht, get=False)


R = Recht
ROUTES: dict[str, Line] = {
    "gka:start": Line(),
    "gka:sessie": Line(),
    "gka:leerlingen": form(R.LEERLING_INZIEN),  # the form searches: a name stays out of the address
    "gka:oud_leerlingen": reads(R.OUD_LEERLINGEN_INZIEN),
    "gka:leerlingen_csv": reads(R.LEERLING_INZIEN),
    "gka:leerlingen_importeren": form(R.LEERLING_INLEZEN),
    "gka:leerlingen_kolommen": form(R.LEERLING_INLEZEN),
    "gka:leerlingen_controleren": form(R.LEERLING_INLEZEN),
    "gka:leerlingen_toevoegen": form(R.LEERLING_INLEZEN),
    "gka:leerling_nieuw": form(R.LEERLING_BEWERKEN),
    "gka:leerling": about("leerling", R.LEERLING_INZIEN),
    "gka:leerling_bewerken": about("leerling", R.LEERLING_BEWERKEN, post=R.LEERLING_BEWERKEN),
    "gka:toestemming": about("leerling", R.TOESTEMMING_VASTLEGGEN, post=R.TOESTEMMING_VASTLEGGEN),
    "gka:toestemming_formulier": about("leerling", R.TOESTEMMING_VASTLEGGEN),
    "gka:advies": form_about("leerling", R.SCHOOLWEG_BEWERKEN),
    "gka:school": form_about("leerling", R.DEFINITIEVE_SCHOOL_VASTLEGGEN),
    "gka:woonplaats": form_about("leerling", R.SCHOOLWEG_BEWERKEN),
    "gka:ouder_toevoegen": form_about("leerling", R.OUDER_BEWERKEN),
    "gka:ouder": form_about("ouder", R.OUDER_BEWERKEN),
    "gka:ouder_verwijderen": form_about("ouder", R.OUDER_BEWERKEN, get=False),
    "overdracht:overleggen": reads(R.OVERLEG_INZIEN),
    "overdracht:overleg-plannen": form(R.OVERLEG_PLANNEN),
    "overdracht:voorstellen": form(R.OVERLEG_PLANNEN),
    "overdracht:naar-mijn-school": reads(R.OVERDRACHT_ONTVANGEN),
    "overdracht:toezicht": reads(R.TOEZICHT_HOUDEN),
    "overdracht:overleg-toezicht": about("overleg", R.TOEZICHT_HOUDEN),
    "overdracht:bespreking-toezicht": about("bespreking", R.TOEZICHT_HOUDEN),
    "overdracht:uitkomsten": reads(R.UITKOMST_INZIEN),
    "overdracht:verslag": about("overleg", R.OVERLEG_INZIEN),
    "overdracht:verslag-pdf": about("overleg", R.OVERLEG_INZIEN),
    "overdracht:brief": about("bespreking", R.BESLUIT_VASTLEGGEN),
    "overdracht:brief-pdf": about("bespreking", R.BESLUIT_VASTLEGGEN),
    "overdracht:overleg": about("overleg", R.OVERLEG_INZIEN),
    "overdracht:bord-stand": about("overleg", R.OVERLEG_INZIEN),
    "overdracht:overleg-wijzigen": about("overleg", R.OVERLEG_PLANNEN, post=R.OVERLEG_PLANNEN),
    "overdracht:overleg-afgelasten": about("overleg", R.OVERLEG_PLANNEN, post=R.OVERLEG_PLANNEN),
    "overdracht:agenda": about("overleg", R.OVERLEG_INZIEN),
    "overdracht:agenda-bestand": about("overleg", R.OVERLEG_INZIEN),
    "overdracht:van-de-lijst": form_about("bespreking", R.OVERLEG_PLANNEN),
    "overdracht:bespreking": about("bespreking", R.OVERLEG_INZIEN, post=R.BESLUIT_VASTLEGGEN),
    "overdracht:rij": about("bespreking", R.BESLUIT_VASTLEGGEN, post=R.BESLUIT_VASTLEGGEN),
    "overdracht:concept": about("bespreking", R.BESLUIT_VASTLEGGEN, post=R.BESLUIT_VASTLEGGEN),
    "overdracht:concept-weggooien": form_about("bespreking", R.BESLUIT_VASTLEGGEN),
    "overdracht:standpunt": form_about("bespreking", R.STANDPUNT_GEVEN),
    "overdracht:afspraak-maken": form_about("bespreking", R.BESLUIT_VASTLEGGEN),
    "overdracht:afspraak-wijzigen": form_about("bespreking", R.OVERLEG_INZIEN),
    "begeleiding:trajecten": reads(R.TRAJECT_INZIEN),
    "begeleiding:traject": about("traject", R.TRAJECT_INZIEN),
    "begeleiding:contact": about("traject", R.CONTACT_VASTLEGGEN, post=R.CONTACT_VASTLEGGEN),
    "begeleiding:uren": reads(R.UREN_INZIEN),
    "begeleiding:uren-vergeten": form(R.CONTACT_VASTLEGGEN),
    "begeleiding:uren-csv": reads(R.UREN_INZIEN),
    "begeleiding:uren-inlezen": form(R.UREN_INZIEN),
    "begeleiding:uren-kolommen": form(R.UREN_INZIEN),
    "begeleiding:uren-woorden": form(R.UREN_INZIEN),
    "begeleiding:uren-toevoegen": form(R.UREN_INZIEN),
    "begeleiding:uren-organisatie": reads(R.MAAND_SLUITEN),
    "begeleiding:uren-maand": form(R.MAAND_SLUITEN),
    "begeleiding:uren-heropenen": form_about("maandafsluiting", R.MAAND_SLUITEN),
    "begeleiding:uren-medewerker": about("werker", R.MAAND_SLUITEN),
    "begeleiding:uren-budget": form_about("werker", R.MAAND_SLUITEN),
    "begeleiding:iets-terug": reads(R.CONTACT_VASTLEGGEN),
    "begeleiding:posities": form(R.POSITIE_VASTLEGGEN),
    "begeleiding:toelating": form(R.POSITIE_VASTLEGGEN),
    "begeleiding:doel_nieuw": form_about("traject", R.DOEL_BEWERKEN),
    "begeleiding:doel": form_about("doel", R.DOEL_BEWERKEN),
    "begeleiding:doel_score": form_about("doel", R.DOEL_BEWERKEN),
    "begeleiding:doel_stoppen": form_about("doel", R.DOEL_BEWERKEN),
    "begeleiding:aantekeningen": about("traject", R.AANTEKENING_SCHRIJVEN),
    "begeleiding:aantekening_nieuw": form_about("traject", R.AANTEKENING_SCHRIJVEN),
    "begeleiding:aantekening": form_about("aantekening", R.AANTEKENING_SCHRIJVEN),
    "begeleiding:zomeractiviteiten": reads(R.ZOMERACTIVITEIT_INZIEN),
    "begeleiding:zomer_nieuw": form(R.ZOMERACTIVITEIT_PUBLICEREN),
    "begeleiding:zomeractiviteit": about("zomer", R.ZOMERACTIVITEIT_INZIEN),
    "begeleiding:zomer_wijzigen": form_about("zomer_beheer", R.ZOMERACTIVITEIT_PUBLICEREN),
    "begeleiding:zomer_publiceren": sends_about("zomer_beheer", R.ZOMERACTIVITEIT_PUBLICEREN),
    "begeleiding:zomer_afgelasten": form_about("zomer_beheer", R.ZOMERACTIVITEIT_PUBLICEREN),
    "begeleiding:zomer_aanmelden": form_about("zomer", R.CONTACT_VASTLEGGEN),
    "begeleiding:zomer_gezien": sends_about("zomer", R.CONTACT_VASTLEGGEN),
    "begeleiding:zomerdag": form_about("zomerdag", R.CONTACT_VASTLEGGEN),
    "begeleiding:afmelden": form_about("aanmelding", R.CONTACT_VASTLEGGEN),
    "begeleiding:plek_gezien": sends_about("aanmelding", R.CONTACT_VASTLEGGEN),
    "begeleiding:groepscontact": form(R.CONTACT_VASTLEGGEN),
    "begeleiding:week": form(R.CONTACT_VASTLEGGEN),
    "begeleiding:contactversies": about("contact", R.TRAJECT_INZIEN),
    "begeleiding:contact-wijzigen": form_about("contact", R.CONTACT_VERBETEREN),
    "begeleiding:contact-intrekken": form_about("contact", R.CONTACT_VERBETEREN),
    "begeleiding:verdeling": reads(R.TOEWIJZEN),
    "begeleiding:overdragen": form(R.TOEWIJZEN),
    "begeleiding:waarnemen": form(R.TOEWIJZEN),
    "begeleiding:overdracht-terugnemen": sends(R.TOEWIJZEN),
    "begeleiding:heropenen-met-gezicht": form_about("traject", R.TOEWIJZEN),
    "begeleiding:waarneming-beeindigen": sends(R.TOEWIJZEN),
    # Who sees the traject through the primary school records contacts; its steps are for who is assigned.
    **{
        f"begeleiding:{stap}": Line(
            "traject", R.CONTACT_VASTLEGGEN, R.CONTACT_VASTLEGGEN, alleen=frozenset({Rol.SMW_VO})
        )
        for stap in ("starten", "afsluiten", "heropenen")
    },
    "monitoring:dashboard": reads(R.DASHBOARD_INZIEN),
    "monitoring:dashboard_csv": reads(R.DASHBOARD_INZIEN, empty=True),
    "monitoring:rapporten": reads(R.RAPPORT_INZIEN),
    "monitoring:rapport": reads(R.RAPPORT_INZIEN, per_regio=True, kwargs="maand"),
    "monitoring:rapport_csv": reads(R.RAPPORT_INZIEN, per_regio=True, kwargs="maand"),
    "monitoring:exports": reads(R.EXPORT_AANVRAGEN),
    "monitoring:export_aanvragen": sends(R.EXPORT_AANVRAGEN),
    "monitoring:export_download": about("export", R.EXPORT_AANVRAGEN),
}


@dataclass(frozen=True)
class Account:
    """A page about one's own account, or a public one: what a visitor gets and what anybody who is logged in gets."""

    anoniem: int
    ingelogd: int
    kwargs: str = ""
    get: bool = True


LOGIN = 302  # to the log-in page
ACCOUNT: dict[str, Account] = {
    "healthz": Account(200, 200),
    "readyz": Account(200, 200),
    "csp_report": Account(400, 400, get=False),  # an empty report
    "gka:berichten": Account(LOGIN, 200),
    "account_login": Account(200, 302),
    "account_logout": Account(302, 200),
    "account_signup": Account(200, 302),
    "account_inactive": Account(200, 200),
    "account_reauthenticate": Account(LOGIN, 200),
    "account_change_password": Account(LOGIN, 200),
    "account_set_password": Account(LOGIN, 302),  # there is one: change it
    "account_reset_password": Account(200, 200),
    "account_reset_password_done": Account(200, 200),
    "account_reset_password_from_key": Account(200, 200, kwargs="sleutel"),  # says that the link does not work
    "account_reset_password_from_key_done": Account(200, 200),
    "mfa_index": Account(LOGIN, 200),
    "mfa_authenticate": Account(LOGIN, 302),
    "mfa_reauthenticate": Account(LOGIN, 302),
    "mfa_activate_totp": Account(LOGIN, 302),  # first the password again
    "mfa_deactivate_totp": Account(LOGIN, 404),
    "mfa_view_recovery_codes": Account(LOGIN, 404),
    "mfa_generate_recovery_codes": Account(LOGIN, 302),
    "mfa_download_recovery_codes": Account(LOGIN, 404),
    "mfa_list_webauthn": Account(LOGIN, 200),
    "mfa_add_webauthn": Account(LOGIN, 302),
    "mfa_reauthenticate_webauthn": Account(LOGIN, 302),
    "mfa_remove_webauthn": Account(LOGIN, 302, kwargs="sleutelnummer"),
    "mfa_edit_webauthn": Account(LOGIN, 302, kwargs="sleutelnummer"),
    "mfa_login_webauthn": Account(302, 302),  # only answers a script on the log-in page
}


@dataclass(frozen=True)
class Persona:
    """Somebody who knocks: a role at a place, or nobody at all."""

    name: str
    rol: Rol | None
    place: str

    @property
    def anonymous(self) -> bool:
        return self.name in ("anoniem", "uitgeschakeld")

    def mag(self, recht: Recht | None) -> bool:
        return recht is None or (self.rol is not None and recht in RECHTEN[self.rol])


def ziet(persona: Persona, what: str, place: str) -> bool:
    """Is this object theirs to see?"""
    regionaal = what in REGIONAAL or persona.rol in LEEST_DE_REGIO
    hier = {"eigen", "andere"} if regionaal and place != "elders" else {place}
    return persona.rol in ZIET[what] and persona.place in hier


def expected(line: Line, persona: Persona, what: str, place: str, recht: Recht | None) -> int:
    """The status for this person at this address, for a request that needs `recht`; 200 stands for "the page"."""
    if persona.anonymous:
        return LOGIN
    if line.ziet and not ziet(persona, what, place):
        return 404
    if not persona.mag(recht) or persona.rol not in (*line.alleen, None):
        return 403
    if line.per_regio and persona.place == "elders":
        return 404  # that region has none
    return 200
