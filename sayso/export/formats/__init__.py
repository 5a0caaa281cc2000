"""One file a format: each takes an Export and gives bytes. registry.py names them."""
