from django.db import transaction
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from rest_framework.response import Response
from rest_framework.views import APIView

from shelf.models import Order
from shelf.services import made
from shelf.tasks import send


def place(request):
    order = Order.objects.create(number="1")
    send.delay(order.pk)
    transaction.on_commit(lambda: send.delay(order.pk))
    return HttpResponse()


def place_by_service(request):
    order = made("1")
    send.delay(order.pk)
    return HttpResponse()


def sent(number):
    order = made(number)
    send.delay(order.pk)


def place_by_caller(request):
    sent("1")
    return HttpResponse()


@transaction.non_atomic_requests
def outside(request):
    order = Order.objects.create(number="1")
    send.delay(order.pk)
    return HttpResponse()


class PlaceView(View):
    def get(self, request):
        with transaction.atomic():
            order = Order.objects.create(number="1")
        send.delay(order.pk)
        return HttpResponse()


class PlaceAPI(APIView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, request):
        order = Order.objects.create(number="1")
        self.tell(order)
        send.delay(order.pk)
        return Response()

    def tell(self, order):
        return order


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class MarkedView(View):
    def get(self, request):
        order = Order.objects.create(number="1")
        send.delay(order.pk)
        return HttpResponse()


class MarkedDispatch(View):
    @method_decorator(transaction.non_atomic_requests)
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        order = Order.objects.create(number="1")
        send.delay(order.pk)
        return HttpResponse()


class MarkedMethod(View):
    # Django asks the view, and not what the view calls.
    @method_decorator(transaction.non_atomic_requests)
    def get(self, request):
        order = Order.objects.create(number="1")
        send.delay(order.pk)  # unseen
        return HttpResponse()


class MarkedHere(View):
    def get(self, request):
        order = Order.objects.create(number="1")
        send.delay(order.pk)
        return HttpResponse()


@method_decorator(transaction.atomic, name="dispatch")
class AtomicView(View):
    def get(self, request):
        order = Order.objects.create(number="1")
        send.delay(order.pk)
        return HttpResponse()

    @method_decorator(transaction.atomic)
    def post(self, request):
        order = Order.objects.create(number="1")
        send.delay(order.pk)
        return HttpResponse()
