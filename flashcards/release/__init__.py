"""The packages and texts of a release."""
