"""The library has no pages of its own, and the bodies are called directly: only operations of
django-ninja are asked by a client, because what they return is looked at after they have ended."""

from django.urls import path

from library.operations import api

urlpatterns = [path("", api.urls)]
