/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// Keeps allocation fast while an asyncio program runs.  This file owns when and how the
// collector's search for free blocks is moved on.  It does so by allocating and freeing alone, and
// must not look into the collector's tables.

#include "py/gc.h"

#include "modasyncio.h"

#if ASYNCIO_RS_TEND_HEAP

// The allocator begins each search for free blocks behind the last object of one block that it
// has placed.  A program that allocates only larger objects, as awaiting coroutines does, makes it
// search through everything behind that point at each allocation, until the next collection.  So
// this file allocates an object of one block now and then, if the program has been allocating, and
// frees it again.

// How many gaps of one block are filled at a time, at most.
#define HEAP_GAPS (64)

uint8_t asyncio_heap_calls;
static size_t heap_allocated; // gc_alloc_amount when the heap was tended last, in blocks
static byte *heap_block; // where the search was left then

void asyncio_heap_tend_now(void) {
    if (MP_STATE_MEM(gc_alloc_amount) == heap_allocated || !MP_STATE_MEM(gc_auto_collect_enabled)) {
        return; // nothing was allocated; or there is no collection to free the object again
    }
    // If the allocation fails, nothing is lost.  An object directly before another one has filled
    // a gap of one block, where larger objects do not fit: try again further on.  So does one that
    // comes where the search was left: the program's objects do not fit into that gap either.
    byte *block;
    size_t gaps = 0;
    do {
        block = gc_alloc(1, 0);
    } while (block != NULL && (block == heap_block || gc_nbytes(block + MICROPY_BYTES_PER_GC_BLOCK) != 0)
        && ++gaps < HEAP_GAPS);
    heap_block = block;
    gc_free(block); // the search goes on from here, and nothing is left behind
    heap_allocated = MP_STATE_MEM(gc_alloc_amount);
}

#endif // ASYNCIO_RS_TEND_HEAP
