/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The list of all tasks, and repr(task).  This file owns everything that is read of the VM's
// internals for that, and changes none of it:
//
// - the pools of the heap and its table of blocks (mp_state_mem_area_t); gc_nbytes() tells
//   objects apart;
// - the beginning of a generator (py/objgenerator.c): its code state comes after two words;
// - an instance of a class, as py/objtype.h has it.
//
// As of MicroPython 1.26 to 1.29.

#include "py/bc.h"
#include "py/gc.h"
#include "py/objfun.h"
#include "py/objlist.h"
#include "py/objtuple.h"
#include "py/objtype.h"

#include "asyncio_insight.h"

#if ASYNCIO_RS_INSIGHT

#if !MICROPY_ENABLE_GC
#error "asyncio_rs: ASYNCIO_RS_INSIGHT needs the collector, which this board leaves out: build with ASYNCIO_RS_INSIGHT=0"
#endif

typedef struct _generator_t {
    mp_obj_base_t base;
    mp_obj_t pend_exc;
    mp_code_state_t code_state;
} generator_t;

// How the allocator's table has a block that belongs to the object before it.
#define HEAP_TAIL (2)

_Static_assert(sizeof(asyncio_task_t) % MICROPY_BYTES_PER_GC_BLOCK == 0
    && sizeof(asyncio_watched_task_t) > sizeof(asyncio_task_t), "a watched task could not be told from another");

/******************************************************************************/
// Objects in the heap

// Called with each object of the heap.  Returns whether that is enough.
typedef bool (*heap_visit_t)(void *object, void *arg);

// Visits the objects of the heap in the order of their addresses, until a visit is enough.
static void heap_visit(heap_visit_t visit, void *arg) {
    mp_state_mem_area_t *area = &MP_STATE_MEM(area);
    #if MICROPY_GC_SPLIT_HEAP
    for (; area != NULL; area = area->next)
    #endif
    {
        for (byte *object = area->gc_pool_start; object < area->gc_pool_end;) {
            size_t size = gc_nbytes(object);
            if (size != 0 && visit(object, arg)) {
                return;
            }
            object += size != 0 ? size : MICROPY_BYTES_PER_GC_BLOCK;
        }
    }
}

// The larger struct of a task that was created while something was watched; NULL for any other
// task.  The size of the object in the heap tells.
asyncio_watched_task_t *asyncio_watched_task(const asyncio_task_t *task) {
    #if MICROPY_GC_SPLIT_HEAP
    bool is_watched = gc_nbytes(task) >= sizeof(asyncio_watched_task_t);
    #else
    // Like gc_nbytes() without its lock: a live object keeps its size.
    const mp_state_mem_area_t *area = &MP_STATE_MEM(area);
    size_t block = ((const byte *)task - area->gc_pool_start + sizeof(asyncio_task_t)) / MICROPY_BYTES_PER_GC_BLOCK;
    bool is_watched = (area->gc_alloc_table_start[block / 4] >> (block % 4 * 2) & 3) == HEAP_TAIL;
    #endif
    return is_watched ? (asyncio_watched_task_t *)task : NULL;
}

// Whether an object of the heap is a task. Its first word alone does not tell: what a list, a
// set or a dict holds can begin with the class Task. The task's `prev` does: it is the task
// itself, or a task that leads back to it, and nothing that holds items is led to like that.
static bool is_task(void *object) {
    asyncio_task_t *task = object;
    if (task->header.base != &asyncio_task_type || gc_nbytes(task) < sizeof(asyncio_task_t)) {
        return false;
    }
    asyncio_task_t *prev = task->prev;
    if (prev == task || gc_nbytes(prev) < sizeof(asyncio_task_t)) {
        return prev == task;
    }
    // The last sibling, which the first has before it, leads to their parent.
    asyncio_rs_header_t *next = prev->header.next;
    return next == &task->header || (gc_nbytes(next) >= sizeof(asyncio_rs_header_t) && next->child == task);
}

typedef struct _tasks_t {
    size_t count;
    mp_obj_list_t *list;
} tasks_t;

static bool tasks_visit(void *object, void *arg) {
    tasks_t *self = arg;
    if (is_task(object) && !asyncio_rs_task_is_done(object)) {
        if (self->list != NULL) {
            if (self->count == self->list->len) { // unreached: a thread between two looks
                return true; // unreached: another thread made more
            }
            self->list->items[self->count] = MP_OBJ_FROM_PTR(object);
        }
        ++self->count;
    }
    return false;
}

