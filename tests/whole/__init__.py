"""Numbers on their way through all parts: page, link, API, client, program, file, and back."""
