"""What the layers of a project do, and what would be found in them."""
