"""What a visitor gets from a running server, written down before a change and compared after it.

``requests`` keeps every answer to some thousand requests, ``screens`` pictures of every page. Both
know the server by its address alone and import nothing of the application, so that they work
whatever is moved or renamed. They are no tests and pytest does not collect them: which differences
are wanted is for whoever made the change to say.
"""
