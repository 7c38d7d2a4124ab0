"""The pages of the pipeline, and the steps of a draft; a file a page."""
