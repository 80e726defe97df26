#!/usr/bin/env bash
# PyTorch's attention on the CPU gives zeros for a query with a NaN if there are few keys, and NaN if there are more.
#
# Versions: torch 2.13.0 on the CPU, numpy 2.4.6, Python 3.11. x86-64. (Outside of CI, the package takes some gigabytes.)
# Guessed:  A NaN in the query makes all outputs of its row NaN, for any number of keys; only a row whose keys are all
#           masked gives zeros.
# Instead:  If a row of scores is shorter than a vector, the fused kernel ignores NaNs when it takes the maximum of the
#           row. The maximum is then -inf, and the row counts as masked. This happens for 1 to 7 keys with AVX2, and for
#           1 to 3 in float64. Keys that are all NaN give zeros as well. With a mask, or in the kernel MATH, the same
#           row is NaN.
# Seen:     keys            1 to 7   8 to 79      (AVX2; the border is the number of floats in a vector)
#           fused           0        NaN
#           MATH            NaN      NaN
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: torch==2.13.0 numpy==2.4.6

"$dir/venv/bin/python" - <<'PY'
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.functional import scaled_dot_product_attention as attention


def answer(keys, all_keys=False, **options):
    query, key, value = torch.randn(1, 1, 1, 64), torch.randn(1, 1, keys, 64), torch.randn(1, 1, keys, 64)
    if all_keys:
        key[:] = torch.nan
    else:
        query[..., 3] = torch.nan
    row = attention(query, key, value, **options)[0, 0, 0]
    assert row.isnan().all() or (row == 0).all(), row
    return "NaN" if row.isnan().all() else "0"


fused = [answer(keys) for keys in range(1, 80)]
border = fused.index("NaN")
print(torch.backends.cpu.get_cpu_capability(), f"fused: 0 for 1 to {border} keys, then NaN")
assert border in (3, 7, 15) and set(fused[:border]) == {"0"} and set(fused[border:]) == {"NaN"}
assert answer(3, all_keys=True) == "0" and answer(64, all_keys=True) == "NaN"
assert answer(3, attn_mask=torch.zeros(1, 3)) == "NaN"
with sdpa_kernel([SDPBackend.MATH]):
    assert {answer(keys) for keys in range(1, 80)} == {"NaN"}
PY
