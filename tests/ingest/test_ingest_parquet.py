"""Parquet: the columns that CSV has, row by row in little memory, whatever the file is."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import BadRecordError, TooLargeError, UnreadableError
from sayso.export.columnar import parquet_readings
from sayso.ingest import extras
from sayso.records import Article, Reading
from sayso.settings import Settings
from tests.ingest.made import one_error, read, texts, zipped
from tests.ledger.made import HARBOR, harbor, readings

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200)


def table(tmp_path: Path, name: str = "news.parquet", **columns: object) -> Path:
    pq.write_table(pa.table(columns), tmp_path / name)
    return tmp_path / name


def test_columns_are_found_as_in_csv(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        headline=["A ferry", None],
        body=["She said so.", "He said no."],
        date=pa.array([datetime.date(2022, 11, 3), None], pa.date32()),
        id=[7, 8],
        ignored=[[1, 2], None],
    )
    wanted = [
        Article(text="She said so.", title="A ferry", published="2022-11-03", name="7"),
        Article(text="He said no.", name="8", published="2020-01-01"),
    ]
    assert read(path, published="2020-01-01") == wanted
    assert read(path, published="2020-01-01", columns={}) == wanted
    assert read("-", stdin=path.read_bytes(), published="2020-01-01") == wanted
    packed = tmp_path / "a.zip"
    packed.write_bytes(zipped(("in/news.parquet", path.read_bytes())))
    assert read(packed, published="2020-01-01") == wanted


def test_columns_that_the_call_names(tmp_path: Path) -> None:
    path = table(tmp_path, text=["not this"], fulltext=["She said so."], office=["Post"])
    assert read(path, columns={"text": "fulltext"}) == [Article(text="She said so.", outlet="Post", name="news-1")]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (pa.large_string(), ["She said so."]),
        (pa.binary(), [b"She said so."]),
        (pa.dictionary(pa.int8(), pa.string()), ["She said so."]),
        (pa.string_view(), ["She said so."]),
    ],
)
def test_texts_of_any_type(tmp_path: Path, kind: pa.DataType, values: list[object]) -> None:
    assert texts(read(table(tmp_path, text=pa.array(values, kind)))) == ["She said so."]


def test_times_keep_their_offset(tmp_path: Path) -> None:
    when = datetime.datetime(2022, 11, 3, 6, 30, tzinfo=datetime.UTC)
    path = table(tmp_path, text=["t", "t"], published=pa.array([when, None], pa.timestamp("ns", "UTC")))
    assert [one.published for one in read(path) if isinstance(one, Article)] == ["2022-11-03T06:30:00+00:00", None]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.fixed_dictionaries({"text": WORDS}, optional=dict.fromkeys(("name", "title", "outlet", "url"), WORDS)),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 4),
)
def test_any_articles_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], group: int
) -> None:
    path = tmp_path_factory.mktemp("parquet") / "r.parquet"
    schema = pa.schema([(key, pa.string()) for key in ("text", "name", "title", "outlet", "url")])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path, row_group_size=group)
    expected = [Article(**{"name": f"r-{n}", **row}) for n, row in enumerate(rows, 1)]
    blank = [n for n, row in enumerate(rows) if not row["text"].strip()]
    found = read(path)
    assert len(found) == len(rows)
    for n, (one, wanted) in enumerate(zip(found, expected, strict=True)):
        if n in blank:
            assert isinstance(one, BadRecordError)
            continue
        assert isinstance(one, Article)
        assert one.text == wanted.text
        for key in ("name", "title", "outlet", "url"):
            told = rows[n].get(key)
            assert getattr(one, key) == (told if told is not None and told.strip() else getattr(one, key))


@settings(deadline=None, max_examples=30)
@given(readings().filter(lambda one: one.article.text.strip()))  # a row without a text is its title, or refused
def test_articles_of_readings_that_sayso_wrote_come_back(
    tmp_path_factory: pytest.TempPathFactory, reading: Reading
) -> None:
    path = tmp_path_factory.mktemp("readings") / "r.parquet"
    path.write_bytes(b"".join(parquet_readings([harbor(title="Ferry", url="https://post.example/1"), reading])))
    first, second = read(path)
    assert isinstance(first, Article)
    assert (first.text, first.title, first.url) == (HARBOR, "Ferry", "https://post.example/1")
    assert isinstance(second, Article)
    assert second.text == reading.article.text


def test_no_column_of_texts_is_one_error(tmp_path: Path) -> None:
    error = one_error(read(table(tmp_path, words=["a"] * 1000, n=list(range(1000)))))
    assert isinstance(error, BadRecordError)
    assert "words, n" in error.message
    assert error.hint == "Tell which holds it, for example --field text=body."


def test_bad_cells_cost_their_row_only(tmp_path: Path) -> None:
    path = table(tmp_path, text=pa.array([b"Yes.", b"\xff\xfe", b"a" * 9000, None, b"No."], pa.binary()))
    found = read(path, settings=Settings(largest_text=1000))
    assert [type(one) for one in found] == [Article, BadRecordError, TooLargeError, BadRecordError, Article]
    assert "item 4" in texts(found)[3]


def test_damaged_files(tmp_path: Path) -> None:
    whole = table(tmp_path, text=["She said so."] * 9).read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[:-20])
    assert isinstance(one_error(read(tmp_path / "cut.parquet")), UnreadableError)
    pq.write_table(
        pa.table({"text": [f"{n} said so." * 50 for n in range(90)]}), tmp_path / "g.parquet", row_group_size=30
    )
    data = bytearray((tmp_path / "g.parquet").read_bytes())
    place = pq.ParquetFile(tmp_path / "g.parquet").metadata.row_group(1).column(0).dictionary_page_offset
    data[place : place + 30] = b"\xff" * 30
    (tmp_path / "g.parquet").write_bytes(data)
    found = read(tmp_path / "g.parquet")
    assert [type(one) for one in found] == [Article] * 30 + [UnreadableError] + [Article] * 30
    assert "row group 2" in texts(found)[30]
    (tmp_path / "zeros.parquet").write_bytes(b"PAR1" + bytes(1000) + b"PAR1")
    assert isinstance(one_error(read(tmp_path / "zeros.parquet")), UnreadableError)


MEASURE = """
import resource, sys
from io import BytesIO
from sayso.ingest.inputs import Defaults, read_inputs
from sayso.settings import Settings
import pyarrow.parquet
first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = read_inputs([sys.argv[1]], defaults=Defaults(), settings=Settings(), stdin=BytesIO())
print(sum(len(one.text) for one in found), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first) // 1024)
"""


def test_many_rows_and_a_bomb_of_repeated_cells_take_little_memory(tmp_path: Path) -> None:
    many, bomb = tmp_path / "many.parquet", tmp_path / "bomb.parquet"
    with pq.ParquetWriter(many, pa.schema([("text", pa.string())])) as writer:
        for part in range(3):
            rows = [f"{part} {n} " + "said so " * 40 for n in range(20_000)]
            writer.write_table(pa.table({"text": rows}), row_group_size=20_000)
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * 300, pa.int32()), pa.array(["a" * 1_000_000]))
    pq.write_table(pa.table({"text": repeated}), bomb)
    assert bomb.stat().st_size < 1_000_000
    for path, most in ((many, 120), (bomb, 250)):
        done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
        characters, megabytes = map(int, done.stdout.split())
        assert characters > 10_000_000
        assert megabytes < most, path


def test_without_pyarrow_the_cure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name="pyarrow")

    path = table(tmp_path, text=["t"])
    monkeypatch.setattr(extras, "import_module", missing)
    error = one_error(read(path))
    assert error.hint == "pip install 'sayso[ingest]'"
    assert str(path) in error.message
