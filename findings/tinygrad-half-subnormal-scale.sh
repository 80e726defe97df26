#!/usr/bin/env bash
# tinygrad's PYTHON device reads subnormal float16 scales as zero, so Q8_0 and Q4_0 blocks of small weights become
# zeros.
#
# Versions: tinygrad 0.14.0 with DEV=PYTHON (the device that needs no compiler), gguf 0.19.0, numpy 2.2.6, Python 3.11.
# Guessed:  tinygrad's dequantization gives the same bits as gguf's, as it does for random blocks with a normal scale.
# Instead:  A scale below 2**-14 becomes zero. In Q8_0, every block whose largest weight is below 0.0077 has such a
#           scale. Q4_0 has the same fault. A plain float16 tensor has it as well, so the fault is in how the device
#           reads float16 numbers.
# Seen:     scale bits  tinygrad     gguf
#           0400        0.00201416   0.00201416     (2**-14, normal)
#           03ff        0            0.00201219
#           0001        0            1.96695e-06
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  tinygrad==0.14.0 gguf==0.19.0 numpy==2.2.6

HOME="$dir" DEV=PYTHON "$dir/venv/bin/python" - <<'PY'
import gguf
import numpy as np
from tinygrad import Device, Tensor
from tinygrad.llm.gguf import ggml_data_to_tensor

assert Device.DEFAULT == "PYTHON", Device.DEFAULT
for name, size in (("Q8_0", 34), ("Q4_0", 18)):
    kind = gguf.GGMLQuantizationType[name]
    for bits in (0x0400, 0x03FF, 0x0001):
        block = np.full((1, size), 0x21, np.uint8)
        block[0, :2] = np.array([bits], np.uint16).view(np.uint8)
        one = ggml_data_to_tensor(Tensor(block.ravel()), 32, kind.value).numpy().ravel()
        two = gguf.quants.dequantize(block, kind).ravel()
        print(f"{name}  scale {bits:04x}  tinygrad {one[0]:g}  gguf {two[0]:g}")
        assert np.all(two != 0)
        assert np.array_equal(one, two) if bits == 0x0400 else np.all(one == 0), (name, hex(bits))
plain = Tensor(np.array([0x03FF], np.uint16).view(np.float16)).float().numpy()[0]
print("float16 tensor 03ff ->", plain)
assert plain == 0
PY
