"""Inputs in a store of the S3 kind: a real server on this machine, asked through s3fs as a bucket far away would be."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from sayso.corpus.local import LocalEngine
from sayso.corpus.on_ray import RayEngine
from sayso.corpus.run import run
from sayso.errors import CorpusChangedError, UnreadableError, UsageError
from tests.corpus import made
from tests.corpus.made import (
    Inline,
    Silent,
    make,
    names,
    order,
    readings,
    refused,
    small_reader,
    story,
    told,
    write_lines,
)
from tests.ingest.made import PAGE, record

server = pytest.importorskip("moto.server", reason="no S3 server: pip install 'sayso[dev]'")
pytest.importorskip("s3fs", reason="s3fs is not installed: pip install 'sayso[s3]'")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of a server that keeps buckets in memory."""
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket "news", and the environment by which s3fs finds it, as it finds any other server."""
    for name, value in {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "reader",
        "AWS_SECRET_ACCESS_KEY": "of-tests",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    store.mkdir("news")
    yield store
    store.rm("news", recursive=True)


def lines(*objects: dict[str, object]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in objects).encode()


def fill(bucket: Any) -> None:
    """Articles in four forms, one record that is none, and what is no input."""
    bucket.pipe("news/2022/a.jsonl", lines(*(story(n) for n in range(12))))
    bucket.pipe("news/2022/b.jsonl.gz", gzip.compress(lines(*(story(n) for n in range(12, 24)), {"text": None})))
    bucket.pipe("news/2022/c.csv", b"name,text\nn24,Ann24 says bridges hold.\nn25,Ann25 says bridges hold.\n")
    bucket.pipe("news/2022/d.warc.gz", gzip.compress(record("https://news.example/1", PAGE.encode())))
    bucket.pipe("news/2022/_SUCCESS", b"")


ALL = [*(f"n{n}" for n in range(24)), "urn:uuid:1", "n24", "n25"]


@pytest.mark.parametrize("engine", ["local", "ray"])
def test_a_bucket_is_read_as_a_folder_is(bucket: Any, tmp_path: Path, engine: str) -> None:
    fill(bucket)
    for name in ("a.jsonl", "b.jsonl.gz", "c.csv", "d.warc.gz"):
        bucket.get(f"news/2022/{name}", str(tmp_path / "in" / name))
    make(tmp_path / "plain", tmp_path / "in", tmp_path / "in" / "c.csv")
    if engine == "local":
        make(tmp_path / "c", "s3://news/2022/", "s3://news/2022/c.csv", engine=LocalEngine(small_reader(), 2))
    else:
        ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'sayso[corpus]'")
        pytest.importorskip("ray.data")
        ray.cloudpickle.register_pickle_by_value(made)
        patterns = ("s3://news/2022/*.jsonl*", "s3://news/2022/d.*", "s3://news/2022/*.csv")
        make(tmp_path / "c", *patterns, engine=RayEngine(small_reader(), 1))
        ray.cloudpickle.unregister_pickle_by_value(made)
    assert names(tmp_path / "c") == ALL
    assert readings(tmp_path / "c") == readings(tmp_path / "plain")
    (bad,) = refused(tmp_path / "c")
    assert bad["input"] == "s3://news/2022/b.jsonl.gz"
    assert bad["message"].startswith("s3://news/2022/b.jsonl.gz, line 13")
    digests = [one["digest"] for one in told(tmp_path / "c")["inputs"]]
    assert all(one.startswith("etag:") for one in digests)


def test_a_run_that_broke_off_goes_on_and_a_changed_object_is_refused(bucket: Any, tmp_path: Path) -> None:
    fill(bucket)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path / "c", "s3://news/2022/", engine=Inline(stop=4))
    assert 0 < len(names(tmp_path / "c")) < len(ALL)
    look = Silent()
    run(order(tmp_path / "c", "s3://news/2022/"), Inline(), look)
    assert names(tmp_path / "c") == ALL[:-2]
    bucket.pipe("news/2022/a.jsonl", lines(story(99)))
    with pytest.raises(CorpusChangedError, match=r"another content of s3://news/2022/a\.jsonl"):
        make(tmp_path / "c", "s3://news/2022/")


def test_what_is_not_in_the_store(bucket: Any, tmp_path: Path) -> None:
    for where, why in (
        ("s3://news/none.jsonl", "does not exist"),
        ("s3://news/*.warc", "No file matches"),
        ("s3://nobody-has-this/a.jsonl", "does not exist"),
    ):
        with pytest.raises(UnreadableError, match=why):
            make(tmp_path / "c", where)


def test_a_store_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "reader")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-tests")
    fsspec.filesystem("s3").clear_instance_cache()
    with pytest.raises(UnreadableError, match=r"s3://news/a.jsonl cannot be read: .*127\.0\.0\.1:9"):
        make(tmp_path / "c", "s3://news/a.jsonl")
    fsspec.filesystem("s3").clear_instance_cache()


def test_without_s3fs_the_hint_tells_the_extra(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['s3fs'] = None; from sayso.corpus.inputs import find_inputs\n"
        "from sayso.errors import MissingExtraError\n"
        "try: find_inputs(['s3://news/a.jsonl'])\n"
        "except MissingExtraError as error: print(error.hint)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "pip install 'sayso[s3]'\n", done.stderr


def test_a_corpus_is_not_written_to_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = write_lines(tmp_path / "news.jsonl", [story(1)])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="a folder of this machine"):
        make(Path("s3://news/out"), news)
    assert [one.name for one in tmp_path.iterdir()] == ["news.jsonl"]
