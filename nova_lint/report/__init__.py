"""What the user reads: one file a format. Knows findings, and nothing of how they are found."""
