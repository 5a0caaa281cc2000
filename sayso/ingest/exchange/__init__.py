"""Claims of other programs: as readings of a text that is made of what they tell, or as annotations of a known text."""