// The queue that an object has as its member `waiting`, as Event and Lock do, and its `state`;
// MP_OBJ_NULL if it is no such object. What a list holds can begin with a class too, and lead to
// other items; but any object begins with its type, and a table of members with a name or nothing.
static mp_obj_t owned_queue(void *object, mp_obj_t *state) {
    mp_obj_instance_t *instance = object;
    const mp_obj_type_t *type = instance->base.type;
    // An object of a class that Python made: both are in the heap, and so is what it has.
    if (gc_nbytes(object) < sizeof(mp_obj_instance_t) || gc_nbytes(type) < sizeof(mp_obj_empty_type_t)
        || type->base.type != &mp_type_type || !mp_obj_is_instance_type(type)) {
        return MP_OBJ_NULL;
    }
    mp_map_t *members = &instance->members;
    if (members->alloc > gc_nbytes(members->table) / sizeof(mp_map_elem_t)) {
        return MP_OBJ_NULL;
    }
    mp_obj_t queue = MP_OBJ_NULL;
    *state = MP_OBJ_NULL;
    for (size_t i = 0; i < members->alloc; ++i) {
        const mp_map_elem_t *elem = &members->table[i];
        if (elem->key != MP_OBJ_NULL && elem->key != MP_OBJ_SENTINEL && !mp_obj_is_qstr(elem->key)) {
            return MP_OBJ_NULL;
        }
        if (elem->key == MP_OBJ_NEW_QSTR(MP_QSTR_waiting)) {
            queue = elem->value;
        } else if (elem->key == MP_OBJ_NEW_QSTR(MP_QSTR_state)) {
            *state = elem->value;
        }
    }
    return queue == mp_const_none ? MP_OBJ_NULL : queue;
}

/******************************************************************************/
// What a task is doing

static mp_obj_t core_value(qstr name) {
    if (ASYNCIO_LOOP() == NULL && MP_STATE_VM(asyncio_context) == MP_OBJ_NULL) {
        return mp_const_none; // no core yet
    }
    mp_map_elem_t *elem = asyncio_core_find_name(asyncio_core(), name);
    return elem == NULL ? mp_const_none : elem->value;
}

static bool is_flag(mp_obj_t stream) {
    #if ASYNCIO_RS_HAS_PRIMITIVES
    if (asyncio_flag_state(stream) != NULL) {
        return true;
    }
    #endif
    return mp_obj_get_type(stream)->name == MP_QSTR_ThreadSafeFlag;
}

// Where a task is, and what it waits for.  If it is in a queue other than the run queue, `detail`
// is that queue until its owner is found.
typedef struct _whereabouts_t {
    qstr state;
    mp_obj_t detail;
    mp_int_t ms; // how long it goes on sleeping, if it sleeps
} whereabouts_t;

static void where_is(asyncio_task_t *task, whereabouts_t *self) {
    self->detail = mp_const_none;
    asyncio_rs_queue_t *run = (asyncio_rs_queue_t *)asyncio_rs_vm_as_queue(core_value(MP_QSTR__task_queue));
    asyncio_task_t *turn = MP_STATE_VM(asyncio_loop) != NULL ? MP_STATE_VM(asyncio_turn) : NULL;
    switch (asyncio_rs_standing(task, turn, run)) {
        case ASYNCIO_RS_STANDING_RUNNING:
            self->state = MP_QSTR_running;
            break;
        case ASYNCIO_RS_STANDING_READY:
            self->state = MP_QSTR_ready;
            break;
        case ASYNCIO_RS_STANDING_SLEEPING:
            self->state = MP_QSTR_sleep;
            self->ms = asyncio_rs_sleep_left(task);
            break;
        case ASYNCIO_RS_STANDING_JOINING:
            self->state = MP_QSTR_task;
            self->detail = task->data;
            break;
        case ASYNCIO_RS_STANDING_QUEUED:
            self->state = MP_QSTR_other;
            self->detail = (mp_obj_t)asyncio_rs_queue_of(task);
            break;
        case ASYNCIO_RS_STANDING_PARKED: {
            mp_obj_t stream;
            qstr direction = asyncio_ioqueue_waits_for(core_value(MP_QSTR__io_queue), task, &stream);
            self->state = MP_QSTR_other;
            if (direction != MP_QSTRnull) {
                if (is_flag(stream)) {
                    self->state = MP_QSTR_flag;
                    self->detail = stream;
                } else {
                    self->state = MP_QSTR_stream;
                    self->detail = mp_obj_new_tuple(2, ((mp_obj_t[]) { stream, MP_OBJ_NEW_QSTR(direction) }));
                }
            }
            break;
        }
        default:
            self->state = MP_QSTR_end;
            break;
    }
}

