"""A model file that is not the manifest's is never used."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.errors import ModelError
from sayso.reader.network import MODELS, Network
from sayso.reader.reader import Reader, reader_digest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(MODELS, tmp_path / "models")
    return tmp_path / "models"


def flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "one bit of the model": (lambda f: flip(f / "reader.onnx"), "SHA-256"),
    "another vocabulary": (lambda f: (f / "vocabulary.txt").write_text("[PAD]"), "SHA-256"),
    "no model": (lambda f: (f / "reader.onnx").unlink(), "cannot be read"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "cannot be used"),
    "manifest cut off": (lambda f: (f / "manifest.json").write_text('{"reader": '), "cannot be used"),
    "manifest of another kind": (lambda f: (f / "manifest.json").write_text("[]"), "cannot be used"),
    "model not in the manifest": (
        lambda f: (f / "manifest.json").write_text(
            json.dumps(json.loads((f / "manifest.json").read_text()) | {"files": {}})
        ),
        "no digest",
    ),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_an_error_with_a_hint(kind: str, folder: Path) -> None:
    damage, says = DAMAGE[kind]
    damage(folder)
    with pytest.raises(ModelError, match=says) as caught:
        Network(folder)
    assert caught.value.hint
    assert caught.value.exit_code == 1


def test_a_file_with_the_right_digest_that_is_no_model(folder: Path) -> None:
    (folder / "reader.onnx").write_bytes(b"not a model")
    told = json.loads((folder / "manifest.json").read_text())
    told["files"]["reader.onnx"] = hashlib.sha256(b"not a model").hexdigest()
    (folder / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(ModelError, match="cannot be loaded"):
        Network(folder)


def renew(folder: Path, **changes: object) -> None:
    told = json.loads((folder / "manifest.json").read_text())
    told["files"] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in told["files"]}
    (folder / "manifest.json").write_text(json.dumps(told | changes))


@pytest.mark.parametrize("vocabulary", [b"a\nb\n", b"\xff\xfe"])
def test_a_vocabulary_of_another_kind_that_the_manifest_names(vocabulary: bytes, folder: Path) -> None:
    (folder / "vocabulary.txt").write_bytes(vocabulary)
    renew(folder)
    with pytest.raises(ModelError, match="cannot be loaded"):
        Network(folder)


def test_a_model_of_another_kind_that_the_manifest_names(folder: Path) -> None:
    onnx = pytest.importorskip("onnx")
    value = onnx.helper.make_tensor_value_info
    ends = [value("x", onnx.TensorProto.FLOAT, [1])], [value("y", onnx.TensorProto.FLOAT, [1])]
    graph = onnx.helper.make_graph([onnx.helper.make_node("Identity", ["x"], ["y"])], "g", *ends)
    onnx.save(onnx.helper.make_model(graph, ir_version=8), folder / "reader.onnx")
    renew(folder)
    with pytest.raises(ModelError, match="cannot be loaded"):
        Network(folder)


def test_a_calibration_of_another_length(folder: Path) -> None:
    renew(folder, calibration=[1.0, 2.0])
    with pytest.raises(ModelError, match="calibration"):
        Reader(folder=folder)


def test_the_reader_changes_with_the_model() -> None:
    assert reader_digest({"a": "1"}) != reader_digest({"a": "2"})
    assert reader_digest({"a": "1"}).startswith("r1:")


def test_shipped_models_are_small_and_have_a_card() -> None:
    assert (MODELS / "reader.onnx").stat().st_size <= 30_000_000
    card = (MODELS / "reader.md").read_text(encoding="utf-8")
    for word in ("PolNeAR", "license", "Limits", "calibration"):
        assert word in card
