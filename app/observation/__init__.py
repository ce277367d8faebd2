"""What an operator sees of the requests: their log and the metrics."""
