#!/usr/bin/env python3
"""Writes a GGUF file's model in another quantization, with the gguf package: something to compare a real file with.

    requantize.py MODEL.gguf OUTPUT.gguf TYPE

TYPE is one that the gguf package can encode: F32, F16, BF16, Q8_0, Q5_1, Q5_0, Q4_1, Q4_0 and a few more. Matrices are decoded
and encoded again, vectors are copied. The package is all that is needed: pip install gguf==0.19.0.
"""

import argparse
import os
import sys

from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
from gguf.quants import QuantError, dequantize, quantize

OWN = {"GGUF.version", "GGUF.tensor_count", "GGUF.kv_count", "general.architecture", "general.file_type"}


def copy_metadata(reader, writer):
    for field in reader.fields.values():
        if field.name in OWN:
            continue
        kinds = field.types
        element = kinds[-1] if kinds[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kinds[0], sub_type=element)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0], formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(__doc__.split("\n")[2:]))
    parser.add_argument("model")
    parser.add_argument("output")
    parser.add_argument("type", metavar="TYPE", choices=[kind.name for kind in GGMLQuantizationType])
    arguments = parser.parse_args()
    if os.path.exists(arguments.output):
        parser.error(f"{arguments.output} exists; it is not overwritten")
    if not os.path.isfile(arguments.model):
        parser.error(f"{arguments.model} is no file")
    reader = GGUFReader(arguments.model)
    target = GGMLQuantizationType[arguments.type]
    partial = arguments.output + ".partial"
    writer = GGUFWriter(partial, reader.fields["general.architecture"].contents(), use_temp_file=True)
    copy_metadata(reader, writer)
    try:
        for number, tensor in enumerate(reader.tensors, 1):
            print(f"\r{number} of {len(reader.tensors)} tensors", end="", file=sys.stderr)
            if len(tensor.shape) < 2:
                writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
            else:
                values = quantize(dequantize(tensor.data, tensor.tensor_type), target)
                writer.add_tensor(tensor.name, values, raw_dtype=target)
    except (NotImplementedError, QuantError) as error:
        sys.exit(f"\nrequantize: the gguf package cannot encode {tensor.name} as {arguments.type}: {error or 'no encoder'}")
    print("\nwriting", file=sys.stderr)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    os.rename(partial, arguments.output)
    print(arguments.output)


if __name__ == "__main__":
    main()
