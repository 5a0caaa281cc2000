"""Addresses on the web: fetched politely and never from where the caller alone may reach, then read as files are."""
