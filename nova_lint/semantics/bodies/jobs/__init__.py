"""Tasks, and the calls that queue them."""
