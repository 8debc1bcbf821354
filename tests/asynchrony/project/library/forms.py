"""Forms of the library: with and without anything to look up."""

from __future__ import annotations

from django import forms
from django.forms import inlineformset_factory, modelformset_factory

from library.models import Author, Book, Edition, Publisher, Reader


class SearchForm(forms.Form):
    """Nothing to look up."""

    title = forms.CharField(required=False)
    year = forms.IntegerField(required=False)


class LendForm(forms.Form):
    """A field that chooses a row."""

    book = forms.ModelChoiceField(queryset=Book.objects.all())
    days = forms.IntegerField(initial=14)


class OptionalLendForm(forms.Form):
    book = forms.ModelChoiceField(queryset=Book.objects.all(), required=False)


class ShelveForm(forms.Form):
    """A field that chooses several rows."""

    books = forms.ModelMultipleChoiceField(queryset=Book.objects.all())


class ReaderForm(forms.ModelForm):
    """A model form with nothing to check in the database."""

    class Meta:
        model = Reader
        fields = ["name", "age"]


class PublisherForm(forms.ModelForm):
    """A model form with a unique column."""

    class Meta:
        model = Publisher
        fields = ["name", "city"]


class BookForm(forms.ModelForm):
    """A model form with relations."""

    class Meta:
        model = Book
        fields = ["title", "author", "tags"]


class TitleForm(forms.ModelForm):
    """A model form of a model with relations, which leaves them out."""

    class Meta:
        model = Book
        fields = ["title", "price"]


class CarefulForm(forms.Form):
    """A form whose own check reads the database."""

    title = forms.CharField()

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if Book.objects.filter(title=title).exists():
            raise forms.ValidationError("There is such a book.")
        return title


class DoubtfulForm(forms.Form):
    """A form that reads the database once its fields are checked."""

    title = forms.CharField()

    def clean(self) -> dict[str, object]:
        if not Author.objects.exists():
            raise forms.ValidationError("Nobody could have written it.")
        return self.cleaned_data


class ChoosingForm(forms.Form):
    """Choices that are asked for when the form is made."""

    author = forms.ChoiceField(choices=[])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"].choices = [(each.pk, each.name) for each in Author.objects.all()]


ReaderFormSet = modelformset_factory(Reader, form=ReaderForm)
EditionFormSet = inlineformset_factory(Book, Edition, fields=["number"])
