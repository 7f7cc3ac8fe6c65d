/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// Insight: how long tasks hold the loop, what happened last, and callbacks for trouble and for idle
// time.  This file owns what is watched and which callback to call; Rust has the figures and the
// recorder (src/insight/), asyncio_tasks.c the list of tasks.

#include <string.h>

#include "py/gc.h"
#include "py/mphal.h"
#include "py/objlist.h"
#include "py/objtuple.h"

#include "asyncio_insight.h"

#if ASYNCIO_RS_INSIGHT

uint8_t asyncio_insight;
asyncio_rs_ending_t asyncio_insight_ending;

static asyncio_rs_meter_t meter;
static uint32_t tasks_made;
static uint32_t slow_us;
// When the last turn ended, if nothing has happened since.
static uint32_t ended_at;
static bool is_ended_at_known;
static bool was_stalled;
// Whether the loop has waited since the last turn, which is one step however often it looked in between.
static bool was_idle;
// The larger struct of the running task, if it has one.
static asyncio_watched_task_t *watched_turn;

static uint32_t now_us(void) {
    return mp_hal_ticks_us();
}

static void set_watched(uint8_t what, bool on) {
    asyncio_insight = on ? asyncio_insight | what : asyncio_insight & ~what;
    meter.in_turn = false;
    is_ended_at_known = false;
    was_idle = false;
}

void asyncio_insight_reset(void) {
    asyncio_insight = 0;
    tasks_made = 0;
    memset(&meter, 0, sizeof(meter));
    MP_STATE_VM(asyncio_on_slow) = MP_OBJ_NULL;
    MP_STATE_VM(asyncio_on_stall) = MP_OBJ_NULL;
    MP_STATE_VM(asyncio_on_idle) = MP_OBJ_NULL;
}

/******************************************************************************/
// Tasks

size_t asyncio_insight_task_size(void) {
    return asyncio_insight & ASYNCIO_INSIGHT_TASKS ? sizeof(asyncio_watched_task_t) : sizeof(asyncio_task_t);
}

// A name as it is recorded.  Its hash is there as well, because names that a program brought along have
// their numbers anew after a reset.
static uint32_t name_recorded(qstr name) {
    return (uint32_t)qstr_hash(name) << 16 | name;
}

// The name that was recorded, MP_QSTR_ if it is no name any more.
static qstr name_known(uint32_t recorded) {
    qstr name = recorded & UINT16_MAX;
    return name < QSTR_TOTAL() && name_recorded(name) == recorded ? name : MP_QSTR_;
}

static void record(uint32_t us, const asyncio_task_t *task, const asyncio_watched_task_t *watched, asyncio_rs_what_t what) {
    if (watched != NULL) {
        asyncio_rs_record(us, watched->number, watched->name, what);
    } else {
        // A task that is older than the recording has no number.
        asyncio_rs_record(us, UINT32_MAX, name_recorded(asyncio_task_name(task)), what);
    }
}

void asyncio_insight_record(const asyncio_task_t *task, asyncio_rs_what_t what) {
    record(now_us(), task, asyncio_watched_task(task), what);
}

void asyncio_insight_created(asyncio_task_t *task) {
    asyncio_watched_task_t *watched = (asyncio_watched_task_t *)task;
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    watched->number = ++tasks_made;
    watched->name = name_recorded(asyncio_task_name(task));
    if (loop != NULL && loop->rs.task != NULL) {
        watched->maker = asyncio_task_name(loop->rs.task);
    }
    ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_RECORD, asyncio_insight_record(task, ASYNCIO_RS_WHAT_CREATE));
}

/******************************************************************************/
// Turns

void asyncio_insight_turn_begins(asyncio_loop_t *loop, asyncio_task_t *task) {
    uint32_t us = is_ended_at_known ? ended_at : now_us();
    asyncio_insight_ending = ASYNCIO_RS_ENDING_RETURNED;
    watched_turn = asyncio_watched_task(task);
    if (was_idle) {
        was_idle = false;
        ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_RECORD, asyncio_rs_record(us, 0, MP_QSTR_, ASYNCIO_RS_WHAT_BUSY));
    }
    asyncio_rs_meter_turn_begins(&meter, us);
    ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_MEASURE, asyncio_rs_meter_was_due(&meter, us, loop->rs.now, task->key));
    ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_RECORD, record(us, task, watched_turn, ASYNCIO_RS_WHAT_RUN));
}

