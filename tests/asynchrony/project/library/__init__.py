"""A library, whose models, forms and helpers the bodies of async functions use."""
