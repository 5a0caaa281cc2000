"""Questions in the ledger: claims compared, grouped and placed, and what persons decided about the groups."""
