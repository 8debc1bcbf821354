"""Short functions, by subject: each does one thing with numbers, or nearly does.

None says what Python makes of it. That is found out by running it, and by comparing what it
returns with what `exactly` computes without floats.
"""
