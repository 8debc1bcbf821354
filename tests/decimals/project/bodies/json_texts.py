"""JSON of Decimals."""

from __future__ import annotations

import json
from decimal import Decimal

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict
from django.http import JsonResponse
from django.utils.html import json_script
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder as RestEncoder
from shop.models import Order, Product
from shop.schemas import ProductIn
from shop.serializers import PlainNumberSerializer, ProductSerializer

from bodies.marks import exactly, kind


class _Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Decimal):
            return str(o)
        return super().default(o)


@exactly(lambda: "1.10")
def dumps(price: Decimal):
    return json.dumps(price)


@exactly(lambda: '{"total": "19.99"}')
def dumps_a_dict(order: Order):
    return json.dumps({"total": order.total})


@exactly(lambda: '{"total": "19.99"}')
def dumps_a_name(order: Order):
    data = {"id": order.pk, "total": order.total}
    return json.dumps(data)


@exactly(lambda: "[1.10]")
def dumps_a_list(order: Order):
    return json.dumps([line.unit_price for line in order.lines.all()])


@exactly(lambda: '{"order": {"total": "19.99"}}')
def dumps_a_nested_dict(order: Order):
    return json.dumps({"order": {"total": order.total}})


@exactly(lambda: '{"total": "19.99"}')
def dumps_with_djangos_encoder(order: Order):
    return json.dumps({"total": order.total}, cls=DjangoJSONEncoder)


@exactly(lambda: '{"total": "19.99"}')
def dumps_with_an_own_encoder(order: Order):
    return json.dumps({"total": order.total}, cls=_Encoder)


@exactly(lambda: '{"total": "19.99"}')
def dumps_with_str_as_default(order: Order):
    return json.dumps({"total": order.total}, default=str)


@exactly(lambda: '{"total": 19.99}')
def dumps_with_float_as_default(order: Order):
    return json.dumps({"total": order.total}, default=float)


@exactly(lambda: '{"total": 19.99}')
def dumps_with_a_lambda_as_default(order: Order):
    return json.dumps({"total": order.total}, default=lambda each: float(each))


@exactly(lambda: '{"total": "19.99"}')
def dumps_a_text(order: Order):
    return json.dumps({"total": str(order.total)})


@exactly(lambda: '{"total": 19}')
def dumps_an_int(order: Order):
    return json.dumps({"total": int(order.total)})


@exactly(lambda: '{"1.10": 1}')
def dumps_a_decimal_as_a_key(price: Decimal):
    return json.dumps({price: 1})


@exactly(lambda: '{"price": "1.10"}')
def dumps_values():
    return json.dumps(list(Product.objects.values("price")))


@exactly(lambda: '{"price": "1.10"}')
def dumps_a_model_as_a_dict(product: Product):
    return json.dumps(model_to_dict(product))


@exactly(lambda: '{"weight": 0.7}')
def dumps_a_float_column(product: Product):
    return json.dumps({"weight": product.weight})


@exactly(lambda: '{"total": "19.99"}')
def json_response(order: Order):
    return JsonResponse({"total": order.total}).content.decode()


@exactly(lambda: '{"total": "19.99"}')
def json_response_with_the_plain_encoder(order: Order):
    return JsonResponse({"total": order.total}, encoder=json.JSONEncoder).content.decode()


@exactly(lambda: True)
def a_script(order: Order):
    return "19.99" in json_script({"total": order.total}, "data")


@exactly(lambda: "19.99")
def signed(order: Order):
    return signing.dumps({"total": order.total}, key="secret")


@exactly(lambda: '{"total":19.99}')
def rendered_by_drf(order: Order):
    """DRF makes a number of a Decimal that no serializer made a text of."""
    return JSONRenderer().render({"total": order.total}).decode()


@exactly(lambda: '{"total": 19.99}')
def dumps_with_drfs_encoder(order: Order):
    return json.dumps({"total": order.total}, cls=RestEncoder)


@exactly(lambda: "1.10")
def data_of_a_serializer(product: Product):
    return kind(ProductSerializer(product).data["price"])


@exactly(lambda: '{"name": "Pen", "price": "1.10", "weight": 0.7}')
def dumps_the_data_of_a_serializer(product: Product):
    return json.dumps(ProductSerializer(product).data)


@exactly(lambda: Decimal("1.10"))
def data_of_a_serializer_that_keeps_numbers(product: Product):
    return kind(PlainNumberSerializer(product).data["price"])


@exactly(lambda: '{"price": "1.10"}')
def dumps_the_data_of_a_serializer_that_keeps_numbers(product: Product):
    return json.dumps(PlainNumberSerializer(product).data)


@exactly(lambda: "1.10")
def a_dumped_schema():
    return json.dumps(ProductIn(price="1.10", weight=0.7).model_dump())


@exactly(lambda: True)
def a_schema_dumped_as_json():
    return '"price":"1.10"' in ProductIn(price="1.10", weight=0.7).model_dump_json()


@exactly(lambda: Decimal("1.10"))
def loads_of_a_text(text: str):
    return Decimal(json.loads(json.dumps(text)))


@exactly(lambda: Decimal("1.21"))
def loads_of_a_decimal():
    return json.loads("1.10", parse_float=Decimal) * 1.1
