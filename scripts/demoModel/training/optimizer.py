"""Muon for the matrices of the blocks, AdamW for the embeddings and the norms. Each process computes its share of Muon's steps."""

import torch
from torch import distributed

MOMENTUM = 0.95
DECAY = {"matrices": 0.05, "rest": 0.01}


def orthogonal(gradient):
    """The nearest matrix whose directions all count alike, by five steps of Newton and Schulz (Keller Jordan's coefficients)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = gradient.bfloat16()
    x = x / (x.norm() + 1e-7)
    is_tall = x.shape[0] > x.shape[1]
    if is_tall:
        x = x.t()
    for _ in range(5):
        square = x @ x.t()
        x = a * x + (b * square + c * (square @ square)) @ x
    return (x.t() if is_tall else x).float()


class Optimizer:
    def __init__(self, model, rank, processes):
        named = list(model.named_parameters())
        self.matrices = [parameter for name, parameter in named if name.startswith("blk") and parameter.dim() == 2]
        self.rest = [parameter for name, parameter in named if not (name.startswith("blk") and parameter.dim() == 2)]
        self.mine = range(rank, len(self.matrices), processes)
        self.momentum = {index: torch.zeros_like(self.matrices[index]) for index in self.mine}
        self.adam = torch.optim.AdamW(self.rest, betas=(0.9, 0.95), weight_decay=DECAY["rest"])

    def step(self, rate):
        gradients = [parameter.grad for parameter in self.matrices + self.rest]
        norm = torch.sqrt(sum((gradient**2).sum() for gradient in gradients))
        for parameter in self.rest:
            parameter.grad.mul_(min(1.0, 1.0 / (float(norm) + 1e-6)))
        for group in self.adam.param_groups:
            group["lr"] = rate
        self.adam.step()
        with torch.no_grad():
            for matrix, update in zip(self.matrices, self.updates()):
                matrix.mul_(1 - rate * DECAY["matrices"]).sub_(update, alpha=rate)
        for parameter in self.matrices + self.rest:
            parameter.grad = None

    def updates(self):
        """All matrices' updates: the sum of what each process has, which is zero where another one computed."""
        updates = [torch.zeros_like(matrix) for matrix in self.matrices]
        for index in self.mine:
            gradient = self.matrices[index].grad
            momentum = self.momentum[index].mul_(MOMENTUM).add_(gradient)
            scale = 0.2 * max(gradient.shape) ** 0.5
            updates[index].copy_(orthogonal(gradient + MOMENTUM * momentum) * scale)
        return summed(updates)


def summed(tensors):
    """The sum over all processes, exchanged at once."""
    flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
    distributed.all_reduce(flat)
    parts = flat.split([tensor.numel() for tensor in tensors])
    return [part.view_as(tensor) for part, tensor in zip(parts, tensors)]
