"""Signed statements about files: DSSE envelopes of in-toto Statements.

Sources: docs/attestation.md; https://github.com/secure-systems-lab/dsse, protocol.md.
"""

import base64
import os

import canonical
from yaml_text import Unreadable

MAXIMUM_SIZE = 4 << 20
TYPE = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"


def crypto():
    """The library that verifies signatures; asked for only where a project trusts keys."""
    try:
        import cryptography.exceptions
        import cryptography.hazmat.primitives.asymmetric.ec
        import cryptography.hazmat.primitives.asymmetric.ed25519
        import cryptography.hazmat.primitives.hashes
        import cryptography.hazmat.primitives.serialization
    except ImportError:
        raise SystemExit("pv.yaml names keys: install python3-cryptography to verify what they signed") from None
    return cryptography


def public_key(path):
    """A key that verifies, with its id."""
    if os.path.islink(path) or not os.path.isfile(path):
        raise Unreadable("no regular file")
    with open(path, "rb") as file:
        text = file.read(1 << 16)
    serialization = crypto().hazmat.primitives.serialization
    asymmetric = crypto().hazmat.primitives.asymmetric
    try:
        key = serialization.load_pem_public_key(text)
    except ValueError:
        raise Unreadable("no public key in PEM") from None
    form = serialization.PublicFormat
    if isinstance(key, asymmetric.ed25519.Ed25519PublicKey):
        kind, scheme = "ed25519", "ed25519"
        shown = key.public_bytes(serialization.Encoding.Raw, form.Raw).hex()
    elif isinstance(key, asymmetric.ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1":
        kind, scheme = "ecdsa", "ecdsa-sha2-nistp256"
        shown = key.public_bytes(serialization.Encoding.PEM, form.SubjectPublicKeyInfo).decode()
    else:
        raise Unreadable("neither Ed25519 nor P-256")
    named = f'{{"keytype":"{kind}","keyval":{{"public":"{shown}"}},"scheme":"{scheme}"}}'
    return canonical.sha256(named.encode()), key


def right(key, signature, message):
    """Whether a signature is the key's over a message."""
    try:
        if hasattr(key, "curve"):
            key.verify(signature, message, crypto().hazmat.primitives.asymmetric.ec.ECDSA(
                crypto().hazmat.primitives.hashes.SHA256()))
        else:
            key.verify(signature, message)
    except crypto().exceptions.InvalidSignature:
        return False
    return True


def decoded(text):
    """Padded base64 of either alphabet on one line."""
    if not isinstance(text, str):
        raise Unreadable("no text")
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except ValueError:
        raise Unreadable("no base64") from None


def members(data):
    value = canonical.read(data)
    if not isinstance(value, dict):
        raise Unreadable("no object")
    return value


def subjects(data, keys):
    """The files of a statement, name to SHA-256, that one of some keys signed; keys are (id, key)."""
    envelope = members(data)
    payload, kind = decoded(envelope.get("payload")), envelope.get("payloadType")
    signatures = envelope.get("signatures")
    if not isinstance(kind, str) or not isinstance(signatures, list) or not signatures:
        raise Unreadable("no envelope")
    message = b"DSSEv1 %d %s %d %s" % (len(kind.encode()), kind.encode(), len(payload), payload)
    signed = False
    for one in signatures:
        if not isinstance(one, dict) or not isinstance(one.get("keyid"), str) or not one["keyid"]:
            raise Unreadable("a signature without a keyid")
        signature = decoded(one.get("sig"))
        signed = signed or any(name == one["keyid"] and right(key, signature, message) for name, key in keys)
    statement = members(payload)
    if not signed or kind != TYPE or statement.get("_type") != STATEMENT or statement.get("predicateType") != PREDICATE:
        raise Unreadable("signed by none of the keys, or no statement about tests")
    listed = statement.get("subject")
    if not isinstance(listed, list):
        raise Unreadable("no subjects")
    try:
        found = {one["name"]: one["digest"]["sha256"] for one in listed}
    except (TypeError, KeyError):
        raise Unreadable("a subject without a name and a SHA-256") from None
    if len(found) < len(listed):
        raise Unreadable("a subject occurs twice")
    return found
