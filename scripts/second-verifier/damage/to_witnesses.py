"""Damage to a witness by somebody who knows its digest: another machine, other paths."""

import canonical
from yaml_text import Unreadable

from .copy_of_a_package import witness_file

MACHINES = ("x86_64", "amd64", "aarch64", "arm64", "riscv64", "")
PATHS = ("scalar", "avx2", "avx512", "avx512vnni", "neon", "sve2", "avx", "sse4_2", "elsewhere")


def claim_otherwise(random, copy):
    """Gives a witness another architecture, features or forced paths, sealed."""
    name = witness_file(random, copy)
    try:
        witness = canonical.read(copy.read(name)) if name else None
    except (Unreadable, OSError):
        return None  # Damaged before.
    if not isinstance(witness, dict):
        return None
    what = random.choice(("architecture", "features", "variants", "variants"))
    witness[what] = (
        random.choice(MACHINES) if what == "architecture" else random.sample(PATHS, random.randrange(4)))
    sealed = canonical.sha256(canonical.canonical({**witness, "digest": "0" * 64}))
    copy.write(name, canonical.canonical({**witness, "digest": sealed}))
    return f"{name}: {what} {witness[what]}, sealed"
