# The asyncio library as it ships, and nothing that needs a submodule.
include("$(MPY_DIR)/extmod/asyncio")
