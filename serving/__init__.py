"""What people and systems meet: the HTTP API, the planner's pages, and the database behind them."""
