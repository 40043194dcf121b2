"""Why a plan moves whom it moves, what each move hangs on, and what stopped the rest."""
