"""Relations and deferred columns: what is loaded when a row is read, and what is not."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.db.models import aprefetch_related_objects

from bodies.marks import possible, sometimes
from library.models import Author, Book, Card, Comment, Loan, Profile, Tag

UNKNOWN_ORIGIN = "whoever passes the row may have loaded the relation"
CONTENT_TYPE_KNOWN = "Django keeps each content type that it has looked up once"


# Forward


async def foreign_key():
    book = await Book.objects.aget(title="Emma")
    return book.author


async def foreign_key_and_on():
    book = await Book.objects.aget(title="Emma")
    return book.author.name


async def key_of_a_foreign_key():
    book = await Book.objects.aget(title="Emma")
    return book.author_id


async def key_that_is_a_relation():
    card = await Card.objects.aget()
    return card.pk, card.reader_id


async def row_behind_a_key_that_is_a_relation():
    card = await Card.objects.aget()
    return card.reader.name


async def default_of_update_or_create():
    author = await Author.objects.aget(name="Woolf")
    book, _ = await Book.objects.aupdate_or_create(title="Emma", defaults={"author": author})
    return book.author.name


async def default_of_update_or_create_that_creates():
    author = await Author.objects.aget(name="Woolf")
    book, _ = await Book.objects.aupdate_or_create(title="New", defaults={"author": author})
    return book.author.name


async def look_up_of_update_or_create():
    """A row that was found knows nothing of the object by which it was found."""
    author = await Author.objects.aget(name="Woolf")
    book, _ = await Book.objects.aupdate_or_create(author=author, defaults={"status": "out"})
    return book.author.name


async def default_of_update_or_create_for_new_rows():
    author = await Author.objects.aget(name="Woolf")
    book, _ = await Book.objects.aupdate_or_create(
        title="Emma", defaults={"status": "out"}, create_defaults={"author": author}
    )
    return book.author.name


async def default_of_update_or_create_for_all_rows():
    author = await Author.objects.aget(name="Woolf")
    book, _ = await Book.objects.aupdate_or_create(
        title="Emma", defaults={"author": author}, create_defaults={"author": author, "status": "in"}
    )
    return book.author.name


async def default_of_get_or_create():
    author = await Author.objects.aget(name="Woolf")
    book, _ = await Book.objects.aget_or_create(title="Emma", defaults={"author": author})
    return book.author.name


@sometimes("the column may be null, and then there is nothing to look up")
async def foreign_key_that_is_null():
    book = await Book.objects.aget(title="Waves")
    return book.publisher


async def foreign_key_in_a_condition():
    book = await Book.objects.aget(title="Emma")
    if book.publisher:
        return book.publisher_id
    return None


async def select_related():
    book = await Book.objects.select_related("author").aget(title="Emma")
    return book.author.name


async def select_related_of_another_relation():
    book = await Book.objects.select_related("publisher").aget(title="Emma")
    return book.author.name


async def select_related_two_deep():
    book = await Book.objects.select_related("author__publisher").aget(title="Emma")
    return book.author.publisher.name


async def select_related_one_of_two():
    book = await Book.objects.select_related("author").aget(title="Emma")
    return book.author.publisher.name


async def select_related_without_names():
    """It follows the relations that cannot be null."""
    book = await Book.objects.select_related().aget(title="Emma")
    return book.author.name


async def select_related_without_names_of_a_nullable():
    book = await Book.objects.select_related().aget(title="Emma")
    return book.publisher


async def select_related_taken_back():
    book = await Book.objects.select_related("author").select_related(None).aget(title="Emma")
    return book.author


async def select_related_twice():
    book = (
        await Book.objects.select_related("author").select_related("editor").aget(title="Emma")
    )
    return book.author.name, book.editor.name


async def select_related_in_async_for():
    names = []
    async for book in Book.objects.select_related("author"):
        names.append(book.author.name)
    return names


async def foreign_key_in_async_for():
    names = []
    async for book in Book.objects.all():
        names.append(book.author.name)
    return names


async def foreign_key_in_async_comprehension():
    return [book.author.name async for book in Book.objects.all()]


async def select_related_in_async_comprehension():
    return [book.author.name async for book in Book.objects.select_related("author")]


async def select_related_by_a_method():
    book = await Book.objects.with_author().aget(title="Emma")
    return book.author.name


async def prefetched_foreign_key():
    book = await Book.objects.prefetch_related("author").aget(title="Emma")
    return book.author.name


async def foreign_key_after_first():
    book = await Book.objects.afirst()
    return book.author.name if book else None


async def foreign_key_read_in_a_query():
    """The database follows it."""
    return [name async for name in Book.objects.values_list("author__name", flat=True)]


async def foreign_key_twice():
    """The second read finds what the first one loaded."""
    book = await Book.objects.select_related("author").aget(title="Emma")
    return book.author, book.author


async def foreign_key_by_getattr():
    book = await Book.objects.aget(title="Emma")
    return getattr(book, "author")


async def foreign_key_by_hasattr():
    book = await Book.objects.aget(title="Emma")
    return hasattr(book, "author")


@possible(UNKNOWN_ORIGIN)
async def foreign_key_of_a_parameter(book: Book):
    return book.author


@possible(UNKNOWN_ORIGIN)
async def foreign_key_of_rows_of_a_parameter(books: QuerySet[Book]):
    return [book.author async for book in books]


async def select_related_on_a_parameter(books: QuerySet[Book]):
    return [book.author async for book in books.select_related("author")]


async def key_of_a_parameter(book: Book):
    return book.author_id


async def column_of_a_parameter(book: Book):
    return book.title


async def foreign_key_after_refresh():
    """Reading the row again forgets the relations."""
    book = await Book.objects.select_related("author").aget(title="Emma")
    await book.arefresh_from_db()
    return book.author


async def foreign_key_after_refresh_of_one_column():
    book = await Book.objects.select_related("author").aget(title="Emma")
    await book.arefresh_from_db(fields=["title"])
    return book.author


async def foreign_key_after_a_new_key():
    book = await Book.objects.select_related("author").aget(title="Emma")
    book.author_id = 2
    return book.author


async def foreign_key_after_save():
    book = await Book.objects.select_related("author").aget(title="Emma")
    await book.asave()
    return book.author


# Assignment and construction


async def assigned():
    book = await Book.objects.aget(title="Emma")
    author = await Author.objects.aget(name="Austen")
    book.author = author
    return book.author.name


async def constructed():
    author = await Author.objects.aget(name="Austen")
    book = Book(title="New", author=author)
    return book.author.name


async def constructed_by_key():
    book = Book(title="New", author_id=1)
    return book.author


async def constructed_without():
    book = Book(title="New")
    return book.author_id


async def constructed_and_saved():
    author = await Author.objects.aget(name="Austen")
    book = Book(title="New", author=author)
    await book.asave()
    return book.author.name


async def created():
    author = await Author.objects.aget(name="Austen")
    book = await Book.objects.acreate(title="New", author=author)
    return book.author.name


async def created_by_key():
    book = await Book.objects.acreate(title="New", author_id=1)
    return book.author


async def got_or_created():
    author = await Author.objects.aget(name="Woolf")
    book, created = await Book.objects.aget_or_create(title="Emma", author=author)
    return book.author


async def filtered_by_the_relation():
    """The filter does not fill the relation in."""
    author = await Author.objects.aget(name="Woolf")
    book = await Book.objects.aget(author=author, title="Emma")
    return book.author


async def assigned_none():
    book = await Book.objects.aget(title="Emma")
    book.publisher = None
    return book.publisher


# Backward


async def reverse_manager():
    author = await Author.objects.aget(name="Woolf")
    return author.books


async def reverse_all():
    author = await Author.objects.aget(name="Woolf")
    return author.books.all()


async def reverse_for():
    author = await Author.objects.aget(name="Woolf")
    return [book.title for book in author.books.all()]


async def reverse_async_for():
    author = await Author.objects.aget(name="Woolf")
    return [book.title async for book in author.books.all()]


async def reverse_async_for_over_a_slice():
    author = await Author.objects.aget(name="Woolf")
    return [book.title async for book in author.books.all()[:2]]


async def back_from_the_reverse():
    """The rows of a related manager know the row that they were asked of."""
    author = await Author.objects.aget(name="Woolf")
    return [book.author.name async for book in author.books.all()]


async def back_from_one_of_the_reverse():
    author = await Author.objects.aget(name="Woolf")
    book = await author.books.aget(title="Emma")
    return book.author.name


async def back_from_the_filtered_reverse():
    author = await Author.objects.aget(name="Woolf")
    book = await author.books.filter(title="Emma").afirst()
    return book.author.name


async def back_from_the_created_reverse():
    author = await Author.objects.aget(name="Woolf")
    book = await author.books.acreate(title="New")
    return book.author.name


async def another_relation_of_the_reverse():
    author = await Author.objects.aget(name="Woolf")
    return [book.publisher async for book in author.books.filter(publisher__isnull=False)]


async def prefetched_reverse():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return [book.title for book in author.books.all()]


async def prefetched_reverse_back():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return [book.author.name for book in author.books.all()]


async def prefetched_reverse_len():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return len(author.books.all()), bool(author.books.all()), author.books.all()[0]


async def prefetched_reverse_count():
    """Counted in memory."""
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return author.books.count(), author.books.all().count()


async def prefetched_reverse_exists():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return author.books.exists()


async def prefetched_reverse_contains():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return author.books.contains(Book(pk=1))


async def prefetched_reverse_first():
    """Books have an ordering, so the first is taken from what is there."""
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return author.books.first()


async def prefetched_reverse_last():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return author.books.last()


async def prefetched_reverse_get():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return author.books.get(title="Emma")


async def prefetched_reverse_filter():
    """Another query: what was prefetched is of no use to it."""
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return [book for book in author.books.filter(title="Emma")]


async def prefetched_reverse_filter_lazily():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return author.books.filter(title="Emma")


async def prefetched_reverse_iterator():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return [book for book in author.books.iterator()]


async def prefetched_reverse_values():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return list(author.books.values("title"))


async def prefetched_to_another_attribute():
    """A list, not a manager."""
    cheap = Prefetch("books", queryset=Book.objects.cheap(), to_attr="cheap")
    author = await Author.objects.prefetch_related(cheap).aget(name="Woolf")
    return [book.title for book in author.cheap]


async def prefetched_to_another_attribute_and_read_here():
    cheap = Prefetch("books", queryset=Book.objects.cheap(), to_attr="cheap")
    author = await Author.objects.prefetch_related(cheap).aget(name="Woolf")
    return [book.title for book in author.books.all()]


async def prefetched_with_a_queryset():
    books = Prefetch("books", queryset=Book.objects.select_related("publisher"))
    author = await Author.objects.prefetch_related(books).aget(name="Woolf")
    return [book.publisher for book in author.books.all()]


async def prefetched_two_deep():
    author = await Author.objects.prefetch_related("books__tags").aget(name="Woolf")
    return [tag.name for book in author.books.all() for tag in book.tags.all()]


async def prefetched_one_of_two():
    author = await Author.objects.prefetch_related("books").aget(name="Woolf")
    return [tag.name for book in author.books.all() for tag in book.tags.all()]


async def prefetched_in_async_for():
    titles = []
    async for author in Author.objects.prefetch_related("books"):
        titles += [book.title for book in author.books.all()]
    return titles


async def prefetched_with_aiterator():
    titles = []
    async for author in Author.objects.prefetch_related("books").aiterator(chunk_size=10):
        titles += [book.title for book in author.books.all()]
    return titles


async def prefetched_for_rows_that_are_there():
    author = await Author.objects.aget(name="Woolf")
    await aprefetch_related_objects([author], "books")
    return [book.title for book in author.books.all()]


async def prefetched_for_rows_by_a_query():
    author = await Author.objects.aget(name="Woolf")
    prefetch_related_objects([author], "books")
    return author


async def prefetched_and_added_to():
    """What `aadd` changes is forgotten."""
    author = await Author.objects.prefetch_related("edited").aget(name="Woolf")
    book = await Book.objects.aget(title="Waves")
    await author.edited.aadd(book)
    return [book.title for book in author.edited.all()]


async def prefetched_and_removed_from():
    author = await Author.objects.prefetch_related("edited").aget(name="Woolf")
    book = await Book.objects.aget(title="Emma")
    await author.edited.aremove(book)
    return [book.title for book in author.edited.all()]


async def prefetched_and_cleared():
    author = await Author.objects.prefetch_related("edited").aget(name="Woolf")
    await author.edited.aclear()
    return [book.title for book in author.edited.all()]


async def prefetched_and_set():
    book = await Book.objects.prefetch_related("tags").aget(title="Emma")
    await book.tags.aset([])
    return [tag.name for tag in book.tags.all()]


@possible("whoever passes the row may have prefetched the books")
async def reverse_of_a_parameter(author: Author):
    return [book.title for book in author.books.all()]


@possible("whoever passes the row may have prefetched the books")
async def reverse_count_of_a_parameter(author: Author):
    return author.books.count()


async def reverse_filter_of_a_parameter(author: Author):
    return [book.title for book in author.books.filter(price__gt=1)]


async def reverse_create_of_a_parameter(author: Author):
    return author.books.create(title="New")


async def reverse_assignment():
    """A related manager cannot be assigned to; its `aset` can be awaited."""
    author = await Author.objects.aget(name="Woolf")
    await author.edited.aset([])
    return author


async def aprefetched_for_a_relation():
    author = await Author.objects.aget(name="Woolf")
    await aprefetch_related_objects([author], "publisher")
    return author.publisher


# Many to many


async def many_to_many_manager():
    book = await Book.objects.aget(title="Emma")
    return book.tags


async def many_to_many_for():
    book = await Book.objects.aget(title="Emma")
    return [tag.name for tag in book.tags.all()]


async def many_to_many_async_for():
    book = await Book.objects.aget(title="Emma")
    return [tag.name async for tag in book.tags.all()]


async def many_to_many_prefetched():
    book = await Book.objects.prefetch_related("tags").aget(title="Emma")
    return [tag.name for tag in book.tags.all()]


async def many_to_many_prefetched_by_a_method():
    book = await Book.objects.with_tags().aget(title="Emma")
    return [tag.name for tag in book.tags.all()]


async def many_to_many_prefetched_count():
    book = await Book.objects.prefetch_related("tags").aget(title="Emma")
    return book.tags.count()


async def many_to_many_prefetched_exists():
    book = await Book.objects.prefetch_related("tags").aget(title="Emma")
    return book.tags.exists()


async def many_to_many_prefetched_all_count():
    book = await Book.objects.prefetch_related("tags").aget(title="Emma")
    return book.tags.all().count()


async def many_to_many_backward():
    tag = await Tag.objects.aget(name="novel")
    return tag.books


async def many_to_many_the_other_way():
    tag = await Tag.objects.aget(name="novel")
    return [book.title async for book in tag.books.all()]


# One to one


async def one_to_one_forward():
    profile = await Profile.objects.aget(pk=1)
    return profile.author


async def one_to_one_backward():
    author = await Author.objects.aget(name="Woolf")
    return author.profile


async def one_to_one_backward_hasattr():
    author = await Author.objects.aget(name="Woolf")
    return hasattr(author, "profile")


async def one_to_one_select_related():
    author = await Author.objects.select_related("profile").aget(name="Woolf")
    return author.profile.motto


async def one_to_one_select_related_and_back():
    author = await Author.objects.select_related("profile").aget(name="Woolf")
    return author.profile.author.name


async def one_to_one_select_related_where_none_is():
    """That there is none is known, too."""
    author = await Author.objects.select_related("profile").aget(name="Unread")
    return hasattr(author, "profile")


async def one_to_one_prefetched():
    author = await Author.objects.prefetch_related("profile").aget(name="Woolf")
    return author.profile.motto


async def one_to_one_constructed():
    author = await Author.objects.aget(name="Unread")
    profile = Profile(author=author)
    return profile.author.name, author.profile.motto


async def one_to_one_to_itself():
    book = await Book.objects.aget(title="Emma")
    return book.sequel


async def one_to_one_to_itself_backward():
    book = await Book.objects.aget(title="Waves")
    return book.prequel


# Generic relations


async def generic_foreign_key():
    comment = await Comment.objects.aget(pk=1)
    return comment.about


async def generic_foreign_key_prefetched():
    comment = await Comment.objects.prefetch_related("about").aget(pk=1)
    return comment.about.title


@possible(CONTENT_TYPE_KNOWN)
async def generic_foreign_key_constructed():
    """The content type of the book is looked up, unless it is known."""
    book = await Book.objects.aget(title="Emma")
    return Comment(about=book, text="new")


@possible(CONTENT_TYPE_KNOWN)
async def generic_relation_manager():
    """Making the manager looks the content type up, unless it is known."""
    book = await Book.objects.aget(title="Emma")
    return book.comments


@possible(CONTENT_TYPE_KNOWN)
async def generic_relation_all():
    book = await Book.objects.aget(title="Emma")
    return book.comments.all()


@possible(CONTENT_TYPE_KNOWN)
async def generic_relation_async_for():
    book = await Book.objects.aget(title="Emma")
    return [comment.text async for comment in book.comments.all()]


async def generic_relation_prefetched():
    book = await Book.objects.prefetch_related("comments").aget(title="Emma")
    return [comment.text for comment in book.comments.all()]


# Deferred columns


async def deferred_column():
    book = await Book.objects.defer("text").aget(title="Emma")
    return book.text


async def column_that_is_not_deferred():
    book = await Book.objects.defer("text").aget(title="Emma")
    return book.title


async def only_and_that():
    book = await Book.objects.only("title").aget(title="Emma")
    return book.title


async def only_and_another():
    book = await Book.objects.only("title").aget(title="Emma")
    return book.price


async def only_and_the_key():
    """The primary key is always there."""
    book = await Book.objects.only("title").aget(title="Emma")
    return book.pk, book.id


async def only_in_async_for():
    return [book.price async for book in Book.objects.only("title")]


async def defer_of_nothing():
    book = await Book.objects.defer("text").defer(None).aget(title="Emma")
    return book.text


async def deferred_and_assigned():
    book = await Book.objects.defer("text").aget(title="Emma")
    book.text = "new"
    return book.text


async def deferred_and_refreshed():
    book = await Book.objects.defer("text").aget(title="Emma")
    await book.arefresh_from_db(fields=["text"])
    return book.text


async def deferred_key_of_a_relation():
    book = await Book.objects.only("title").aget(title="Emma")
    return book.author_id


async def deferred_by_the_relation():
    book = await Book.objects.select_related("author").only("title", "author__name").aget(pk=1)
    return book.author.name


async def deferred_on_the_relation():
    book = await Book.objects.select_related("author").only("title", "author__name").aget(pk=1)
    return book.author.alive


async def deferred_behind_a_method():
    book = await Book.objects.defer("text").aget(title="Emma")
    return book.excerpt()


async def method_without_deferring():
    book = await Book.objects.aget(title="Emma")
    return book.excerpt()


@possible("whoever passes the row may have deferred the column")
async def column_of_a_parameter_that_may_be_deferred(book: Book):
    return book.text


async def file_column():
    book = await Book.objects.aget(title="Emma")
    return book.cover.name


async def user_of_a_loan():
    loan = await Loan.objects.select_related("user", "book__author").aget(pk=1)
    return loan.user.username, loan.book.author.name


async def user_of_a_loan_not_loaded():
    loan = await Loan.objects.aget(pk=1)
    return loan.user.username
