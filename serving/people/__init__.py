"""People: found by NIP, name, competency or agency; addressed by person_id ever after."""
