# The asyncio library as MicroPython ships it, frozen, and nothing else: the packages that the port's own manifest adds
# come from a submodule.
include("$(MPY_DIR)/extmod/asyncio")
