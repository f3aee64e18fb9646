"""Writes the golden files beside it: what timm and PEFT compute with a network of two blocks, vit_smoke_patch8_32.

    drawing-*.jpg            images drawn by Pillow, in colour and grey
    model.safetensors        the network's weights, by timm's names, in half precision, which they were rounded to
    forward.safetensors      the drawings as torchvision prepares them, the network's logits of them, and the attention
                             probabilities of its first and last block for the first two
    training.{json,safetensors}  of each regime: the losses of five Adam steps, the adapters' first matrices, gradients
                             of the first step, and what was trained and the logits after the last

All that follows from pixels and weights is computed in double precision, so that the files hold no rounding but that of
the result. Made by PyTorch 2.7.1, torchvision 0.22.1, timm 1.0.31, PEFT 0.21.2 and Pillow 13.0.0:

    pip install torch==2.7.1 torchvision==0.22.1 timm==1.0.31 peft==0.21.2 pillow==13.0.0
    python golden.py
"""

import json
import re
from pathlib import Path

import numpy
import torch
from peft import LoraConfig, get_peft_model
from PIL import Image, ImageDraw
from safetensors.torch import save_file
from timm.layers import set_fused_attn
from timm.models.vision_transformer import VisionTransformer
from torchvision import transforms

HERE = Path(__file__).parent
SIZES = [(96, 64), (61, 90), (40, 40), (150, 37), (33, 29)]
GREY = 4
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
LABELS = [0, 1, 2, 3, 0]
CLASSES = 4
ADAM = {"lr": 0.002, "betas": (0.9, 0.999), "eps": 1e-8}
DENSE = ["attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"]
NORMS = ["norm1", "norm2", "norm"]
# Of the joint layer where it is divided into three.
PARTS = ["attn.qkv.q", "attn.qkv.k", "attn.qkv.v"]
LORA = {
    "lora_all_r4": {"r": 4, "lora_alpha": 8, "target_modules": DENSE},
    "lora_qkv_r8": {"r": 8, "lora_alpha": 8, "target_modules": ["attn.qkv"]},
    "lora_norms_r3": {"r": 3, "lora_alpha": 6, "target_modules": DENSE[:2], "modules_to_save": ["head", *NORMS]},
    "rslora_biases_r3": {"r": 3, "lora_alpha": 6, "target_modules": DENSE[1:3], "use_rslora": True,
                         "bias": "lora_only"},
    "dora_r3": {"r": 3, "lora_alpha": 6, "target_modules": ["attn.qkv", "mlp.fc1"], "use_dora": True},
    "lora_query_value_r4": {"r": 4, "lora_alpha": 8, "target_modules": PARTS[::2]},
    "rslora_key_fc2_r3": {"r": 3, "lora_alpha": 6, "target_modules": [PARTS[1], "mlp.fc2"], "use_rslora": True,
                          "rank_pattern": {"blocks.1.attn.qkv.k": 5}},
    "dora_query_value_r3": {"r": 3, "lora_alpha": 6, "target_modules": PARTS[::2], "use_dora": True},
}
# Every parameter of these would take more room than all other files.
FULL = ["cls_token", "pos_embed", "patch_embed.proj.bias", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
        "blocks.1.mlp.fc2.weight", "norm.weight", "norm.bias", "head.weight", "head.bias"]


def draw(index):
    """A gradient, an ellipse, a line and noise."""
    width, height = SIZES[index]
    random = numpy.random.default_rng(index)
    across, down = numpy.linspace(0, 255, width), numpy.linspace(0, 255, height)
    colours = numpy.stack([across[None].repeat(height, 0), down[:, None].repeat(width, 1),
                           numpy.full((height, width), 40.0 * index)], 2)
    image = Image.fromarray((colours + random.uniform(-30, 30, colours.shape)).clip(0, 255).astype("uint8"))
    pen = ImageDraw.Draw(image)
    pen.ellipse((width / 5, height / 4, width * 2 / 3, height * 3 / 4), tuple(random.integers(0, 256, 3).tolist()))
    pen.line((0, height, width, 0), tuple(random.integers(0, 256, 3).tolist()), 3)
    name = f"drawing-{index}.jpg"
    (image.convert("L") if index == GREY else image).save(HERE / name, quality=80)
    return name


def network(classes):
    return VisionTransformer(img_size=32, patch_size=8, embed_dim=32, depth=2, num_heads=2, mlp_ratio=2,
                             num_classes=classes)


