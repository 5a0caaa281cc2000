"""How an article is sourced, and how many articles compare: figures that can each be followed to their words."""
