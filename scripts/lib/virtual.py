"""Where the unix firmwares with a virtual clock are: as scripts/firmware/firmware-unix-virtual names their folders."""

import os
import pathlib

BUILD = pathlib.Path(__file__).resolve().parents[2] / "build"
LEVEL = os.environ.get("ASYNCIO_RS_LEVEL") or "full"
STOCK = BUILD / "unix-virtual-stock/micropython"
OURS = BUILD / ("unix-virtual/micropython" if LEVEL == "full" else f"unix-virtual-{LEVEL}/micropython")
