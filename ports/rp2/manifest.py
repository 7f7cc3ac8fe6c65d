# The port's own Python modules and the asyncio library as it ships, and nothing that needs a submodule.
freeze("$(PORT_DIR)/modules")
include("$(MPY_DIR)/extmod/asyncio")
