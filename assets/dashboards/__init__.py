"""The pages that are published, their charts and downloads, and the releases that are frozen."""
