"""What the frameworks mean: tables, no logic. Each is held against the real framework by a test."""
