from django import forms

from shop.common.validators import phone_number
from shop.customers.models import Address, Customer


class CustomerForm(forms.ModelForm):
    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autofocus": True}))

    class Meta:
        model = Customer
        fields = ["name", "email", "phone", "kind", "vat_number", "birthday"]
        widgets = {"birthday": forms.DateInput(attrs={"type": "date"})}


class CustomerUpdateForm(forms.ModelForm):
    class Meta:
        model = Customer
        fields = ["name", "phone", "birthday"]


class SignupForm(forms.Form):
    name = forms.CharField(max_length=120)
    email = forms.EmailField(max_length=254)
    phone = forms.CharField(max_length=40, required=False, validators=[phone_number])
    terms = forms.BooleanField()

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if Customer.objects.filter(email=email).exists():
            raise forms.ValidationError("You already have an account.")
        return email


class AddressForm(forms.ModelForm):
    city = forms.CharField(max_length=40)

    class Meta:
        model = Address
        exclude = ["customer", "default"]
