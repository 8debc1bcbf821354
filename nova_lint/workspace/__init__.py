"""The project on disk: its files, their outlines, and what their names stand for."""
