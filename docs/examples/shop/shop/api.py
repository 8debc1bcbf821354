from ninja import NinjaAPI

from shop.customers.api import router as customers
from shop.invoices.api import router as invoices
from shop.orders.api import router as orders
from shop.orders.live import router as live

api = NinjaAPI(title="Shop")
api.add_router("/customers", customers)
api.add_router("/orders", orders)
api.add_router("/invoices", invoices)
api.add_router("/live", live)
