from collections import Counter

import numpy as np
import pytest


def test_ai_comes_to_half_of_the_teams_in_two_waves_from_the_third_quarter_on(firm):
    waves = Counter(team.wave for team in firm.teams)
    assert waves == {None: 20, 2: 10, 3: 10}


def test_half_of_the_ai_teams_are_redesigned_evenly_over_waves_and_crafts(firm):
    redesigned = [team for team in firm.teams if team.redesign]
    assert len(redesigned) == 10
    assert Counter(team.wave for team in redesigned) == {2: 5, 3: 5}
    assert set(Counter(team.craft for team in redesigned).values()) <= {3, 4}
    assert all(team.wave is not None for team in redesigned)


def test_a_team_is_left_out_a_quarter_after_its_wave_and_until_its_redesign(firm):
    team = next(i for i, t in enumerate(firm.teams) if t.redesign and t.wave == 3)
    assert firm.regime.phase[team].tolist() == [0, 0, 0, 0, 1, 2, 2, 2, 2]
    assert firm.regime.use[team].tolist() == [0.1, 0.1, 0.1] + [0.6] * 6
    assert np.flatnonzero(firm.regime.loss[team]).tolist() == [5]


def test_exclusion_on_ai_tasks_makes_the_planted_participation(firm):
    plan = firm.plan
    excluded, again = plan.npr_on_ai_tasks
    assert plan.use_after * excluded + 1 - plan.use_after == pytest.approx(0.5)
    assert plan.use_after * again + 1 - plan.use_after == pytest.approx(0.8)


def test_teams_are_spread_over_the_crafts(small_firm):
    assert Counter(team.craft for team in small_firm.teams) == {0: 3, 1: 3, 2: 2}
