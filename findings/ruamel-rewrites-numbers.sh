#!/usr/bin/env bash
# ruamel.yaml's round trip rewrites thresholds that nobody touched: 1_000.5 becomes 01000.5, and 1e400 becomes .inf.
#
# Versions: ruamel.yaml 0.19.1, Python 3.11.
# Guessed:  A number that is loaded and dumped without a change keeps its text, as 1.10e-3, 1E5 and 1_000 do. Besides,
#           1_000.5 is not a number in YAML 1.2.
# Instead:  ruamel.yaml writes numbers anew from their value and a remembered form, and it does not remember every form.
#           A tool that sets one threshold thus changes others, and with them every digest of the file's text.
# Seen:     1_000.5                          ->  01000.5
#           1.1e-0                           ->  1.1e+0
#           12345678901234567890e-5          ->  12345678901234567187e-5
#           123456789012345678901234567890.0 ->  123456789012345677877719597056.0
#           1e400                            ->  .inf
#           1e-400                           ->  0e+000
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: ruamel.yaml==0.19.1

"$dir/venv/bin/python" - <<'PY'
import io
from ruamel.yaml import YAML

expected = {
    "1.10e-3": "1.10e-3", "1E5": "1E5", "1_000": "1_000",  # kept
    "1_000.5": "01000.5", "1.1e-0": "1.1e+0", "1e400": ".inf", "1e-400": "0e+000",
    "12345678901234567890e-5": "12345678901234567187e-5",
    "123456789012345678901234567890.0": "123456789012345677877719597056.0",
}
yaml = YAML()
for before, wanted in expected.items():
    contract = yaml.load(f"other: 1  # changed\nthreshold: {before}  # not touched\n")
    contract["other"] = 2
    text = io.StringIO()
    yaml.dump(contract, text)
    after = text.getvalue().splitlines()[1].split()[1]
    print(f"{before:33}->  {after}")
    assert after == wanted, (before, after)
PY
