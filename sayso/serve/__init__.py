"""The desk: the ledger as pages for people, as REST for programs, as tools for assistants. Reads by ledger.queries."""
