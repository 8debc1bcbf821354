"""Models that keep copies of rows: historical models and event models."""
