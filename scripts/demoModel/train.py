"""
Trains the demo model on the CPU, from nothing or from weights:

    python scripts/demoModel/train.py WORK --steps 2700 --out WORK/first.safetensors [--start WORK/weights.safetensors] [--rate 1.2e-3]

Several processes of one thread each share their gradients once a step: on a busy machine that keeps its speed, where threads of one process would
wait for each other in every operation. The same data, seed, steps and number of processes give the same weights on the same machine.
"""

import argparse
import os
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"
sys.dont_write_bytecode = True

import torch
from torch import distributed, multiprocessing
from torch.nn import functional

from training.data import Batches
from training.model import SHAPE, DemoModel
from training.optimizer import Optimizer, summed
from training.weights import load_weights, save_weights

VOCABULARY = 4096
WARM_UP_STEPS = 60
STEPS_BETWEEN_REPORTS = 50
STEPS_BETWEEN_SAVES = 500


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", help="the folder with data/")
    parser.add_argument("--out", required=True, help="the weights are written here, now and then and at the end")
    parser.add_argument("--start", help="weights to go on from")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--rate", type=float, default=1.2e-3, help="the highest learning rate")
    parser.add_argument("--tokens", type=int, default=2600, help="of a step, for each process")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1234)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(work, (options, f"file://{folder}/meeting"), nprocs=options.processes)


def work(rank, options, meeting):
    sys.dont_write_bytecode = True
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=options.processes)
    torch.manual_seed(options.seed)  # every process begins with the same weights
    model = DemoModel(VOCABULARY, **SHAPE)
    if options.start:
        model.load_state_dict(load_weights(options.start))
    batches = Batches(os.path.join(options.work, "data"), options.seed + rank, options.tokens)
    optimizer = Optimizer(model, rank, options.processes)
    report = Report(options)
    for step in range(options.steps):
        inputs, targets, weights = batches.next()
        loss = weighted_loss(model, inputs, targets, weights)
        loss.backward()
        share_gradients(model, options.processes)
        optimizer.step(rate_at(step, options))
        if rank == 0:
            report.add(step + 1, float(loss.detach()), inputs.numel())
            if (step + 1) % STEPS_BETWEEN_SAVES == 0 or step + 1 == options.steps:
                save_weights(options.out, model.state_dict())
    distributed.destroy_process_group()


def weighted_loss(model, inputs, targets, weights):
    """Cross entropy in nats, only where a weight is; elsewhere no logits are computed."""
    chosen = (weights.view(-1) > 0).nonzero()[:, 0]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.hidden(inputs).flatten(0, 1)[chosen]
        logits = model.logits(hidden)
    losses = functional.cross_entropy(logits.float(), targets.view(-1)[chosen], reduction="none")
    counted = weights.view(-1)[chosen]
    return (losses * counted).sum() / counted.sum()


def share_gradients(model, processes):
    parameters = list(model.parameters())
    for parameter, gradient in zip(parameters, summed([parameter.grad for parameter in parameters])):
        parameter.grad = gradient / processes


def rate_at(step, options):
    """Up for the first steps, level for a quarter of all, then down in a straight line."""
    left = 1 - step / options.steps
    return options.rate * min(1.0, (step + 1) / WARM_UP_STEPS) * max(0.03, min(1.0, left / 0.75))


class Report:
    """One line now and then: the loss over the last steps, and how fast it goes."""

    def __init__(self, options):
        self.options = options
        self.start = time.time()
        self.tokens = 0
        self.losses = []

    def add(self, step, loss, tokens):
        self.tokens += tokens * self.options.processes
        self.losses.append(loss)
        if step % STEPS_BETWEEN_REPORTS and step not in (1, self.options.steps):
            return
        seconds = time.time() - self.start
        mean = sum(self.losses) / len(self.losses)
        self.losses = []
        print(
            f"step {step} of {self.options.steps}, {seconds:.0f} s, loss {mean:.3f}, "
            f"{self.tokens / 1e6:.2f} M tokens, {self.tokens / seconds:.0f} tokens/s",
            flush=True,
        )


if __name__ == "__main__":
    main()
