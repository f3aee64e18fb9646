"""Holds what vitlora:export wrote against vitlora:predict, in the libraries that it is written for.

    mvn vitlora:export  -Dvitlora.experiment=woof -Dvitlora.trial=lora-r8-seed1 -Dvitlora.export=exported
    mvn vitlora:predict -Dvitlora.experiment=woof -Dvitlora.trial=lora-r8-seed1 -Dvitlora.images=photos \
        -Dvitlora.top=1000 -Dvitlora.predictions=predicted
    pip install -r requirements.txt
    python check_export.py exported predicted/predictions.json [model.safetensors]

The last argument is the checkpoint that the trial started from; without it, only the merged network is
checked. Ends with 1 where a logit differs by more than 1e-4.
"""

import json
import sys
from pathlib import Path

import timm
import torch
from PIL import Image
from safetensors.torch import load_file

TOLERANCE = 1e-4


def merged(export: Path) -> torch.nn.Module:
    """The merged network, of which timm misses no tensor and finds none too many."""
    config = json.loads((export / "merged/config.json").read_text())
    model = timm.create_model(
        config["architecture"], num_classes=config["num_classes"], **config.get("model_args", {})
    )
    model.load_state_dict(load_file(export / "merged/model.safetensors"), strict=True)
    return model.eval()


def adapted(export: Path, checkpoint: Path) -> torch.nn.Module:
    """The adapter, over the checkpoint as it was published."""
    from peft import PeftModel

    weights = load_file(checkpoint)
    base = of_transformers if any("encoder.layer." in name for name in weights) else of_timm
    return PeftModel.from_pretrained(base(export, weights), str(export / "adapter")).eval()


def of_timm(export: Path, weights: dict) -> torch.nn.Module:
    config = json.loads((export / "merged/config.json").read_text())
    base = timm.create_model(
        config["architecture"], num_classes=config["num_classes"], **config.get("model_args", {})
    )
    weights = {k: v for k, v in weights.items() if not k.startswith("head.")}
    missing = base.load_state_dict(weights, strict=False).missing_keys
    assert all(k.startswith("head.") for k in missing), missing
    return base


def of_transformers(export: Path, weights: dict) -> torch.nn.Module:
    """Its network, which says more than logits."""
    from transformers import ViTConfig, ViTForImageClassification

    network = merged(export)
    config = ViTConfig(
        image_size=network.patch_embed.img_size[0],
        patch_size=network.patch_embed.patch_size[0],
        num_channels=network.patch_embed.proj.in_channels,
        hidden_size=network.embed_dim,
        num_hidden_layers=len(network.blocks),
        num_attention_heads=network.blocks[0].attn.num_heads,
        intermediate_size=network.blocks[0].mlp.fc1.out_features,
        layer_norm_eps=1e-6,
        num_labels=network.num_classes,
    )
    weights = {k: v for k, v in weights.items() if not k.startswith("classifier.")}
    base, info = ViTForImageClassification.from_pretrained(
        None, config=config, state_dict=weights, output_loading_info=True
    )
    assert all(k.startswith("classifier.") for k in info["missing_keys"]), info["missing_keys"]
    return base


def main(export: Path, predictions: Path, checkpoint: Path | None) -> int:
    images = [i for i in json.loads(predictions.read_text())["images"] if i["classes"]]
    expected = torch.tensor(
        [[c["logit"] for c in sorted(i["classes"], key=lambda c: c["index"])] for i in images]
    )
    network = timm.create_model(f"local-dir:{export / 'merged'}", pretrained=True)
    config = timm.data.resolve_model_data_config(network)
    transform = timm.data.create_transform(**config)
    mode = "L" if config["input_size"][0] == 1 else "RGB"
    pixels = torch.stack([transform(Image.open(i["image"]).convert(mode)) for i in images])
    networks = {"merged network in timm": merged(export)}
    if checkpoint and (export / "adapter").is_dir():
        networks["adapter in PEFT"] = adapted(export, checkpoint)
    worst = 0.0
    print(f"{len(images)} images, largest logit {expected.abs().max():.2f}")
    for name, model in networks.items():
        with torch.inference_mode():
            pieces = [model(piece) for piece in pixels.split(32)]
            logits = torch.cat([getattr(piece, "logits", piece) for piece in pieces])
        difference = (logits - expected).abs().amax(dim=1)
        worst = max(worst, difference.max().item())
        at = images[int(difference.argmax())]["image"]
        print(f"{name}: largest difference of a logit {difference.max():.1e}, on {at}")
    return 0 if worst <= TOLERANCE else 1


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*map(Path, sys.argv[1:4]), *([None] if len(sys.argv) == 3 else [])))
