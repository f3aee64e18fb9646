"""The training step of TrainingStepBenchmark by timm and PEFT, for measuring side by side.

    pip install -r requirements.txt
    python training_step.py {full|lora-rN} {float32|bfloat16} BATCH STEPS [compile]

ViT-Tiny/16 at 224 pixels with ten classes from random weights, on images of noise: full fine-tuning, or
LoRA of rank N on all dense layers, with Adam and the mean cross-entropy. A step is forward, backward and
optimizer, over the batch in one piece. bfloat16 is torch.autocast's; `compile` is torch.compile.
Prints images a second (median, the first three steps aside) and the process's peak memory.
"""

import contextlib
import os
import resource
import statistics
import sys
import time

import peft
import timm
import torch

TARGETS = r".*\.(attn\.qkv|attn\.proj|mlp\.fc1|mlp\.fc2)$"
WARM_UP = 3


def network(regime):
    model = timm.create_model("vit_tiny_patch16_224", pretrained=False, num_classes=10)
    if regime == "full":
        return model
    rank = int(regime.removeprefix("lora-r"))
    config = peft.LoraConfig(
        r=rank, lora_alpha=rank, target_modules=TARGETS, modules_to_save=["head"]
    )
    return peft.get_peft_model(model, config)


def main(regime, precision, batch, steps, *flags):
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    torch.manual_seed(1)
    model = network(regime).train()
    forward = torch.compile(model) if "compile" in flags else model
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=1e-5)
    images = torch.randn(batch, 3, 224, 224)
    labels = torch.arange(batch) % 10
    half = torch.autocast("cpu", dtype=torch.bfloat16)
    precise = contextlib.nullcontext()
    seconds = []
    for _ in range(WARM_UP + steps):
        start = time.perf_counter()
        with half if precision == "bfloat16" else precise:
            loss = torch.nn.functional.cross_entropy(forward(images), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seconds.append(time.perf_counter() - start)
    rate = batch / statistics.median(seconds[WARM_UP:])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = sum(p.numel() for p in trained)
    print(f"{' '.join([regime, precision, str(batch), *flags])}: {rate:.1f} images/s,", end=" ")
    print(f"{memory:.0f} MiB, {count:,} trained, torch {torch.__version__}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
