/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// A line of a socket of the unix port, without a system call for each byte: it looks at
// what is there, and then takes just the line, so that what any other reader sees is as
// with the socket's own readline().

#include <string.h>

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

#if ASYNCIO_RS_KERNEL_POLL && MICROPY_PY_SOCKET

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "py/stream.h"

// Of ports/unix/modsocket.c.
extern const mp_obj_type_t mp_type_socket;

#define LINE_CHUNK (512)

// What the object's readline() would give: bytes, None if there is nothing yet; or
// MP_OBJ_NULL if it has to be asked itself.  The GIL is held from the look to the taking,
// and neither of them waits.  Another process, or a thread without a GIL, can take the line
// in between; then what is taken can be more than a line, and *rest is what is too much.
mp_obj_t asyncio_line_read(mp_obj_t object, mp_obj_t *rest) {
    int errcode;
    if (!mp_obj_is_type(object, &mp_type_socket)) {
        return MP_OBJ_NULL;
    }
    int fd = mp_get_stream(object)->ioctl(object, MP_STREAM_GET_FILENO, 0, &errcode);
    byte chunk[LINE_CHUNK];
    // Datagrams come with an address, and their readline() is of another kind.
    struct sockaddr_storage from;
    socklen_t from_len = sizeof(from);
    ssize_t len = recvfrom(fd, chunk, sizeof(chunk), MSG_PEEK | MSG_DONTWAIT, (struct sockaddr *)&from, &from_len);
    if (len == 0) {
        return from_len == 0 ? mp_const_empty_bytes : MP_OBJ_NULL;
    }
    if (len < 0) {
        if (errno == EAGAIN || errno == EINTR) {
            return MP_OBJ_NULL; // one that blocks would wait
        }
        mp_raise_OSError(errno);
    }
    if (from_len != 0) {
        return MP_OBJ_NULL;
    }
    const byte *newline = memchr(chunk, '\n', len);
    if (newline != NULL) {
        len = newline + 1 - chunk;
    } else {
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0 || !(flags & O_NONBLOCK)) {
            return MP_OBJ_NULL;
        }
    }
    // What is taken is kept before anything can raise.
    vstr_t vstr;
    vstr_init_len(&vstr, len);
    len = recv(fd, vstr.buf, vstr.len, MSG_DONTWAIT);
    if (len < 0) {
        vstr_clear(&vstr);
        if (errno == EAGAIN || errno == EINTR) {
            return mp_const_none; // another process was faster
        }
        mp_raise_OSError(errno);
    }
    vstr.len = len;
    newline = memchr(vstr.buf, '\n', len);
    if (newline != NULL && newline + 1 != (const byte *)vstr.buf + len) {
        size_t line_len = newline + 1 - (const byte *)vstr.buf;
        *rest = mp_obj_new_bytes((const byte *)vstr.buf + line_len, len - line_len);
        vstr.len = line_len;
    }
    return mp_obj_new_bytes_from_vstr(&vstr);
}

#else

mp_obj_t asyncio_line_read(mp_obj_t object, mp_obj_t *rest) {
    (void)object;
    (void)rest;
    return MP_OBJ_NULL;
}

#endif

#endif // ASYNCIO_RS_HAS_PRIMITIVES
