"""The room that keeps what was read: one SQLite file, written by store.py alone, asked through queries.py."""
