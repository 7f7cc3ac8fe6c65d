/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The native methods of Stream, except drain().  This file owns the calls of the underlying
// stream's methods, which are upstream's; Rust decides what to do with the answer
// (src/stream/transfer.rs).

#include <string.h>

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

// Calls self.s.method(arg), or self.s.method() if arg is MP_OBJ_NULL.
mp_obj_t asyncio_stream_call(mp_obj_t self, qstr method, mp_obj_t arg) {
    mp_obj_t s = asyncio_member_load(self, MP_QSTR_s);
    #if ASYNCIO_RS_HAS_LINES
    if (mp_obj_is_type(s, &mp_type_socket) && (method == MP_QSTR_read || method == MP_QSTR_write)) {
        // The methods of a type in ROM stay what they are.
        static mp_obj_t socket_methods[2];
        mp_obj_t *known = &socket_methods[method == MP_QSTR_write];
        mp_obj_t call[3] = { *known, s, arg };
        if (call[0] == MP_OBJ_NULL) {
            mp_load_method(s, method, call);
            *known = call[0];
        }
        return asyncio_call_loaded(call);
    }
    #endif
    return asyncio_call_method(s, method, arg);
}

// The same in a coroutine that reads.  A StopIteration must not end that as if it were its result.
static mp_obj_t stream_call(mp_obj_t self, qstr method, mp_obj_t arg) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        mp_obj_t got = asyncio_stream_call(self, method, arg);
        nlr_pop();
        return got;
    }
    nlr_raise(asyncio_coro_raised(MP_OBJ_FROM_PTR(nlr.ret_val)));
}

// not self.out_buf
bool asyncio_stream_is_sent(mp_obj_t self) {
    mp_obj_t out_buf = asyncio_member_load(self, MP_QSTR_out_buf);
    return out_buf == mp_const_empty_bytes || !mp_obj_is_true(out_buf); // the first is as good, and fast
}

static mp_vm_return_kind_t stream_wait(mp_obj_t self) {
    asyncio_queue_read(asyncio_member_load(self, MP_QSTR_s));
    return MP_VM_RETURN_YIELD;
}

/******************************************************************************/
// Bytes read beyond a line, because another process read at the same time.  They are kept for the
// next read of this stream, which need not wait.

#if ASYNCIO_RS_HAS_LINES

static bool stream_rests; // whether any stream ever kept such bytes

static mp_map_elem_t *stream_rest(mp_obj_t self) {
    return stream_rests ? asyncio_member_find(self, MP_QSTR__rest) : NULL;
}

static void stream_keep_rest(mp_obj_t self, mp_obj_t rest) {
    stream_rests = true;
    mp_store_attr(self, MP_QSTR__rest, rest);
}

// Takes n of the kept bytes, or all if n is negative, or at most one line of them.  MP_OBJ_NULL if
// there are none.
static mp_obj_t stream_take_rest(mp_obj_t self, mp_int_t n, bool is_line) {
    mp_map_elem_t *elem = stream_rest(self);
    if (elem == NULL) {
        return MP_OBJ_NULL;
    }
    mp_buffer_info_t rest;
    mp_get_buffer_raise(elem->value, &rest, MP_BUFFER_READ);
    size_t len = n < 0 ? rest.len : MIN((size_t)n, rest.len);
    const byte *newline = is_line ? memchr(rest.buf, '\n', rest.len) : NULL;
    if (newline != NULL) {
        len = newline + 1 - (const byte *)rest.buf;
    }
    mp_obj_t got = mp_obj_new_bytes(rest.buf, len);
    mp_obj_t left = len == rest.len ? MP_OBJ_NULL : mp_obj_new_bytes((const byte *)rest.buf + len, rest.len - len);
    mp_store_attr(self, MP_QSTR__rest, left);
    return got;
}

