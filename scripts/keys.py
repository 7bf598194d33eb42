"""Makes the local master key where there is none (``make setup`` calls it)."""

from __future__ import annotations

from conf import load
from privacy.keys import read_keyring, write_master_key


def main() -> None:
    path = load().paths.key_file
    made = write_master_key(path)
    read_keyring(path)
    if made:
        print(f"made a master key: {path} (back it up: without it nothing in the lake can be read)")


if __name__ == "__main__":
    main()
