"""The language server: what is found, in editors, as it is typed. Needs the extra `server`."""
