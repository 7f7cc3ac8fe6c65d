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

#if ASYNCIO_RS_HAS_LINES

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "py/stream.h"

// Of ports/unix/modsocket.c.
extern const mp_obj_type_t mp_type_socket;

// How much is looked at.
#define LINE_CHUNK (512)

// Which descriptors are known to be stream sockets, a bit each, until they are closed.  A
// socket of datagrams has another kind of readline(), and to ask which it is takes as long as
// a look.
#define LINE_KNOWN (1 << 16)
static uint32_t line_known[LINE_KNOWN / 32];

// The socket of which more was there than the line that was taken, in one turn of the loop.
static mp_obj_t line_follows;
static uint32_t line_turn;

// A descriptor is about to be closed, in whatever thread.
void asyncio_line_closing(int fd) {
    if (fd >= 0 && fd < LINE_KNOWN) {
        __atomic_fetch_and(&line_known[fd / 32], ~(1u << fd % 32), __ATOMIC_RELAXED);
    }
}

static bool line_is_stream(int fd) {
    bool is_small = ASYNCIO_RS_WRAP && fd >= 0 && fd < LINE_KNOWN;
    if (is_small && (line_known[fd / 32] & 1u << fd % 32)) {
        return true;
    }
    int type;
    socklen_t size = sizeof(type);
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) {
        return false;
    }
    if (is_small) {
        __atomic_fetch_or(&line_known[fd / 32], 1u << fd % 32, __ATOMIC_RELAXED);
    }
    return true;
}

// How much of some bytes is a line, or all if its end is not there.
static size_t line_len(const void *bytes, size_t len, bool *ends) {
    const byte *newline = memchr(bytes, '\n', len);
    *ends = newline != NULL;
    return *ends ? (size_t)(newline + 1 - (const byte *)bytes) : len;
}

// Whether a task that waits to read this object now need not ask the kernel: in this turn it
// was seen that there is more.
bool asyncio_line_follows(mp_obj_t object) {
    const asyncio_loop_t *loop = ASYNCIO_LOOP();
    return line_follows == object && loop != NULL && loop->rs.switches == line_turn
           && mp_obj_is_type(asyncio_io_queue(), &asyncio_ioqueue_type);
}

// Takes so many bytes and adds them, for which there is room before anything is taken.
static ssize_t line_take(int fd, vstr_t *vstr, size_t n) {
    if (vstr->buf == NULL) {
        vstr_init(vstr, n + 1);
    }
    ssize_t taken = recv(fd, vstr_add_len(vstr, n), n, MSG_DONTWAIT);
    vstr->len -= n - (taken > 0 ? taken : 0);
    return taken;
}

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
    if (!line_is_stream(fd)) {
        return MP_OBJ_NULL;
    }
    vstr_t vstr = { 0 };
    ssize_t len;
    do {
        byte chunk[LINE_CHUNK];
        ssize_t there = len = recv(fd, chunk, sizeof(chunk), MSG_PEEK | MSG_DONTWAIT);
        if (there > 0) {
            bool ends;
            size_t n = line_len(chunk, there, &ends);
            if (!ends && vstr.buf == NULL) {
                int flags = fcntl(fd, F_GETFL);
                if (flags < 0 || !(flags & O_NONBLOCK)) {
                    return MP_OBJ_NULL; // it would wait for the end
                }
            }
            size_t before = vstr.len;
            len = line_take(fd, &vstr, n);
            if (len > 0) {
                const char *taken = vstr.buf + before;
                n = line_len(taken, len, &ends);
                if (n != (size_t)len) {
                    *rest = mp_obj_new_bytes((const byte *)taken + n, len - n);
                    vstr.len = before + n;
                }
                if (ends) {
                    if (n < (size_t)there && ASYNCIO_LOOP() != NULL) {
                        line_follows = object;
                        line_turn = ASYNCIO_LOOP()->rs.switches;
                    }
                    break;
                }
            }
        }
    } while (len > 0);
    if (len < 0) {
        if (errno != EAGAIN && errno != EINTR) {
            mp_raise_OSError(errno);
        }
        if (vstr.len == 0) {
            // One that blocks would wait, unless another process was faster than this one.
            return vstr.buf == NULL ? MP_OBJ_NULL : mp_const_none;
        }
    }
    return vstr.len == 0 ? mp_const_empty_bytes : mp_obj_new_bytes_from_vstr(&vstr);
}

#endif // ASYNCIO_RS_HAS_LINES
