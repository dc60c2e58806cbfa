"""The pages: a folder each with its page, its texts and its template, and what several of them share."""
