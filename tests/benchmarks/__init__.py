"""How fast nova-lint is on a real project, beside other tools: `python -m tests.benchmarks`."""
