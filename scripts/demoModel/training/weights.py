"""Weights as a safetensors file of float32: what the trainer reads and writes, and the scripts in JavaScript average and export."""

import json
import os

import numpy
import torch


def load_weights(path):
    """Returns the tensors by name. The file: the length of a JSON header, the header with each tensor's place, the tensors."""
    data = open(path, "rb").read()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    body = memoryview(data)[8 + length :]
    tensors = {}
    for name, facts in header.items():
        begin, end = facts["data_offsets"]
        values = numpy.frombuffer(body[begin:end], "<f4").reshape(facts["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors


def save_weights(path, tensors):
    """Writes beside the file and renames, so that a run that is cut off leaves the last whole one."""
    header, parts, at = {}, [], 0
    for name, tensor in tensors.items():
        part = tensor.detach().float().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + len(part)]}
        parts.append(part)
        at += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".part", "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + b"".join(parts))
    os.replace(path + ".part", path)
