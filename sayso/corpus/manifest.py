"""The manifest of a corpus: what decides its content, what came of it, and how the runs went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sayso.corpus.folder import Folder, read_json, write_json
from sayso.corpus.inputs import InputFile
from sayso.corpus.shards import Shard
from sayso.errors import CorpusChangedError, CorpusError
from sayso.ingest.given import Defaults
from sayso.settings import Settings
from sayso.version import __version__

FORMAT = 1
_START_ANEW = "--force drops what was read there and begins anew; or give another --out."
_DECIDING = ("confidence", "largest_input", "largest_text", "largest_title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call: engine, workers, when (UTC), what it read, words a second of wall time, largest memory of a worker in
    bytes, and how it ended."""

    engine: str
    workers: int
    begun: str
    ended: str
    articles: int
    words: int
    seconds: float
    words_a_second: float
    worker_peak: int
    lost_workers: int
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """inputs: in their order. reader: digest of model and code. options: all else that decides the content."""

    inputs: tuple[InputFile, ...]
    reader: str
    options: dict[str, Any]
    runs: tuple[Run, ...] = ()

    @classmethod
    def load(cls, folder: Folder) -> Manifest | None:
        """The manifest of a folder, None where there is none. Raises CorpusError for one that cannot be used."""
        if not folder.manifest.exists():
            return None
        told = read_json(folder.manifest)
        try:
            if told["format"] != FORMAT:
                raise CorpusError(f"{folder.manifest} is of format {told['format']}, this version knows {FORMAT}.")
            keys = {f.name for f in fields(InputFile)}
            return cls(
                inputs=tuple(InputFile(**{k: v for k, v in one.items() if k in keys}) for one in told["inputs"]),
                reader=str(told["reader"]),
                options=dict(told["options"]),
                runs=tuple(Run(**one) for one in told["runs"]),
            )
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise CorpusError(f"{folder.manifest} is damaged: {error!r}.", hint=_START_ANEW) from None

    def check(self, now: Manifest, root: object) -> None:
        """Raises CorpusChangedError where `now` would give another corpus, saying what differs."""
        why = self._difference(now)
        if why:
            raise CorpusChangedError(f"{root} was begun with {why}.", hint=_START_ANEW)

    def _difference(self, now: Manifest) -> str | None:
        if self.reader != now.reader:
            return f"another reader ({self.reader}, now {now.reader})"
        for key in sorted(set(self.options) | set(now.options)):
            before, after = self.options.get(key), now.options.get(key)
            if before != after:
                return f"{key.replace('_', ' ')} {before!r}, now {after!r}"
        old, new = [one.key for one in self.inputs], [one.key for one in now.inputs]
        if old == new:
            return None
        for one, earlier in zip(now.inputs, self.inputs, strict=False):
            if one.key != earlier.key:
                same = one.name == earlier.name
                return f"another content of {one.where}" if same else f"{earlier.where} where now stands {one.where}"
        return f"{len(old):,} input files, now {len(new):,}"


def options_of(defaults: Defaults, settings: Settings, shard_size: int, limit: int | None) -> dict[str, Any]:
    """What of a call decides the content, as JSON values."""
    told = {
        "as": defaults.form,
        "published": defaults.published,
        "outlet": defaults.outlet,
        "encoding": defaults.encoding,
    }
    columns = dict(sorted(defaults.columns.items())) if defaults.columns is not None else None
    limits = {key: getattr(settings, key) for key in _DECIDING}
    return told | {"fields": columns, "shard_size": shard_size, "limit": limit} | limits


def write_manifest(folder: Folder, manifest: Manifest, shards: Sequence[Shard], state: str) -> None:
    """state: "reading", "broken off" or "complete"."""
    refused = [one for shard in shards for one in shard.refused]
    totals = {
        "shards": len(shards),
        "articles": sum(s.articles for s in shards),
        "claims": sum(s.claims for s in shards),
        "words": sum(s.words for s in shards),
        "repeated": sum(s.repeated for s in shards),
        "refused": dict(sorted(Counter(one.code for one in refused).items())),
        "worker_seconds": round(sum(s.seconds for s in shards), 1),
    }
    write_json(
        folder.manifest,
        {
            "format": FORMAT,
            "sayso": __version__,
            "reader": manifest.reader,
            "contract": 1,
            "state": state,
            "totals": totals,
            "poisoned": [_told(one, manifest) for one in refused if one.code == "poisoned"],
            "options": manifest.options,
            "inputs": [asdict(one) for one in manifest.inputs],
            "runs": [asdict(run) for run in manifest.runs],
        },
        folder.work,
    )


def _told(one: Any, manifest: Manifest) -> dict[str, Any]:
    where = manifest.inputs[one.place.input].where
    return {"input": where, "record": one.place.record + 1, "name": one.name, "attempts": one.attempts,
            "code": one.code, "message": one.message}  # fmt: skip


def refused_rows(shards: Sequence[Shard], manifest: Manifest) -> list[dict[str, Any]]:
    """All records without a reading, in the order of the inputs."""
    return [{"shard": shard.number} | _told(one, manifest) for shard in shards for one in shard.refused]
