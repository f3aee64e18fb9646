"""Writes the golden files of what a recipe does by depth: layer decay and dropped paths, as timm has them.

    depth.json         factors of the learning rates of ViT-Tiny's parameters by timm's layer decay; losses of the
                       training, and the loss with dropped paths
    depth.safetensors  of five AdamW steps with layer decay, what was trained and the logits after the last; of one
                       pass with dropped paths, what each block's branches were multiplied by, (blocks, 2, images),
                       and the gradients

The network of two blocks, its images and its head are those of golden.py's files, which have to be there. All is
computed in double precision. Made by PyTorch 2.7.1 and timm 1.0.31:

    pip install torch==2.7.1 timm==1.0.31
    python depth.py
"""

import json
from pathlib import Path

import timm
import torch
from safetensors.torch import load_file, save_file
from timm.layers import DropPath, set_fused_attn
from timm.models.vision_transformer import VisionTransformer
from timm.optim import param_groups_layer_decay

HERE = Path(__file__).parent
CLASSES = 4
LABELS = torch.tensor([0, 1, 2, 3, 0])
DECAY = 0.65
ADAMW = {"lr": 0.002, "betas": (0.9, 0.999), "eps": 1e-8}
WEIGHT_DECAY = 0.05
# Of the attention and the MLP of each block: timm's rule would leave the first of two blocks whole.
DROPPED = [(0.3, 0.3), (0.5, 0.5)]
# Every parameter would take too much room.
SOME = ["cls_token", "pos_embed", "patch_embed.proj.weight", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
        "blocks.0.attn.proj.bias", "blocks.0.mlp.fc1.weight", "blocks.1.norm2.bias", "blocks.1.attn.qkv.weight",
        "blocks.1.attn.proj.weight", "blocks.1.mlp.fc2.weight", "norm.weight", "head.weight", "head.bias"]


def factors(model, decay, weight_decay=0.0):
    """Of the learning rates of a model's parameters, by name."""
    groups = param_groups_layer_decay(model, weight_decay, model.no_weight_decay(), layer_decay=decay)
    scales = {id(p): group["lr_scale"] for group in groups for p in group["params"]}
    return {name: scales[id(p)] for name, p in model.named_parameters()}


def network():
    model = VisionTransformer(img_size=32, patch_size=8, embed_dim=32, depth=2, num_heads=2, mlp_ratio=2,
                              num_classes=CLASSES).double()
    weights = load_file(HERE / "model.safetensors")
    weights |= {"head.weight": load_file(HERE / "training.safetensors")["head.weight"], "head.bias": torch.zeros(CLASSES)}
    model.load_state_dict({name: values.double() for name, values in weights.items()})
    return model.train()


def loss_of(logits):
    return torch.nn.functional.cross_entropy(logits, LABELS)


set_fused_attn(False)
pixels = load_file(HERE / "forward.safetensors")["pixel_values"].double()
told = {"vitTiny": {"layerDecay": 0.75, "factors": factors(
    timm.create_model("vit_tiny_patch16_224", num_classes=10), 0.75)}}

model = network()
groups = param_groups_layer_decay(model, WEIGHT_DECAY, model.no_weight_decay(), layer_decay=DECAY)
for group in groups:
    # As timm's schedulers do it.
    group["lr"] = ADAMW["lr"] * group.pop("lr_scale")
adamw = torch.optim.AdamW(groups, **ADAMW)
losses = []
for step in range(6):
    logits = model(pixels)
    loss = loss_of(logits)
    losses.append(loss.item())
    if step < 5:
        adamw.zero_grad()
        loss.backward()
        adamw.step()
tensors = {f"layerDecay.after.{name}": p for name, p in model.named_parameters() if name in SOME}
tensors["layerDecay.after.logits"] = logits
told["layerDecay"] = {"learningRate": ADAMW["lr"], "layerDecay": DECAY, "weightDecay": WEIGHT_DECAY, "losses": losses}

torch.manual_seed(7)
model = network()
paths = torch.ones(len(DROPPED), 2, len(LABELS), dtype=torch.float64)
for index, rates in enumerate(DROPPED):
    for branch, rate in enumerate(rates):
        def tell(module, inputs, output, of=(index, branch)):
            paths[of] = output[:, 0, 0] / inputs[0][:, 0, 0]
        path = DropPath(rate)
        path.register_forward_hook(tell)
        setattr(model.blocks[index], f"drop_path{branch + 1}", path)
loss = loss_of(model(pixels))
loss.backward()
tensors |= {f"dropPath.grad.{name}": p.grad for name, p in model.named_parameters() if name in SOME}
tensors["dropPath.paths"] = paths
told["dropPath"] = {"loss": loss.item()}
save_file({name: values.detach().float().contiguous() for name, values in tensors.items()}, HERE / "depth.safetensors")
(HERE / "depth.json").write_text(json.dumps(told, indent=1) + "\n")
