"""Short async functions, by subject: each does one thing with the database, or nearly does.

None says what Django makes of it. That is found out by running it.
"""
