"""Claims on one proposition: groups of them, which side each takes, what the question is called, who moved. Pure."""
