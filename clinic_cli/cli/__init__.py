"""The command line: the only place that imports typer or rich, prints, or exits."""

import gc

# what is imported below stays: searching it for garbage costs each start 4 ms; `main` turns the search on again
gc.disable()
