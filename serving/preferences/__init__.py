"""Wishes and willingness of people, entered by them or for them: shown, never scored."""
