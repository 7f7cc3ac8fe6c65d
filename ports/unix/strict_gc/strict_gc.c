// A collector that forgives nothing: it runs at each allocation, from the start of the VM on, and overwrites each block that is
// free after it. So an object that is in use, but that the collector cannot see, is found out at its next use.
// MicroPython's CLEAR_ON_SWEEP does the same, but can only be set in its source.

#include <string.h>

#include "py/gc.h"
#include "py/mpstate.h"
#include "py/mpthread.h"
#include "py/runtime.h"

// As a pointer it is no address at all, so to follow it is a fault. As an object it is a small integer.
#define SPOILT (0xa5)

#define BLOCKS_PER_BYTE (4)
#define KIND_MASK (3)
#define KIND_FREE (0)

void __real_mp_init(void);
void __real_gc_collect_end(void);

void __wrap_mp_init(void) {
    __real_mp_init();
    MP_STATE_MEM(gc_alloc_threshold) = 0;
}

static void spoil(mp_state_mem_area_t *area, size_t last_block) {
    for (size_t block = 0; block <= last_block; ++block) {
        byte kinds = area->gc_alloc_table_start[block / BLOCKS_PER_BYTE];
        if (((kinds >> (2 * (block % BLOCKS_PER_BYTE))) & KIND_MASK) == KIND_FREE) {
            memset(area->gc_pool_start + block * MICROPY_BYTES_PER_GC_BLOCK, SPOILT, MICROPY_BYTES_PER_GC_BLOCK);
        }
    }
}

void __wrap_gc_collect_end(void) {
    mp_state_mem_area_t *area = &MP_STATE_MEM(area);
    // Its end is moved back by the sweep.
    size_t last_block = area->gc_last_used_block;
    // Held once more, so that no other thread allocates before all is spoilt.
    #if MICROPY_PY_THREAD && !MICROPY_PY_THREAD_GIL
    mp_thread_recursive_mutex_lock(&MP_STATE_MEM(gc_mutex), 1);
    #endif
    __real_gc_collect_end();
    if (last_block < area->gc_alloc_table_byte_len * BLOCKS_PER_BYTE) {
        spoil(area, last_block);
    }
    #if MICROPY_PY_THREAD && !MICROPY_PY_THREAD_GIL
    mp_thread_recursive_mutex_unlock(&MP_STATE_MEM(gc_mutex));
    #endif
}
