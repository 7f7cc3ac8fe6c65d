/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// What is native of asyncio.stream's Stream, but for drain().  It owns how the stream's
// object is asked, by its methods as upstream does; what comes of its answer is Rust's
// (src/stream/transfer.rs).

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

// self.s.method(arg), or without one.
mp_obj_t asyncio_stream_call(mp_obj_t self, qstr method, mp_obj_t arg) {
    mp_obj_t dest[3];
    mp_load_method(asyncio_member_load(self, MP_QSTR_s), method, dest);
    dest[2] = arg;
    return mp_call_method_n_kw(arg != MP_OBJ_NULL, 0, dest);
}

static mp_vm_return_kind_t stream_wait(mp_obj_t self) {
    asyncio_queue_read(asyncio_member_load(self, MP_QSTR_s));
    return MP_VM_RETURN_YIELD;
}

// What the object gave, as Rust wants to know it.
static mp_int_t stream_len(mp_obj_t got) {
    return got == mp_const_none ? -1 : mp_obj_get_int(mp_obj_len(got));
}

typedef struct _stream_read_t {
    asyncio_coro_t coro;
    intptr_t n; // readexactly: what is missing
    mp_obj_t gathered;
} stream_read_t;

static mp_obj_t stream_read_new(asyncio_resume_t resume, mp_obj_t owner, mp_int_t n) {
    stream_read_t *self = asyncio_coro_new(sizeof(*self), resume, owner);
    self->n = n;
    self->gathered = mp_const_empty_bytes;
    return MP_OBJ_FROM_PTR(self);
}

// Does what was decided.
static mp_vm_return_kind_t stream_transfer(stream_read_t *self, asyncio_rs_transfer_t next, mp_obj_t got, mp_obj_t *ret) {
    if (next == ASYNCIO_RS_TRANSFER_ADD || next == ASYNCIO_RS_TRANSFER_ADD_AND_RETURN) {
        self->gathered = mp_binary_op(MP_BINARY_OP_INPLACE_ADD, self->gathered, got);
    }
    switch (next) {
        case ASYNCIO_RS_TRANSFER_WAIT:
        case ASYNCIO_RS_TRANSFER_ADD:
            return stream_wait(self->coro.owner);
        case ASYNCIO_RS_TRANSFER_EOF:
            mp_raise_type(&mp_type_EOFError);
        case ASYNCIO_RS_TRANSFER_RETURN_IT:
            *ret = got;
            return MP_VM_RETURN_NORMAL;
        default:
            *ret = self->gathered;
            return MP_VM_RETURN_NORMAL;
    }
}

/******************************************************************************/
// read(n=-1)

static mp_vm_return_kind_t stream_read_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    stream_read_t *self = (stream_read_t *)coro;
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    if (coro->step == 0) {
        coro->step = 1;
        return stream_wait(coro->owner);
    }
    mp_obj_t got = asyncio_stream_call(coro->owner, MP_QSTR_read, MP_OBJ_NEW_SMALL_INT(self->n));
    // How much it is matters only if all is asked for, and only then it is asked.
    mp_int_t len = self->n >= 0 && got != mp_const_none ? 0 : stream_len(got);
    return stream_transfer(self, asyncio_rs_transfer_read(self->n, len), got, ret);
}

static mp_obj_t stream_read(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_kw == 0 && (n_args == 1 || n_args == 2)) {
        mp_obj_t n = n_args == 2 ? args[1] : ((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(fun))->extra_args[0];
        if (mp_obj_is_small_int(n)) {
            return stream_read_new(stream_read_resume, args[0], MP_OBJ_SMALL_INT_VALUE(n));
        }
    }
    return asyncio_call_python(fun, n_args, n_kw, args);
}
ASYNCIO_DEFINE_GEN(stream_read);

/******************************************************************************/
// readinto(buf)

static mp_vm_return_kind_t stream_readinto_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    if (coro->step == 0) {
        coro->step = 1;
        return stream_wait(coro->owner);
    }
    *ret = asyncio_stream_call(coro->owner, MP_QSTR_readinto, ((stream_read_t *)coro)->gathered);
    return MP_VM_RETURN_NORMAL;
}

