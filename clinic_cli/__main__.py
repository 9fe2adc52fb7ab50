"""`python -m clinic_cli` does what `clinic` does."""

from clinic_cli.cli.main import run

if __name__ == "__main__":
    run()
