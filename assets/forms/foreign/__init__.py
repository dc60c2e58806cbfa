"""Reading other people's tables, as a layout file declares them: every row gets exactly one fate."""
