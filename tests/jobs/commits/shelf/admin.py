from django.contrib import admin

from shelf.models import Order
from shelf.tasks import send


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    actions = ("pay",)

    def save_model(self, request, obj: Order, form, change):
        obj.save()
        send.delay(obj.pk)

    @admin.action
    def pay(self, request, queryset):
        for order in queryset:
            order.paid = True
            order.save()
            send.delay(order.pk)  # unseen
