"""The answers of the API as frozen dataclasses with numpy arrays; a module for each kind."""
