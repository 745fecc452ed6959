"""Quality management: questionnaires, scorecards filled in about agents' work, results, calibration (R84, R71)."""
