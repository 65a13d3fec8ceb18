import numpy as np

from evidence import dose_view as room
from evidence.outcomes import OUTCOMES
from evidence.study import panel_of
from evidence.team_doses import team_doses
from evidence.team_months import team_months
from tests.evidence.small_histories import history
from tests.evidence.test_team_doses import COURSE, MEASURED, TRAINING


def test_the_doses_stand_in_the_cells_of_their_team_and_month(monkeypatch):
    tasks = [
        {"task_id": f"{m}{who}", "by": who, "closed_at": f"2024-0{m}-1{m}"}
        for m in (1, 2, 3, 4)
        for who in ("a0", "b0")
    ]
    firm = history([*tasks, {**tasks[0], "task_id": "x"}], training=TRAINING, measured=MEASURED)
    table = team_months(firm, COURSE, OUTCOMES["throughput"])
    seen = {}
    monkeypatch.setattr(room, "doses", lambda panel, *both: seen.update(panel=panel, both=both))
    room.dose_view(firm, COURSE, OUTCOMES["throughput"])
    rows = team_doses(firm, COURSE, table)
    assert seen["panel"].units.tolist() == panel_of(table)[0].units.tolist() == ["a", "b"]
    assert np.allclose(seen["both"][0][0], rows.filter(team_id="a")["training_hours"])
    assert np.allclose(seen["both"][1][0], [0, 4, 4, 4])
