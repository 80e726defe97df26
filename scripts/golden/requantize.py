"""Writes a GGUF file's model in another quantization, by llama.cpp: something to compare a real file with.

    scripts/golden/.venv/bin/python3 scripts/golden/requantize.py MODEL.gguf OUTPUT.gguf TYPE

TYPE is one of llama.cpp's: Q8_0, Q6_K, Q5_K_M, Q4_K_M, Q4_0, Q3_K_M, F16, ... Weights that are quantized already are decoded
and quantized again, so that the result is farther from the original model than a file made from it.
"""

import argparse
import ctypes
import os
import sys

from llama_cpp import llama_cpp as llama

PREFIX = "LLAMA_FTYPE_MOSTLY_"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0], formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(__doc__.split("\n")[2:]))
    parser.add_argument("model")
    parser.add_argument("output")
    parser.add_argument("type", metavar="TYPE")
    arguments = parser.parse_args()
    types = {name.removeprefix(PREFIX): value for name, value in vars(llama).items() if name.startswith(PREFIX)}
    if arguments.type not in types:
        parser.error(f"{arguments.type} is not one of {', '.join(sorted(types))}")
    if os.path.exists(arguments.output):
        parser.error(f"{arguments.output} exists; it is not overwritten")
    parameters = llama.llama_model_quantize_default_params()
    parameters.ftype = types[arguments.type]
    parameters.allow_requantize = True
    parameters.nthread = os.cpu_count()
    llama.llama_backend_init()
    partial = arguments.output + ".partial"
    code = llama.llama_model_quantize(arguments.model.encode(), partial.encode(), ctypes.byref(parameters))
    if code != 0:
        if os.path.exists(partial):
            os.remove(partial)
        sys.exit(f"requantize: llama.cpp refused {arguments.model} with code {code}; its reason stands above")
    os.rename(partial, arguments.output)
    print(arguments.output)


if __name__ == "__main__":
    main()
