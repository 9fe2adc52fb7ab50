"""A local look at the site as it would be, with drafts, and with what was found in each page shown on it."""