// What the task does now that its turn has ended.
static asyncio_rs_what_t what_next(asyncio_loop_t *loop, asyncio_task_t *task) {
    if (asyncio_insight_ending == ASYNCIO_RS_ENDING_RAISED || asyncio_insight_ending == ASYNCIO_RS_ENDING_FATAL) {
        return ASYNCIO_RS_WHAT_ERROR;
    }
    mp_obj_t queue = asyncio_core_slot(loop->core, MP_QSTR__task_queue, &loop->task_queue)->value;
    return asyncio_rs_what_next(task, (asyncio_rs_queue_t *)asyncio_rs_vm_as_queue(queue), loop->rs.now);
}

// Called when a turn may have ended.  If an exception is about to leave the run, no callback is
// called.
void asyncio_insight_turn_ends(asyncio_loop_t *loop, bool is_raising) {
    asyncio_task_t *task = loop->rs.task;
    if (!meter.in_turn || task == NULL) {
        is_ended_at_known = false;
        return;
    }
    ended_at = now_us();
    uint32_t lasted = asyncio_rs_meter_turn_ends(&meter, ended_at, watched_turn == NULL ? NULL : &watched_turn->meter);
    ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_RECORD, record(ended_at, task, watched_turn, what_next(loop, task)));
    // The next turn begins now, unless a scheduled callback comes first.
    is_ended_at_known = true;
    #if MICROPY_ENABLE_SCHEDULER
    is_ended_at_known = MP_STATE_VM(sched_state) == MP_SCHED_IDLE;
    #endif
    if ((asyncio_insight & ASYNCIO_INSIGHT_SLOW) && lasted >= slow_us && !is_raising) {
        is_ended_at_known = false;
        mp_call_function_2(MP_STATE_VM(asyncio_on_slow), MP_OBJ_FROM_PTR(task), MP_OBJ_NEW_SMALL_INT(lasted / 1000));
    }
}

/******************************************************************************/
// Between turns

// asyncio_ioqueue_poll() with the callbacks that come before it.  One that raises ends the run.
size_t asyncio_insight_poll(asyncio_loop_t *loop, mp_obj_t io_queue, bool is_stalled) {
    size_t timeout = loop->rs.timeout;
    if (!is_stalled || loop->rs.ran) {
        was_stalled = false;
    }
    if (is_stalled && !was_stalled && (asyncio_insight & ASYNCIO_INSIGHT_STALL)) {
        was_stalled = true;
        mp_call_function_0(MP_STATE_VM(asyncio_on_stall));
        return 0; // it may have made something happen
    }
    bool waits = timeout != 0;
    uint32_t us = 0;
    if (waits) {
        us = now_us();
        if (!was_idle) {
            was_idle = true;
            ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_RECORD, asyncio_rs_record(us, 0, MP_QSTR_, ASYNCIO_RS_WHAT_IDLE));
        }
        if ((asyncio_insight & ASYNCIO_INSIGHT_IDLE) && !asyncio_ioqueue_has_to_poll(io_queue)) {
            mp_obj_t ms = is_stalled || timeout == SIZE_MAX ? mp_const_none : mp_obj_new_int_from_uint(timeout);
            mp_call_function_1(MP_STATE_VM(asyncio_on_idle), ms);
            timeout = 0;
        }
    }
    size_t woken = asyncio_ioqueue_poll(io_queue, timeout, loop->rs.ran);
    if (waits) {
        meter.idle += now_us() - us;
    }
    return woken;
}

// Called when the collector has run.
void asyncio_insight_collected(uint32_t us) {
    meter.collect += us;
}

/******************************************************************************/
// Functions for programs

static const qstr measured_fields[] = {
    MP_QSTR_turns, MP_QSTR_lag_worst_us, MP_QSTR_lag_mean_us, MP_QSTR_busy_us, MP_QSTR_idle_us, MP_QSTR_collect_us,
};

// measure(on): begins anew, or stops.
static mp_obj_t asyncio_measure(mp_obj_t on) {
    bool is_on = mp_obj_is_true(on);
    if (is_on) {
        memset(&meter, 0, sizeof(meter));
        asyncio_rs_meter_begin(&meter, now_us(), asyncio_rs_vm_ticks());
    }
    set_watched(ASYNCIO_INSIGHT_MEASURE, is_on);
    return mp_const_none;
}
MP_DEFINE_CONST_FUN_OBJ_1(asyncio_measure_obj, asyncio_measure);

// measured(): the figures since measure(True).
static mp_obj_t asyncio_measured(void) {
    // Divided by the VM: C's division of 64 bits is a library function that does not fit on every board.
    mp_obj_t turns = mp_obj_new_int_from_uint(meter.turns == 0 ? 1 : meter.turns);
    mp_obj_t lag_mean = mp_binary_op(MP_BINARY_OP_FLOOR_DIVIDE, mp_obj_new_int_from_ull(meter.lag_total), turns);
    mp_obj_t items[MP_ARRAY_SIZE(measured_fields)] = {
        mp_obj_new_int_from_uint(meter.turns),
        mp_obj_new_int_from_uint(meter.lag_worst),
        lag_mean,
        mp_obj_new_int_from_ull(meter.busy),
        mp_obj_new_int_from_ull(meter.idle),
        #if ASYNCIO_RS_WRAP
        mp_obj_new_int_from_ull(meter.collect),
        #else
        mp_const_none,
        #endif
    };
    return mp_obj_new_attrtuple(measured_fields, MP_ARRAY_SIZE(items), items);
}
MP_DEFINE_CONST_FUN_OBJ_0(asyncio_measured_obj, asyncio_measured);

