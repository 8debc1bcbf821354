"""A shop: what it sells, to whom, for how much."""
