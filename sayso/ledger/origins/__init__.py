"""Origins of what a ledger holds: gathered when asked for, and what persons say of pairs of articles."""
