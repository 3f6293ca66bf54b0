from django.apps import AppConfig


class OverdrachtConfig(AppConfig):
    """Intervention 1: registers its audit events, its place in the menu and its panels."""

    name = "overdracht"
    verbose_name = "Warme overdracht"

    def ready(self) -> None:
        from gka import leerlingstatus, lijstacties, nav, werk
        from gka.access.rights import Recht
        from gka.followers import GEZAG, SCHOOLKEUZE, TOESTEMMING
        from gka.panels import on_leerling, on_start
        from overdracht import events, panels, uitkomsten  # noqa: F401 - events registers the kinds of events
        from overdracht.actions import besluiten, instemmingen, overleg_wijzigen

        nav.register("Overleggen", "overdracht:overleggen", Recht.OVERLEG_INZIEN, order=20)
        on_start("overdracht/overleg/_wachtend.html", Recht.BESLUIT_VASTLEGGEN, panels.wachtende_besluiten, order=20)
        nav.register("Naar mijn school", "overdracht:naar-mijn-school", Recht.OVERDRACHT_ONTVANGEN, order=15)
        werk.register("overdracht.afspraken", Recht.OVERLEG_INZIEN, panels.open_afspraken, order=20)
        werk.register("overdracht.standpunten", Recht.STANDPUNT_GEVEN, panels.gevraagde_standpunten, order=10)
        on_start("overdracht/bespreking/_veranderd.html", Recht.STANDPUNT_GEVEN, panels.veranderde_besluiten, order=17)
        on_start("overdracht/overleg/_volgende.html", Recht.OVERLEG_PLANNEN, panels.volgende_overleg, order=21)
        on_start("overdracht/overleg/_uitnodigingen.html", Recht.OVERLEG_INZIEN, panels.mijn_overleggen, order=21)
        on_leerling("overdracht/bespreking/_panel.html", Recht.OVERLEG_INZIEN, panels.overleg_en_besluit, order=20)
        nav.register("Toezicht", "overdracht:toezicht", Recht.TOEZICHT_HOUDEN, order=20)
        nav.register("Uitkomsten", "overdracht:uitkomsten", Recht.UITKOMST_INZIEN, order=32)
        on_start("overdracht/uitkomsten/_start.html", Recht.UITKOMST_INZIEN, uitkomsten.paneel, order=22)
        stand = leerlingstatus.Bron(20, Recht.OVERLEG_INZIEN, panels.STATUSSEN, panels.statussen)
        leerlingstatus.register("overdracht", stand)
        lijstacties.register("Bespreken in een overleg", "overdracht:voorstellen", Recht.OVERLEG_PLANNEN)
        TOESTEMMING.register("overdracht.heroverwegen", besluiten.volg_toestemming)
        GEZAG.register("overdracht.heroverwegen", besluiten.volg_gezag)
        SCHOOLKEUZE.register("overdracht.van_de_lijst", overleg_wijzigen.volg_overdracht)
        SCHOOLKEUZE.register("overdracht.opnieuw_horen", instemmingen.volg_schoolkeuze)
