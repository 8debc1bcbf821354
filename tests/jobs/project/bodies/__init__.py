"""Functions that queue one job each."""
