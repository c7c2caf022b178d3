"""report.html: one page with everything in it, made from records alone."""
