"""The mypy plugin: the same findings with mypy's types behind them."""
