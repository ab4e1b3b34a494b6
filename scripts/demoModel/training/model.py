"""The demo model in torch: the llama architecture, with the names that tensors have in a GGUF file."""

import math

import torch
from torch import nn
from torch.nn import functional

SHAPE = {"width": 256, "layers": 6, "heads": 8, "feed_forward": 704}
ROPE_BASE = 100_000.0
NORM_EPSILON = 1e-6
MOST_TOKENS = 2048


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return functional.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), NORM_EPSILON)


def rope_angles(head_width):
    """Cosine and sine for each position and each pair of a head's numbers."""
    frequencies = ROPE_BASE ** (-torch.arange(0, head_width, 2).float() / head_width)
    angles = torch.arange(MOST_TOKENS).float()[:, None] * frequencies[None]
    return angles.cos(), angles.sin()


def rotate(x, cos, sin):
    """Turns pairs of neighbours, as GGUF has them for llama. Hugging Face pairs a head's halves instead, and would need reordering."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class Block(nn.Module):
    def __init__(self, width, heads, feed_forward):
        super().__init__()

        def matrix(columns, rows):
            return nn.Linear(columns, rows, bias=False)

        self.heads = heads
        self.attn_norm = Norm(width)
        self.attn_q = matrix(width, width)
        self.attn_k = matrix(width, width)
        self.attn_v = matrix(width, width)
        self.attn_output = matrix(width, width)
        self.ffn_norm = Norm(width)
        self.ffn_gate = matrix(width, feed_forward)
        self.ffn_up = matrix(width, feed_forward)
        self.ffn_down = matrix(feed_forward, width)

    def forward(self, x, cos, sin):
        x = x + self.attention(self.attn_norm(x), cos, sin)
        h = self.ffn_norm(x)
        return x + self.ffn_down(functional.silu(self.ffn_gate(h)) * self.ffn_up(h))

    def attention(self, h, cos, sin):
        documents, tokens, width = h.shape

        def by_head(y):
            return y.view(documents, tokens, self.heads, width // self.heads).transpose(1, 2)

        value = by_head(self.attn_v(h))
        query = rotate(by_head(self.attn_q(h)), cos, sin).to(value.dtype)
        key = rotate(by_head(self.attn_k(h)), cos, sin).to(value.dtype)
        seen = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        return self.attn_output(seen.transpose(1, 2).reshape(documents, tokens, width))


class DemoModel(nn.Module):
    """Its embeddings are its output matrix too."""

    def __init__(self, vocabulary, width, layers, heads, feed_forward):
        super().__init__()
        self.token_embd = nn.Embedding(vocabulary, width)
        self.blk = nn.ModuleList(Block(width, heads, feed_forward) for _ in range(layers))
        self.output_norm = Norm(width)
        self.cos, self.sin = rope_angles(width // heads)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                # What adds to the stream of all layers begins smaller, so that the sum does not grow with them.
                adds = "attn_output" in name or "ffn_down" in name
                nn.init.normal_(parameter, 0, 0.02 / (math.sqrt(2 * layers) if adds else 1))

    def hidden(self, tokens):
        length = tokens.shape[1]
        h = self.token_embd(tokens)
        for block in self.blk:
            h = block(h, self.cos[:length], self.sin[:length])
        return self.output_norm(h)

    def logits(self, hidden):
        return hidden @ self.token_embd.weight.t()
