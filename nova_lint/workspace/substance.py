"""What a file says, whatever stands in its comments.

Whoever saves a file without a change, goes to another branch and back, or comments something,
has given it a new stamp, and nothing that was found in the project is found no more.
"""

from __future__ import annotations

import hashlib

_QUOTES = (b'"""', b"'''")
_SILENCERS = (b"nova", b"noqa")
"""Words in comments that silence findings."""
_CONTINUATIONS = (b"\\\n", b"\r")
"""Behind a backslash at the end of a line, a string may go on; behind a lone carriage return,
which ends a line as well, code stands where a comment seems to go on."""
_FIRST = 2
"""Lines at the top of which a comment may name the encoding."""


def digest(data: bytes) -> bytes:
    """A digest of a file's bytes that is the same where only lines of comment have other
    words, or lines of comment and blank ones were added or taken away at the end: code that
    stands on other lines is found there."""
    return hashlib.blake2b(_substance(data), digest_size=12).digest()


def _substance(data: bytes) -> bytes:
    data = data.replace(b"\r\n", b"\n")
    lowered = data.lower()
    if any(word in lowered for word in (*_SILENCERS, *_CONTINUATIONS)):
        return data
    # What looks like a comment between these may be a line of a string.
    found = [at for quotes in _QUOTES for at in (data.find(quotes), data.rfind(quotes)) if at >= 0]
    begin = len(b"".join(data.splitlines(keepends=True)[:_FIRST]))
    first, last = (max(min(found), begin), max(*found, begin)) if found else (begin, begin)
    head, tail = _without_comments(data[begin:first]), _without_comments(data[last:])
    return data[:begin] + head + data[first:last] + tail.rstrip()


def _without_comments(part: bytes) -> bytes:
    return b"\n".join(map(_without_comment, part.split(b"\n")))


def _without_comment(line: bytes) -> bytes:
    said = line.lstrip()
    return line if said and not said.startswith(b"#") else b""
