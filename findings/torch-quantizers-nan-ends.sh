#!/usr/bin/env bash
# PyTorch quantizes NaN to the largest number, and its fake quantization, which simulates this in training, to the
# smallest.
#
# Versions: torch 2.13.0 on the CPU, numpy 2.4.6, Python 3.11. x86-64. (Outside of CI, the package takes some gigabytes.)
# Guessed:  In both, NaN becomes the zero point, which stands for 0, or there is an error.
# Instead:  quantize_per_tensor gives 255, as for +inf. fake_quantize_per_tensor_affine gives the value of the code 0,
#           as for -inf, and no NaN either. A model with one NaN is trained with the lowest value and runs with the
#           highest.
# Seen:     scale 0.1, zero point 10, quint8   NaN   1    +inf  -inf
#           quantize_per_tensor                255   20   255   0
#           fake_quantize, as numbers          -1    1    24.5  -1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: torch==2.13.0 numpy==2.4.6

"$dir/venv/bin/python" -W ignore - <<'PY'
import math

import torch

special = [math.nan, 1.0, math.inf, -math.inf]
for repeats in (1, 8):  # less than a vector, and some of them
    x = torch.tensor(special * repeats)
    stored = torch.quantize_per_tensor(x, 0.1, 10, torch.quint8).int_repr()[:4].tolist()
    fake = torch.fake_quantize_per_tensor_affine(x, 0.1, 10, 0, 255)[:4]
    print("quantize_per_tensor", stored, " fake_quantize", [round(each, 6) for each in fake.tolist()])
    assert stored == [255, 20, 255, 0]
    assert torch.allclose(fake, torch.tensor([-1.0, 1.0, 24.5, -1.0]))
PY
