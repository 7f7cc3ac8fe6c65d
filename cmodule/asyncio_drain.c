/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The native Stream.drain().  If several tasks drain one stream, this file owns which of them
// sends, and that the buffer holds exactly what is not sent yet.  Rust keeps track of how much
// that is (src/stream/transfer.rs).
//
// While a drain sends, the stream has it as its attribute `_drain`, where other drains find it.

#include <string.h>

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

// The state of a drain that sends.
typedef struct _sender_t {
    mp_obj_base_t base;
    asyncio_rs_drain_t rs;
    mp_obj_t stream;
    asyncio_task_t *task;
    mp_obj_t buf; // the stream's out_buf when it was looked at last
    asyncio_queue_t *waiting; // other tasks that drain, or NULL
    mp_obj_t error; // the exception that it failed with
    bool is_looked_at; // since its task last went on, by a drain that does not know whether it will
} sender_t;

// The coroutine of a drain fits into one block of the heap: its owner is the stream at first, then
// the sleep, or the sender: its own, or the one that it waits for or looks at.
#define DRAIN_NEW (0)
#define DRAIN_SLEEPS (1)
#define DRAIN_SENDS (2)
#define DRAIN_WAITS (3)
#define DRAIN_YIELDS (4) // as DRAIN_SLEEPS, but without a sleep object
#define DRAIN_LOOKS (5) // whether the stream's sender has gone on

_Static_assert(ASYNCIO_RS_DRAINING_SENDS == 0, "memory of zeros is a sender that sends");

static MP_DEFINE_CONST_OBJ_TYPE(
    drain_sender_type,
    MP_QSTR_drain,
    MP_TYPE_FLAG_NONE
    );

static size_t drain_len(mp_obj_t buf) {
    return mp_obj_get_int(mp_obj_len(buf));
}

static mp_obj_t drain_slice(mp_obj_t buf, size_t from) {
    mp_obj_t slice = mp_obj_new_slice(MP_OBJ_NEW_SMALL_INT(from), mp_const_none, mp_const_none);
    return mp_obj_subscr(buf, slice, MP_OBJ_SENTINEL);
}

// The drain that sends for a stream, or that was dropped while it did; NULL if there is none.
static sender_t *drain_sender(mp_obj_t stream) {
    mp_map_elem_t *elem = asyncio_member_find(stream, MP_QSTR__drain);
    if (elem == NULL || !mp_obj_is_type(elem->value, &drain_sender_type)) {
        return NULL;
    }
    sender_t *sender = MP_OBJ_TO_PTR(elem->value);
    return sender->rs.state == ASYNCIO_RS_DRAINING_SENDS ? sender : NULL;
}

// Whether its task waits for the stream.  If not, something has woken it, and it may have gone elsewhere.
static bool drain_waits(sender_t *sender, mp_obj_t stream) {
    return sender->task->data == asyncio_io_queue()
           && asyncio_is_writer(sender->task, asyncio_member_load(stream, MP_QSTR_s));
}

// Reads the stream's out_buf, which write() or the program may have replaced.
static mp_obj_t drain_look(sender_t *sender, mp_obj_t stream) {
    mp_obj_t buf = asyncio_member_load(stream, MP_QSTR_out_buf);
    if (buf != sender->buf) {
        mp_buffer_info_t was, is;
        bool goes_on = mp_get_buffer(sender->buf, &was, MP_BUFFER_READ) && mp_get_buffer(buf, &is, MP_BUFFER_READ)
            && is.len >= was.len && memcmp(is.buf, was.buf, was.len) == 0;
        asyncio_rs_drain_replaced(&sender->rs, goes_on);
        sender->buf = buf;
    }
    return buf;
}

