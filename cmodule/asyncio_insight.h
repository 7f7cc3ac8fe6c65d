/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */
#ifndef ASYNCIO_RS_INSIGHT_H
#define ASYNCIO_RS_INSIGHT_H

// Where the loop tells what happens.  Each of these is one test of a byte while nothing is
// watched, and nothing at all in a firmware without insight.

#include "modasyncio.h"

#if ASYNCIO_RS_INSIGHT

// What is watched.
#define ASYNCIO_INSIGHT_MEASURE (1)
#define ASYNCIO_INSIGHT_RECORD (2)
#define ASYNCIO_INSIGHT_SLOW (4)
#define ASYNCIO_INSIGHT_STALL (8)
#define ASYNCIO_INSIGHT_IDLE (16)
#define ASYNCIO_INSIGHT_TURNS (ASYNCIO_INSIGHT_MEASURE | ASYNCIO_INSIGHT_RECORD | ASYNCIO_INSIGHT_SLOW)
#define ASYNCIO_INSIGHT_TASKS (ASYNCIO_INSIGHT_MEASURE | ASYNCIO_INSIGHT_RECORD)
extern uint8_t asyncio_insight;

// asyncio_insight.c
size_t asyncio_insight_task_size(void);
void asyncio_insight_created(asyncio_task_t *task);
void asyncio_insight_turn_begins(asyncio_loop_t *loop, asyncio_task_t *task);
void asyncio_insight_turn_ends(asyncio_loop_t *loop, bool is_raising);
void asyncio_insight_record(const asyncio_task_t *task, asyncio_rs_what_t what);
size_t asyncio_insight_poll(asyncio_loop_t *loop, mp_obj_t io_queue, bool is_stalled);
void asyncio_insight_reset(void);
void asyncio_insight_collected(uint32_t us);
extern asyncio_rs_ending_t asyncio_insight_ending;

// asyncio_tasks.c
qstr asyncio_task_name(const asyncio_task_t *task);
void asyncio_task_print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind);
MP_DECLARE_CONST_FUN_OBJ_0(asyncio_tasks_obj);

MP_DECLARE_CONST_FUN_OBJ_1(asyncio_measure_obj);
MP_DECLARE_CONST_FUN_OBJ_0(asyncio_measured_obj);
MP_DECLARE_CONST_FUN_OBJ_1(asyncio_record_obj);
MP_DECLARE_CONST_FUN_OBJ_0(asyncio_recorded_obj);
MP_DECLARE_CONST_FUN_OBJ_2(asyncio_on_slow_obj);
MP_DECLARE_CONST_FUN_OBJ_1(asyncio_on_stall_obj);
MP_DECLARE_CONST_FUN_OBJ_1(asyncio_on_idle_obj);

// A task that was made while something is watched has more behind it.
typedef struct _asyncio_watched_task_t {
    asyncio_task_t task;
    asyncio_rs_task_meter_t meter;
    uint32_t number;
    uint32_t name; // as it is recorded
    uint16_t maker; // the name of the task that made it, MP_QSTRnull if none did
} asyncio_watched_task_t;

asyncio_watched_task_t *asyncio_watched_task(const asyncio_task_t *task);

#define ASYNCIO_INSIGHT(what, call) \
    do { \
        if (asyncio_insight & (what)) { \
            call; \
        } \
    } while (0)

#else

#define ASYNCIO_INSIGHT(what, call)

#endif

#endif // ASYNCIO_RS_INSIGHT_H
