"""The commands that are too long for cli.py, one file a subject. The lead registers each there."""