// Removes what was sent from the buffer.
static void drain_trim(sender_t *sender, mp_obj_t stream) {
    mp_obj_t buf = drain_look(sender, stream);
    if (sender->rs.sent != 0) {
        buf = drain_slice(buf, sender->rs.sent);
        asyncio_member_store(stream, MP_QSTR_out_buf, buf);
        sender->buf = buf;
        sender->rs.sent = 0;
    }
}

// Called before write() adds to the buffer: what was sent is removed first, so that a buffer which
// is never empty does not grow without end.
void asyncio_drain_trim(mp_obj_t stream) {
    sender_t *sender = drain_sender(stream);
    if (sender != NULL) {
        drain_trim(sender, stream);
    }
}

// The drain has stopped sending: wakes the drains that wait for it.
static void drain_leave(sender_t *sender, mp_obj_t stream) {
    mp_map_elem_t *elem = asyncio_member_find(stream, MP_QSTR__drain);
    if (elem != NULL && elem->value == MP_OBJ_FROM_PTR(sender)) {
        mp_store_attr(stream, MP_QSTR__drain, MP_OBJ_NULL);
    }
    asyncio_queue_t *waiting = sender->waiting;
    if (waiting == NULL || MP_OBJ_FROM_PTR(waiting) == asyncio_run_queue(NULL)) {
        return; // nobody waits, or a program has made their queue that of all who run
    }
    asyncio_task_t *task;
    while ((task = asyncio_rs_queue_pop(&waiting->rs)) != NULL) {
        asyncio_wake(task, mp_const_none);
    }
}

// The drain sends no more, although there is more: others go on.
static void drain_give_up(sender_t *sender, mp_obj_t stream) {
    asyncio_rs_drain_raised(&sender->rs, false);
    drain_leave(sender, stream);
    drain_trim(sender, stream);
}

static void drain_wait(sender_t *sender, mp_obj_t stream) {
    sender->task = asyncio_current_task();
    asyncio_queue_write(asyncio_member_load(stream, MP_QSTR_s));
}

// Sends part of the buffer.  Returns whether nothing is left.
static bool drain_send(sender_t *sender, mp_obj_t stream) {
    mp_obj_t buf = drain_look(sender, stream);
    mp_obj_t view = mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_memoryview), buf);
    mp_obj_t ret = asyncio_stream_call(stream, MP_QSTR_write, drain_slice(view, sender->rs.sent));
    mp_int_t taken = ret == mp_const_none ? -1 : mp_obj_get_int(ret);
    // write() may be Python code that has changed the buffer.
    buf = drain_look(sender, stream);
    if (!asyncio_rs_drain_took(&sender->rs, taken, drain_len(buf))) {
        return false;
    }
    asyncio_member_store(stream, MP_QSTR_out_buf, mp_const_empty_bytes);
    return true;
}

// Begins to send, or goes on when the stream is ready.
static mp_vm_return_kind_t drain_go_on(sender_t *sender, bool is_ready, mp_obj_t *ret) {
    mp_obj_t stream = sender->stream;
    sender->is_looked_at = false;
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        bool sent = is_ready && drain_send(sender, stream);
        if (!sent) {
            drain_wait(sender, stream);
        }
        nlr_pop();
        if (!sent) {
            return MP_VM_RETURN_YIELD;
        }
        drain_leave(sender, stream);
        return MP_VM_RETURN_NORMAL;
    }
    *ret = MP_OBJ_FROM_PTR(nlr.ret_val);
    sender->error = *ret;
    asyncio_rs_drain_raised(&sender->rs, mp_obj_exception_match(*ret, MP_OBJ_FROM_PTR(&mp_type_Exception)));
    drain_leave(sender, stream); // which needs no memory
    drain_trim(sender, stream);
    return MP_VM_RETURN_EXCEPTION;
}

