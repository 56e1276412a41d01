"""``python -m lawgov_extract`` is the command group."""

from lawgov_extract.cli import lawgov

if __name__ == "__main__":  # spawned workers import this module again
    lawgov(prog_name="python -m lawgov_extract")