// Tells an Event from a Lock by its state: an Event's is a bool, a Lock's is a number, or the task
// that gets it next.
static qstr owner_state(mp_obj_t state) {
    return mp_obj_is_bool(state) ? MP_QSTR_event
        : state != MP_OBJ_NULL && (mp_obj_is_small_int(state) || asyncio_rs_vm_as_task(state) != NULL) ? MP_QSTR_lock
        : MP_QSTR_other;
}

static bool owner_visit(void *object, void *arg) {
    whereabouts_t *self = arg;
    mp_obj_t state;
    if (owned_queue(object, &state) != self->detail) {
        return false;
    }
    self->state = owner_state(state);
    return true;
}

// The name of the coroutine's function, or of the class of an object that acts as one.
qstr asyncio_task_name(const asyncio_task_t *task) {
    if (mp_obj_is_type(task->coro, &mp_type_gen_instance)) {
        return mp_obj_fun_get_name(MP_OBJ_FROM_PTR(((generator_t *)MP_OBJ_TO_PTR(task->coro))->code_state.fun_bc));
    }
    #if ASYNCIO_RS_HAS_PRIMITIVES
    if (mp_obj_is_type(task->coro, &asyncio_coro_type)) {
        return asyncio_native_name(((asyncio_coro_t *)MP_OBJ_TO_PTR(task->coro))->resume);
    }
    #endif
    return mp_obj_get_type(task->coro)->name;
}

#if MICROPY_ENABLE_SOURCE_LINE

// The line at which the coroutine of a task is suspended, or begins if it has ended; 0 if unknown.
static size_t task_line(const asyncio_task_t *task, qstr *file) {
    generator_t *generator = MP_OBJ_TO_PTR(task->coro);
    if (!mp_obj_is_type(task->coro, &mp_type_gen_instance)) {
        return 0;
    }
    #if MICROPY_EMIT_NATIVE
    if (generator->code_state.fun_bc->base.type == &mp_type_native_gen_wrap) {
        return 0; // no lines are kept of machine code
    }
    #endif
    const mp_obj_fun_bc_t *fun = generator->code_state.fun_bc;
    const byte *ip = fun->bytecode;
    MP_BC_PRELUDE_SIG_DECODE(ip);
    MP_BC_PRELUDE_SIZE_DECODE(ip);
    const byte *line_info_top = ip + n_info;
    const byte *code = ip + n_info + n_cell;
    size_t bc = generator->code_state.ip > code ? generator->code_state.ip - code : 0;
    ip = mp_decode_uint_skip(ip); // the name
    for (size_t i = 0; i < n_pos_args + n_kwonly_args; ++i) {
        ip = mp_decode_uint_skip(ip);
    }
    #if MICROPY_EMIT_BYTECODE_USES_QSTR_TABLE
    *file = fun->context->constants.qstr_table[0];
    #else
    *file = fun->context->constants.source_file;
    #endif
    return mp_bytecode_get_source_line(ip, line_info_top, bc);
}

#endif

