"""The views of the roadmap, a file a page."""
