"""The error tree. Every error has a code, a message and, where there is a cure, a hint.

SaysoError
├── UsageError            exit 2: the call itself is wrong (a date that is none, an option that does not fit)
├── InputError            exit 1: something given could not be read
│   ├── UnreadableError       missing, a folder without articles, no permission
│   ├── NotTextError          binary content
│   ├── EncodingError         text in an encoding that is not the one expected
│   ├── TooLargeError         more than a limit allows
│   ├── BadRecordError        a line that is no article
│   ├── PoisonedError         an article that ends the process that reads it, each time
│   └── FetchError            an address on the web gave no answer that can be used
│       ├── AddressRefusedError   it lies where nothing is fetched from: in a private network, on an odd port
│       └── RobotsError           its host asks programs to leave it alone
├── OutputError           exit 1: something could not be written
├── LedgerError           exit 1: the ledger cannot be used as it is
│   ├── NoLedgerError         missing, or a file of something else
│   ├── LedgerSchemaError     made by a newer version, or by an older one that a writer must bring up to date
│   ├── LedgerBusyError       another program is writing, for longer than we wait
│   ├── LedgerDamagedError    pages or rows are not what they must be
│   └── BadReadingError       a reading that contradicts its own text or the contract; nothing of it is kept
├── CorpusError           exit 1: the folder of a corpus cannot be used as it is
│   ├── CorpusChangedError    begun with other inputs, options or another reader
│   ├── CorpusBusyError       another run is writing there
│   └── WorkerError           the processes that read do not start, or end again and again
├── ModelError            exit 1: a model file is missing, damaged or another than the manifest names
└── MissingExtraError     exit 1: an optional part of the package is not installed
"""

from __future__ import annotations


class SaysoError(Exception):
    """Base of all errors that sayso raises on purpose.

    code: a stable word for programs. message: what happened, for people. hint: what to do, or None.
    """

    code = "error"
    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def to_dict(self) -> dict[str, str | None]:
        """The one shape in which errors travel: {"code", "message", "hint"}."""
        return {"code": self.code, "message": self.message, "hint": self.hint}


class UsageError(SaysoError):
    code = "usage"
    exit_code = 2


class InputError(SaysoError):
    code = "input"


class UnreadableError(InputError):
    code = "unreadable"


class NotTextError(InputError):
    code = "not-text"


class EncodingError(InputError):
    code = "encoding"


class TooLargeError(InputError):
    code = "too-large"


class BadRecordError(InputError):
    code = "bad-record"


class PoisonedError(InputError):
    code = "poisoned"


class FetchError(InputError):
    code = "fetch"


class AddressRefusedError(FetchError):
    code = "address-refused"


class RobotsError(FetchError):
    code = "robots"


class OutputError(SaysoError):
    code = "output"


class LedgerError(SaysoError):
    code = "ledger"


class NoLedgerError(LedgerError):
    code = "no-ledger"


class LedgerSchemaError(LedgerError):
    code = "ledger-schema"


class LedgerBusyError(LedgerError):
    code = "ledger-busy"


class LedgerDamagedError(LedgerError):
    code = "ledger-damaged"


class BadReadingError(LedgerError):
    code = "bad-reading"


class CorpusError(SaysoError):
    code = "corpus"


class CorpusChangedError(CorpusError):
    code = "corpus-changed"


class CorpusBusyError(CorpusError):
    code = "corpus-busy"


class WorkerError(CorpusError):
    code = "worker"


class ModelError(SaysoError):
    code = "model"


class MissingExtraError(SaysoError):
    code = "missing-extra"

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs a part that is not installed.", hint=f"pip install 'sayso[{extra}]'")
