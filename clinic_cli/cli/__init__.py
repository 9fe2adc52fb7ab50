"""The command line: the only place that imports typer or rich, prints, or exits."""
