"""Who uses a contract's class and what for, and what the code around it supplies."""
