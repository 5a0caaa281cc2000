"""Which texts are one text, one page or nearly the same. Start at texts.py."""
