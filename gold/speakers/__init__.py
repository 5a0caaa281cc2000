"""Speakers across the texts of the gold corpus: which source names are one speaker, and pairs scored against it."""
