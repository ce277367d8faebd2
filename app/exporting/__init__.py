"""A walkthrough as a file: one module per format, each in the table `formats.FORMATS`."""
