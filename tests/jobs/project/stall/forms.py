from django import forms


class OrderForm(forms.Form):
    number = forms.CharField()
