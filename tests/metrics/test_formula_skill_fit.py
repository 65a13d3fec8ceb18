"""The fit against its closed case, against a dense solution, and on odd data."""

import numpy as np
import pytest
from scipy import optimize

from metrics.formulas.skill_fit import fit
from metrics.formulas.skill_problem import Beliefs, Responses

SAME = 1e-8  # both witnesses stop at a gradient below 1e-10
HAND = 5e-5  # four digits of METHODS' example E1
PEOPLE, STEPS, FAMILIES, MASKS, TASKS = 7, 5, 4, 3, 90


def logistic(x):
    return 1 / (1 + np.exp(-x))


def believed(first, families=FAMILIES, masks=MASKS, **more):
    levels = families + masks + 1
    usual = {
        "first": np.asarray(first),
        "mean": np.zeros(len(first)),
        "sd": np.ones(len(first)),
        "step_sd": 0.3,
        "levels_mean": np.zeros(levels),
        "levels_sd": np.repeat([1.0, 2.0, 1.0], [families, masks, 1]),
        "ai_sd": 0.5,
        "ai_step_sd": 0.2,
        "support_sd": 0.5,
    }
    return Beliefs(**{**usual, **more})


def made(seed=7):
    """Random tasks of people who begin at different steps, some with gaps."""
    rng = np.random.default_rng(seed)
    first = rng.integers(0, STEPS, PEOPLE)
    person = np.sort(rng.integers(0, PEOPLE, TASKS))
    quarter = np.array([rng.integers(first[i], STEPS) for i in person])
    used = rng.random(TASKS) * (rng.random(TASKS) < 0.4)
    data = Responses(
        person,
        quarter,
        rng.integers(0, FAMILIES, TASKS),
        rng.integers(0, MASKS, TASKS),
        rng.normal(size=TASKS),
        used,
        (rng.random(TASKS) < 0.5).astype(float),
        (rng.random(TASKS) < 0.7).astype(float),
    )
    beliefs = believed(
        first,
        mean=rng.normal(size=PEOPLE),
        sd=rng.uniform(0.5, 1, PEOPLE),
        levels_mean=rng.normal(size=FAMILIES + MASKS + 1),
        levels_sd=rng.uniform(0.1, 2, FAMILIES + MASKS + 1),
    )
    return data, beliefs


def dense(data, beliefs):
    """The same optimum by another method, on all parameters at once, in the words of R7."""
    shared = FAMILIES + MASKS + 1 + STEPS + 1
    size, nodes, rows = PEOPLE * STEPS + shared, PEOPLE * STEPS, np.arange(len(data.y))
    design = np.zeros((len(data.y), size))
    design[rows, data.person * STEPS + data.quarter] = 1
    design[rows, nodes + data.family] = -1
    design[rows, nodes + FAMILIES + data.mask] = -1
    design[:, nodes + FAMILIES + MASKS] = -data.z
    alphas = nodes + FAMILIES + MASKS + 1
    design[rows, alphas + data.quarter] = data.a
    design[:, -1] = data.x
    precision, mean = np.zeros((size, size)), np.zeros(size)

    def hold(index, at, sd):
        precision[index, index] += 1 / sd**2
        mean[index] = at

    def walk(index, sd):
        step = np.zeros(size)
        step[index], step[index - 1] = 1, -1
        precision[:] += np.outer(step, step) / sd**2

    for person in range(PEOPLE):
        for step in range(STEPS):
            node, first = person * STEPS + step, beliefs.first[person]
            if step < first:
                hold(node, 0, 1)
            elif step == first:
                hold(node, beliefs.mean[person], beliefs.sd[person])
            else:
                walk(node, beliefs.step_sd)
                mean[node] = beliefs.mean[person]
    for level, (at, sd) in enumerate(zip(beliefs.levels_mean, beliefs.levels_sd, strict=True)):
        hold(nodes + level, at, sd)
    hold(alphas, 0, beliefs.ai_sd)
    for step in range(1, STEPS):
        walk(alphas + step, beliefs.ai_step_sd)
    hold(size - 1, 0, beliefs.support_sd)

    def loss(at):
        logit, away = design @ at, at - mean
        fitted_to = np.sum(np.logaddexp(0, logit) - data.y * logit)
        return fitted_to + away @ precision @ away / 2

    def slope(at):
        return design.T @ (logistic(design @ at) - data.y) + precision @ (at - mean)

    def curvature(at):
        p = logistic(design @ at)
        return design.T @ ((p * (1 - p))[:, None] * design) + precision

    found = optimize.minimize(loss, mean, jac=slope, hess=curvature, method="trust-exact").x
    for _ in range(3):
        found = found - np.linalg.solve(curvature(found), slope(found))
    return found, np.sqrt(np.diag(np.linalg.inv(curvature(found))))