// self.s.readline()
static mp_obj_t stream_call_readline(mp_obj_t self) {
    mp_obj_t got = stream_take_rest(self, -1, true);
    if (got == MP_OBJ_NULL) {
        mp_obj_t rest = MP_OBJ_NULL;
        got = asyncio_line_read(asyncio_member_load(self, MP_QSTR_s), &rest);
        if (rest != MP_OBJ_NULL) {
            stream_keep_rest(self, rest);
        }
    }
    return got != MP_OBJ_NULL ? got : stream_call(self, MP_QSTR_readline, MP_OBJ_NULL);
}

// Waits for a line.  If one is known to be there, that is one turn, without polling.
static mp_vm_return_kind_t stream_wait_for_line(mp_obj_t self) {
    if (asyncio_line_follows(asyncio_member_load(self, MP_QSTR_s))) {
        asyncio_wake(asyncio_current_task(), mp_const_none);
        return MP_VM_RETURN_YIELD;
    }
    return stream_wait(self);
}

#else

#define stream_rest(self) (NULL)
#define stream_take_rest(self, n, is_line) (MP_OBJ_NULL)
#define stream_call_readline(self) stream_call(self, MP_QSTR_readline, MP_OBJ_NULL)
#define stream_wait_for_line(self) stream_wait(self)

#endif

// self.s.read(n)
static mp_obj_t stream_call_read(mp_obj_t self, mp_int_t n) {
    mp_obj_t got = stream_take_rest(self, n, false);
    return got != MP_OBJ_NULL ? got : stream_call(self, MP_QSTR_read, MP_OBJ_NEW_SMALL_INT(n));
}

/******************************************************************************/
// The coroutines that read

// The length of what a read returned, -1 for None.
static mp_int_t stream_len(mp_obj_t got) {
    return got == mp_const_none ? -1 : mp_obj_get_int(mp_obj_len(got));
}

// The coroutine of a read fits into one block of the heap: its owner is the stream, and `number`
// is the number of bytes, if that is small.  If it has to keep more, its owner becomes one of these.
typedef struct _stream_more_t {
    mp_obj_t owner;
    intptr_t n; // read: how many; readexactly: what is missing; unset in the others
    mp_obj_t gathered; // readinto: the buffer
} stream_more_t;

#define STREAM_NEW (0)
#define STREAM_WAITED (1)
#define STREAM_MORE (2) // a bit

static stream_more_t *stream_more(asyncio_coro_t *self) {
    if (!(self->step & STREAM_MORE)) {
        stream_more_t *more = m_new_obj(stream_more_t);
        more->owner = self->owner;
        more->gathered = mp_const_empty_bytes;
        self->owner = MP_OBJ_FROM_PTR(more);
        self->step |= STREAM_MORE;
    }
    return MP_OBJ_TO_PTR(self->owner);
}

static mp_obj_t stream_owner(const asyncio_coro_t *self) {
    return self->step & STREAM_MORE ? ((stream_more_t *)MP_OBJ_TO_PTR(self->owner))->owner : self->owner;
}

static intptr_t stream_n(const asyncio_coro_t *self) {
    return self->step & STREAM_MORE ? ((stream_more_t *)MP_OBJ_TO_PTR(self->owner))->n : self->number;
}

static mp_obj_t stream_gathered(const asyncio_coro_t *self) {
    return self->step & STREAM_MORE ? ((stream_more_t *)MP_OBJ_TO_PTR(self->owner))->gathered : mp_const_empty_bytes;
}

static mp_obj_t stream_read_new(asyncio_resume_t resume, mp_obj_t owner, mp_int_t n) {
    asyncio_coro_t *self = asyncio_coro_new(sizeof(*self), resume, owner);
    self->number = n;
    if (self->number != n) {
        stream_more(self)->n = n;
    }
    return MP_OBJ_FROM_PTR(self);
}

