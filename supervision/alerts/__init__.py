"""Alerts (R86): conditions on figures, watched every second; what they do as they begin to hold and as they cease to."""
