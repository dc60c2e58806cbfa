"""What a layout file may declare: our form's sheets, fields, grids and lists, and other people's tables."""
