"""Tests of signatures: securesystemslib's envelopes, which the tests of pv verify as well, and changes of them.

They need python3-cryptography, as the verifier does once a project trusts keys.
"""

import base64
import json
import os
import random
import tempfile
import unittest

import canonical
import envelope
import witnesses
from yaml_text import Unreadable

try:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
except ImportError:
    serialization = None

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tests/AttestationTests/Golden")
SCHEMES = ("ed25519", "p256")


def golden(name):
    with open(os.path.join(GOLDEN, name), "rb") as file:
        return file.read()


@unittest.skipUnless(serialization, "python3-cryptography is not installed")
class Envelopes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, data):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def public_key(self, private):
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return envelope.public_key(self.file("key.pem", private.public_key().public_bytes(serialization.Encoding.PEM, form)))

    def sign(self, private, payload, kind=envelope.TYPE, **changed):
        """An envelope of a payload, with members of its signature and of itself changed."""
        message = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
        made = (
            private.sign(message) if isinstance(private, ed25519.Ed25519PrivateKey)
            else private.sign(message, ec.ECDSA(hashes.SHA256())))
        signature = {"keyid": self.public_key(private)[0], "sig": base64.b64encode(made).decode(), **changed}
        return {"payload": base64.b64encode(payload).decode(), "payloadType": kind, "signatures": [signature]}

    def statement(self, **changed):
        return json.dumps({
            "_type": envelope.STATEMENT, "predicateType": envelope.PREDICATE, "predicate": {},
            "subject": [{"name": "a", "digest": {"sha256": "0" * 64}}], **changed}).encode()

    def read(self, value, *keys):
        return envelope.subjects(json.dumps(value).encode(), keys)

    def refuses(self, value, *keys):
        with self.assertRaises(Unreadable, msg=str(value)[:200]):
            self.read(value, *keys)

    def privates(self):
        return ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())

    def test_envelopes_of_securesystemslib_are_read(self):
        keyids = json.loads(golden("keyids.json"))
        for scheme in SCHEMES:
            name, key = envelope.public_key(os.path.join(GOLDEN, f"{scheme}.pem"))
            self.assertEqual(name, keyids[scheme])
            data = golden(f"{scheme}.envelope.json")
            listed = json.loads(base64.b64decode(json.loads(data)["payload"]))["subject"]
            self.assertEqual(
                envelope.subjects(data, [(name, key)]), {one["name"]: one["digest"]["sha256"] for one in listed})

    def test_another_key_vouches_for_nothing(self):
        keys = {scheme: envelope.public_key(os.path.join(GOLDEN, f"{scheme}.pem")) for scheme in SCHEMES}
        for scheme, other in (SCHEMES, SCHEMES[::-1]):
            value = json.loads(golden(f"{scheme}.envelope.json"))
            self.refuses(value)
            self.refuses(value, keys[other])
            # A signature counts only for the key that its keyid names.
            self.refuses(value, (keys[other][0], keys[scheme][1]))
            self.assertTrue(self.read(value, keys[other], keys[scheme]))

    def test_every_change_of_what_was_signed_is_refused(self):
        generator = random.Random(1)
        for scheme in SCHEMES:
            key = envelope.public_key(os.path.join(GOLDEN, f"{scheme}.pem"))
            value = json.loads(golden(f"{scheme}.envelope.json"))
            payload = base64.b64decode(value["payload"])
            signature = base64.b64decode(value["signatures"][0]["sig"])
            for _ in range(200):
                for member, whole in (("payload", payload), ("sig", signature)):
                    changed = bytearray(whole)
                    changed[generator.randrange(len(whole))] ^= 1 << generator.randrange(8)
                    text = base64.b64encode(changed).decode()
                    first = {**value["signatures"][0], **({"sig": text} if member == "sig" else {})}
                    self.refuses({**value, **({"payload": text} if member == "payload" else {}), "signatures": [first]}, key)
            self.refuses({**value, "payloadType": "text/plain"}, key)

    def test_what_is_no_envelope_or_no_statement(self):
        for private in self.privates():
            key = self.public_key(private)
            good = self.sign(private, self.statement())
            self.assertEqual(self.read(good, key), {"a": "0" * 64})
            unpadded = good["payload"].rstrip("=")
            wrapped = good["payload"][:8] + "\n" + good["payload"][8:]
            for changed in (
                    {"signatures": []}, {"signatures": None}, {"payloadType": None}, {"payload": None}, {"payload": wrapped},
                    *([{"payload": unpadded}] if unpadded != good["payload"] else [])):
                self.refuses({**good, **changed}, key)
            for changed in ({"keyid": ""}, {"keyid": None}, {"sig": None}, {"sig": "!"}):
                self.refuses(self.sign(private, self.statement(), **changed), key)
            self.refuses(self.sign(private, self.statement(), kind="text/plain"), key)
            twice = [{"name": "a", "digest": {"sha256": digit * 64}} for digit in "01"]
            for changed in (
                    {"_type": "https://in-toto.io/Statement/v0.1"}, {"predicateType": "x"}, {"subject": twice},
                    {"subject": [{"name": "a"}]}, {"subject": {}}):
                self.refuses(self.sign(private, self.statement(**changed)), key)
            # Beside the signature of a stranger, one of a trusted key suffices.
            stranger = self.sign(ed25519.Ed25519PrivateKey.generate(), self.statement())["signatures"]
            self.assertTrue(self.read({**good, "signatures": stranger + good["signatures"]}, key))

    def test_both_alphabets_are_read_and_signatures_of_ecdsa_are_der(self):
        private = ec.generate_private_key(ec.SECP256R1())
        key = self.public_key(private)
        # Bytes whose base64 has both of the characters in which the alphabets differ.
        good = self.sign(private, self.statement(predicate={"text": "???>>>" * 8}))
        self.assertRegex(good["payload"], "[+/]")
        safe = good["payload"].replace("+", "-").replace("/", "_")
        self.assertEqual(self.read({**good, "payload": safe}, key), {"a": "0" * 64})
        r, s = utils.decode_dss_signature(base64.b64decode(good["signatures"][0]["sig"]))
        raw = base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
        self.refuses({**good, "signatures": [{**good["signatures"][0], "sig": raw}]}, key)

    def test_keys_that_cannot_be_used(self):
        curve = ec.generate_private_key(ec.SECP384R1()).public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        for data in (b"", b"no key", golden("ed25519.test-key"), curve):
            with self.assertRaises(Unreadable):
                envelope.public_key(self.file("bad.pem", data))
        link = os.path.join(self.folder.name, "link.pem")
        os.symlink(os.path.join(GOLDEN, "p256.pem"), link)
        with self.assertRaises(Unreadable):
            envelope.public_key(link)
        keys, refused = witnesses.trusted(self.folder.name, ["bad.pem", "missing.pem"])
        self.assertEqual((keys, refused), ([], [("key-unusable", "pv.yaml")] * 2))

    def test_a_witness_counts_if_a_trusted_key_signed_its_bytes(self):
        private = ed25519.Ed25519PrivateKey.generate()
        keys = [self.public_key(private)]
        data = b"{}\n"
        path = self.file("lab.json", data)

        def signed(subject):
            value = self.sign(private, self.statement(subject=subject))
            self.file("lab.dsse", json.dumps(value).encode())
            return witnesses.signed(path, "lab.json", data, keys)

        good = {"name": "witnesses/lab.json", "digest": {"sha256": canonical.sha256(data)}}
        self.assertFalse(witnesses.signed(path, "lab.json", data, keys))
        self.assertTrue(signed([good]))
        self.assertFalse(witnesses.signed(path, "lab.json", b"{ }\n", keys))
        self.assertFalse(witnesses.signed(path, "lab.json", data, [self.public_key(ed25519.Ed25519PrivateKey.generate())]))
        self.assertFalse(signed([{**good, "name": "witnesses/other.json"}]))
        self.assertFalse(signed([good, {**good, "name": "a"}]))
        self.assertFalse(signed([]))
