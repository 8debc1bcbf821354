"""Classes that packages generate: which there are, and what they say."""
