from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "Demogegevens"

    def ready(self) -> None:
        from demo import events  # noqa: F401 - registers the kind of event
