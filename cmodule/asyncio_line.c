/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// Reads a line from a socket of the unix port without a system call for each byte: it peeks at
// what is there, then takes exactly one line, so that any other reader sees the same as with the
// socket's own readline().
//
// While nobody else can read the process's sockets, the lines that were seen are returned without
// taking them, and taken all at once: when the last of them is returned, or before anything else is
// done with the descriptor.

#include <stdlib.h>
#include <string.h>

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_LINES

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "py/stream.h"

// Of the C library; see asyncio_unix.c.
ssize_t __real_recv(int fd, void *buf, size_t len, int flags);

// How many bytes are peeked at, and how many lines of them are remembered.
#define LINE_CHUNK (512)
#define LINE_MOST (8)

// What was seen at a descriptor.  The linker redirects every other read and close of it to this
// file, which then forgets what was seen.  A call by FFI, or another process, goes unnoticed, so the
// bytes that are taken are checked again.
typedef struct _line_seen_t {
    int fd;
    bool is_stream; // others, such as datagrams, have another kind of readline()
    bool more; // something is there beyond the lines that follow
    uint16_t count; // of the lines that follow
    uint16_t lens[LINE_MOST];
    uint16_t owed; // bytes that were returned and are still to be taken; lines follow them
    uint16_t at; // where the first line is in `bytes`
    char *bytes; // what was seen; NULL if somebody else can take it
} line_seen_t;

// Indexed by descriptor.  Descriptors that share a place replace each other.
#define LINE_PLACES (4096)
static line_seen_t line_places[LINE_PLACES];

static line_seen_t *line_place(int fd) {
    return &line_places[fd % LINE_PLACES];
}

// Whether nobody else can have the process's sockets: it has one thread, had no child, and made no
// call by FFI.
static bool line_alone = true;

// Takes what was returned already.
static void line_settle(line_seen_t *seen) {
    char chunk[LINE_CHUNK];
    ssize_t taken;
    while (seen->owed != 0 && (taken = __real_recv(seen->fd, chunk, seen->owed, MSG_DONTWAIT)) > 0) {
        seen->owed -= taken;
    }
    seen->owed = 0;
}

static void line_drop_bytes(line_seen_t *seen) {
    free(seen->bytes);
    seen->bytes = NULL;
}

static void line_forget(line_seen_t *seen) {
    line_settle(seen);
    seen->count = 0;
    seen->more = false;
}

// Called when any thread reads a descriptor.
void asyncio_line_forget(int fd) {
    if (fd > 0 && line_place(fd)->fd == fd) {
        line_forget(line_place(fd));
    }
}

// Called when any thread is about to close a descriptor.
void asyncio_line_closing(int fd) {
    if (fd > 0 && line_place(fd)->fd == fd) {
        line_forget(line_place(fd));
        line_place(fd)->fd = 0;
        line_drop_bytes(line_place(fd));
    }
}

// Called before somebody else may come to have the process's descriptors.
void asyncio_line_shared(void) {
    if (line_alone) {
        for (size_t i = 0; i < LINE_PLACES; ++i) {
            line_settle(&line_places[i]);
            line_drop_bytes(&line_places[i]);
        }
        line_alone = false;
    }
}

// The descriptor of an object, if it is the port's own socket; else 0.
static int line_fileno(mp_obj_t object) {
    int errcode;
    if (!mp_obj_is_type(object, &mp_type_socket)) {
        return 0;
    }
    int fd = mp_get_stream(object)->ioctl(object, MP_STREAM_GET_FILENO, 0, &errcode);
    if (fd <= 0) {
        return 0;
    }
    line_seen_t *seen = line_place(fd);
    if (seen->fd != fd) {
        int type;
        socklen_t size = sizeof(type);
        if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0) {
            return 0;
        }
        line_forget(seen);
        seen->is_stream = type == SOCK_STREAM;
        seen->fd = fd;
    }
    return seen->is_stream ? fd : 0;
}

// Whether a task that waits to read this object need not ask the kernel, because a line was seen
// there that has not been taken, and nobody else waits for it.
bool asyncio_line_follows(mp_obj_t object) {
    int fd = line_fileno(object);
    if (fd == 0 || (line_place(fd)->count == 0 && !line_place(fd)->more)) {
        return false;
    }
    mp_obj_t io_queue = asyncio_io_queue();
    return mp_obj_is_type(io_queue, &asyncio_ioqueue_type) && !asyncio_ioqueue_has_reader(io_queue, object, fd);
}

// The length of the line at the start of these bytes, 0 if it has no end.
static size_t line_len(const char *bytes, size_t len) {
    const char *newline = memchr(bytes, '\n', len);
    return newline == NULL ? 0 : newline + 1 - bytes;
}

