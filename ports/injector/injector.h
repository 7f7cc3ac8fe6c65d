// What the parts of the test builds have of the fault injector.

#pragma once

#include "py/obj.h"

// Here an interrupt, an exit or an abort can arrive.
void injector_checkpoint(void);

// What is wrong with a queue and a table of waits, or None.
mp_obj_t injector_check_structures(mp_obj_t queue, mp_obj_t ioqueue);
