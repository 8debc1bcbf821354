from django.shortcuts import get_object_or_404
from django.views.generic import CreateView, FormView, UpdateView
from rest_framework import mixins, viewsets
from rest_framework.generics import RetrieveAPIView

from shop.customers import services
from shop.customers.forms import AddressForm, CustomerForm, CustomerUpdateForm, SignupForm
from shop.customers.models import Address, Customer
from shop.customers.serializers import (
    ContactSerializer,
    CustomerSerializer,
    CustomerSummarySerializer,
)


class CustomerViewSet(viewsets.ModelViewSet):
    queryset = Customer.objects.all()
    serializer_class = CustomerSerializer


class ContactViewSet(
    mixins.RetrieveModelMixin, mixins.UpdateModelMixin, viewsets.GenericViewSet
):
    queryset = Customer.objects.all()
    serializer_class = ContactSerializer


class CustomerSummaryView(RetrieveAPIView):
    queryset = Customer.objects.all()
    serializer_class = CustomerSummarySerializer


class CustomerCreateView(CreateView):
    model = Customer
    form_class = CustomerForm
    template_name = "form.html"
    success_url = "/"


class CustomerUpdateView(UpdateView):
    model = Customer
    form_class = CustomerUpdateForm
    template_name = "form.html"
    success_url = "/"


class SignupView(FormView):
    form_class = SignupForm
    template_name = "form.html"
    success_url = "/"

    def form_valid(self, form):
        services.sign_up(form.cleaned_data)
        return super().form_valid(form)


class AddressCreateView(CreateView):
    model = Address
    form_class = AddressForm
    template_name = "form.html"
    success_url = "/"

    def form_valid(self, form):
        form.instance.customer = get_object_or_404(Customer, pk=self.kwargs["customer"])
        return super().form_valid(form)
