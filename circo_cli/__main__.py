"""``python -m circo_cli`` is ``circo``."""

from circo_cli.app import main

if __name__ == "__main__":
    main()
