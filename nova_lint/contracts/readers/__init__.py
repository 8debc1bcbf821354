"""One reader a framework: each turns a class into the contract it has at run time."""
