"""The desk's pages, one module each: a function from what was asked to what a template shows."""
