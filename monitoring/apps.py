from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Intervention 3: hangs its pages in the menu and its panels on the start page."""

    name = "monitoring"
    verbose_name = "Monitoring"

    def ready(self) -> None:
        from gka import nav, panels
        from gka.access.rights import Recht
        from monitoring import events  # noqa: F401 - registers the audit kinds
        from monitoring.panels import cijfers, exports, plekken

        nav.register("Dashboard", "monitoring:dashboard", Recht.DASHBOARD_INZIEN, order=40)
        nav.register("Rapporten", "monitoring:rapporten", Recht.RAPPORT_INZIEN, order=50)
        nav.register("Exports", "monitoring:exports", Recht.EXPORT_AANVRAGEN, order=60)
        panels.on_start("monitoring/_cijfers.html", Recht.DASHBOARD_INZIEN, cijfers, order=40)
        panels.on_start("monitoring/_plekken.html", Recht.BEZETTING_INZIEN, plekken, order=50)
        panels.on_start("monitoring/_exports.html", Recht.EXPORT_AANVRAGEN, exports, order=60)
