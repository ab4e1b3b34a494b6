"""
Writes a GGUF file's matrices in another quantization; everything else stays as it is.

	python requantize.py FROM.gguf TO.gguf Q4_0

Needs the packages gguf and numpy, nothing else.
"""

import sys

import numpy
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType
from gguf.quants import dequantize, quantize

WRITTEN_BY_ITSELF = ("general.architecture", "general.file_type")


def main(source, target, name):
	reader = GGUFReader(source)
	writer = GGUFWriter(target, reader.fields["general.architecture"].contents())
	for key, field in reader.fields.items():
		if key.startswith("GGUF.") or key in WRITTEN_BY_ITSELF:
			continue
		kind = field.types[0]
		if kind == GGUFValueType.ARRAY:
			writer.add_array(key, field.contents())
		else:
			writer.add_key_value(key, field.contents(), kind)
	writer.add_file_type(LlamaFileType[f"MOSTLY_{name}"])
	for tensor in reader.tensors:
		shape = tuple(reversed(tensor.shape.tolist()))
		values = dequantize(tensor.data, tensor.tensor_type).reshape(shape).astype(numpy.float32)
		if values.ndim == 1:
			writer.add_tensor(tensor.name, values)
		else:
			wanted = GGMLQuantizationType[name]
			writer.add_tensor(tensor.name, quantize(values, wanted), raw_dtype=wanted)
	writer.write_header_to_file()
	writer.write_kv_data_to_file()
	writer.write_tensors_to_file()
	writer.close()


main(*sys.argv[1:])