// Peeks at what is there, and remembers its lines.  Returns the number of bytes, or the result of
// recv(2).
static ssize_t line_look(line_seen_t *seen) {
    char chunk[LINE_CHUNK], *bytes = chunk;
    if (line_alone && (seen->bytes != NULL || (seen->bytes = malloc(LINE_CHUNK)) != NULL)) {
        bytes = seen->bytes;
    }
    ssize_t len = __real_recv(seen->fd, bytes, LINE_CHUNK, MSG_PEEK | MSG_DONTWAIT);
    ssize_t at = 0;
    size_t n;
    while (seen->count < LINE_MOST && at < len && (n = line_len(bytes + at, len - at)) != 0) {
        seen->lens[seen->count++] = n;
        at += n;
    }
    seen->more = at < len;
    seen->at = 0;
    return len;
}

static void line_drop_first(line_seen_t *seen) {
    size_t count = seen->count; // looked at once: another thread can forget the lines
    if (count == 0) {
        return;
    }
    seen->at += seen->lens[0];
    memmove(seen->lens, seen->lens + 1, (count - 1) * sizeof(seen->lens[0]));
    seen->count = count - 1;
}

// Returns the next of the lines that were seen, if it need not be taken now; else MP_OBJ_NULL.  None
// if a finaliser closes or reads the descriptor meanwhile.
static mp_obj_t line_remembered(line_seen_t *seen) {
    // A line that is alone is not worth it: to take it now is one system call, too.
    bool is_one_of_several = seen->count > 1 || (seen->count == 1 && seen->owed != 0);
    if (seen->bytes == NULL || !is_one_of_several) {
        return MP_OBJ_NULL;
    }
    byte copy[LINE_CHUNK];
    memcpy(copy, seen->bytes + seen->at, seen->lens[0]);
    line_seen_t before = *seen;
    mp_obj_t line = mp_obj_new_bytes(copy, seen->lens[0]);
    if (seen->fd != before.fd || seen->count != before.count || seen->at != before.at || seen->owed != before.owed
        || seen->bytes != before.bytes) {
        return mp_const_none;
    }
    seen->owed += seen->lens[0];
    line_drop_first(seen);
    if (seen->count == 0) {
        line_settle(seen);
    }
    return line;
}

// Reads n bytes and appends them.  Memory is allocated first, so that no byte can be lost.
static ssize_t line_take(int fd, vstr_t *vstr, size_t n) {
    if (vstr->buf == NULL) {
        vstr_init(vstr, n + 1);
    }
    ssize_t taken = __real_recv(fd, vstr_add_len(vstr, n), n, MSG_DONTWAIT);
    vstr->len -= n - (taken > 0 ? taken : 0);
    return taken;
}

// Returns what the object's readline() would: bytes, or None if there is nothing yet; or
// MP_OBJ_NULL if readline() itself has to be called.  Nothing here waits, and the GIL is held.
// Another process, or a thread without a GIL, can take what was seen.  What is read then can be
// more than a line, and *rest is the surplus.
mp_obj_t asyncio_line_read(mp_obj_t object, mp_obj_t *rest) {
    int fd = line_fileno(object);
    if (fd == 0) {
        return MP_OBJ_NULL;
    }
    line_seen_t *seen = line_place(fd);
    vstr_t vstr = { 0 };
    ssize_t len = 0;
    bool ends = false;
    do {
        if (seen->count == 0 && (len = line_look(seen)) <= 0) {
            break;
        }
        mp_obj_t remembered = vstr.buf == NULL ? line_remembered(seen) : MP_OBJ_NULL;
        if (remembered != MP_OBJ_NULL) {
            return remembered;
        }
        bool is_line = seen->count != 0;
        if (!is_line && vstr.buf == NULL) {
            int flags = fcntl(fd, F_GETFL);
            if (flags < 0 || !(flags & O_NONBLOCK)) {
                return MP_OBJ_NULL; // it would wait for the end
            }
        }
        size_t n = is_line ? seen->lens[0] : (size_t)len;
        size_t before = vstr.len;
        len = line_take(fd, &vstr, n);
        size_t line = len > 0 ? line_len(vstr.buf + before, len) : 0;
        if (is_line && line == n && seen->count != 0) {
            line_drop_first(seen);
        } else {
            asyncio_line_forget(fd);
        }
        ends = line != 0;
        if (ends && line != (size_t)len) {
            *rest = mp_obj_new_bytes((const byte *)vstr.buf + before + line, len - line);
            vstr.len = before + line;
        }
    } while (len > 0 && !ends);
    if (len < 0) {
        if (errno != EAGAIN && errno != EINTR) {
            mp_raise_OSError(errno);
        }
        if (vstr.len == 0) {
            // A blocking socket would wait here, unless another process was just faster.
            return vstr.buf == NULL ? MP_OBJ_NULL : mp_const_none;
        }
    }
    return vstr.len == 0 ? mp_const_empty_bytes : mp_obj_new_bytes_from_vstr(&vstr);
}

#endif // ASYNCIO_RS_HAS_LINES
