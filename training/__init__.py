"""From past transfers to a model that serves: openings, folds, fitting, judging, promotion."""
