"""Serializers of the library."""

from __future__ import annotations

from rest_framework import serializers

from library.models import Author, Book, Publisher, Reader


class SearchSerializer(serializers.Serializer):
    """Nothing to look up."""

    title = serializers.CharField()


class CarefulSerializer(serializers.Serializer):
    """A serializer whose own check of a field reads the database."""

    title = serializers.CharField()

    def validate_title(self, title: str) -> str:
        if Book.objects.filter(title=title).exists():
            raise serializers.ValidationError("There is such a book.")
        return title


class DoubtfulSerializer(serializers.Serializer):
    """One that reads it once the fields are checked."""

    title = serializers.CharField()

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if not Author.objects.exists():
            raise serializers.ValidationError("Nobody could have written it.")
        return attrs


class ReaderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Reader
        fields = ["id", "name", "age"]


class PublisherSerializer(serializers.ModelSerializer):
    """The name is unique: DRF adds a validator that looks it up."""

    class Meta:
        model = Publisher
        fields = ["id", "name"]


class BookSerializer(serializers.ModelSerializer):
    """`author` is shown by its key and looked up by it."""

    class Meta:
        model = Book
        fields = ["id", "title", "author"]


class TaggedBookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["id", "title", "tags"]


class AuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["id", "name"]


class NestedBookSerializer(serializers.ModelSerializer):
    author = AuthorSerializer(read_only=True)

    class Meta:
        model = Book
        fields = ["id", "title", "author"]


class SourcedBookSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name", read_only=True)

    class Meta:
        model = Book
        fields = ["id", "author_name"]


class CountingAuthorSerializer(serializers.ModelSerializer):
    books = serializers.SerializerMethodField()

    class Meta:
        model = Author
        fields = ["id", "books"]

    def get_books(self, author: Author) -> int:
        return author.books.count()
