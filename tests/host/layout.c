// What C makes of asyncio_rs.h, for Rust to compare with its own: sizes, offsets
// and the values of enumerations, by name.

#include "asyncio_rs.h"

typedef struct _layout_t {
    const char *name;
    size_t value;
} layout_t;

#define SIZE(type) { #type, sizeof(asyncio_rs_##type##_t) }
#define AT(type, field) { #type "." #field, offsetof(asyncio_rs_##type##_t, field) }
#define VALUE(name) { #name, ASYNCIO_RS_##name }

const layout_t host_tests_layout[] = {
    SIZE(header), AT(header, base), AT(header, child), AT(header, next),

    SIZE(task), AT(task, header), AT(task, prev), AT(task, coro), AT(task, data), AT(task, state), AT(task, key),

    SIZE(queue), AT(queue, header),

    SIZE(sleep), AT(sleep, base), AT(sleep, deadline), AT(sleep, armed),

    SIZE(loop), AT(loop, task), AT(loop, other), AT(loop, exc), AT(loop, thrown), AT(loop, timeout), AT(loop, now),
    AT(loop, main), AT(loop, tick), AT(loop, polled_at), AT(loop, phase), AT(loop, ending), AT(loop, awaited),
    AT(loop, polled), AT(loop, fresh), AT(loop, reset), AT(loop, slow_ticks), AT(loop, woken), AT(loop, switches),
    AT(loop, switches_at_tick), AT(loop, switches_at_poll), AT(loop, ran),

    SIZE(wait), AT(wait, stream), AT(wait, waiters[0]), AT(wait, waiters[1]), AT(wait, events), AT(wait, shared), AT(wait, kept),

    SIZE(waits), AT(waits, first), AT(waits, capacity), AT(waits, waiting),

    SIZE(chunk), AT(chunk, count),

    SIZE(descriptors), SIZE(look), AT(look, failed),

    SIZE(phase), VALUE(PHASE_CHOOSING), VALUE(PHASE_TELLING), VALUE(PHASE_HANDLING),
    VALUE(PHASE_LEAVING), VALUE(PHASE_RAISING),

    SIZE(ending), VALUE(ENDING_RETURNED), VALUE(ENDING_CANCELLED), VALUE(ENDING_RAISED), VALUE(ENDING_FATAL),

    SIZE(step), VALUE(STEP_CHOOSE), VALUE(STEP_RESUME), VALUE(STEP_POLL), VALUE(STEP_WAKE), VALUE(STEP_CALLBACK),
    VALUE(STEP_HANDLER), VALUE(STEP_RETURN), VALUE(STEP_RAISE), VALUE(STEP_FINISHED),

    SIZE(streams), VALUE(STREAMS_QUIET), VALUE(STREAMS_WAITING), VALUE(STREAMS_FOREIGN),

    SIZE(direction), VALUE(DIRECTION_READ), VALUE(DIRECTION_WRITE),

    { NULL, 0 },
};
