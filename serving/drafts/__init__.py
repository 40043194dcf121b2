"""Drafts made by hand: uploaded, checked, given back; nothing of them is kept."""
