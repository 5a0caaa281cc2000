"""The room that turns what is given (paths, folders, standard input) into articles. Start at inputs.py."""