// Whether this is the first step, in which it waits before anything else.
static bool stream_is_new(asyncio_coro_t *self) {
    bool is_new = !(self->step & STREAM_WAITED);
    self->step |= STREAM_WAITED;
    return is_new && stream_rest(stream_owner(self)) == NULL;
}

static mp_obj_t stream_sum(const asyncio_coro_t *self, mp_obj_t got) {
    return mp_binary_op(MP_BINARY_OP_INPLACE_ADD, stream_gathered(self), got);
}

// Carries out what Rust decided.
static mp_vm_return_kind_t stream_transfer(asyncio_coro_t *self, asyncio_rs_transfer_t next, mp_obj_t got, mp_obj_t *ret) {
    switch (next) {
        case ASYNCIO_RS_TRANSFER_ADD:
            got = stream_sum(self, got);
            stream_more(self)->gathered = got;
            return stream_wait(stream_owner(self));
        case ASYNCIO_RS_TRANSFER_WAIT:
            return stream_wait(stream_owner(self));
        case ASYNCIO_RS_TRANSFER_EOF:
            mp_raise_type(&mp_type_EOFError);
        case ASYNCIO_RS_TRANSFER_RETURN_IT:
            *ret = got;
            return MP_VM_RETURN_NORMAL;
        case ASYNCIO_RS_TRANSFER_ADD_AND_RETURN:
            *ret = stream_sum(self, got);
            return MP_VM_RETURN_NORMAL;
        default:
            *ret = stream_gathered(self);
            return MP_VM_RETURN_NORMAL;
    }
}

/******************************************************************************/
// read(n=-1)

static mp_vm_return_kind_t stream_read_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    if (stream_is_new(coro)) {
        return stream_wait(stream_owner(coro));
    }
    intptr_t n = stream_n(coro);
    mp_obj_t got = stream_call_read(stream_owner(coro), n);
    // As in upstream, the length is asked for only if everything is read.
    mp_int_t len = n >= 0 && got != mp_const_none ? 0 : stream_len(got);
    return stream_transfer(coro, asyncio_rs_transfer_read(n, len), got, ret);
}

mp_obj_t asyncio_stream_read(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_kw == 0 && (n_args == 1 || n_args == 2)) {
        mp_obj_t n = n_args == 2 ? args[1] : ((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(fun))->extra_args[0];
        if (mp_obj_is_small_int(n)) {
            return stream_read_new(stream_read_resume, args[0], MP_OBJ_SMALL_INT_VALUE(n));
        }
    }
    return asyncio_call_python(fun, n_args, n_kw, args);
}

/******************************************************************************/
// readinto(buf)

static mp_vm_return_kind_t stream_readinto_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    if (stream_is_new(coro)) {
        return stream_wait(stream_owner(coro));
    }
    if (stream_rest(stream_owner(coro)) != NULL) {
        mp_buffer_info_t buf;
        mp_get_buffer_raise(stream_gathered(coro), &buf, MP_BUFFER_WRITE);
        mp_buffer_info_t got;
        mp_get_buffer_raise(stream_take_rest(stream_owner(coro), buf.len, false), &got, MP_BUFFER_READ);
        // Again: that took memory, so a finaliser may have made the buffer another one.
        mp_get_buffer_raise(stream_gathered(coro), &buf, MP_BUFFER_WRITE);
        memcpy(buf.buf, got.buf, MIN(buf.len, got.len));
        *ret = MP_OBJ_NEW_SMALL_INT(MIN(buf.len, got.len));
        return MP_VM_RETURN_NORMAL;
    }
    *ret = stream_call(stream_owner(coro), MP_QSTR_readinto, stream_gathered(coro));
    return MP_VM_RETURN_NORMAL;
}

mp_obj_t asyncio_stream_readinto(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    asyncio_coro_t *self = asyncio_coro_new(sizeof(*self), stream_readinto_resume, args[0]);
    stream_more(self)->gathered = args[1];
    return MP_OBJ_FROM_PTR(self);
}

