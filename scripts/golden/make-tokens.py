#!/usr/bin/env python3
"""Writes what PyPI's tokenizers package makes of sample texts with the tokenizers of our own fixtures.

    scripts/golden/make-tokens.py PV Tests/ModelsTests/Golden/tokens.json

PV is a built pv. The samples mix scripts, blanks, contractions, digits and line ends.
"""
import json
import os
import subprocess
import sys
import tempfile

import tokenizers

SAMPLES = [
    "Once upon a time", "", " ", "  two  blanks ", "can't WON'T 'S ' s I'LL 've", "a\n\n b\r\n\tc\n", "x1234y 5 67",
    "ä ö 漢字 😀 e\u0301", "'ſ \u00a0nbsp\u2003em", "The contracts that had been broken held again.", "\n\n\n", "!?... (a)[b]\n\n",
    "½ Ⅷ ²", "tab\tand\t\ttabs", "<|endoftext|> as text", "trailing   ", "\r\n\r\n  x", "a' b'' 're're",
]


def main(pv, path):
    result = {"tokenizers": tokenizers.__version__, "samples": []}
    with tempfile.TemporaryDirectory() as folder:
        models = {}
        for kind in ["qwen2-hf", "gpt-neo"]:
            place = os.path.join(folder, kind)
            subprocess.check_call([pv, "fixture", kind, "--output", place] + (["--tiny"] if kind == "qwen2-hf" else []))
            models[kind] = tokenizers.Tokenizer.from_file(os.path.join(place, "tokenizer.json"))
            # Text that looks like a special token is text here, as in ours.
            models[kind].encode_special_tokens = True
        for text in SAMPLES:
            result["samples"].append({"text": text, **{kind: model.encode(text).ids for kind, model in models.items()}})
    with open(path, "w") as file:
        json.dump(result, file, ensure_ascii=True)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
