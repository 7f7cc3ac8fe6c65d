/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// What keeps allocation fast while an asyncio program runs.  It owns when and how the
// collector's search for free blocks is moved on, by allocating and freeing alone; it
// must not look into the collector's tables.

#include "py/gc.h"

#include "modasyncio.h"

#if ASYNCIO_RS_TEND_HEAP

// The collector begins each search for free blocks behind the last object of one block
// that it found a place for.  A program that allocates only larger objects, as one does
// that awaits coroutines, makes it search through everything that lies behind that, at
// each allocation, until the next collection.  So an object of one block is allocated
// now and then, by a program that allocates anyway.

// How many gaps of one block are filled at a time, at most.
#define HEAP_GAPS (64)

uint8_t asyncio_heap_calls;
static size_t heap_allocated; // by when the heap was tended last, in blocks

void asyncio_heap_tend_now(void) {
    if (MP_STATE_MEM(gc_alloc_amount) == heap_allocated || !MP_STATE_MEM(gc_auto_collect_enabled)) {
        return; // nothing to do, or nothing that a program without a collector would get back
    }
    // Nothing is lost if it gives nothing.  An object that lies right before another one
    // fell into a gap that larger objects do not fit into: the next one goes further.
    byte *block;
    size_t gaps = 0;
    do {
        block = gc_alloc(1, 0);
    } while (block != NULL && gc_nbytes(block + MICROPY_BYTES_PER_GC_BLOCK) != 0 && ++gaps < HEAP_GAPS);
    heap_allocated = MP_STATE_MEM(gc_alloc_amount);
}

#endif // ASYNCIO_RS_TEND_HEAP
