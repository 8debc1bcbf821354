from django.urls import include, path
from rest_framework.routers import DefaultRouter

from shop.api import api
from shop.customers.views import (
    AddressCreateView,
    CustomerCreateView,
    CustomerSummaryView,
    CustomerUpdateView,
    CustomerViewSet,
    ContactViewSet,
    SignupView,
)
from shop.invoices.views import (
    CreditNoteCreateView,
    InvoiceCreateView,
    InvoiceListView,
    InvoiceViewSet,
    PaymentCreateView,
    PaymentViewSet,
)
from shop.orders.views import (
    CheckoutView,
    OrderLineCreateView,
    OrderLineViewSet,
    OrderNoteCreateView,
    OrderNoteViewSet,
    OrderViewSet,
    ProductViewSet,
    ReturnRequestViewSet,
    customer_orders,
    order_status,
)

router = DefaultRouter()
router.register("customers", CustomerViewSet, basename="customer")
router.register("contacts", ContactViewSet, basename="contact")
router.register("products", ProductViewSet, basename="product")
router.register("orders", OrderViewSet, basename="order")
router.register("lines", OrderLineViewSet, basename="line")
router.register("notes", OrderNoteViewSet, basename="note")
router.register("returns", ReturnRequestViewSet, basename="return")
router.register("invoices", InvoiceViewSet, basename="invoice")
router.register("payments", PaymentViewSet, basename="payment")

urlpatterns = [
    path("rest/", include(router.urls)),
    path("rest/customers/<uuid:pk>/summary/", CustomerSummaryView.as_view()),
    path("rest/invoice-list/", InvoiceListView.as_view()),
    path("api/", api.urls),
    path("signup/", SignupView.as_view(), name="signup"),
    path("customers/new/", CustomerCreateView.as_view()),
    path("customers/<uuid:pk>/", CustomerUpdateView.as_view()),
    path("customers/<uuid:customer>/addresses/new/", AddressCreateView.as_view()),
    path("customers/<uuid:customer>/orders/", customer_orders),
    path("checkout/", CheckoutView.as_view()),
    path("orders/lines/new/", OrderLineCreateView.as_view()),
    path("orders/<int:order>/notes/new/", OrderNoteCreateView.as_view()),
    path("orders/<str:number>/status/", order_status),
    path("invoices/new/", InvoiceCreateView.as_view()),
    path("payments/new/", PaymentCreateView.as_view()),
    path("credit-notes/new/", CreditNoteCreateView.as_view()),
]
