"""From a plan to a stream of records: order, isolation, resume, progress."""