class Divided(torch.nn.Module):
    """A joint layer as three that compute queries, keys and values, each of which PEFT can adapt by itself."""

    def __init__(self, joint):
        super().__init__()
        for name, weight, bias in zip("qkv", joint.weight.chunk(3), joint.bias.chunk(3)):
            part = torch.nn.Linear(joint.in_features, joint.out_features // 3, dtype=weight.dtype)
            part.load_state_dict({"weight": weight, "bias": bias})
            self.add_module(name, part)

    def forward(self, x):
        return torch.cat([self.q(x), self.k(x), self.v(x)], -1)


def scatter(model):
    """Weights as if trained: attention prefers some patches, and normalisations and biases count."""
    for name, parameter in model.named_parameters():
        if "norm" in name and name.endswith("weight"):
            torch.nn.init.uniform_(parameter, 0.6, 1.4)
        else:
            std = 0.3 if parameter.dim() in (1, 3) else 1.4 * parameter[0].numel() ** -0.5
            torch.nn.init.normal_(parameter, std=std)
        parameter.data = parameter.data.half().float()


def plain_name(name):
    """A parameter's name in the golden files."""
    name = re.sub(r"\.qkv\.([qkv])\.", r".\1.", name)
    name = re.sub(r"base_model\.model\.|\.modules_to_save\.default|\.base_layer|\.default", "", name)
    return re.sub(r"lora_([AB])\.weight|(lora_magnitude_vector)\.weight", r"\1\2", name)


def regimes():
    """Names of the regimes, and networks in which what they train wants gradients."""
    def start():
        model = network(CLASSES).double()
        model.load_state_dict({n: t.double() for n, t in (backbone | head).items()})
        return model

    yield "full", start()
    for name, trained in ("linear_probe", r"head\..*"), ("bitfit", r"head\..*|.*\.bias"):
        model = start()
        for parameter, values in model.named_parameters():
            values.requires_grad_(re.fullmatch(trained, parameter) is not None)
        yield name, model
    for name, config in LORA.items():
        model = start()
        if set(PARTS) & set(config["target_modules"]):
            for block in model.blocks:
                block.attn.qkv = Divided(block.attn.qkv)
        model = get_peft_model(model, LoraConfig(**{"modules_to_save": ["head"]} | config))
        for parameter, values in model.named_parameters():
            if "lora_A" in parameter:
                values.data = values.data.float().double()
        yield name, model


def holds(regime, parameter):
    return regime != "full" or parameter in FULL


torch.manual_seed(1)
set_fused_attn(False)
names = [draw(i) for i in range(len(SIZES))]
prepare = transforms.Compose([
    transforms.Resize(36, transforms.InterpolationMode.BICUBIC), transforms.CenterCrop(32), transforms.ToTensor(),
    transforms.Normalize(MEAN, STD)])
pixels = torch.stack([prepare(Image.open(HERE / name).convert("RGB")) for name in names])

model = network(7)
scatter(model)
backbone = {name: values.clone() for name, values in model.state_dict().items()}
save_file({name: values.half() for name, values in backbone.items()}, HERE / "model.safetensors")
attention = {}
for index, block in enumerate(model.blocks):
    block.attn.attn_drop.register_forward_hook(
        lambda module, inputs, probabilities, name=f"attention.{index}": attention.update({name: probabilities[:2]}))
with torch.no_grad():
    logits = model.double().eval()(pixels.double())
forward = {"logits": logits} | attention
save_file({"pixel_values": pixels} | {name: values.float().contiguous() for name, values in forward.items()},
          HERE / "forward.safetensors")

head = {"head.weight": torch.randn(CLASSES, 32) * 0.1, "head.bias": torch.zeros(CLASSES)}
labels = torch.tensor(LABELS)
told = {
    "images": names, "labels": LABELS, "optimizer": {"name": "adam", **ADAM, "weightDecay": 0},
    "loss": "mean softmax cross entropy over the batch",
    "note": "losses[k] is the loss before step k+1; the sixth is after the fifth step"}
tensors = {"head.weight": head["head.weight"]}
for regime, model in regimes():
    trained = {plain_name(n): p for n, p in model.named_parameters() if p.requires_grad}
    tensors |= {f"{regime}.{n}": p.detach().clone() for n, p in trained.items() if n.endswith(".A")}
    adam = torch.optim.Adam(trained.values(), **ADAM)
    losses = []
    for step in range(6):
        output = model(pixels.double())
        loss = torch.nn.functional.cross_entropy(output, labels)
        losses.append(loss.item())
        if step == 5:
            break
        adam.zero_grad()
        loss.backward()
        if step == 0:
            # An adapter's A has none yet, for B is zero.
            tensors |= {f"{regime}.grad.{n}": p.grad.clone() for n, p in trained.items()
                        if holds(regime, n) and not n.endswith(".A")}
        adam.step()
    # Adding to all keys changes no attention, so that the gradient of a third of this bias is nothing but rounding.
    tensors |= {f"{regime}.after.{n}": p.detach() for n, p in trained.items()
                if holds(regime, n) and not n.endswith("attn.qkv.bias")}
    tensors[f"{regime}.after.logits"] = output.detach()
    told[regime] = {"losses": losses, "trainable": sum(p.numel() for p in trained.values())}
save_file({name: values.float().contiguous() for name, values in tensors.items()}, HERE / "training.safetensors")
(HERE / "training.json").write_text(json.dumps(told, indent=1) + "\n")
