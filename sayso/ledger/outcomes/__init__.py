"""What came of what was foretold: predictions frozen as they come in, outcomes and grades that persons give."""