// record(on): begins anew, or stops.
static mp_obj_t asyncio_record(mp_obj_t on) {
    bool is_on = mp_obj_is_true(on);
    if (is_on) {
        asyncio_rs_record_clear();
    }
    set_watched(ASYNCIO_INSIGHT_RECORD, is_on);
    return mp_const_none;
}
MP_DEFINE_CONST_FUN_OBJ_1(asyncio_record_obj, asyncio_record);

// recorded(): the last steps, the oldest first.
static mp_obj_t asyncio_recorded(void) {
    static const uint16_t words[] = {
        MP_QSTR_create, MP_QSTR_run, MP_QSTR_ready, MP_QSTR_sleep, MP_QSTR_wait, MP_QSTR_end, MP_QSTR_error, MP_QSTR_cancel,
        MP_QSTR_wake, MP_QSTR_idle, MP_QSTR_busy,
    };
    mp_obj_t list = mp_obj_new_list(0, NULL);
    asyncio_rs_recorded_t step;
    for (size_t i = 0; asyncio_rs_recorded(i, &step); ++i) {
        mp_obj_t items[] = {
            mp_obj_new_int_from_uint(step.us),
            mp_obj_new_int((int32_t)step.number),
            MP_OBJ_NEW_QSTR(name_known(step.name)),
            MP_OBJ_NEW_QSTR(words[MIN(step.what, MP_ARRAY_SIZE(words) - 1)]),
        };
        mp_obj_list_append(list, mp_obj_new_tuple(MP_ARRAY_SIZE(items), items));
    }
    return list;
}
MP_DEFINE_CONST_FUN_OBJ_0(asyncio_recorded_obj, asyncio_recorded);

// Sets a callback; None removes it.  Returns whether there is one.
static bool set_callback(mp_obj_t *where, mp_obj_t callback) {
    if (callback != mp_const_none && !mp_obj_is_callable(callback)) {
        mp_raise_TypeError(MP_ERROR_TEXT("callable expected"));
    }
    *where = callback;
    return callback != mp_const_none;
}

// on_slow(ms, callback): calls callback(task, ms) after each turn of so many milliseconds.
static mp_obj_t asyncio_on_slow(mp_obj_t ms_in, mp_obj_t callback) {
    mp_int_t ms = ms_in == mp_const_none ? 0 : mp_obj_get_int(ms_in);
    if (ms < 0 || ms > INT32_MAX / 1000) {
        mp_raise_ValueError(MP_ERROR_TEXT("ms out of range"));
    }
    bool on = set_callback(&MP_STATE_VM(asyncio_on_slow), ms == 0 ? mp_const_none : callback);
    slow_us = ms * 1000;
    set_watched(ASYNCIO_INSIGHT_SLOW, on);
    return mp_const_none;
}
MP_DEFINE_CONST_FUN_OBJ_2(asyncio_on_slow_obj, asyncio_on_slow);

// on_stall(callback): calls callback() when nothing can wake and the main task is not done.
static mp_obj_t asyncio_on_stall(mp_obj_t callback) {
    bool on = set_callback(&MP_STATE_VM(asyncio_on_stall), callback);
    was_stalled = false;
    set_watched(ASYNCIO_INSIGHT_STALL, on);
    return mp_const_none;
}
MP_DEFINE_CONST_FUN_OBJ_1(asyncio_on_stall_obj, asyncio_on_stall);

// on_idle(callback): calls callback(ms) in place of waiting, None for no limit.
static mp_obj_t asyncio_on_idle(mp_obj_t callback) {
    set_watched(ASYNCIO_INSIGHT_IDLE, set_callback(&MP_STATE_VM(asyncio_on_idle), callback));
    return mp_const_none;
}
MP_DEFINE_CONST_FUN_OBJ_1(asyncio_on_idle_obj, asyncio_on_idle);

MP_REGISTER_ROOT_POINTER(mp_obj_t asyncio_on_slow);
MP_REGISTER_ROOT_POINTER(mp_obj_t asyncio_on_stall);
MP_REGISTER_ROOT_POINTER(mp_obj_t asyncio_on_idle);

#endif // ASYNCIO_RS_INSIGHT