/******************************************************************************/
// readexactly(n)

static mp_vm_return_kind_t stream_readexactly_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    intptr_t n = stream_n(coro);
    if (n == 0) {
        *ret = mp_const_empty_bytes;
        return MP_VM_RETURN_NORMAL;
    }
    if (stream_is_new(coro)) {
        return stream_wait(stream_owner(coro));
    }
    mp_obj_t got = stream_call_read(stream_owner(coro), n);
    asyncio_rs_transfer_t next = asyncio_rs_transfer_readexactly(&n, stream_len(got));
    if (next == ASYNCIO_RS_TRANSFER_ADD) {
        stream_more(coro)->n = n;
    }
    return stream_transfer(coro, next, got, ret);
}

mp_obj_t asyncio_stream_readexactly(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (!mp_obj_is_small_int(args[1])) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    return stream_read_new(stream_readexactly_resume, args[0], MP_OBJ_SMALL_INT_VALUE(args[1]));
}

/******************************************************************************/
// readline()

// Whether bytes, or whatever else a stream returned, end with a newline.
static bool stream_ends_line(mp_obj_t line) {
    if (mp_obj_is_type(line, &mp_type_bytes)) {
        mp_buffer_info_t bufinfo;
        mp_get_buffer_raise(line, &bufinfo, MP_BUFFER_READ);
        return bufinfo.len != 0 && ((const byte *)bufinfo.buf)[bufinfo.len - 1] == '\n';
    }
    return mp_obj_equal(mp_obj_subscr(line, MP_OBJ_NEW_SMALL_INT(-1), MP_OBJ_SENTINEL), MP_OBJ_NEW_SMALL_INT('\n'));
}

mp_vm_return_kind_t asyncio_stream_readline(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    mp_obj_t owner = stream_owner(coro);
    if (stream_is_new(coro)) {
        return stream_wait_for_line(owner);
    }
    mp_obj_t got = stream_call_readline(owner);
    mp_obj_t line = stream_gathered(coro);
    mp_int_t len = -1;
    bool ends_line = false;
    if (got != mp_const_none) {
        // A str can be added to bytes, too, so the newline is looked for in the sum.
        line = mp_binary_op(MP_BINARY_OP_INPLACE_ADD, line, got);
        len = mp_obj_is_true(got);
        ends_line = len != 0 && stream_ends_line(line);
    }
    switch (asyncio_rs_transfer_readline(len, ends_line)) {
        case ASYNCIO_RS_TRANSFER_ADD_AND_RETURN:
            *ret = line;
            return MP_VM_RETURN_NORMAL;
        case ASYNCIO_RS_TRANSFER_ADD:
            stream_more(coro)->gathered = line;
            break;
        default:
            break;
    }
    return stream_wait(owner);
}

/******************************************************************************/
// write(buf)

mp_obj_t asyncio_stream_write(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_cstack_check(); // what it writes to can be a stream, too
    mp_obj_t buf = args[1];
    if (asyncio_stream_is_sent(args[0])) {
        // Try to write immediately to the underlying stream.
        mp_obj_t ret = asyncio_stream_call(args[0], MP_QSTR_write, buf);
        mp_obj_t len = mp_obj_len(buf);
        if (ret == len || mp_obj_equal(ret, len)) {
            return mp_const_none;
        }
        if (ret != mp_const_none) {
            buf = mp_obj_subscr(buf, mp_obj_new_slice(ret, mp_const_none, mp_const_none), MP_OBJ_SENTINEL);
        }
    } else {
        asyncio_drain_trim(args[0]);
    }
    mp_obj_t out_buf = asyncio_member_load(args[0], MP_QSTR_out_buf);
    asyncio_member_store(args[0], MP_QSTR_out_buf, mp_binary_op(MP_BINARY_OP_INPLACE_ADD, out_buf, buf));
    return mp_const_none;
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
