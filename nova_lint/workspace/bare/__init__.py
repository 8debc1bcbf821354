"""libcst nodes without layout, made of what `ast` reads.

libcst's parser makes two nodes of whitespace for each one that says something, and calls
Python for every one of them: it reads a statement in eight times the time that `ast` takes.
Here the same nodes are made of `ast`'s, with the layout that libcst's own constructors
would give them, in a quarter of the time. Which nodes there are, and what they hold besides
layout, is what libcst's parser makes of the same text; `tests/test_bare_nodes.py` holds both
against each other. Whoever needs the layout, a place or the text asks `Segment.written`.
"""
