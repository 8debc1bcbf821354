from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.generic import CreateView, FormView
from rest_framework import mixins, viewsets

from shop.customers.models import Customer
from shop.orders import services
from shop.orders.forms import CheckoutForm, OrderLineForm, OrderNoteForm
from shop.orders.models import Order, OrderLine, OrderNote, Product, ReturnRequest
from shop.orders.serializers import (
    OrderLineSerializer,
    OrderNoteSerializer,
    OrderSerializer,
    ProductSerializer,
    ReturnRequestSerializer,
)


class ProductViewSet(viewsets.ModelViewSet):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer


class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.prefetch_related("lines")
    serializer_class = OrderSerializer


class OrderLineViewSet(viewsets.ModelViewSet):
    queryset = OrderLine.objects.all()
    serializer_class = OrderLineSerializer


class OrderNoteViewSet(viewsets.ModelViewSet):
    queryset = OrderNote.objects.all()
    serializer_class = OrderNoteSerializer

    def perform_create(self, serializer):
        serializer.save(author=self.request.user)


class ReturnRequestViewSet(
    mixins.CreateModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet
):
    queryset = ReturnRequest.objects.all()
    serializer_class = ReturnRequestSerializer


class CheckoutView(FormView):
    form_class = CheckoutForm
    template_name = "form.html"
    success_url = "/"

    def form_valid(self, form):
        customer = get_object_or_404(Customer, account=self.request.user)
        services.check_out(customer, form.cleaned_data)
        return super().form_valid(form)


class OrderLineCreateView(CreateView):
    model = OrderLine
    form_class = OrderLineForm
    template_name = "form.html"
    success_url = "/"

    def form_valid(self, form):
        form.instance.unit_price = form.instance.product.price
        return super().form_valid(form)


class OrderNoteCreateView(CreateView):
    model = OrderNote
    form_class = OrderNoteForm
    template_name = "form.html"
    success_url = "/"

    def form_valid(self, form):
        note = form.save(commit=False)
        note.order = get_object_or_404(Order, pk=self.kwargs["order"])
        note.author = self.request.user
        return super().form_valid(form)


async def order_status(request, number):
    order = await Order.objects.select_related("customer").filter(number=number).afirst()
    if order is None:
        raise Http404
    return JsonResponse({"status": order.status, "customer": order.customer.name})


async def customer_orders(request, customer):
    newest = services.newest_order(customer)
    count = await Order.objects.filter(customer_id=customer).acount()
    return JsonResponse({"newest": newest and newest.number, "count": count})
