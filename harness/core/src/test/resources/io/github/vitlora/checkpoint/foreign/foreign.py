"""Writes two weights in formats that are no safetensors.

Made by the versions in versions.txt, which this writes too: python foreign.py
"""

from importlib.metadata import version
from pathlib import Path

import gguf
import h5py
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper

here = Path(__file__).parent
weights = {"a": torch.tensor([1.0, 2.0]), "b": torch.tensor([[3.0], [4.0]])}
arrays = {name: value.numpy() for name, value in weights.items()}

torch.save(weights, here / "saved.pth")
torch.save(weights, here / "legacy.pth", _use_new_zipfile_serialization=False)
torch.jit.script(torch.nn.Linear(1, 1)).save(here / "program.pt")
np.savez(here / "arrays.npz", **arrays)
np.save(here / "array.npy", arrays["a"])
with h5py.File(here / "weights.h5", "w") as file:
    file["a"] = arrays["a"]
graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "g",
                          [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])],
                          [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])])
onnx.save(helper.make_model(graph, producer_name="pytorch"), here / "graph.onnx")
writer = gguf.GGUFWriter(here / "weights.gguf", "vit")
writer.add_tensor("a", arrays["a"])
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
(here / "versions.txt").write_text(
    "".join(f"{name} {version(name)}\n" for name in ("torch", "numpy", "h5py", "onnx", "gguf")))
