"""What was filled in on the page of one pupil and not saved yet, as one text to keep and to show again."""

import json
from collections.abc import Mapping
from typing import Any

from gka.privacy.bsn import bevat_bsn
from overdracht.forms import getoond
from overdracht.forms.afspraak import AFSPRAAK, AfspraakForm
from overdracht.forms.bespreking import BesprekingForm
from overdracht.forms.rij import RijForm
from overdracht.stand import TEKSTVELDEN

# The texts are saved by themselves; the others say what the page showed.
NIET_APART = {*TEKSTVELDEN, *getoond.MERKEN, "merk", "bevestigd", "geen_bsn"}
IN_DE_RIJ = frozenset(RijForm.base_fields) - NIET_APART


def inpakken(form: BesprekingForm, afspraak: AfspraakForm | None = None) -> str:
    """Only what somebody changed and differs from what is saved; empty when nothing does. Both forms are bound."""
    namen = [naam for naam in form.changed_data if naam not in NIET_APART and getoond.aangeraakt(form.data, naam)]
    anders = {naam: form[naam].value() for naam in namen}
    return _tekst(_zonder_bsn(anders) | (_nieuw(afspraak) if afspraak else {}))


def rij_inpakken(rij: RijForm, was: str) -> str:
    """What differs in a row of the board (bound), with the rest of what was filled in about this pupil."""
    anders = _zonder_bsn({naam: rij[naam].value() for naam in rij.changed_data if naam not in NIET_APART})
    return _tekst(_delen(zonder_rij(rij, was)) | anders)


def rij_uitpakken(ingevuld: str) -> dict[str, Any]:
    """What to show again in the row: only if somebody was writing why, for the rest of a row saves itself."""
    delen, _ = uitpakken(ingevuld)
    return {naam: waarde for naam, waarde in delen.items() if naam in IN_DE_RIJ} if delen.get("reden") else {}


def zonder_rij(rij: RijForm, was: str) -> str:
    """The rest, once the row was saved."""
    return _tekst({naam: waarde for naam, waarde in _delen(was).items() if naam not in rij.fields})


def uitpakken(ingevuld: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What to show again in the form of the pupil, and in that of a new agreement."""
    delen = _delen(ingevuld)
    return {naam: waarde for naam, waarde in delen.items() if naam != AFSPRAAK}, delen.get(AFSPRAAK, {})


def alleen_afspraak(afspraak: AfspraakForm) -> str:
    """The agreement that is still being written (bound), once the rest was saved."""
    return _tekst(_nieuw(afspraak))


def _nieuw(afspraak: AfspraakForm) -> dict[str, Any]:
    nieuw = _zonder_bsn(afspraak.getypt())
    return {AFSPRAAK: nieuw} if nieuw else {}


def _tekst(delen: Mapping[str, Any]) -> str:
    return json.dumps(delen) if delen else ""


def _delen(ingevuld: str) -> dict[str, Any]:
    return json.loads(ingevuld) if ingevuld else {}


def _zonder_bsn(waarden: Mapping[str, Any]) -> dict[str, Any]:
    """What looks like a BSN is not kept: the button asks about it first."""
    return {naam: waarde for naam, waarde in waarden.items() if not (isinstance(waarde, str) and bevat_bsn(waarde))}
