"""The Python client and the command line: in this process and against a server."""
