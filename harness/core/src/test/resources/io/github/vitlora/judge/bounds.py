"""Computes the confidence bounds of VarianceComponents independently of it, with numpy and scipy.

Run it in this folder: python3 bounds.py > bounds.json

predictions.csv has a line a test image of the built-in data (fashion-mnist-3000): its class, and the class that each
trial of full fine-tuning and of LoRA at ranks 1, 2, 4 and 8 predicted under seeds 1 to 4. For each rank and each number
of seeds from two on the script prints the difference of accuracies, the variances V_I, V_S and V_R, the degrees of freedom,
and one-sided lower and upper bounds at 95 % and 97.5 %.
"""
import csv
import json
import math

import numpy as np
from scipy import stats

rows = list(csv.DictReader(open("predictions.csv")))
true = np.array([row["trueClass"] for row in rows])
out = []
for candidate in ["lora-r1", "lora-r2", "lora-r4", "lora-r8"]:

    def correct(regime, seed):
        return (np.array([row[f"{regime}-seed{seed}"] for row in rows]) == true).astype(float)

    d = np.array([correct(candidate, seed) - correct("full", seed) for seed in range(1, 5)])
    for n in range(2, 5):
        t = d[:n]
        S, N = t.shape
        images, per_seed, m = t.mean(0), t.mean(1), t.mean()
        v_i = images.var(ddof=1) / N
        v_s = per_seed.var(ddof=1) / S
        residual = t - images[None] - per_seed[:, None] + m
        v_r = (residual**2).sum() / ((S - 1) * (N - 1)) / (S * N)
        v = max(v_i + v_s - v_r, v_i, v_s)
        df = N - 1 if v_s == 0 else min((S - 1) * v / v_s, N - 1)
        row = dict(candidate=candidate, seeds=n, images=N, difference=m, vImages=v_i, vSeeds=v_s, vResidual=v_r, df=df)
        for c in (0.95, 0.975):
            h = stats.t.ppf(c, df) * math.sqrt(v)
            row[f"lower{c}"], row[f"upper{c}"] = m - h, m + h
        row["discordant"] = float((t != 0).mean())
        out.append(row)
print(json.dumps(out, indent=1))
