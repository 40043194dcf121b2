"""Outcomes of moves as the HR portal reports them; they enter the records at an import."""
