"""`python -m vetter` is the command."""

from vetter.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
