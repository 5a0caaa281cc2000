"""REST under /api/v1: the contract's objects, one shape of errors."""
