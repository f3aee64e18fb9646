"""Prints the probabilities that LogisticRegressionTest expects, as scikit-learn computes them.

    pip install scikit-learn==1.9.1
    python logistic_regression.py
"""
import numpy as np
from sklearn.linear_model import LogisticRegression

FEATURES = np.array([[2, 1, -3], [4, -1, 0], [3, 5, 2], [9, 2, 1], [7, 7, -1], [8, 3, 4],
                     [-2, 6, 5], [0, 9, 3], [5, 4, 8], [-1, 2, 7], [6, 0, 6], [1, 8, -2]], float)
LABELS = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2])
ASKED = np.array([[3, 3, 3], [10, -5, 0], [-4, 8, 9]], float)

mean, deviation = FEATURES.mean(axis=0), FEATURES.std(axis=0)
for weights in [None, "balanced"]:
    for penalty in [1.0, 0.01, 0.0001]:
        # Its penalty is over the sum of the losses; ours is over their mean.
        model = LogisticRegression(C=1 / (len(LABELS) * penalty), class_weight=weights, solver="newton-cg", tol=1e-12,
                                   max_iter=100000)
        model.fit((FEATURES - mean) / deviation, LABELS)
        print(weights, penalty, np.round(model.predict_proba((ASKED - mean) / deviation), 9).tolist())
