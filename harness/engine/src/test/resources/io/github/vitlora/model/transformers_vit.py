"""Writes transformers_vit.safetensors, a small ViT as the transformers library saves it, and what it says of an image.

Made by transformers 5.24.0 and PyTorch 2.7.1: python transformers_vit.py
"""

import shutil
import tempfile
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import ViTConfig, ViTForImageClassification

here = Path(__file__).parent
torch.manual_seed(1)
# Layer normalisation as timm's checkpoints have it.
config = ViTConfig(image_size=16, patch_size=4, hidden_size=12, num_hidden_layers=2, num_attention_heads=3,
                   intermediate_size=24, num_labels=5, layer_norm_eps=1e-6)
model = ViTForImageClassification(config).eval()
for parameter in model.parameters():
    torch.nn.init.normal_(parameter, std=0.3)
with tempfile.TemporaryDirectory() as folder:
    model.save_pretrained(folder)
    shutil.copy(Path(folder) / "model.safetensors", here / "transformers_vit.safetensors")
pixels = torch.randn(2, 3, 16, 16)
with torch.no_grad():
    logits = model(pixels).logits
save_file({"pixels": pixels, "logits": logits}, here / "transformers_vit_logits.safetensors")
