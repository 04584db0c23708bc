"""Times arena-rank, and FastChat and Evalica where they install, on votes written by compare.mjs. Prints one line of JSON per measurement: [job, tool, seconds], or
a text in place of the seconds."""

import json
import resource
import sys
import time
import types

import numpy as np
import pandas as pd

folder, votes, models, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
a = np.fromfile(f"{folder}/a", np.int32)
b = np.fromfile(f"{folder}/b", np.int32)
outcome = np.fromfile(f"{folder}/outcome", np.uint8)
names = np.array([f"m{k}" for k in range(models)])
labels = np.array(["model_a", "model_b", "tie", "tie (bothbad)"])


def report(job, tool, begun):
    print(json.dumps([job, tool, time.perf_counter() - begun]), flush=True)


frame = pd.DataFrame({"model_a": names[a], "model_b": names[b], "winner": labels[outcome]})
if width == 0:
    from arena_rank.models.bradley_terry import BradleyTerry
    from arena_rank.utils.data_utils import PairDataset

    for attempt in ["cold", "warm"] if votes <= 2_000_000 else ["cold"]:
        begun = time.perf_counter()
        data = PairDataset.from_pandas(frame)
        model = BradleyTerry(n_competitors=len(data.competitors))
        model.compute_ratings_and_cis(data)
        report("ratings", f"arena-rank, {attempt}", begun)
    if votes <= 2_000_000:
        try:
            import evalica

            winner = [evalica.Winner.X, evalica.Winner.Y, evalica.Winner.Draw, evalica.Winner.Draw]
            winners = [winner[code] for code in outcome]
            begun = time.perf_counter()
            evalica.bradley_terry(frame["model_a"].tolist(), frame["model_b"].tolist(), winners)
            report("ratings", "Evalica, no intervals", begun)
        except ImportError:
            print(json.dumps(["ratings", "Evalica does not install", None]))
        try:
            # The module imports the whole serving stack beside its ratings; these stand-ins keep that out.
            for name in ["fastchat.model", "fastchat.model.model_registry", "fastchat.serve.monitor.clean_battle_data"]:
                sys.modules[name] = types.ModuleType(name)
            sys.modules["fastchat.model.model_registry"].get_model_info = None
            sys.modules["fastchat.serve.monitor.clean_battle_data"].clean_battle_data = None
            from fastchat.serve.monitor.elo_analysis import compute_elo_mle_with_tie

            # Its design matrix is dense: 2 x votes x models numbers, 6.4 GB for 2M votes.
            part = frame.iloc[:200_000]
            begun = time.perf_counter()
            compute_elo_mle_with_tie(part)
            report("ratings", "FastChat elo_analysis, the first 200,000 votes only, no intervals", begun)
        except ImportError as error:
            print(json.dumps(["ratings", f"FastChat does not install ({error})", None]))
else:
    from arena_rank.models.contextual_bradley_terry import ContextualBradleyTerry
    from arena_rank.utils.data_utils import ContextualPairDataset

    values = np.fromfile(f"{folder}/features", np.float64).reshape(-1, width)
    columns = [f"x{k}" for k in range(width)]
    for k, column in enumerate(columns):
        frame[column] = values[:, k]
    for attempt in ["cold", "warm"]:
        begun = time.perf_counter()
        data = ContextualPairDataset.from_pandas(frame, feature_cols=columns)
        model = ContextualBradleyTerry(n_competitors=len(data.competitors), n_features=width)
        model.compute_ratings_and_cis(data)
        report("style", f"arena-rank, {attempt}", begun)

print(json.dumps(["memory", "arena-rank, most resident memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB"]))
