from django.apps import AppConfig


class GkaConfig(AppConfig):
    """The kernel: registers its own navigation; upper apps register theirs."""

    name = "gka"
    verbose_name = "Kern"

    def ready(self) -> None:
        from gka import nav, panels, start_panels
        from gka.access.rights import Recht

        nav.register("Vandaag", "gka:start", None, order=0)
        nav.register("Leerlingen", "gka:leerlingen", Recht.LEERLING_INZIEN, order=10)
        vragen = start_panels.toestemming_vragen
        panels.on_start("gka/_panels/toestemming.html", Recht.LEERLING_INLEZEN, vragen, order=10)
        panels.on_start("gka/_panels/leerlingen.html", Recht.LEERLING_INZIEN, start_panels.mijn_leerlingen, order=90)
