# The samples of the fault tests beside the library: compiled on a board they would fill a small heap.
include("../manifest.py")
freeze("../../../tests/faults", ("samples.py", "faults.py"))
