"""Simulates questions independently of QuestionPlan, with numpy and scipy: the figures of docs/verdict.md.

Run it in any folder: python3 power.py

First it prints, for a single look at 95 %, the largest share of ranks at the margin that is called sufficient, over all
ratios of the variances of images and seeds to the residual: by Satterthwaite's degrees of freedom and by those of
VarianceComponents. Images are many, so that only the variance of the seeds is estimated; the integral over its chi-squared
distribution is taken by 20,000 quantiles.

Then it prints the share of ranks without any difference that are shown, with looks at 3, 4, 6 and 8 seeds, a margin of two
points and 95 %, as QuestionSimulationTest draws them.
"""
import itertools

import numpy as np
from scipy import stats

LOOKS = [3, 4, 6, 8]
WITHIN = 0.02


def level(seeds, images, ratio, freedom):
    chi = stats.chi2.ppf((np.arange(20_000) + 0.5) / 20_000, seeds - 1) / (seeds - 1)
    v_i, v_s, v_r = images + 1.0, (1 + ratio) * chi, 1.0
    v = np.maximum(np.maximum(v_i + v_s - v_r, v_i), v_s)
    t = stats.t.ppf(0.95, freedom(seeds, v, v_s))
    return stats.norm.sf(t * np.sqrt(v / (images + 1 + ratio))).mean()


FREEDOM = {
    "Satterthwaite": lambda s, v, v_s: np.clip((s - 1) * (v / v_s) ** 2, 1, 1e6),
    "(S - 1) V / V_S": lambda s, v, v_s: (s - 1) * v / v_s,
}
for name, freedom in FREEDOM.items():
    grid = list(itertools.product([0, 0.1, 0.3, 0.5, 1, 2, 5], [0, 0.1, 0.3, 0.5, 1, 2, 3, 5, 8, 12, 20, 40, 100]))
    print(name, {s: f"{max(level(s, a, b, freedom) for a, b in grid):.4f}" for s in (2, 3, 4, 5, 6, 8)})


def answer(rng, images, discordance, deviation, shared):
    mean = deviation * rng.standard_normal(LOOKS[-1])
    either = np.maximum(discordance, np.abs(mean))
    same = rng.random((LOOKS[-1], images)) < np.sqrt(shared)
    u = np.where(same, rng.random(images), rng.random((LOOKS[-1], images)))
    table = (u > (1 - (either + mean) / 2)[:, None]) * 1.0 - (u < ((either - mean) / 2)[:, None])
    confidence = 1 - 0.05 / len(LOOKS)
    for seeds in LOOKS:
        t = table[:seeds]
        ofImages, ofSeeds, m = t.mean(0), t.mean(1), t.mean()
        v_i, v_s = ofImages.var(ddof=1) / images, ofSeeds.var(ddof=1) / seeds
        rest = t - ofImages[None] - ofSeeds[:, None] + m
        v_r = (rest**2).sum() / ((seeds - 1) * (images - 1)) / (seeds * images)
        v = max(v_i + v_s - v_r, v_i, v_s)
        df = min((seeds - 1) * v / v_s, images - 1) if v_s > 0 else images - 1
        half = stats.t.ppf(confidence, df) * np.sqrt(v)
        if m - half >= -WITHIN:
            return True
        if m + half < -WITHIN or m + WITHIN < stats.norm.ppf(confidence) * np.sqrt(max(v_i - v_r, 0)):
            return False
    return False


rng = np.random.default_rng(1)
for images in (500, 1000, 4000):
    for deviation in (0.004, 0.01, 0.03):
        shares = [
            np.mean([answer(rng, images, discordance, deviation, shared) for _ in range(1_000)])
            for discordance, shared in itertools.product((0.06, 0.12), (0.2, 0.7))
        ]
        print(f"{images} images, seeds scatter by {100 * deviation:g} points: {100 * min(shares):.0f} to {100 * max(shares):.0f} %")
