"""Signs and verifies DSSE envelopes with securesystemslib, beside ours.

    python3 -m venv VENV && VENV/bin/pip install "securesystemslib[crypto]==1.6.0" in-toto-attestation==0.9.3
    VENV/bin/python scripts/golden/make-envelopes.py Tests/AttestationTests/Golden        # writes theirs
    VENV/bin/python scripts/golden/make-envelopes.py --check ENVELOPE PUBLIC-KEY          # verifies one of ours

The keys in the folder are for these tests alone; they are made where they are missing.
"""

import argparse
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from google.protobuf import json_format
from securesystemslib import dsse
from securesystemslib.signer import CryptoSigner, SSlibKey

STATEMENT = {
    "_type": "https://in-toto.io/Statement/v1",
    "subject": [{"name": "contracts/a-v1.yaml", "digest": {"sha256": "ab" * 32}}],
    "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
    "predicate": {
        "result": "WARNED", "configuration": [{"name": "git", "digest": {"gitCommit": "c" * 40}}],
        "passedTests": ["a-v1/FALSIFY-A-001"], "warnedTests": ["a-v1/FALSIFY-A-002"], "failedTests": [],
    },
}


def signer(path, make):
    if not path.exists():
        text = make().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(text)
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    path.with_suffix(".pem").write_bytes(public)
    return CryptoSigner(key)


def write(folder):
    ids = {}
    for name, make in (("ed25519", ed25519.Ed25519PrivateKey.generate), ("p256", lambda: ec.generate_private_key(ec.SECP256R1()))):
        one = signer(folder / f"{name}.test-key", make)
        envelope = dsse.Envelope(json.dumps(STATEMENT).encode(), "application/vnd.in-toto+json", {})
        envelope.sign(one)
        (folder / f"{name}.envelope.json").write_text(json.dumps(envelope.to_dict(), indent=1) + "\n")
        ids[name] = one.public_key.keyid
    (folder / "keyids.json").write_text(json.dumps(ids, indent=1) + "\n")


def check(envelope, key):
    public = SSlibKey.from_crypto(serialization.load_pem_public_key(key.read_bytes()))
    ours = dsse.Envelope.from_dict(json.loads(envelope.read_text()))
    ours.verify([public], 1)
    statement = json.loads(ours.payload)
    result = json_format.ParseDict(statement["predicate"], test_result_pb2.TestResult())
    print(f"securesystemslib verifies it: key {public.keyid[:12]}, {len(statement['subject'])} subjects; in-toto-attestation "
          f"reads the predicate: {len(result.passed_tests)} passed, {len(result.warned_tests)} warned")


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--check", nargs=2, type=Path, metavar=("ENVELOPE", "KEY"))
parser.add_argument("folder", nargs="?", type=Path)
options = parser.parse_args()
if options.check:
    check(*options.check)
elif options.folder:
    write(options.folder)
else:
    sys.exit("name a folder, or --check")