def fitted(data, beliefs, families=FAMILIES, masks=MASKS, steps=STEPS):
    return fit(data, beliefs, families=families, masks=masks, steps=steps, tolerance=1e-10)


def together(found):
    theta = np.concatenate([found.theta.ravel(), found.levels, found.ai, [found.support]])
    se = np.concatenate([found.theta_se.ravel(), found.levels_se, found.ai_se, [found.support_se]])
    return theta, se


def test_skill_with_known_difficulties_is_the_hand_answer_of_example_e1():
    y, nothing = np.array([1.0, 1, 0, 1, 0]), np.zeros(5)
    one = np.zeros(5, int)
    data = Responses(one, one, np.arange(5), one, nothing, nothing, nothing, y)
    known = [-1.0, 0, 0, 1, 2, 0, 0]  # difficulties, and neither mask nor estimate matters
    beliefs = believed([0], 5, 1, levels_mean=np.array(known), levels_sd=np.full(7, 1e-4))
    found = fit(data, beliefs, families=5, masks=1, steps=1, tolerance=1e-6)
    assert found.theta[0, 0] == pytest.approx(0.4389, abs=HAND)
    assert found.theta_se[0, 0] == pytest.approx(0.7060, abs=HAND)
    assert logistic(found.theta[0, 0] + 1) == pytest.approx(0.8083, abs=HAND)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_eliminating_people_gives_the_same_optimum_and_errors_as_solving_all_at_once(seed):
    data, beliefs = made(seed)
    expected, expected_se = dense(data, beliefs)
    found, found_se = together(fitted(data, beliefs))
    assert np.abs(found - expected).max() < SAME
    assert np.abs(found_se - expected_se).max() < SAME


@pytest.mark.parametrize("at_once", [0, 2], ids=["whole products", "products in parts"])
def test_groups_of_people_and_products_in_parts_change_nothing(monkeypatch, at_once):
    data, beliefs = made()
    whole, whole_se = together(fitted(data, beliefs))
    monkeypatch.setattr("metrics.formulas.skill_fit.MOST_CELLS", 5 * STEPS * 14)
    monkeypatch.setattr("metrics.formulas.skill_fit.SINGLE_THREAD", at_once * STEPS * 14**2)
    monkeypatch.setattr("metrics.formulas.skill_fit.FEW_PEOPLE", 1)
    parts, parts_se = together(fitted(data, beliefs))
    assert np.abs(whole - parts).max() < SAME
    assert np.abs(whole_se - parts_se).max() < SAME


def test_a_quarter_without_tasks_widens_skill_by_one_step_of_the_walk():
    data, _ = made()
    kept = data[data.quarter < STEPS - 1]
    found = fitted(kept, believed(np.zeros(PEOPLE, int)))
    widened = found.theta_se[:, -1] ** 2 - found.theta_se[:, -2] ** 2
    assert widened == pytest.approx(np.full(PEOPLE, 0.09), abs=SAME)
    assert found.theta[:, -1] == pytest.approx(found.theta[:, -2], abs=SAME)


def test_all_successes_and_all_failures_stay_finite():
    data, beliefs = made()
    for outcome in (0.0, 1.0):
        all_alike = Responses(**{**vars(data), "y": np.full(TASKS, outcome)})
        values, errors = together(fitted(all_alike, beliefs))
        assert np.abs(values).max() < 10
        assert (errors > 0).all()


def test_without_ai_and_support_their_effects_stay_at_the_prior():
    data, _ = made()
    nothing = np.zeros(TASKS)
    without = Responses(**{**vars(data), "a": nothing, "x": nothing})
    found = fitted(without, believed(np.zeros(PEOPLE, int)))
    assert np.abs(found.ai).max() < SAME
    assert found.ai_se == pytest.approx(np.sqrt(0.25 + 0.04 * np.arange(STEPS)))
    assert (found.support, found.support_se) == pytest.approx((0.0, 0.5), abs=SAME)


def test_no_tasks_at_all_leave_every_belief_as_it_was():
    empty = Responses(*(np.zeros(0, int) for _ in range(4)), *(np.zeros(0) for _ in range(4)))
    found = fitted(empty, believed(np.zeros(0, int)))
    assert found.theta.shape == (0, STEPS)
    assert found.levels_se == pytest.approx(np.repeat([1.0, 2.0, 1.0], [FAMILIES, MASKS, 1]))
