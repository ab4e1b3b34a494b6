"""
Writes the weights and the tokenizer of the demo model's GGUF as the folder of files that vLLM loads.

	python ggufToHuggingFace.py demo.gguf FOLDER

For small Llama models with DeepSeek-Coder's tokenizer; says so and ends for any other. Needs the packages gguf and numpy, nothing else.
The weights become bfloat16, which numpy lacks: it is the upper half of a float32, rounded to the nearest even.
"""

import json
import sys
from pathlib import Path

import numpy
from gguf import GGUFReader
from gguf.quants import dequantize

CONTROL, USER_DEFINED = 3, 4  # llama.cpp's token types

# How DeepSeek-Coder cuts text before its byte pairs, as llama.cpp's `deepseek-coder` does.
SPLITS = ["[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", "[一-龥ࠀ-一가-퟿]+"]

NAMES = {
	"token_embd": "model.embed_tokens",
	"output_norm": "model.norm",
	"output": "lm_head",
	"attn_norm": "input_layernorm",
	"ffn_norm": "post_attention_layernorm",
	"attn_q": "self_attn.q_proj",
	"attn_k": "self_attn.k_proj",
	"attn_v": "self_attn.v_proj",
	"attn_output": "self_attn.o_proj",
	"ffn_gate": "mlp.gate_proj",
	"ffn_up": "mlp.up_proj",
	"ffn_down": "mlp.down_proj",
}


def main(source, folder):
	reader = GGUFReader(source)
	facts = {name: field.contents() for name, field in reader.fields.items()}
	kind = (facts["general.architecture"], facts["tokenizer.ggml.pre"])
	if kind != ("llama", "deepseek-coder"):
		sys.exit(f"{source} is {' with '.join(kind)}; only llama with deepseek-coder can be converted")
	config = config_of(facts)
	weights = dict(weights_of(reader, config))
	config["tie_word_embeddings"] = "lm_head.weight" not in weights
	special = {f"{name}_token": facts["tokenizer.ggml.tokens"][config[f"{name}_token_id"]] for name in ("bos", "eos")}
	write = lambda name, value: (folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
	write("config.json", config)
	write("generation_config.json", {name: config[name] for name in ("bos_token_id", "eos_token_id")})
	write("tokenizer.json", tokenizer_of(facts))
	template = {"chat_template": facts["tokenizer.chat_template"]}
	write("tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", "clean_up_tokenization_spaces": False, **special, **template})
	write_safetensors(folder / "model.safetensors", weights)


def config_of(facts):
	own = lambda key: facts[f"llama.{key}"]
	return {
		"architectures": ["LlamaForCausalLM"],
		"model_type": "llama",
		"torch_dtype": "bfloat16",
		"hidden_act": "silu",
		"vocab_size": len(facts["tokenizer.ggml.tokens"]),
		"hidden_size": own("embedding_length"),
		"intermediate_size": own("feed_forward_length"),
		"num_hidden_layers": own("block_count"),
		"num_attention_heads": own("attention.head_count"),
		"num_key_value_heads": own("attention.head_count_kv"),
		"max_position_embeddings": own("context_length"),
		"rms_norm_eps": float(own("attention.layer_norm_rms_epsilon")),
		"rope_theta": float(own("rope.freq_base")),
		"rope_parameters": {"rope_type": "default", "rope_theta": float(own("rope.freq_base"))},
		"attention_bias": False,
		"mlp_bias": False,
		"bos_token_id": facts["tokenizer.ggml.bos_token_id"],
		"eos_token_id": facts["tokenizer.ggml.eos_token_id"],
	}


def weights_of(reader, config):
	heads = {"attn_q": config["num_attention_heads"], "attn_k": config["num_key_value_heads"]}
	for tensor in reader.tensors:
		shape = [int(length) for length in reversed(tensor.shape)]
		values = dequantize(tensor.data, tensor.tensor_type).astype(numpy.float32).reshape(shape)
		*block, part, _ = tensor.name.split(".")  # blk.0.attn_q.weight, or output_norm.weight
		if part in heads:
			values = halves(values, heads[part])
		prefix = f"model.layers.{block[1]}." if block else ""
		yield f"{prefix}{NAMES[part]}.weight", values


def halves(values, heads):
	"""GGUF keeps the two numbers that turn together side by side; Hugging Face keeps all first ones, then all second ones."""
	rows, columns = values.shape
	return values.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def tokenizer_of(facts):
	tokens, types = facts["tokenizer.ggml.tokens"], facts["tokenizer.ggml.token_type"]
	begin = facts["tokenizer.ggml.bos_token_id"]
	flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
	added = [(number, kind == CONTROL) for number, kind in enumerate(types) if kind in (CONTROL, USER_DEFINED)]
	split = lambda pattern: {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}
	bytes_ = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
	cuts = [*map(split, SPLITS), {"type": "Digits", "individual_digits": True}, bytes_]
	# The beginning of sentence is put before every text, as llama.cpp does.
	first = [{"SpecialToken": {"id": tokens[begin], "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
	return {
		"version": "1.0",
		"added_tokens": [{"id": number, "content": tokens[number], "special": special, **flags} for number, special in added],
		"normalizer": None,
		"pre_tokenizer": {"type": "Sequence", "pretokenizers": cuts},
		"post_processor": {
			"type": "TemplateProcessing",
			"single": first,
			"pair": [*first, {"Sequence": {"id": "B", "type_id": 1}}],
			"special_tokens": {tokens[begin]: {"id": tokens[begin], "ids": [begin], "tokens": [tokens[begin]]}},
		},
		"decoder": {**bytes_, "use_regex": True},
		"model": {
			"type": "BPE",
			"vocab": {token: number for number, token in enumerate(tokens)},
			"merges": [merge.split(" ") for merge in facts["tokenizer.ggml.merges"]],
		},
	}


def write_safetensors(path, weights):
	"""The length of a JSON header, the header with each tensor's place, and the tensors: https://huggingface.co/docs/safetensors"""
	header, parts, end = {"__metadata__": {"format": "pt"}}, [], 0
	for name, values in weights.items():
		part = bfloat16(values).tobytes()
		header[name] = {"dtype": "BF16", "shape": list(values.shape), "data_offsets": [end, end + len(part)]}
		parts.append(part)
		end += len(part)
	text = json.dumps(header).encode()
	text += b" " * (-len(text) % 8)
	path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(parts))


def bfloat16(values):
	bits = numpy.ascontiguousarray(values).view(numpy.uint32).astype(numpy.uint64)
	return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(numpy.uint16)


if __name__ == "__main__":
	main(sys.argv[1], Path(sys.argv[2]))
