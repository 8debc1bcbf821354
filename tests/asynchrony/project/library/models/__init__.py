"""The library's models."""

from library.models.lending import Card, Chapter, Comment, Loan, Reader
from library.models.people import Author, Profile, Publisher
from library.models.works import Book, Edition, Tag

__all__ = [
    "Author",
    "Book",
    "Card",
    "Chapter",
    "Comment",
    "Edition",
    "Loan",
    "Profile",
    "Publisher",
    "Reader",
    "Tag",
]
