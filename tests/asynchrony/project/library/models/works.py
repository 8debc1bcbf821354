"""What is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models

from library.models.people import Author, Publisher


class Tag(models.Model):
    name = models.CharField(max_length=40)
    since = models.DateField(null=True, blank=True)
    added = models.DateTimeField(auto_now_add=True)

    class Meta:
        get_latest_by = "since"

    def __str__(self) -> str:
        return self.name


class BookQuerySet(models.QuerySet["Book"]):
    def cheap(self) -> BookQuerySet:
        return self.filter(price__lt=Decimal("10"))

    def with_author(self) -> BookQuerySet:
        """Loads the author of each book with it."""
        return self.select_related("author")

    def with_tags(self) -> BookQuerySet:
        return self.prefetch_related("tags")

    def total(self) -> Decimal:
        """Runs a query."""
        return self.aggregate(total=models.Sum("price"))["total"]

    async def atotal(self) -> Decimal:
        return (await self.aaggregate(total=models.Sum("price")))["total"]


class BookManager(models.Manager.from_queryset(BookQuerySet)):
    def newest(self) -> Book | None:
        """Runs a query."""
        return self.order_by("-published").first()


class Book(models.Model):
    title = models.CharField(max_length=80)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey(
        Author, on_delete=models.SET_NULL, null=True, blank=True, related_name="edited"
    )
    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, null=True, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="books")
    sequel = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="prequel"
    )
    comments = GenericRelation("library.Comment")
    price = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal("9.99"))
    published = models.DateField(null=True, blank=True)
    added = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=[("in", "in"), ("out", "out")], default="in")
    text = models.TextField(blank=True)
    cover = models.FileField(upload_to="covers", blank=True)

    objects = BookManager()

    class Meta:
        ordering = ["title"]
        get_latest_by = "published"

    def __str__(self) -> str:
        return self.title

    @property
    def author_name(self) -> str:
        """Follows a relation."""
        return self.author.name

    def credit(self) -> str:
        """Follows a relation."""
        return self.author.name

    @property
    def label(self) -> str:
        return f"{self.title} ({self.price})"

    def excerpt(self) -> str:
        """Reads a column that may have been deferred."""
        return self.text[:20]

    def tag_names(self) -> list[str]:
        """Runs a query."""
        return [tag.name for tag in self.tags.all()]


class Edition(models.Model):
    """A model that looks something up whenever it is saved."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField(default=0)

    objects = models.QuerySet["Edition"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="one_edition_a_number")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            self.number = Edition.objects.filter(book=self.book_id).count() + 1
        super().save(*args, **kwargs)
