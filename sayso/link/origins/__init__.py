"""Who took it from whom: a tree of articles on one matter, and how many origins stand behind them. Pure."""
