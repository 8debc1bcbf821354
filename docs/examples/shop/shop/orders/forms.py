from django import forms

from shop.orders.models import Order, OrderLine, OrderNote


class CheckoutForm(forms.Form):
    channel = forms.ChoiceField(choices=Order.Channel.choices)
    reference = forms.CharField(max_length=30, required=False)


class OrderLineForm(forms.ModelForm):
    class Meta:
        model = OrderLine
        fields = ["order", "product", "quantity"]


class OrderNoteForm(forms.ModelForm):
    class Meta:
        model = OrderNote
        fields = ["text"]
