"""Formatting, display and export: what is shown is right, whatever it was made of."""

from __future__ import annotations

import csv
import io
import json
import locale
import logging
from decimal import Decimal

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse, JsonResponse
from django.template import Context, Template
from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.html import format_html
from shop.models import Order, Product

from bodies.marks import exactly, kind


@exactly(lambda: "19.99")
def f_string(order: Order):
    return f"{order.total}"


@exactly(lambda: "19.99 EUR")
def f_string_with_digits(order: Order):
    return f"{order.total:.2f} EUR"


@exactly(lambda: "19.99")
def f_string_of_a_float(order: Order):
    return f"{float(order.total):.2f}"


@exactly(lambda: "19.99")
def f_string_of_a_float_without_digits(order: Order):
    return f"{float(order.total)}"


@exactly(lambda: "20%")
def f_string_of_a_ratio(order: Order):
    return f"{float(order.total) / 100:.0%}"


@exactly(lambda: "19.99")
def percent_format(order: Order):
    return "%.2f" % order.total


@exactly(lambda: "19.99")
def percent_format_of_a_float(order: Order):
    return "%.2f" % float(order.total)


@exactly(lambda: "19.99 and 0.10")
def format_method(order: Order):
    return "{:.2f} and {:.2f}".format(order.total, order.discount)


@exactly(lambda: "19.99")
def format_function(order: Order):
    return format(order.total, ".2f")


@exactly(lambda: "19.99")
def text(order: Order):
    return str(order.total)


@exactly(lambda: "19.99")
def text_of_a_float(order: Order):
    return str(float(order.total))


@exactly(lambda: '{"total": 19.99}')
def json_of_a_float(order: Order):
    return json.dumps({"total": float(order.total)})


@exactly(lambda: "[1.1, 2.2]")
def json_of_a_list_of_floats():
    return json.dumps([float(each.price) for each in Product.objects.order_by("pk")])


@exactly(lambda: '{"total": 19.99}')
def json_response_of_a_float(order: Order):
    return JsonResponse({"total": float(order.total)}).content.decode()


@exactly(lambda: "19.99,0.1\r\n")
def csv_of_floats(order: Order):
    file = io.StringIO()
    csv.writer(file).writerow([float(order.total), order.discount])
    return file.getvalue()


@exactly(lambda: "19.99,4.90\r\n")
def csv_of_decimals(order: Order):
    file = io.StringIO()
    csv.writer(file).writerow([order.total, order.shipping])
    return file.getvalue()


@exactly(lambda: {"labels": ["Pen", "Ink"], "data": "[1.1, 2.2]"})
def a_chart():
    products = Product.objects.order_by("pk")
    return {
        "labels": [each.name for each in products],
        "data": str([float(each.price) for each in products]),
    }


@exactly(lambda: None)
def logged(order: Order):
    return logging.getLogger("shop").debug("%s costs %.2f", order.pk, float(order.total))


@exactly(lambda: None)
def printed(order: Order):
    return print(order.total, float(order.total))


@exactly(lambda: "19.99")
def template(order: Order):
    return Template("{{ order.total }}").render(Context({"order": order}))


@exactly(lambda: "20.0")
def template_filter(order: Order):
    return Template("{{ total|floatformat:1 }}").render(Context({"total": float(order.total)}))


@exactly(lambda: "20.0")
def filter_function(order: Order):
    return floatformat(order.total, 1)


@exactly(lambda: "19.99")
def html(order: Order):
    return str(format_html("{}", order.total))


@exactly(lambda: "19.99")
def localized(order: Order):
    return number_format(order.total, 2)


@exactly(lambda: "19.99")
def humanized(order: Order):
    return intcomma(float(order.total))


@exactly(lambda: "19.99")
def by_the_locale(order: Order):
    return locale.format_string("%.2f", float(order.total))


@exactly(lambda: b"19.99")
def response(order: Order):
    return HttpResponse(str(order.total)).content


@exactly(lambda: "21.99")
def arithmetic_and_display(order: Order):
    return f"{order.total * Decimal('1.1'):.2f}"


@exactly(lambda: "21.99")
def arithmetic_with_a_float_and_display(order: Order):
    return f"{order.total * 1.1:.2f}"


@exactly(lambda: "<Product 1.10>")
def in_a_repr(product: Product):
    return f"<Product {product.price!s}>"


@exactly(lambda: "1.1")
def rounded_for_display(product: Product):
    return str(round(float(product.price), 2))


@exactly(lambda: "11.0%")
def a_percentage(product: Product):
    return f"{float(product.price) * 10:.1f}%"


@exactly(lambda: ("Pen", "Ink"))
def sorted_by_a_float():
    rows = sorted(Product.objects.all(), key=lambda each: float(each.price))
    return tuple(each.name for each in rows)


@exactly(lambda: "1.10")
def kind_of_a_formatted_number(product: Product):
    return kind(f"{product.price:.2f}")
