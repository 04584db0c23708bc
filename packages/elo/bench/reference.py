"""Writes test/reference.json: ratings computed without a line of this package, by Newton's method in numpy and by general optimisers.

    pip install numpy scipy pandas arena-rank evalica
    python bench/reference.py > test/reference.json

Published data: Wikipedia's worked example of the Bradley-Terry model; Stigler (Statistical Science 9, 1994) and the 1987 American League East
as in Agresti (Categorical Data Analysis, 2002), both with R's BradleyTerry2 (hturner/BradleyTerry2, data/citations.txt and data/baseball.csv at ce4902e);
the fixtures simple.csv (401d6ee) and food.csv (0893fd0) of dustalov/evalica.
"""

import json

import numpy as np
from scipy.optimize import minimize

ELO = 400 / np.log(10)


def newton(rows, names, position=False):
    """rows: (a, b, score of a, votes). Returns Elo ratings with mean 0 and the position term in log-odds."""
    n, size = len(names), len(names) + position
    design = np.zeros((len(rows), size))
    for r, (a, b, _, _) in enumerate(rows):
        design[r, names.index(a)], design[r, names.index(b)] = 1, -1
        if position:
            design[r, n] = 1
    score, votes = np.array([row[2] for row in rows], float), np.array([row[3] for row in rows], float)
    x = np.zeros(size)
    for _ in range(100):
        p = 1 / (1 + np.exp(-design @ x))
        information = design.T @ (design * (votes * p * (1 - p))[:, None])
        step = np.linalg.lstsq(information, design.T @ (score - votes * p), rcond=1e-12)[0]
        x += step
        if np.abs(step).max() < 1e-14:
            break
    theta = x[:n] - x[:n].mean()
    return dict(zip(names, (ELO * theta).tolist())), (float(x[n]) if position else None)


def tie_model(rows, names, kind):
    """rows: (a, b, wins a, wins b, ties). Davidson or Rao-Kupper by a general optimiser."""
    n = len(names)
    a = np.array([names.index(row[0]) for row in rows])
    b = np.array([names.index(row[1]) for row in rows])
    wins, losses, ties = (np.array([row[k] for row in rows], float) for k in (2, 3, 4))

    def loss(x):
        t = np.append(x[: n - 1], 0)
        i, j, tau = t[a], t[b], np.exp(x[n - 1]) if kind == "rao-kupper" else x[n - 1]
        if kind == "davidson":
            total = np.logaddexp(np.logaddexp(i, j), tau + (i + j) / 2)
            return -(wins @ (i - total) + losses @ (j - total) + ties @ (tau + (i + j) / 2 - total))
        left, right = np.logaddexp(i, tau + j), np.logaddexp(tau + i, j)
        return -(wins @ (i - left) + losses @ (j - right) + ties @ (np.log(np.expm1(2 * tau)) + i + j - left - right))

    x = minimize(loss, np.append(np.zeros(n - 1), -0.5), method="Nelder-Mead", options={"maxiter": 20000, "maxfev": 20000, "xatol": 1e-9, "fatol": 1e-12}).x
    for _ in range(60):  # Newton steps on numeric derivatives, until they stand still
        h = 1e-4
        unit = np.eye(n) * h
        gradient = np.array([(loss(x + u) - loss(x - u)) / (2 * h) for u in unit])
        hessian = np.array([[(loss(x + u + v) - loss(x + u - v) - loss(x - u + v) + loss(x - u - v)) / (4 * h * h) for v in unit] for u in unit])
        step = np.linalg.solve(hessian, gradient)
        x = x - step
        if np.abs(step).max() < 1e-11:
            break
    t = np.append(x[: n - 1], 0)
    return dict(zip(names, (ELO * (t - t.mean())).tolist())), float(np.exp(x[n - 1]) if kind == "rao-kupper" else x[n - 1])


WIKIPEDIA = [("A", "B", 2, 3, 0), ("A", "D", 1, 4, 0), ("B", "C", 5, 3, 0), ("C", "D", 1, 3, 0)]
CITATIONS = [
    ("Biometrika", "Comm Statist", 730, 33, 0), ("Biometrika", "JASA", 498, 320, 0), ("Biometrika", "JRSS-B", 221, 284, 0),
    ("Comm Statist", "JASA", 68, 813, 0), ("Comm Statist", "JRSS-B", 17, 276, 0), ("JASA", "JRSS-B", 142, 325, 0),
]
TEAMS = ["Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"]
HOME = ["43 42 43 61 42 60", "33 42 43 60 61 43", "25 43 24 43 42 60", "33 51 25 43 42 61", "51 25 33 42 52 60", "25 33 34 43 42 24", "25 15 16 24 16 34"]
BASEBALL = [
    (home, away, int(cell[0]), int(cell[1]), 0)
    for home, line in zip(TEAMS, HOME)
    for away, cell in zip([team for team in TEAMS if team != home], line.split())
]
SIMPLE = "01t 02r 02t 04t 10l 12t 12t 13t 24t 30l 31l 32l 34t 34t 40l 43l"
FOOD = (
    "PSl BAr TPl STr BPl ASr TBl PAt SBr ATl BSr TPl SAt BTl PBr ATr BSr TAl PTr SBl APr BSr TAl PSl SBr ATr TPl BAr STl PBr"
)  # Pizza, Sushi, Burger, pAsta, Tacos


