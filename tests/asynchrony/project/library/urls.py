"""The library has no pages of its own; the bodies are called directly."""

urlpatterns: list[object] = []
