"""What expressions and functions mean: static values, kinds, operations, effects."""
