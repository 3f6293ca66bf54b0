from django.apps import AppConfig


class GkaConfig(AppConfig):
    """The kernel: registers its own navigation; upper apps register theirs."""

    name = "gka"
    verbose_name = "Kern"

    def ready(self) -> None:
        from gka import leerling_panels, nav, panels, start_panels, taken
        from gka.access.rights import Recht
        from gka.taken import toestemming

        nav.register("Vandaag", "gka:start", None, order=0)
        nav.register("Leerlingen", "gka:leerlingen", Recht.LEERLING_INZIEN, order=10)
        vragen = taken.Regel(Recht.TOESTEMMING_VASTLEGGEN, toestemming.SOORTEN, toestemming.taken)
        taken.register("gka.toestemming", vragen)
        panels.on_start("gka/_panels/taken.html", Recht.LEERLING_INZIEN, start_panels.taken_van, order=10)
        panels.on_start("gka/_panels/leerlingen.html", Recht.LEERLING_INZIEN, start_panels.mijn_leerlingen, order=90)
        eigen, inzien = leerling_panels, Recht.LEERLING_INZIEN
        panels.on_leerling("gka/leerling/_schoolweg.html", inzien, eigen.schoolweg, order=50, aside=True)
        panels.on_leerling("gka/leerling/_toestemming.html", inzien, eigen.toestemming, order=60, aside=True)
