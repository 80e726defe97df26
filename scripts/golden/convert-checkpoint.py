#!/usr/bin/env python3
"""Writes the tensors of a folder's pytorch_model.bin as model.safetensors beside it, bytes unchanged.

    scripts/golden/convert-checkpoint.py FOLDER

Masks that older versions of transformers saved with the weights, and an LM head that is the embedding, are left out.
Nothing is downloaded.
"""
import os
import sys

import torch
from safetensors.torch import save_file


def main(folder):
    tensors = torch.load(os.path.join(folder, "pytorch_model.bin"), map_location="cpu", weights_only=True)
    masks = ("attn.attention.bias", "attn.attention.masked_bias")
    kept = {name: value.contiguous() for name, value in tensors.items()
            if not name.endswith(masks) and name != "lm_head.weight"}
    save_file(kept, os.path.join(folder, "model.safetensors"))
    print(f"{len(kept)} tensors in {folder}/model.safetensors")


if __name__ == "__main__":
    main(sys.argv[1])
