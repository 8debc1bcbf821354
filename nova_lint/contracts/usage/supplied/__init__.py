"""What code supplies, so that no client has to send it."""
