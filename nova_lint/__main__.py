"""`python -m nova_lint`, for where the console script is not on the path."""

import sys

# `python -m` looks for modules in the working directory first: a project's own `click` or
# `statistics` would be run in place of the one that is meant.
if not sys.flags.safe_path:
    del sys.path[0]

from nova_lint.cli import main

main()
