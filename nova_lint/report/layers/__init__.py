"""The survey of layers as text, as JSON and as a picture."""
