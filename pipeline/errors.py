"""The error tree: everything writethru raises on purpose.

WritethruError
├── BadInput          a file, record, page or feed that cannot be read; quarantine it and go on
│   └── BadConfig     feeds.toml, outlets.toml, agencies.toml, a setting, a time zone
├── NotFound          a story, version or URL that was asked for and is not stored
├── StoreError        the database cannot be used; stop the run
│   ├── StoreNewer    it was written by a newer writethru
│   └── StoreBusy     another process is writing and did not end in time
└── FetchRefused      an address we do not ask (scheme, private network); quarantine

An *expected* failure of a source (404, time-out, block page) is no exception: it is a value that is stored.
"""


class WritethruError(Exception):
    """Its text is one line for a person: what, where, what to do."""

    exit_code = 1


class BadInput(WritethruError):
    """An input that cannot be read; the message names it and says what to do."""


class BadConfig(BadInput):
    """A configuration file, option or time zone that is wrong; the message names file and key."""

    exit_code = 2


class NotFound(WritethruError):
    """What was asked for is not stored."""


class StoreError(WritethruError):
    """The database cannot be used."""


class StoreNewer(StoreError):
    """The database was written by a newer writethru."""


class StoreBusy(StoreError):
    """Another process holds the writer's lock."""


class FetchRefused(WritethruError):
    """An address that is not asked: its scheme or the network it lies in."""
