"""What a document is: YAML with positions, front matter, Markdown, articles and testimonials."""
