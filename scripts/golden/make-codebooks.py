#!/usr/bin/env python3
"""Writes the code books of the IQ formats, which are data, from PyPI's gguf package into a Swift file, and for the oracle of
contracts/codebook-dequant-v1.yaml into a table.

    scripts/golden/make-codebooks.py Sources/Kernels/BlockFormats/CodeBookData.swift Tests/Falsifiers/Fixtures/code-books.tsv

A code book is a list of groups of four or eight values; here each value is its place in a short list of levels, a hexadecimal
digit each, so that an entry can be read. The package's license notice comes with them.
"""
import sys
from importlib import metadata

import numpy
from gguf import quants

# Name, format that has it, levels as the format's decoder means them.
BOOKS = [
    ("iq2xxs", quants.IQ2_XXS), ("iq2xs", quants.IQ2_XS), ("iq2s", quants.IQ2_S), ("iq3xxs", quants.IQ3_XXS),
    ("iq3s", quants.IQ3_S), ("iq1", quants.IQ1_S),
]
WIDTH = 112


def entries(kind):
    """The places in the levels, an array of [entries][values of an entry]."""
    kind.init_grid()
    grid = kind.grid.reshape(kind.grid_shape)
    levels = numpy.array(kind.grid_map, dtype=numpy.float32)
    places = numpy.searchsorted(levels, grid)
    assert (levels[places] == grid).all()
    return places


def notice():
    distribution = metadata.distribution("gguf")
    [license] = [file for file in distribution.files if file.name == "LICENSE"]
    return distribution.version, license.read_text().strip().split("\n")


def table(path):
    """A book a line: name, levels, and the levels' places of all values, a digit each."""
    with open(path, "w") as file:
        file.write("book\tlevels\tplaces\n")
        for name, kind in BOOKS:
            levels = ",".join(str(int(level)) for level in kind.grid_map)
            file.write(f"{name}\t{levels}\t{''.join(map(str, entries(kind).reshape(-1)))}\n")
        file.write("iq4\t" + ",".join(map(str, quants.IQ4_NL.kvalues)) + "\t0123456789abcdef\n")
        file.write("fp4\t" + ",".join(map(str, quants.MXFP4.kvalues)) + "\t0123456789abcdef\n")
        assert quants.MXFP4.kvalues == quants.NVFP4.kvalues


def main(path, table_path):
    table(table_path)
    version, license = notice()
    lines = [
        "// swift-format-ignore-file",
        f"// Made by scripts/golden/make-codebooks.py from the gguf package {version}; not to be edited.",
        "// The numbers are from that package, whose license is:",
        "//",
        *(f"// {line}".rstrip() for line in license),
        "",
        "/// The code books of the IQ formats as text: a digit a value, its place in the levels; entry after entry.",
        "enum CodeBookData {",
    ]
    for name, kind in BOOKS:
        digits = "".join(map(str, entries(kind).reshape(-1)))
        lines.append(f'  static let {name} = """')
        lines += [f"    {digits[i:i + WIDTH]}\\" for i in range(0, len(digits), WIDTH)]
        lines[-1] = lines[-1].rstrip("\\")
        lines.append('    """')
    lines.append("}")
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
