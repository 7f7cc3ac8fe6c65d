// Stands in for MicroPython's py/obj.h where the C side is compiled without it.
#include <stdint.h>

typedef void *mp_obj_t;
