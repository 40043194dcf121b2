"""Positions: found by words, agency and vacancy; shown with seats, need, staff and gap."""
