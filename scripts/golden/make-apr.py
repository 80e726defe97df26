#!/usr/bin/env python3
"""Writes Tests/ModelsTests/Golden/apr: APR files by the public description of the format, and what they hold.

Written with numpy from the description alone, not from the package's writer, so that a wrong offset or nibble order in both
would have to be made twice. No file that others wrote could be had.

    scripts/golden/.venv/bin/python3 scripts/golden/make-apr.py
"""

import json
import pathlib
import struct
import zlib

import numpy as np

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/ModelsTests/Golden/apr"


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 64)


def q4(values: np.ndarray) -> bytes:
    """Blocks of 32: the largest magnitude over 7 as binary16, then neighbors in a byte, the lower nibble first."""
    out = b""
    flat = values.astype(np.float32).ravel()
    for block in np.split(flat, range(32, flat.size, 32)):
        largest = np.abs(block).max()
        scale = largest / np.float32(7) if largest > 0 else np.float32(1)
        whole = np.zeros(32, np.float32)
        whole[: block.size] = block
        nibbles = (np.clip(np.round(whole / scale), -8, 7) + 8).astype(np.uint8)
        nibbles[block.size :] = 0
        out += np.float16(scale).tobytes() + (nibbles[0::2] | nibbles[1::2] << 4).tobytes()
    return out


def q4_values(data: bytes, count: int) -> np.ndarray:
    out = []
    for start in range(0, len(data), 18):
        scale = np.frombuffer(data, np.float16, 1, start)[0].astype(np.float32)
        if not np.isfinite(scale) or abs(scale) < 2.0**-14:
            scale = np.float32(0)
        packed = np.frombuffer(data, np.uint8, 16, start + 2)
        nibbles = np.stack([packed & 15, packed >> 4], 1).ravel().astype(np.float32) - np.float32(8)
        out.append(nibbles * scale)
    return np.concatenate(out)[:count]


def q8(values: np.ndarray) -> bytes:
    scale = np.float32(np.abs(values).max() / np.float32(127))
    return scale.tobytes() + np.clip(np.round(values / scale), -127, 127).astype(np.int8).tobytes()


def q8_values(data: bytes) -> np.ndarray:
    return np.frombuffer(data, np.int8, offset=4).astype(np.float32) * np.frombuffer(data, np.float32, 1)[0]


def write(path: pathlib.Path, tensors: list[tuple[str, int, list[int], bytes]], metadata: str, flags: int) -> None:
    """Data in the order that is given, the index sorted by name."""
    index, data, entries = b"", b"", []
    for name, number, shape, content in tensors:
        raw = name.encode()
        entry = struct.pack("<H", len(raw)) + raw + struct.pack("<BB", number, len(shape))
        entry += b"".join(struct.pack("<Q", size) for size in shape)
        entries.append((raw, entry + struct.pack("<QQ", len(data), len(content))))
        data += padded(content)
    for _, entry in sorted(entries):
        index += entry
    text = metadata.encode()
    at_index = 64 + len(padded(text))
    at_data = at_index + len(padded(index))
    front = b"APR\0" + bytes([2, 0]) + struct.pack("<HIQIQQ", flags, len(tensors), 64, len(text), at_index, at_data)
    head = front + struct.pack("<I", zlib.crc32(front + bytes(20))) + bytes(20)
    whole = head + padded(text) + padded(index) + data
    path.write_bytes(whole + struct.pack("<I", zlib.crc32(whole)))


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(20261129)
    values = random.standard_normal((3, 30)).astype(np.float32)
    blocks = random.integers(0, 256, 18 * 7, np.uint8)
    # Scales that are NaN, infinite, subnormal, zero, the smallest normal one, negative, ordinary.
    for block, bits in enumerate([0x7E01, 0xFC00, 0x03FF, 0x8000, 0x0400, 0xB800, 0x2E66]):
        blocks[18 * block : 18 * block + 2] = [bits & 255, bits >> 8]
    q4_data, q8_data = q4(values), q8(values)
    doubles = np.array([0.1, -0.0, np.inf], np.float64)
    tensors = [
        ("z.f32", 0, [3, 30], values.tobytes()),
        ("q4", 128, [3, 30], q4_data),
        ("q4.old", 8, [3, 30], q4_data),
        ("q4.scales", 128, [7, 32], blocks.tobytes()),
        ("q8", 129, [3, 30], q8_data),
        ("q8.old", 9, [90], q8_data),
        ("f16", 1, [4], values.ravel()[:4].astype(np.float16).tobytes()),
        ("bf16", 30, [4], (values.ravel()[:4].view(np.uint32) >> 16).astype(np.uint16).tobytes()),
        ("f64", 3, [3], doubles.tobytes()),
        ("i32", 4, [2], np.array([-1, 7], np.int32).tobytes()),
        ("i64", 5, [1], np.array([-2], np.int64).tobytes()),
        ("i8", 6, [3], np.array([-3, 0, 3], np.int8).tobytes()),
        ("u8", 7, [2], np.array([200, 1], np.uint8).tobytes()),
        ("empty", 129, [0, 5], b""),
        ("scalar", 0, [], np.float32(2.5).tobytes()),
        ("É", 0, [1], np.float32(1).tobytes()),
    ]
    write(OUT / "types.apr", tensors, '{"model_type": "test", "rms_norm_eps": 1.0, "rms_norm_eps": 1e-6}', 1024 | 32)
    expected = {
        "z.f32": values, "q4": q4_values(q4_data, 90), "q4.old": q4_values(q4_data, 90),
        "q4.scales": q4_values(blocks.tobytes(), 224), "q8": q8_values(q8_data), "q8.old": q8_values(q8_data),
        "f16": values.ravel()[:4].astype(np.float16).astype(np.float32),
        "bf16": (values.ravel()[:4].view(np.uint32) >> 16 << 16).view(np.float32), "empty": np.array([], np.float32),
        "scalar": np.array([2.5], np.float32), "É": np.array([1], np.float32),
    }
    bits = {name: array.astype(np.float32).ravel().view(np.uint32).tolist() for name, array in expected.items()}
    (OUT / "types.json").write_text(json.dumps(bits, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
