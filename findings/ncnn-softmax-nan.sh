#!/usr/bin/env bash
# In ncnn's softmax, a NaN logit nearly always gets the probability 1, and all others get nothing.
#
# Versions: ncnn 1.0.20261020, numpy 2.4.6, Python 3.11. CPU with the default options. x86-64.
# Guessed:  a NaN logit makes all probabilities of its row NaN.
# Instead:  that is always so only in rows of up to three logits, and for a NaN after the last full SIMD vector. In rows of 4,
#           8, 16, 32 and 64 logits, no result is NaN: the NaN itself gets the probability 1, except in one place, where it
#           makes all probabilities 0. Which place this is depends on the CPU; below, the CPU has AVX-512.
# Seen:     softmax of 1 2 nan    nan nan nan
#           softmax of nan 1 2 3  1.0000001 5.6e-40 1.5e-39 4.2e-39
#           what a NaN does in each place (N: all NaN, 1: it gets 1, 0: all become 0):
#             3 logits  NNN    4 logits  1110    5 logits  1111N    8 logits  11101111    16 logits  1111111111111110
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: ncnn==1.0.20261020 numpy==2.4.6

cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import ncnn
import numpy as np

with open("softmax.param", "w") as file:
    file.write("7767517\n2 2\nInput logits 0 1 x\nSoftmax softmax 1 1 x y 0=0\n")
open("softmax.bin", "wb").close()
net = ncnn.Net()
assert net.load_param("softmax.param") == 0 and net.load_model("softmax.bin") == 0


def softmax(logits):
    extractor = net.create_extractor()
    extractor.input("x", ncnn.Mat(np.array(logits, np.float32)).clone())
    status, result = extractor.extract("y")
    assert status == 0
    return np.array(result)


def effect(length, place):
    logits = np.linspace(-1, 1, length)
    logits[place] = np.nan
    result = softmax(logits)
    if np.isnan(result).all():
        return "N"
    if (result == 0).all():
        return "0"
    assert result[place] > 0.999 and np.delete(result, place).max() < 1e-30
    return "1"


assert abs(softmax([1, 2, 3, 4]) - [0.0320586, 0.0871443, 0.2368828, 0.6439142]).max() < 1e-5
for logits in ([1, 2, np.nan], [np.nan, 1, 2, 3]):
    print("softmax of", *logits, " ", *softmax(logits))
effects = {length: "".join(effect(length, place) for place in range(length)) for length in (3, 4, 5, 8, 16, 32, 64)}
for length, places in effects.items():
    print(f"{length:2} logits  {places}")
assert effects[3] == "NNN" and effects[5][4] == "N"
assert all(places[0] == "1" for length, places in effects.items() if length > 3)
for length in (4, 8, 16, 32, 64):
    assert effects[length].count("1") == length - 1 and effects[length].count("0") == 1
PY
