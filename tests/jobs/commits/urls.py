from django.contrib import admin
from django.db import transaction
from django.urls import path
from ninja import NinjaAPI
from shelf import operations, views

api = NinjaAPI()
api.add_router("", operations.router)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", api.urls),
    path("function", views.place),
    path("by-service", views.place_by_service),
    path("caller", views.place_by_caller),
    path("outside", views.outside),
    path("method", views.PlaceView.as_view()),
    path("drf", views.PlaceAPI.as_view()),
    path("marked-class", views.MarkedView.as_view()),
    path("marked-dispatch", views.MarkedDispatch.as_view()),
    path("marked-method", views.MarkedMethod.as_view()),
    path("marked-here", transaction.non_atomic_requests(views.MarkedHere.as_view())),
    path("atomic-class", views.AtomicView.as_view()),
]
