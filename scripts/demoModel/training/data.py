"""Batches out of the shards that makeData.mjs wrote (documents/shard.mjs tells the format)."""

import os
import random

import numpy
import torch

NO_HOLE = 0xFFFFFFFF

# How many of all tokens come from a shard, and how much a token counts that is read rather than written. Middles and answers count 1.
MIX = {
    "real": {"share": 0.17, "read": 0.3},
    "realPlain": {"share": 0.025, "read": 0.4},
    "generated": {"share": 0.38, "read": 0.3},
    "generatedPlain": {"share": 0.025, "read": 0.4},
    "chat": {"share": 0.40, "read": 0.1},
}

POOL = 640  # documents that are sorted by length together, so that little of a batch is padding


class Shard:
    def __init__(self, folder, name):
        self.tokens = numpy.fromfile(os.path.join(folder, name + ".bin"), numpy.uint16)
        self.index = numpy.fromfile(os.path.join(folder, name + ".idx"), numpy.uint32).reshape(-1, 4)
        self.read_weight = MIX[name]["read"]

    def length(self, document):
        return int(self.index[document, 1])


class Batches:
    """Endless, and the same for a seed."""

    def __init__(self, folder, seed, tokens):
        self.tokens = tokens
        self.random = random.Random(seed)
        self.numbers = numpy.random.default_rng(seed)
        self.shards = [Shard(folder, name) for name in MIX]
        means = [float(shard.index[:, 1].mean()) for shard in self.shards]
        # Shares are of tokens, and documents are drawn.
        self.chances = [mix["share"] / mean for mix, mean in zip(MIX.values(), means)]
        self.queue = []

    def next(self):
        """Returns inputs, targets and weights, each documents x tokens."""
        if not self.queue:
            self.fill_queue()
        documents = self.queue.pop()
        length = max(shard.length(document) for shard, document in documents)
        inputs = numpy.zeros((len(documents), length), numpy.int64)
        targets = numpy.zeros((len(documents), length), numpy.int64)
        weights = numpy.zeros((len(documents), length), numpy.float32)
        for row, (shard, document) in enumerate(documents):
            self.fill_row(shard, document, inputs[row], targets[row], weights[row])
        return torch.from_numpy(inputs), torch.from_numpy(targets), torch.from_numpy(weights)

    def fill_queue(self):
        drawn = self.random.choices(self.shards, self.chances, k=POOL)
        documents = [(shard, self.random.randrange(len(shard.index))) for shard in drawn]
        documents.sort(key=lambda each: each[0].length(each[1]))
        batch = []
        for shard, document in documents:
            if batch and (len(batch) + 1) * shard.length(document) > self.tokens:
                self.queue.append(batch)
                batch = []
            batch.append((shard, document))
        self.queue.append(batch)
        self.random.shuffle(self.queue)

    def fill_row(self, shard, document, inputs, targets, weights):
        start, length, hole, answer = (int(each) for each in shard.index[document])
        tokens = shard.tokens[start : start + length].astype(numpy.int64)
        inputs[:length] = tokens
        targets[: length - 1] = tokens[1:]
        # Of what is only read, half counts double: half of the logits need not be computed.
        weights[: length - 1] = 2 * shard.read_weight * (self.numbers.random(length - 1) < 0.5)
        weights[answer - 1 : length - 1] = 1.0
        if hole != NO_HOLE:
            # The jump: the token for the hole foretells how its middle begins, where the first token of the suffix is of no use. The token
            # that ends the suffix then only has to look back at the one hole and copy. And it need not be foretold itself.
            targets[hole] = tokens[answer]
            weights[hole] = 1.0
            weights[answer - 2] = 0.0
