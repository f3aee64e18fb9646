# How optimizers.json was made: PyTorch 2.7.1's own optimizers on three parameters and given gradients.
# The matrix is decayed, as timm groups parameters; bias and class token are not.
import json, torch

SHAPES = {"blocks.0.mlp.fc1.weight": (2, 3), "blocks.0.mlp.fc1.bias": (3,), "cls_token": (1, 1, 2)}
STEPS, RATE = 4, 0.05
CASES = {
    "adam": ("adam", dict()),
    "adamw": ("adamw", dict(weight_decay=0.3)),
    "sgd": ("sgd", dict()),
    "sgd with weight decay": ("sgd", dict(weight_decay=0.3)),
    "sgd with momentum": ("sgd", dict(momentum=0.9, weight_decay=0.3)),
    "sgd with Nesterov's momentum": ("sgd", dict(momentum=0.9, weight_decay=0.3, nesterov=True)),
    "sgd with clipped gradients": ("sgd", dict(momentum=0.9, clip=1.0)),
    "adamw with clipped gradients": ("adamw", dict(weight_decay=0.3, clip=1.0)),
}
torch.manual_seed(0)
start = {n: torch.randn(s) for n, s in SHAPES.items()}
gradients = [{n: torch.randn(s) * scale for n, s in SHAPES.items()} for scale in (1, 0.2, 3, 0.1)]

def run(kind, options):
    options = dict(options)
    clip, decay = options.pop("clip", None), options.pop("weight_decay", 0.0)
    p = {n: torch.nn.Parameter(v.clone()) for n, v in start.items()}
    groups = [{"params": [v for n, v in p.items() if n.endswith("weight")], "weight_decay": decay},
              {"params": [v for n, v in p.items() if not n.endswith("weight")], "weight_decay": 0.0}]
    make = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}[kind]
    optimizer = make(groups, lr=RATE, **options)
    norms = []
    for step in gradients:
        for n, v in p.items():
            v.grad = step[n].clone()
        if clip:
            norms.append(float(torch.nn.utils.clip_grad_norm_(list(p.values()), clip)))
        optimizer.step()
    return {"optimizer": kind, "weightDecay": decay, "momentum": options.get("momentum", 0.0),
            "nesterov": options.get("nesterov", False), "clipping": clip, "norms": norms,
            "end": {n: v.detach().flatten().tolist() for n, v in p.items()}}

print(json.dumps({
    "made": "by PyTorch " + torch.__version__, "learningRate": RATE,
    "shapes": SHAPES,
    "start": {n: v.flatten().tolist() for n, v in start.items()},
    "gradients": [{n: v.flatten().tolist() for n, v in g.items()} for g in gradients],
    "cases": {name: run(*case) for name, case in CASES.items()}}, indent=1))
