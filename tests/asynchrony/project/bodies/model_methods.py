"""Every method of a model's instances, on rows that were had by awaiting."""

from __future__ import annotations

from library.models import Author, Book, Chapter, Edition, Publisher, Reader


async def call_save():
    book = await Book.objects.aget(title="Emma")
    return book.save()


async def call_asave():
    book = await Book.objects.aget(title="Emma")
    return await book.asave()


async def call_save_base():
    book = await Book.objects.aget(title="Emma")
    return book.save_base()


async def call_delete():
    book = await Book.objects.aget(title="Emma")
    return book.delete()


async def call_adelete():
    book = await Book.objects.aget(title="Emma")
    return await book.adelete()


async def call_refresh_from_db():
    book = await Book.objects.aget(title="Emma")
    return book.refresh_from_db()


async def call_arefresh_from_db():
    book = await Book.objects.aget(title="Emma")
    return await book.arefresh_from_db()


async def call_full_clean():
    """The relations that are filled in are looked up."""
    book = await Book.objects.aget(title="Emma")
    return book.full_clean()


async def full_clean_of_a_new_plain_row():
    """Nothing is unique but a key that is not given, and there is no relation."""
    reader = Reader(name="Bob")
    return reader.full_clean()


async def full_clean_of_a_saved_plain_row():
    reader = await Reader.objects.aget(name="Ann")
    return reader.full_clean()


async def full_clean_with_a_unique_column():
    publisher = Publisher(name="Faber")
    return publisher.full_clean()


async def full_clean_without_relations_and_uniqueness():
    book = await Book.objects.aget(title="Emma")
    return book.full_clean(
        exclude=["author", "editor", "publisher", "sequel"],
        validate_unique=False,
        validate_constraints=False,
    )


async def call_clean_fields():
    book = await Book.objects.aget(title="Emma")
    return book.clean_fields()


async def call_clean():
    book = await Book.objects.aget(title="Emma")
    return book.clean()


async def call_validate_unique():
    """The one-to-one column `sequel` is unique and filled in."""
    book = await Book.objects.aget(title="Emma")
    return book.validate_unique()


async def call_validate_constraints():
    """The constraint is unique over two columns."""
    edition = await Edition.objects.aget(number=1)
    return edition.validate_constraints()


async def validate_constraints_of_a_model_without():
    book = await Book.objects.aget(title="Emma")
    return book.validate_constraints()


async def call_serializable_value():
    book = await Book.objects.aget(title="Emma")
    return book.serializable_value("title")


async def serializable_value_of_a_deferred_column():
    book = await Book.objects.defer("text").aget(title="Emma")
    return book.serializable_value("text")


async def call_get_deferred_fields():
    book = await Book.objects.defer("text").aget(title="Emma")
    return book.get_deferred_fields()


async def call_pk():
    book = await Book.objects.aget(title="Emma")
    return book.pk


async def call_from_db():
    return Reader.from_db("default", ["id", "name", "age"], [1, "Ann", 30])


async def call_check():
    return Reader.check()


async def call_get_constraints():
    edition = await Edition.objects.aget(number=1)
    return edition.get_constraints()


async def get_next_by_a_date():
    book = await Book.objects.aget(title="Emma")
    return book.get_next_by_added()


async def get_previous_by_a_date():
    book = await Book.objects.aget(title="Waves")
    return book.get_previous_by_added()


async def get_the_label_of_a_choice():
    book = await Book.objects.aget(title="Emma")
    return book.get_status_display()


async def get_the_order_of_rows():
    book = await Book.objects.aget(title="Emma")
    return book.get_chapter_order()


async def set_the_order_of_rows():
    book = await Book.objects.aget(title="Emma")
    return book.set_chapter_order([2, 1])


async def get_next_in_order():
    chapter = await Chapter.objects.aget(heading="One")
    return chapter.get_next_in_order()


async def get_previous_in_order():
    chapter = await Chapter.objects.aget(heading="Two")
    return chapter.get_previous_in_order()


async def save_a_new_row():
    return Reader(name="Bob").save()


async def asave_a_new_row():
    return await Reader(name="Bob").asave()


async def save_with_update_fields():
    book = await Book.objects.aget(title="Emma")
    return book.save(update_fields=["title"])


async def save_of_a_parameter(book: Book):
    return book.save()


async def delete_of_a_parameter(book: Book):
    return book.delete()


async def asave_of_a_parameter(book: Book):
    return await book.asave()


async def construct_a_row():
    return Book(title="New", author_id=1)


async def compare_rows():
    book = await Book.objects.aget(title="Emma")
    other = await Book.objects.aget(title="Waves")
    return book == other, hash(book)


async def show_a_row():
    """Its `__str__` reads a column."""
    book = await Book.objects.aget(title="Emma")
    return str(book)


async def truth_of_a_row():
    book = await Book.objects.afirst()
    if book:
        return book.title
    return None


async def asave_where_save_is_overridden():
    """`asave` runs the overriding `save` in a thread."""
    edition = Edition(book_id=1)
    return await edition.asave()


async def save_where_save_is_overridden():
    edition = Edition(book_id=1)
    return edition.save()


async def class_method_of_the_model():
    return Author._meta.get_field("name")
