"""What can be asked: the saved queries, and the code that binds, runs and publishes them."""
