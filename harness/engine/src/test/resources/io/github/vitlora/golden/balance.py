"""Writes the golden file of class weights: the weights by scikit-learn, and what PyTorch's CrossEntropyLoss makes of them.

    balance.json  the classes' weights; losses and gradients of some logits, by labels, labels smoothed, labels mixed, and
                  both; of five Adam steps with the weights, the losses and the logits after the last

The network of two blocks, its images and its head are those of golden.py's files, which have to be there. All is
computed in double precision. Made by PyTorch 2.7.1, timm 1.0.31 and scikit-learn 1.9.1:

    pip install torch==2.7.1 timm==1.0.31 scikit-learn==1.9.1
    python balance.py
"""

import json
from pathlib import Path

import numpy
import torch
from safetensors.torch import load_file
from sklearn.utils.class_weight import compute_class_weight
from timm.layers import set_fused_attn
from timm.models.vision_transformer import VisionTransformer
from torch.nn import CrossEntropyLoss

HERE = Path(__file__).parent
PER_CLASS = [40, 10, 4, 2]
LABELS = torch.tensor([0, 1, 2, 3, 0])
ADAM = {"lr": 0.002, "betas": (0.9, 0.999), "eps": 1e-8}
LOGITS = [[1.5, -0.3, 0.2, 2.0], [-1.0, 0.7, 0.1, 0.4], [0.0, 3.0, -2.0, 1.0]]
TARGETS = {"labels": [3, 1, 0], "mixed": [[0.7, 0, 0, 0.3], [0, 1, 0, 0], [0.3, 0, 0, 0.7]]}


def case(targets, smoothing):
    logits = torch.tensor(LOGITS, dtype=torch.float64, requires_grad=True)
    given = torch.tensor(TARGETS[targets])
    loss = CrossEntropyLoss(weight=weights, label_smoothing=smoothing)(
        logits, given.double() if given.is_floating_point() else given)
    loss.backward()
    return {"targets": targets, "smoothing": smoothing, "loss": loss.item(), "gradient": logits.grad.flatten().tolist()}


set_fused_attn(False)
labels = numpy.repeat(range(4), PER_CLASS)
weights = torch.tensor(compute_class_weight("balanced", classes=numpy.arange(4), y=labels))

model = VisionTransformer(img_size=32, patch_size=8, embed_dim=32, depth=2, num_heads=2, mlp_ratio=2,
                          num_classes=4).double().train()
start = load_file(HERE / "model.safetensors")
start |= {"head.weight": load_file(HERE / "training.safetensors")["head.weight"], "head.bias": torch.zeros(4)}
model.load_state_dict({name: values.double() for name, values in start.items()})
pixels = load_file(HERE / "forward.safetensors")["pixel_values"].double()
adam = torch.optim.Adam(model.parameters(), **ADAM)
losses = []
for step in range(6):
    logits = model(pixels)
    loss = CrossEntropyLoss(weight=weights)(logits, LABELS)
    losses.append(loss.item())
    if step < 5:
        adam.zero_grad()
        loss.backward()
        adam.step()

told = {
    "perClass": PER_CLASS, "weights": weights.tolist(), "logits": LOGITS,
    "cases": [case(targets, smoothing) for targets in TARGETS for smoothing in (0.0, 0.1)],
    "training": {"learningRate": ADAM["lr"], "losses": losses, "logits": logits.flatten().tolist()}}
(HERE / "balance.json").write_text(json.dumps(told, indent=1) + "\n")
