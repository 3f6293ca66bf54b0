"""All addresses. Log-in pages of allauth are listed one by one: a page nobody chose does not exist."""

from allauth.account import views as account
from django.urls import include, path, re_path

from gka.views import (
    advies,
    berichten,
    health,
    inlezen,
    leerling,
    leerling_bewerken,
    leerlingen,
    oud_leerlingen,
    ouder,
    school,
    sessie,
    start,
    toestemming,
    toestemming_formulier,
)

kernel = [
    path("", start.Start.as_view(), name="start"),
    path("sessie/", sessie.Sessie.as_view(), name="sessie"),
    path("leerlingen/", leerlingen.Leerlingen.as_view(), name="leerlingen"),
    path("leerlingen/csv/", leerlingen.LeerlingenCsv.as_view(), name="leerlingen_csv"),
    path("leerlingen/importeren/", inlezen.Bestand.as_view(), name="leerlingen_importeren"),
    path("leerlingen/importeren/kolommen/", inlezen.Kolommen.as_view(), name="leerlingen_kolommen"),
    path("leerlingen/importeren/controleren/", inlezen.Controleren.as_view(), name="leerlingen_controleren"),
    path("leerlingen/importeren/toevoegen/", inlezen.Toevoegen.as_view(), name="leerlingen_toevoegen"),
    path("leerlingen/oud/", oud_leerlingen.OudLeerlingen.as_view(), name="oud_leerlingen"),
    path("leerlingen/nieuw/", leerling_bewerken.LeerlingNieuw.as_view(), name="leerling_nieuw"),
    path("leerlingen/<uuid:pk>/", leerling.LeerlingPagina.as_view(), name="leerling"),
    path("leerlingen/<uuid:pk>/bewerken/", leerling_bewerken.LeerlingBewerken.as_view(), name="leerling_bewerken"),
    path("leerlingen/<uuid:pk>/toestemming/", toestemming.ToestemmingVastleggen.as_view(), name="toestemming"),
    path(
        "leerlingen/<uuid:pk>/toestemming/formulier/",
        toestemming_formulier.Formulier.as_view(),
        name="toestemming_formulier",
    ),
    path("leerlingen/<uuid:pk>/advies/", advies.AdviesVastleggen.as_view(), name="advies"),
    path("leerlingen/<uuid:pk>/school/", school.SchoolVastleggen.as_view(), name="school"),
    path("leerlingen/<uuid:pk>/woonplaats/", school.WoonplaatsVastleggen.as_view(), name="woonplaats"),
    path("leerlingen/<uuid:pk>/ouders/toevoegen/", ouder.OuderToevoegen.as_view(), name="ouder_toevoegen"),
    path("account/berichten/", berichten.Berichten.as_view(), name="berichten"),
    path("ouders/<uuid:pk>/", ouder.OuderWijzigen.as_view(), name="ouder"),
    path("ouders/<uuid:pk>/verwijderen/", ouder.OuderVerwijderen.as_view(), name="ouder_verwijderen"),
]

urlpatterns = [
    path("", include((kernel, "gka"))),
    path("", include("overdracht.urls")),
    path("", include("begeleiding.urls")),
    path("", include("monitoring.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("csp-melding/", health.csp_report, name="csp_report"),
    path("inloggen/", account.login, name="account_login"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("account/aanmelden/", account.signup, name="account_signup"),
    path("account/inactief/", account.account_inactive, name="account_inactive"),
    path("account/bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("account/wachtwoord/", account.password_change, name="account_change_password"),
    path("account/wachtwoord/instellen/", account.password_set, name="account_set_password"),
    path("account/wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path("account/wachtwoord/vergeten/verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/wachtwoord/nieuw/klaar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/2fa/", include("allauth.mfa.urls")),
]
