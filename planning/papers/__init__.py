"""The papers of a plan: its annex, a letter a person, a sheet an agency, rows for BKN's I-Mut."""
