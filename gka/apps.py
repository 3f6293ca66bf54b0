from django.apps import AppConfig


class GkaConfig(AppConfig):
    """The kernel: registers its own navigation; upper apps register theirs."""

    name = "gka"
    verbose_name = "Kern"

    def ready(self) -> None:
        from gka import nav, panels, start_panels, taken, werk
        from gka.access.rights import Recht
        from gka.leerling_panels import ouders, schoolweg
        from gka.leerling_panels import toestemming as toestemming_panel
        from gka.taken import delen, kalender, toestemming

        nav.register("Vandaag", "gka:start", None, order=0)
        nav.register("Leerlingen", "gka:leerlingen", Recht.LEERLING_INZIEN, order=10)
        vragen = taken.Regel(Recht.TOESTEMMING_VASTLEGGEN, toestemming.SOORTEN, toestemming.taken)
        taken.register("gka.toestemming", vragen)
        taken.register("gka.delen", taken.Regel(Recht.TOESTEMMING_VASTLEGGEN, delen.SOORTEN, delen.taken))
        taken.register("gka.schoolweg", kalender.regel(Recht.SCHOOLWEG_BEWERKEN, kalender.SCHOOLWEG))
        taken.register("gka.toelating", kalender.regel(Recht.DEFINITIEVE_SCHOOL_VASTLEGGEN, kalender.TOELATING))
        werk.register("gka.taken", Recht.LEERLING_INZIEN, werk.taken_van, order=30)
        panels.on_start("gka/_panels/werk.html", None, werk.paneel, order=0)
        panels.on_start("gka/_panels/leerlingen.html", Recht.LEERLING_INZIEN, start_panels.mijn_leerlingen, order=90)
        panels.on_leerling("gka/leerling/_schoolweg.html", Recht.SCHOOLWEG_INZIEN, schoolweg.weg, order=40)
        op_zij = {"aside": True}
        panels.on_leerling("gka/leerling/_advies.html", Recht.SCHOOLWEG_INZIEN, schoolweg.advies, order=50, **op_zij)
        panels.on_leerling("gka/leerling/_ouders.html", Recht.OUDERCONTACT_INZIEN, ouders.ouders, order=55, **op_zij)
        panels.on_leerling(
            "gka/leerling/_toestemming.html", Recht.LEERLING_INZIEN, toestemming_panel.toestemming, order=60, **op_zij
        )
