"""What was filled in on the page of one pupil and not saved yet, as one text to keep and to show again."""

import json
from collections.abc import Mapping
from typing import Any

from gka.privacy.bsn import bevat_bsn
from overdracht.forms import getoond
from overdracht.forms.afspraak import AfspraakForm
from overdracht.forms.bespreking import BesprekingForm
from overdracht.stand import TEKSTVELDEN

# The texts are saved by themselves; the others say what the page showed.
NIET_APART = {*TEKSTVELDEN, *getoond.MERKEN, "geen_bsn"}
AFSPRAAK = "afspraak"


def inpakken(form: BesprekingForm, afspraak: AfspraakForm) -> str:
    """Only what somebody changed and differs from what is saved; empty when nothing does. Both forms are bound."""
    namen = [naam for naam in form.changed_data if naam not in NIET_APART and getoond.aangeraakt(form.data, naam)]
    anders = {naam: form[naam].value() for naam in namen}
    nieuw = {naam: afspraak[naam].value() for naam in afspraak.changed_data if naam != "geen_bsn"}
    anders, nieuw = _zonder_bsn(anders), _zonder_bsn(nieuw)
    delen = anders | ({AFSPRAAK: nieuw} if nieuw else {})
    return json.dumps(delen) if delen else ""


def uitpakken(ingevuld: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What to show again in the form of the pupil, and in that of a new agreement."""
    delen = json.loads(ingevuld) if ingevuld else {}
    return {naam: waarde for naam, waarde in delen.items() if naam != AFSPRAAK}, delen.get(AFSPRAAK, {})


def zonder_afspraak(ingevuld: str) -> str:
    """The rest, once the agreement was made."""
    rest, _ = uitpakken(ingevuld)
    return json.dumps(rest) if rest else ""


def alleen_afspraak(ingevuld: str) -> str:
    """The agreement that is still being written, once the rest was saved."""
    _, nieuw = uitpakken(ingevuld)
    return json.dumps({AFSPRAAK: nieuw}) if nieuw else ""


def _zonder_bsn(waarden: Mapping[str, Any]) -> dict[str, Any]:
    """What looks like a BSN is not kept: the button asks about it first."""
    return {naam: waarde for naam, waarde in waarden.items() if not (isinstance(waarde, str) and bevat_bsn(waarde))}
