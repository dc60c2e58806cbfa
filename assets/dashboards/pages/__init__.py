"""One module for each page, or for each part of a page that several pages show."""
