"""What Django, DRF and django-ninja do with the code and the rows that they are given."""