static mp_vm_return_kind_t drain_begin(asyncio_coro_t *coro, mp_obj_t stream, mp_obj_t *ret) {
    sender_t *other = drain_sender(stream);
    if (other != NULL && other->task != asyncio_current_task()) {
        if (drain_waits(other, stream)) {
            if (other->waiting == NULL) {
                other->waiting = asyncio_queue_new();
            }
            mp_obj_t waiting = MP_OBJ_FROM_PTR(other->waiting);
            coro->step = DRAIN_WAITS;
            coro->owner = MP_OBJ_FROM_PTR(other);
            asyncio_queue_push(waiting, asyncio_current_task(), MP_OBJ_NULL, waiting);
            return MP_VM_RETURN_YIELD;
        }
        if (coro->step != DRAIN_LOOKS || !other->is_looked_at) {
            // If it was woken for the stream, it goes on before this task runs again.
            other->is_looked_at = true;
            coro->step = DRAIN_LOOKS;
            coro->owner = MP_OBJ_FROM_PTR(other);
            asyncio_queue_push(asyncio_run_queue(NULL), asyncio_current_task(), MP_OBJ_NULL, mp_const_none);
            return MP_VM_RETURN_YIELD;
        }
    }
    if (other != NULL) {
        drain_give_up(other, stream);
    }
    sender_t *own = m_new0(sender_t, 1); // which sends
    own->base.type = &drain_sender_type;
    own->stream = stream;
    own->buf = asyncio_member_load(stream, MP_QSTR_out_buf);
    own->task = asyncio_current_task();
    mp_store_attr(stream, MP_QSTR__drain, MP_OBJ_FROM_PTR(own));
    coro->step = DRAIN_SENDS;
    coro->owner = MP_OBJ_FROM_PTR(own);
    return drain_go_on(own, false, ret);
}

mp_vm_return_kind_t asyncio_stream_drain(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    if (coro->step == DRAIN_NEW) {
        if (!asyncio_stream_is_sent(coro->owner)) {
            return drain_begin(coro, coro->owner, ret);
        }
        // Drain must always yield, so a tight loop of write+drain can't block the scheduler.
        #if ASYNCIO_RS_KERNEL_POLL
        static asyncio_slot_t slot;
        mp_obj_t sleep_ms = asyncio_core_slot(asyncio_core(), MP_QSTR_sleep_ms, &slot)->value;
        if (sleep_ms == MP_OBJ_FROM_PTR(&asyncio_sleep_ms_obj)) {
            // The same, without the object.
            asyncio_queue_push(asyncio_run_queue(NULL), asyncio_current_task(), MP_OBJ_NULL, mp_const_none);
            coro->step = DRAIN_YIELDS;
            return MP_VM_RETURN_YIELD;
        }
        #endif
        mp_obj_t sleep = asyncio_core_call(NULL, MP_QSTR_sleep_ms, MP_OBJ_NEW_SMALL_INT(0));
        coro->owner = mp_getiter(sleep, NULL);
        coro->step = DRAIN_SLEEPS;
    }
    if (coro->step == DRAIN_SLEEPS) {
        return asyncio_coro_delegate(coro->owner, thrown, ret);
    }
    if (coro->step == DRAIN_YIELDS) {
        return thrown == MP_OBJ_NULL ? MP_VM_RETURN_NORMAL : MP_VM_RETURN_EXCEPTION;
    }
    sender_t *sender = MP_OBJ_TO_PTR(coro->owner);
    mp_obj_t stream = sender->stream;
    if (coro->step == DRAIN_SENDS && sender->rs.state == ASYNCIO_RS_DRAINING_SENDS) {
        if (thrown == MP_OBJ_NULL) {
            return drain_go_on(sender, true, ret);
        }
        drain_give_up(sender, stream);
    }
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    // Another drain may have sent, failed or taken over.
    if (sender->rs.state == ASYNCIO_RS_DRAINING_FAILED) {
        *ret = sender->error;
        return MP_VM_RETURN_EXCEPTION;
    }
    if (asyncio_stream_is_sent(stream)) {
        return MP_VM_RETURN_NORMAL;
    }
    return drain_begin(coro, stream, ret);
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
