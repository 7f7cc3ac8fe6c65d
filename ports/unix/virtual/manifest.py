# The samples of the fault tests beside the library: loaded from a file, they have no room in a heap of 16 KiB.
include("../manifest.py")
freeze("../../../tests/faults", ("samples.py", "faults.py"))
