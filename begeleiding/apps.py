from django.apps import AppConfig


class BegeleidingConfig(AppConfig):
    """Intervention 2: registers its menu entry, panels, events, and that it follows decisions."""

    name = "begeleiding"
    verbose_name = "Begeleiding"

    def ready(self) -> None:
        from begeleiding import (
            brugklas,
            events,  # noqa: F401 - registers its kinds on import
        )
        from begeleiding.actions import trajecten
        from begeleiding.views import panels as eigen
        from begeleiding.views import signalen, zomer_panels
        from gka import leerlingstatus, nav, oudleerlingen, panels, taken, werk
        from gka.access.rights import Recht
        from gka.leerling_panels import schoolweg
        from overdracht import followers

        followers.register("begeleiding.traject", trajecten.volg_besluit)
        nav.register("Trajecten", "begeleiding:trajecten", Recht.TRAJECT_INZIEN, order=30)
        nav.register("Uren", "begeleiding:uren", Recht.UREN_INZIEN, order=35)
        nav.register("Brugklas", "begeleiding:posities", Recht.POSITIE_VASTLEGGEN, order=35)
        oudleerlingen.register(brugklas.december_van)
        vul_in = taken.Regel(Recht.POSITIE_VASTLEGGEN, brugklas.SOORTEN, brugklas.taken, brugklas.met_feiten, jaren=1)
        taken.register("begeleiding.positie", vul_in)
        schoolweg.register("begeleiding.posities", brugklas.mijlpalen)
        werk.register("begeleiding.signalen", Recht.CONTACT_VASTLEGGEN, signalen.werk, order=18)
        werk.register("begeleiding.zomerdagen", Recht.CONTACT_VASTLEGGEN, zomer_panels.werk, order=15)
        panels.on_start("begeleiding/_team.html", Recht.TOEWIJZEN, signalen.team, order=20)
        panels.on_start("begeleiding/_start.html", Recht.CONTACT_VASTLEGGEN, eigen.vandaag, order=10)
        nav.register("Zomer", "begeleiding:zomeractiviteiten", Recht.ZOMERACTIVITEIT_INZIEN, order=40)
        panels.on_start("begeleiding/zomer/_start.html", Recht.CONTACT_VASTLEGGEN, zomer_panels.vandaag, order=9)
        nav.register("Verdeling", "begeleiding:verdeling", Recht.TOEWIJZEN, order=31)
        panels.on_start("begeleiding/_zonder_gezicht.html", Recht.TOEWIJZEN, eigen.zonder_gezicht, order=5)
        panels.on_leerling("begeleiding/_leerling.html", Recht.TRAJECT_INZIEN, eigen.traject_van, order=30)
        panels.on_leerling("begeleiding/_uren.html", Recht.UREN_TOTAAL_INZIEN, eigen.uren_van, order=30)
        stand = leerlingstatus.Bron(30, Recht.TRAJECT_INZIEN, eigen.STATUSSEN, eigen.statussen)
        leerlingstatus.register("begeleiding", stand)
