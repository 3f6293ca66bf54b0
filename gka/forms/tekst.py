"""Free text: a warning when it seems to hold a BSN."""

from typing import Any, ClassVar

from django import forms

from gka.privacy.bsn import bevat_bsn


class GeenBsn(forms.Form):
    """Asks "is dit een BSN?" when one of the free texts seems to hold one; whoever says it is not, may save."""

    vrije_tekst: ClassVar[tuple[str, ...]] = ()

    geen_bsn = forms.BooleanField(label="Dit is geen BSN", required=False)

    def lijkt_bsn(self) -> bool:
        """Whether the page must show the question."""
        return self.is_bound and any(bevat_bsn(str(self[naam].value() or "")) for naam in self._nieuwe_tekst())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("geen_bsn"):
            for naam in self._nieuwe_tekst():
                if bevat_bsn(cleaned.get(naam) or ""):
                    wat = f"In ‘{self.fields[naam].label}’ staat een getal dat op een BSN lijkt."
                    self.add_error(naam, f"{wat} Haal het weg, of zet onderaan een vinkje bij ‘Dit is geen BSN’.")
        return cleaned

    def _nieuwe_tekst(self) -> list[str]:
        """What was confirmed before is not asked again."""
        return [naam for naam in self.vrije_tekst if naam in self.changed_data]