static mp_obj_t stream_readinto(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 2 || n_kw != 0) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    stream_read_t *self = asyncio_coro_new(sizeof(*self), stream_readinto_resume, args[0]);
    self->n = 0;
    self->gathered = args[1];
    return MP_OBJ_FROM_PTR(self);
}
ASYNCIO_DEFINE_GEN(stream_readinto);

/******************************************************************************/
// readexactly(n)

static mp_vm_return_kind_t stream_readexactly_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    stream_read_t *self = (stream_read_t *)coro;
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    if (coro->step == 0) {
        coro->step = 1;
        if (self->n == 0) {
            *ret = self->gathered;
            return MP_VM_RETURN_NORMAL;
        }
        return stream_wait(coro->owner);
    }
    mp_obj_t got = asyncio_stream_call(coro->owner, MP_QSTR_read, MP_OBJ_NEW_SMALL_INT(self->n));
    return stream_transfer(self, asyncio_rs_transfer_readexactly(&self->n, stream_len(got)), got, ret);
}

static mp_obj_t stream_readexactly(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 2 || n_kw != 0 || !mp_obj_is_small_int(args[1])) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    return stream_read_new(stream_readexactly_resume, args[0], MP_OBJ_SMALL_INT_VALUE(args[1]));
}
ASYNCIO_DEFINE_GEN(stream_readexactly);

/******************************************************************************/
// readline()

// Whether the last item is a newline, of bytes or whatever a stream gives.
static bool stream_ends_line(mp_obj_t line) {
    if (mp_obj_is_type(line, &mp_type_bytes)) {
        mp_buffer_info_t bufinfo;
        mp_get_buffer_raise(line, &bufinfo, MP_BUFFER_READ);
        return bufinfo.len != 0 && ((const byte *)bufinfo.buf)[bufinfo.len - 1] == '\n';
    }
    return mp_obj_equal(mp_obj_subscr(line, MP_OBJ_NEW_SMALL_INT(-1), MP_OBJ_SENTINEL), MP_OBJ_NEW_SMALL_INT('\n'));
}

static mp_vm_return_kind_t stream_readline_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    stream_read_t *self = (stream_read_t *)coro;
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    if (coro->step == 0) {
        coro->step = 1;
        return stream_wait(coro->owner);
    }
    mp_obj_t got = asyncio_line_read(asyncio_member_load(coro->owner, MP_QSTR_s));
    if (got == MP_OBJ_NULL) {
        got = asyncio_stream_call(coro->owner, MP_QSTR_readline, MP_OBJ_NULL);
    }
    mp_int_t len = -1;
    bool ends_line = false;
    if (got != mp_const_none) {
        // Bytes and a str can be added, too, so what it ends with is asked of the sum.
        self->gathered = mp_binary_op(MP_BINARY_OP_INPLACE_ADD, self->gathered, got);
        len = mp_obj_is_true(got);
        ends_line = len != 0 && stream_ends_line(self->gathered);
        got = mp_const_empty_bytes;
    }
    if (asyncio_rs_transfer_readline(len, ends_line) == ASYNCIO_RS_TRANSFER_ADD_AND_RETURN) {
        *ret = self->gathered;
        return MP_VM_RETURN_NORMAL;
    }
    return stream_wait(coro->owner);
}

static mp_obj_t stream_readline(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 1 || n_kw != 0) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    return stream_read_new(stream_readline_resume, args[0], 0);
}
ASYNCIO_DEFINE_GEN(stream_readline);

/******************************************************************************/
// write(buf)

static mp_obj_t stream_write(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 2 || n_kw != 0) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    mp_obj_t buf = args[1];
    if (!mp_obj_is_true(asyncio_member_load(args[0], MP_QSTR_out_buf))) {
        // Try to write immediately to the underlying stream.
        mp_obj_t ret = asyncio_stream_call(args[0], MP_QSTR_write, buf);
        if (mp_obj_equal(ret, mp_obj_len(buf))) {
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
ASYNCIO_DEFINE_FUN(stream_write);

#endif // ASYNCIO_RS_HAS_PRIMITIVES
