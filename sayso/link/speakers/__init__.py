"""Which wordings of different articles are one speaker, and why. Pure: no file but the lists beside the code."""
