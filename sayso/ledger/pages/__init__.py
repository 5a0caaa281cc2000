"""What the desk's pages ask beyond searching: counts, questions and places. All of it only reads."""
