"""The room where the same reader runs over a corpus: named steps, two engines, shards that are whole or not there.

Start at run.py. Nothing here is imported by the other rooms; its libraries (extra `corpus`) are loaded when used.
"""