def from_code(text):
    outcome = {"l": (1, 0, 0), "r": (0, 1, 0), "t": (0, 0, 1)}
    return [(word[0], word[1], *outcome[word[2]]) for word in text.split()]


def half(rows):
    return [(a, b, w + t / 2, w + l + t) for a, b, w, l, t in rows]


def names_of(rows):
    return sorted({name for row in rows for name in row[:2]})


def style(seed=7, votes=600, models=6):
    """A simulated set with two features, rated by numpy and by arena-rank without its penalty."""
    import jax.numpy as jnp
    from arena_rank.models.contextual_bradley_terry import ContextualBradleyTerry
    from arena_rank.utils.data_utils import ContextualPairDataset

    rng = np.random.default_rng(seed)
    theta = rng.normal(0, 0.7, models)
    a = rng.integers(0, models, votes)
    b = (a + rng.integers(1, models, votes)) % models
    x = rng.normal(0, 1, (votes, 2)).round(3)
    d = theta[a] - theta[b] + x @ [0.4, -0.2]
    y = np.where(rng.random(votes) < 0.2, 0.5, (rng.random(votes) < 1 / (1 + np.exp(-d))).astype(float))
    design = np.zeros((votes, models + 2))
    design[np.arange(votes), a], design[np.arange(votes), b] = 1, -1
    design[:, models:] = x
    beta = np.zeros(models + 2)
    for _ in range(100):
        p = 1 / (1 + np.exp(-design @ beta))
        step = np.linalg.lstsq(design.T @ (design * (p * (1 - p))[:, None]), design.T @ (y - p), rcond=1e-12)[0]
        beta += step
        if np.abs(step).max() < 1e-14:
            break
    p = 1 / (1 + np.exp(-design @ beta))
    bread = np.linalg.pinv(design.T @ (design * (p * (1 - p))[:, None]), rcond=1e-12)
    sandwich = bread @ (design.T @ (design * ((y - p) ** 2)[:, None])) @ bread
    cluster = np.arange(votes) // 5
    scores = np.array([(design[cluster == c] * (y - p)[cluster == c, None]).sum(0) for c in range(cluster.max() + 1)])
    clustered = bread @ (scores.T @ scores) @ bread * len(scores) / (len(scores) - 1)
    model = ContextualBradleyTerry(n_competitors=models, n_features=2, reg=0.0, ftol=1e-16, gtol=1e-14, max_iter=100_000)
    model.fit(ContextualPairDataset(
        competitors=[str(k) for k in range(models)], pairs=jnp.array(np.stack([a, b], 1)), features=jnp.array(x),
        outcomes=jnp.array(y), weights=jnp.ones(votes)))
    ratings = np.asarray(model.params["ratings"])
    diagonal = lambda matrix: np.sqrt(np.diag(matrix)[:models]) * ELO
    return {
        "a": a.tolist(), "b": b.tolist(), "outcome": [{1.0: 0, 0.0: 1, 0.5: 2}[value] for value in y], "features": x.T.tolist(),
        "ratings": (ELO * (beta[:models] - beta[:models].mean())).tolist(), "coefficients": beta[models:].tolist(),
        "se": diagonal(sandwich).tolist(), "clusteredSe": diagonal(clustered).tolist(),
        "arenaRank": {"ratings": (ELO * (ratings - ratings.mean())).tolist(), "coefficients": np.asarray(model.params["coeffs"]).tolist()},
    }


def evalica_scores(rows):
    import evalica

    outcome = {(1, 0, 0): evalica.Winner.X, (0, 1, 0): evalica.Winner.Y, (0, 0, 1): evalica.Winner.Draw}
    found = evalica.bradley_terry([r[0] for r in rows], [r[1] for r in rows], [outcome[tuple(r[2:])] for r in rows], tolerance=1e-14, limit=100_000)
    theta = np.log(np.asarray([found.scores[name] for name in names_of(rows)]))
    return dict(zip(names_of(rows), (ELO * (theta - theta.mean())).tolist()))


simple, food = from_code(SIMPLE), from_code(FOOD)
home, at_home = newton(half(BASEBALL), names_of(BASEBALL), position=True)
document = {"style": style()}
for name, rows in [("wikipedia", WIKIPEDIA), ("citations", CITATIONS), ("baseball", BASEBALL), ("simple", simple), ("food", food)]:
    document[name] = {"rows": rows, "half": newton(half(rows), names_of(rows))[0]}
document["baseball"] |= {"withPosition": home, "position": at_home}
for name, rows in [("simple", simple), ("food", food)]:
    document[name]["evalica"] = evalica_scores(rows)
    for kind in ["davidson", "rao-kupper"]:
        ratings, tie = tie_model(rows, names_of(rows), kind)
        document[name][kind] = {"ratings": ratings, "tie": tie}
print(json.dumps(document))
