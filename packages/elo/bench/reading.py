"""What a user of a peer writes to go from a file to ratings: reading.py <peer> <csv | jsonl> <file>. Timed as a whole by reading.mjs."""

import sys

import pandas as pd

peer, kind, file = sys.argv[1:4]
frame = pd.read_csv(file) if kind == "csv" else pd.read_json(file, lines=True)

if peer == "arena-rank":
    from arena_rank.models.bradley_terry import BradleyTerry
    from arena_rank.utils.data_utils import PairDataset

    data = PairDataset.from_pandas(frame)
    model = BradleyTerry(n_competitors=len(data.competitors))
    result = model.compute_ratings_and_cis(data)
elif peer == "evalica":
    import evalica

    winner = {"model_a": evalica.Winner.X, "model_b": evalica.Winner.Y, "tie": evalica.Winner.Draw, "tie (bothbad)": evalica.Winner.Draw}
    result = evalica.bradley_terry(frame["model_a"], frame["model_b"], frame["winner"].map(winner)).scores
else:
    import choix

    # choix knows no ties: decisive votes alone, which makes its job smaller.
    decisive = frame[frame["winner"].isin(["model_a", "model_b"])]
    codes = {name: k for k, name in enumerate(sorted(set(frame["model_a"]) | set(frame["model_b"])))}
    a, b = decisive["model_a"].map(codes), decisive["model_b"].map(codes)
    won = decisive["winner"] == "model_a"
    result = choix.ilsr_pairwise(len(codes), list(zip(a.where(won, b), b.where(won, a))))
print(type(result))
