"""A decision and a withdrawal at the same moment: both happen, one after the other, on a database with row locks."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from gka.actions import toestemming as kernel
from gka.models import Leerling
from gka.workflow import Doel, Toestemmingstand
from overdracht.actions import besluiten
from overdracht.workflow import Uitkomst
from tests import build
from tests.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_deciding_and_withdrawing_do_not_deadlock(
    cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupil: Leerling = build.leerling(cast)
    row = build.iedereen_eens(cast, build.bespreking(cast, pupil))
    meeting = threading.Barrier(2)

    def after_meeting(original: Any) -> Any:
        """Give the other side the time to take its first lock; with one order it cannot, and nobody waits for ever."""

        def run(**feit: Any) -> Any:
            try:
                meeting.wait(timeout=2)
            except threading.BrokenBarrierError:
                pass
            return original(**feit)

        return run

    monkeypatch.setattr(besluiten, "roep_volgers", after_meeting(besluiten.roep_volgers))
    monkeypatch.setattr(kernel.TOESTEMMING, "roep", after_meeting(kernel.TOESTEMMING.roep))

    def run(doe: Any) -> None:
        try:
            doe()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        deeds = [
            pool.submit(run, lambda: build.besluit(cast, row)),
            pool.submit(run, lambda: build.zegt(cast, pupil, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)),
        ]
        for deed in deeds:
            deed.result(timeout=30)

    besluit = row.besluiten.huidig().get()
    assert besluit.uitkomst == Uitkomst.NIET_OPGENOMEN