// <Task name: what it does, where>
void asyncio_task_print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    (void)kind;
    asyncio_task_t *self = MP_OBJ_TO_PTR(self_in);
    whereabouts_t where;
    where_is(self, &where);
    if (where.state == MP_QSTR_other && where.detail != mp_const_none) {
        heap_visit(owner_visit, &where);
    }
    mp_printf(print, "<Task %q: ", asyncio_task_name(self));
    if (where.state == MP_QSTR_end) {
        mp_obj_t exc = self->data;
        if (!mp_obj_is_exception_instance(exc) || mp_obj_exception_match(exc, MP_OBJ_FROM_PTR(&mp_type_StopIteration))) {
            mp_print_str(print, "ended");
        } else {
            mp_printf(print, "raised %q", mp_obj_get_type(exc)->name);
        }
    } else {
        mp_printf(print, "%q", where.state);
    }
    if (where.state == MP_QSTR_sleep) {
        mp_printf(print, " %d ms", (int)where.ms);
    } else if (where.state == MP_QSTR_task) {
        mp_printf(print, " %q", asyncio_task_name(asyncio_rs_vm_as_task(where.detail)));
    } else if (where.state == MP_QSTR_stream) {
        mp_obj_t *items;
        size_t n;
        mp_obj_tuple_get(where.detail, &n, &items);
        mp_printf(print, " %q", MP_OBJ_QSTR_VALUE(items[1]));
    }
    #if MICROPY_ENABLE_SOURCE_LINE
    qstr file;
    size_t line = task_line(self, &file);
    if (line != 0) {
        mp_printf(print, ", %q:%u", file, (unsigned)line);
    }
    #endif
    asyncio_watched_task_t *watched = asyncio_watched_task(self);
    if (watched != NULL && watched->maker != MP_QSTRnull) {
        mp_printf(print, ", made by %q", watched->maker);
    }
    mp_print_str(print, ">");
}

/******************************************************************************/
// The list

static const qstr task_fields[] = {
    MP_QSTR_task, MP_QSTR_name, MP_QSTR_state, MP_QSTR_detail, MP_QSTR_runs, MP_QSTR_total_us, MP_QSTR_longest_us,
};

static mp_obj_t task_record(asyncio_task_t *task) {
    whereabouts_t where;
    where_is(task, &where);
    mp_obj_t items[MP_ARRAY_SIZE(task_fields)] = {
        MP_OBJ_FROM_PTR(task),
        MP_OBJ_NEW_QSTR(asyncio_task_name(task)),
        MP_OBJ_NEW_QSTR(where.state),
        where.state == MP_QSTR_sleep ? mp_obj_new_int(where.ms) : where.detail,
        mp_const_none, mp_const_none, mp_const_none,
    };
    asyncio_watched_task_t *watched = asyncio_watched_task(task);
    if (watched != NULL) {
        items[4] = mp_obj_new_int_from_uint(watched->meter.runs);
        items[5] = mp_obj_new_int_from_ull(watched->meter.total);
        items[6] = mp_obj_new_int_from_uint(watched->meter.longest);
    }
    return mp_obj_new_attrtuple(task_fields, MP_ARRAY_SIZE(items), items);
}

// Finds the tasks that wait in the queue of an object, and notes in their records that they do.
static bool owners_visit(void *object, void *arg) {
    mp_obj_list_t *records = arg;
    mp_obj_t state;
    mp_obj_t queue = owned_queue(object, &state);
    for (size_t i = 0; queue != MP_OBJ_NULL && i < records->len; ++i) {
        mp_obj_tuple_t *record = MP_OBJ_TO_PTR(records->items[i]);
        if (record->items[3] == queue && record->items[2] == MP_OBJ_NEW_QSTR(MP_QSTR_other)) {
            record->items[2] = MP_OBJ_NEW_QSTR(owner_state(state));
            record->items[3] = MP_OBJ_FROM_PTR(object);
        }
    }
    return false;
}

// tasks(): those that have not ended and that can be reached, in the order of their addresses.
static mp_obj_t asyncio_tasks(void) {
    if (gc_is_locked()) {
        mp_raise_type(&mp_type_MemoryError);
    }
    gc_collect();
    tasks_t tasks = { 0, NULL };
    heap_visit(tasks_visit, &tasks);
    mp_obj_list_t *list = MP_OBJ_TO_PTR(mp_obj_new_list(tasks.count, NULL));
    tasks.list = list;
    tasks.count = 0;
    heap_visit(tasks_visit, &tasks);
    list->len = tasks.count;
    for (size_t i = 0; i < list->len; ++i) {
        list->items[i] = task_record(MP_OBJ_TO_PTR(list->items[i]));
    }
    // One pass over the heap finds the owners of all queues.
    heap_visit(owners_visit, list);
    return MP_OBJ_FROM_PTR(list);
}
MP_DEFINE_CONST_FUN_OBJ_0(asyncio_tasks_obj, asyncio_tasks);

#endif // ASYNCIO_RS_INSIGHT
