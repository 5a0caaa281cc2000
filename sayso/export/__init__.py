"""Readings as files and screens, one module a format. All are pure: the same reading gives the same text."""

FORMATS = ("table", "json", "jsonl", "html", "markdown")
