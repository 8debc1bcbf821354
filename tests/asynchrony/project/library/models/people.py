"""Who writes and who publishes."""

from __future__ import annotations

from typing import Any

from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=80, unique=True)
    city = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name


class AuthorQuerySet(models.QuerySet["Author"]):
    def living(self) -> AuthorQuerySet:
        """Lazy: another queryset."""
        return self.filter(alive=True)

    def how_many(self) -> int:
        """Runs a query."""
        return self.count()

    def names(self) -> list[str]:
        """Runs a query."""
        return [author.name for author in self]


class AuthorManager(models.Manager["Author"]):
    def get_queryset(self) -> AuthorQuerySet:
        return AuthorQuerySet(self.model, using=self._db)

    def living(self) -> AuthorQuerySet:
        return self.get_queryset().living()

    def first_name(self) -> str:
        """Runs a query."""
        author = self.first()
        return author.name if author else ""


class Author(models.Model):
    name = models.CharField(max_length=80)
    alive = models.BooleanField(default=True)
    publisher = models.ForeignKey(
        Publisher, on_delete=models.SET_NULL, null=True, related_name="authors"
    )
    mentor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True)

    objects = AuthorManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def book_count(self) -> int:
        """Runs a query whenever it is read."""
        return self.books.count()

    @property
    def initial(self) -> str:
        return self.name[:1]

    @property
    def published(self) -> Any:
        """Lazy: a queryset."""
        return self.books.filter(published__isnull=False)

    def publisher_name(self) -> str:
        """Follows a relation."""
        return self.publisher.name if self.publisher else ""

    def rename(self, name: str) -> None:
        """Writes."""
        self.name = name
        self.save(update_fields=["name"])

    async def arename(self, name: str) -> None:
        self.name = name
        await self.asave(update_fields=["name"])


class Profile(models.Model):
    author = models.OneToOneField(Author, on_delete=models.CASCADE, related_name="profile")
    motto = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        """Follows a relation: showing a profile reads the database."""
        return f"profile of {self.author.name}"
