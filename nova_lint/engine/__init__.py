"""Rules, findings, the runner: what a rule is written against and what runs it."""
