"""`python -m nova_lint`, for where the console script is not on the path."""

from nova_lint.cli import main

main()
