"""What persons decide about claims: kept in book.py, laid over what the reader gave in decided.py, asked in desk.py."""
