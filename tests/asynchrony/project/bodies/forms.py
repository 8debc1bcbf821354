"""Forms: which of them must ask the database, and when."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.forms import formset_factory

from library.forms import (
    BookForm,
    CarefulForm,
    ChoosingForm,
    DoubtfulForm,
    EditionFormSet,
    LendForm,
    OptionalLendForm,
    PublisherForm,
    ReaderForm,
    ReaderFormSet,
    SearchForm,
    ShelveForm,
    TitleForm,
)
from library.models import Book, Reader

ROWS = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Bob", "form-0-age": "3"}

CHOICES = {
    "form-TOTAL_FORMS": "1",
    "form-INITIAL_FORMS": "0",
    "form-0-book": "1",
    "form-0-days": "3",
}


# Plain forms


async def plain_is_valid():
    return SearchForm({"title": "Emma"}).is_valid()


async def plain_as_p():
    return SearchForm().as_p()


async def plain_errors():
    return SearchForm({"year": "x"}).errors


async def plain_shown():
    return str(SearchForm())


async def choice_made():
    """A field keeps its queryset without reading it."""
    return LendForm({"book": "1", "days": "3"})


async def choice_is_valid():
    return LendForm({"book": "1", "days": "3"}).is_valid()


async def choice_errors():
    return LendForm({"book": "1", "days": "3"}).errors


async def choice_full_clean():
    return LendForm({"book": "1", "days": "3"}).full_clean()


async def choice_is_valid_unbound():
    """A form without data is not valid, and nothing is looked up."""
    return LendForm().is_valid()


async def choice_is_valid_without_a_value():
    """There is no value to look up, which cannot be seen in the code of a real view."""
    return OptionalLendForm({}).is_valid()


async def choice_as_p():
    return LendForm().as_p()


async def choice_as_table():
    return LendForm().as_table()


async def choice_as_div():
    return LendForm().as_div()


async def choice_shown():
    return str(LendForm())


async def choice_in_an_f_string():
    return f"{LendForm()}"


async def choice_field_shown():
    return str(LendForm()["book"])


async def other_field_shown():
    return str(LendForm()["days"])


async def choice_as_ul():
    return LendForm().as_ul()


async def choice_render():
    return LendForm().render()


async def choice_html():
    return LendForm().__html__()


async def choice_has_error():
    return LendForm({"book": "1", "days": "3"}).has_error("book")


async def choice_non_field_errors():
    return LendForm({"book": "1", "days": "3"}).non_field_errors()


async def choice_neighbours():
    form = LendForm()
    return form["book"], form.hidden_fields(), form.is_multipart(), form.add_prefix("book")


async def choice_fields():
    return LendForm().fields["book"]


async def choice_field_clean():
    return LendForm().fields["book"].clean("1")


async def choices_field_clean():
    return ShelveForm().fields["books"].clean(["1"])


async def choices_is_valid():
    return ShelveForm({"books": ["1", "2"]}).is_valid()


async def choices_as_p():
    return ShelveForm().as_p()


async def choice_fields_in_for():
    """The fields themselves, not what they show."""
    return [field.name for field in LendForm()]


async def clean_method_that_queries():
    return CarefulForm({"title": "New"}).is_valid()


async def clean_of_the_whole_that_queries():
    return DoubtfulForm({"title": "New"}).is_valid()


async def clean_method_and_as_p():
    return CarefulForm().as_p()


async def constructor_that_queries():
    return ChoosingForm()


# Model forms


async def model_form_made():
    return BookForm()


async def model_form_is_valid_with_nothing_to_check():
    return ReaderForm({"name": "Bob", "age": "3"}).is_valid()


async def model_form_is_valid_with_a_unique_column():
    return PublisherForm({"name": "Faber"}).is_valid()


async def model_form_is_valid_with_relations():
    return BookForm({"title": "New", "author": "1"}).is_valid()


async def model_form_is_valid_that_leaves_relations_out():
    """What the form leaves out is not checked."""
    return TitleForm({"title": "New", "price": "1"}).is_valid()


async def model_form_save():
    form = ReaderForm({"name": "Bob", "age": "3"})
    if form.is_valid():
        return form.save()
    return None


async def model_form_save_without_commit():
    form = ReaderForm({"name": "Bob", "age": "3"})
    if form.is_valid():
        return form.save(commit=False)
    return None


async def model_form_save_without_commit_and_asave():
    form = ReaderForm({"name": "Bob", "age": "3"})
    if form.is_valid():
        reader = form.save(commit=False)
        await reader.asave()
        return reader
    return None


async def model_form_of_a_row():
    reader = await Reader.objects.aget(name="Ann")
    return ReaderForm(instance=reader)


async def model_form_of_a_row_with_many_to_many():
    """The initial value of a many-to-many field is the rows."""
    book = await Book.objects.aget(title="Emma")
    return BookForm(instance=book)


async def model_form_of_a_row_with_many_to_many_prefetched():
    book = await Book.objects.prefetch_related("tags").aget(title="Emma")
    return BookForm(instance=book)


async def model_form_of_a_row_that_leaves_them_out():
    book = await Book.objects.aget(title="Emma")
    return TitleForm(instance=book)


async def model_form_as_p():
    return BookForm().as_p()


async def model_form_as_p_with_nothing_to_choose():
    return ReaderForm().as_p()


async def model_form_save_in_a_thread():
    return await sync_to_async(ReaderForm({"name": "Bob", "age": "3"}).save)()


# Form sets


async def form_set_made():
    return ReaderFormSet(ROWS)


async def form_set_is_valid():
    return ReaderFormSet(ROWS).is_valid()


async def form_set_forms():
    return ReaderFormSet().forms


async def form_set_as_p():
    return ReaderFormSet().as_p()


async def form_set_forms_of_data():
    """With data and no rows that were there before, nothing is looked up."""
    return ReaderFormSet(ROWS).forms


async def form_set_get_queryset():
    """It looks whether the rows are ordered, and reads none."""
    return ReaderFormSet().get_queryset()


async def form_set_save():
    forms = ReaderFormSet(ROWS)
    if forms.is_valid():
        return forms.save()
    return None


async def form_set_of_choices_is_valid():
    return formset_factory(LendForm)(CHOICES).is_valid()


async def form_set_of_choices_errors():
    return formset_factory(LendForm)(CHOICES).errors


async def form_set_of_choices_full_clean():
    return formset_factory(LendForm)(CHOICES).full_clean()


async def form_set_of_plain_forms_is_valid():
    return formset_factory(SearchForm)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}).is_valid()


async def inline_form_set_made():
    book = await Book.objects.aget(title="Emma")
    return EditionFormSet(instance=book)


async def inline_form_set_forms():
    book = await Book.objects.aget(title="Emma")
    return EditionFormSet(instance=book).forms
