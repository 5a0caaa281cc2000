"""Whether two propositions are the same, contradict each other, tell of a change, or have little in common."""
