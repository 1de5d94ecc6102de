"""What the pages show, as Qt models and plain words."""
