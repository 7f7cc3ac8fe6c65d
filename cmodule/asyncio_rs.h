/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

#ifndef ASYNCIO_RS_H
#define ASYNCIO_RS_H

// Made by scripts/bindings from src/; not to be edited.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "py/obj.h"

// A handle is one machine word here.  Object representation D has handles of 64
// bits, so a 32-bit machine that uses it needs another library than this one.
_Static_assert(sizeof(mp_obj_t) == sizeof(void *), "object handles are not one word");

// The version, which Cargo.toml has.
#define ASYNCIO_RS_VERSION "0.1.0"

#if defined(__linux__)
// How many places a sweep goes through, so that none holds the loop for long; the next one goes on from there.
#define PASSED 1024
#endif

#if defined(__linux__)
// How long the waker is taken to be quiet, and still ours, after it was made so, in milliseconds; and how long a wait lasts at
// most that relies on it. So a busy loop spends a system call now and then, not for each wait.
#define TRUST 20
#endif

#if defined(__linux__)
// How many new waits to write are tried by `poll(2)` before epoll is told of them.
#define ASYNCIO_RS_BRIEF 8
#endif

// The outcome of awaiting an event or a lock.
enum asyncio_rs_waiting_t {
    // There is nothing to wait for.
    ASYNCIO_RS_WAITING_DONE,
    // The task waits, in the queue of what it awaits.
    ASYNCIO_RS_WAITING_WAITS,
    // The state has an unusual value, or the task is queued elsewhere; nothing has changed.
    ASYNCIO_RS_WAITING_ODD,
};
typedef uint8_t asyncio_rs_waiting_t;

// What to do with what the object returned, and what to do next.
enum asyncio_rs_transfer_t {
    // Nothing is there yet: wait, and ask again.
    ASYNCIO_RS_TRANSFER_WAIT,
    // Add it to what was read before, wait, and ask again.
    ASYNCIO_RS_TRANSFER_ADD,
    // Add it to what was read before, and return everything.
    ASYNCIO_RS_TRANSFER_ADD_AND_RETURN,
    // Return what was read before.
    ASYNCIO_RS_TRANSFER_RETURN,
    // Return only what the object returned.
    ASYNCIO_RS_TRANSFER_RETURN_IT,
    // The stream ended too early.
    ASYNCIO_RS_TRANSFER_EOF,
};
typedef uint8_t asyncio_rs_transfer_t;

// The state of a drain.
enum asyncio_rs_draining_t {
    // It sends.
    ASYNCIO_RS_DRAINING_SENDS,
    // It has sent everything.
    ASYNCIO_RS_DRAINING_SENT,
    // It was cancelled or left: the drains that wait for it go on by themselves.
    ASYNCIO_RS_DRAINING_LEFT,
    // The stream failed: the drains that wait for it fail, too.
    ASYNCIO_RS_DRAINING_FAILED,
};
typedef uint8_t asyncio_rs_draining_t;

// Where the loop is between two steps; the numbers are those of the diagram.
enum asyncio_rs_phase_t {
    // (1, 2) `task` runs, or another one is looked for: [`Loop::next`] has nothing to say but [`Step::Choose`].
    ASYNCIO_RS_PHASE_CHOOSING,
    // (3) Whoever waits for `task` is to be told.
    ASYNCIO_RS_PHASE_TELLING,
    // (4) The exception handler is to be called.
    ASYNCIO_RS_PHASE_HANDLING,
    // The task is to be left.
    ASYNCIO_RS_PHASE_LEAVING,
    // (5) The loop ends with an exception.
    ASYNCIO_RS_PHASE_RAISING,
};
typedef uint8_t asyncio_rs_phase_t;

// How a coroutine ended.
enum asyncio_rs_ending_t {
    // It returned; the exception is a `StopIteration`.
    ASYNCIO_RS_ENDING_RETURNED,
    // With a `CancelledError`.
    ASYNCIO_RS_ENDING_CANCELLED,
    // With another `Exception`.
    ASYNCIO_RS_ENDING_RAISED,
    // With what is no `Exception`, such as `KeyboardInterrupt`: the loop ends at once.
    ASYNCIO_RS_ENDING_FATAL,
};
typedef uint8_t asyncio_rs_ending_t;

// What C is to do next.
enum asyncio_rs_step_t {
    // Find the task that comes next in the queue, and ask [`Loop::choose`] what to do.
    ASYNCIO_RS_STEP_CHOOSE,
    // Take the head out of the queue, make it `task` and continue its coroutine; then [`Loop::finished`] if it ended.
    ASYNCIO_RS_STEP_RESUME,
    // Look at the streams, and wait `timeout` milliseconds at most for one to be ready, or for something else to happen.
    ASYNCIO_RS_STEP_POLL,
    // Let `other` run, unless it is to run already; it keeps its `data` if it is `task`, and else has none.
    ASYNCIO_RS_STEP_WAKE,
    // Call `task.state(task, exc)`, then have `False` there.
    ASYNCIO_RS_STEP_CALLBACK,
    // Call the exception handler for `task` and `thrown`.
    ASYNCIO_RS_STEP_HANDLER,
    // Leave the loop: the main task returned, `exc` is its `StopIteration`.
    ASYNCIO_RS_STEP_RETURN,
    // Leave the loop with the exception `exc`.
    ASYNCIO_RS_STEP_RAISE,
    // Leave the loop: nothing is left to do.
    ASYNCIO_RS_STEP_FINISHED,
};
typedef uint8_t asyncio_rs_step_t;

// What there is to know of the streams.
enum asyncio_rs_streams_t {
    // No task waits on a stream.
    ASYNCIO_RS_STREAMS_QUIET,
    // Tasks wait on streams.
    ASYNCIO_RS_STREAMS_WAITING,
    // A program's own `_io_queue`, which is asked at every turn, as upstream does.
    ASYNCIO_RS_STREAMS_FOREIGN,
};
typedef uint8_t asyncio_rs_streams_t;

// Why a wait was refused: [`WaitError`], or that it was not.
enum asyncio_rs_enqueued_t {
    // The task waits.
    ASYNCIO_RS_ENQUEUED_WAITS,
    // No place is free: put the table into more memory, and try again.
    ASYNCIO_RS_ENQUEUED_FULL,
    // Another task waits for the same.
    ASYNCIO_RS_ENQUEUED_BUSY,
    // There is no memory for what is kept beside the table.
    ASYNCIO_RS_ENQUEUED_NO_MEMORY,
    // The stream is not in the table.
    ASYNCIO_RS_ENQUEUED_ABSENT,
};
typedef uint8_t asyncio_rs_enqueued_t;

// What a task waits for.
enum asyncio_rs_direction_t {
    // Something to read.
    ASYNCIO_RS_DIRECTION_READ,
    // Room to write.
    ASYNCIO_RS_DIRECTION_WRITE,
};
typedef uint8_t asyncio_rs_direction_t;

// What a task does.
enum asyncio_rs_standing_t {
    // It has ended.
    ASYNCIO_RS_STANDING_ENDED,
    // It is its turn.
    ASYNCIO_RS_STANDING_RUNNING,
    // It is in the run queue, and due.
    ASYNCIO_RS_STANDING_READY,
    // It is in the run queue, and due later.
    ASYNCIO_RS_STANDING_SLEEPING,
    // It waits for the task that its `data` is.
    ASYNCIO_RS_STANDING_JOINING,
    // It is in another queue: an Event's, a Lock's, a program's own.
    ASYNCIO_RS_STANDING_QUEUED,
    // It is in no queue: it waits for a stream, or for something of the program's own.
    ASYNCIO_RS_STANDING_PARKED,
};
typedef uint8_t asyncio_rs_standing_t;

// What happened.
enum asyncio_rs_what_t {
    // A task was made.
    ASYNCIO_RS_WHAT_CREATE,
    // Its turn began.
    ASYNCIO_RS_WHAT_RUN,
    // Its turn is over, and it is ready again.
    ASYNCIO_RS_WHAT_READY,
    // Its turn is over, and it is due later.
    ASYNCIO_RS_WHAT_SLEEP,
    // Its turn is over, and it waits for something.
    ASYNCIO_RS_WHAT_WAIT,
    // It returned, or was cancelled.
    ASYNCIO_RS_WHAT_END,
    // An exception ended it.
    ASYNCIO_RS_WHAT_ERROR,
    // It was cancelled, and will be told.
    ASYNCIO_RS_WHAT_CANCEL,
    // What it waited for happened: it is ready.
    ASYNCIO_RS_WHAT_WAKE,
    // The loop begins to wait.
    ASYNCIO_RS_WHAT_IDLE,
    // The wait is over.
    ASYNCIO_RS_WHAT_BUSY,
};
typedef uint8_t asyncio_rs_what_t;

#if defined(__linux__)
typedef struct asyncio_rs_descriptor_t asyncio_rs_descriptor_t;
#endif

#if defined(__linux__)
typedef struct asyncio_rs_link_t asyncio_rs_link_t;
#endif

// A sleep: `sleep_ms(t)`, not awaited yet, being slept, or over.
typedef struct asyncio_rs_sleep_t {
    // The object's type, as the VM wants it in the first word. Never read here.
    const void *base;
    // When the sleep ends, in ticks.
    size_t deadline;
    // `sleep_ms` has returned it, and nobody has awaited it yet, so it can't be returned again.
    bool armed;
} asyncio_rs_sleep_t;

// How a `gather` stands.
typedef struct asyncio_rs_gather_t {
    // The tasks that have not ended; below zero if one had failed before.
    ptrdiff_t missing;
    // Whether an exception is a result like any other.
    bool return_exceptions;
} asyncio_rs_gather_t;

// How much of its buffer a drain has sent.
typedef struct asyncio_rs_drain_t {
    // The number of bytes sent.
    size_t sent;
    // Its state.
    asyncio_rs_draining_t state;
} asyncio_rs_drain_t;

// A run of the loop. Lives on C's stack for as long as the run lasts.
typedef struct asyncio_rs_loop_t {
    // Where the run is.
    asyncio_rs_phase_t phase;
    // For [`Step::Poll`]: whether any task ran since the last.
    bool ran;
    asyncio_rs_ending_t ending;
    bool awaited;
    bool polled;
    // `now` was read from the clock since the turn began: C says.
    bool fresh;
    // The queues were made anew in this run, which ends once nothing is left in them: C says.
    bool reset;
    // How many milliseconds in a row had few switches.
    uint8_t slow_ticks;
    // The task that runs, or ran last (`cur_task`); nothing once the loop found nothing that could wake.
    struct asyncio_rs_task_t *task;
    // The task that [`Step::Wake`] is about.
    struct asyncio_rs_task_t *other;
    // The exception that `task` ended with.
    mp_obj_t exc;
    // The exception that was thrown into `task`, or `None`.
    mp_obj_t thrown;
    // For [`Step::Poll`], in milliseconds; [`FOR_EVER`] for no limit.
    size_t timeout;
    // A time that has come, in ticks: whatever is due then is due, without asking the clock.
    size_t now;
    struct asyncio_rs_task_t *main;
    size_t tick;
    size_t polled_at;
    // How many tasks the last poll woke: C says.
    uint32_t woken;
    uint32_t switches;
    uint32_t switches_at_tick;
    uint32_t switches_at_poll;
} asyncio_rs_loop_t;

// Some places of a table, which lie behind it in memory.
typedef struct asyncio_rs_chunk_t {
    const struct asyncio_rs_chunk_t *next;
    // How many places there are.
    size_t count;
} asyncio_rs_chunk_t;

#if defined(__linux__)
// An array of plain values. What was never set reads as the default value.
typedef struct asyncio_rs_numbers_usize {
    size_t *values;
    size_t length;
} asyncio_rs_numbers_usize;
#endif

// The table: what an `IOQueue` has.
typedef struct asyncio_rs_waits_t {
    const struct asyncio_rs_chunk_t *first;
    size_t capacity;
    size_t waiting;
#if defined(__linux__)
    // The addresses of the places, where a table can have thousands. The collector follows the links.
    struct asyncio_rs_numbers_usize places
#endif
    ;
} asyncio_rs_waits_t;

// One stream that is waited on; a free place if there is no stream. Memory of zeros is a free place.
typedef struct asyncio_rs_wait_t {
    mp_obj_t stream;
    // By [`Direction`].
    struct asyncio_rs_task_t *waiters[2];
    uint16_t events;
    // A task that waits here waits in other places, too. Maintained only with the kernel's part, whose tables are large.
    bool shared;
    bool kept;
} asyncio_rs_wait_t;

// The figures of all tasks together. Zero in every byte before.
typedef struct asyncio_rs_meter_t {
    // Whether a turn is under way.
    bool in_turn;
    // When the turn began.
    uint32_t began;
    // What the counter of microseconds says at tick 0.
    uint32_t offset;
    // How many turns there were.
    uint32_t turns;
    // The longest time from when a task was due to when it ran.
    uint32_t lag_worst;
    // All such times together.
    uint64_t lag_total;
    // How long tasks held the loop.
    uint64_t busy;
    // How long the loop waited.
    uint64_t idle;
    // How long the collector ran, in or between turns.
    uint64_t collect;
} asyncio_rs_meter_t;

// The figures of one task. Zero in every byte before.
typedef struct asyncio_rs_task_meter_t {
    // How long the task held the loop, all in all.
    uint64_t total;
    // The longest time it did so.
    uint32_t longest;
    // How many turns it had.
    uint32_t runs;
} asyncio_rs_task_meter_t;

// A step of the loop.
typedef struct asyncio_rs_recorded_t {
    // When, in microseconds of a counter that wraps.
    uint32_t us;
    // Of which task: its running number, 0 for the loop.
    uint32_t number;
    // Of the name of the task's function: its number among the VM's strings, and half its hash.
    uint32_t name;
    // What happened.
    asyncio_rs_what_t what;
} asyncio_rs_recorded_t;

#if defined(__linux__)
// An array of plain values. What was never set reads as the default value.
typedef struct asyncio_rs_numbers_Link {
    struct asyncio_rs_link_t *values;
    size_t length;
} asyncio_rs_numbers_Link;
#endif

#if defined(__linux__)
// An array of plain values. What was never set reads as the default value.
typedef struct asyncio_rs_numbers_Descriptor {
    struct asyncio_rs_descriptor_t *values;
    size_t length;
} asyncio_rs_numbers_Descriptor;
#endif

#if defined(__linux__)
// A descriptor, what it is watched for and what it is ready for: `struct pollfd`.
typedef struct asyncio_rs_entry_t {
    // The descriptor.
    int fd;
    // What it is watched for.
    int16_t events;
    // What it is ready for.
    int16_t revents;
} asyncio_rs_entry_t;
#endif

#if defined(__linux__)
// An array of plain values. What was never set reads as the default value.
typedef struct asyncio_rs_numbers_Entry {
    struct asyncio_rs_entry_t *values;
    size_t length;
} asyncio_rs_numbers_Entry;
#endif

#if defined(__linux__)
// The number of a place plus one, or 0 for none.
#endif

#if defined(__linux__)
// The number of a descriptor that was made here, or none: zero in every byte.
typedef int asyncio_rs_made_t;
#endif

#if defined(__linux__)
// How far a watcher has read the closes; the default has read none.
typedef struct asyncio_rs_seen_t {
    size_t read_to;
} asyncio_rs_seen_t;
#endif

#if defined(__linux__)
// The kernel's part of an `IOQueue`.
typedef struct asyncio_rs_descriptors_t {
    struct asyncio_rs_numbers_Link links;
    struct asyncio_rs_numbers_Descriptor fds;
    struct asyncio_rs_numbers_Entry polled;
    uint32_t asked;
    uint32_t free;
    uint32_t touched;
    size_t used;
    size_t watched;
    size_t closed;
    asyncio_rs_made_t epoll;
    asyncio_rs_made_t waker;
    // The waker was made quiet, not long before `prepared_at`, and has not been readable since.
    bool is_quiet;
    size_t quiet_at;
    size_t prepared_at;
    bool gave_up;
    bool ran;
    bool looking;
    uint32_t generation;
    size_t swept_at;
    size_t swept_to;
    size_t asked_to;
    size_t wakes;
    size_t forks;
    struct asyncio_rs_seen_t closes;
    // The descriptors of waits to write that `poll(2)` is asked of once before epoll is told: most end there.
    int brief[ASYNCIO_RS_BRIEF];
    size_t briefs;
} asyncio_rs_descriptors_t;
#endif

#if defined(__linux__)
// What one look at the kernel found, and how far it has been gone through.
typedef struct asyncio_rs_look_t {
    size_t found;
    size_t at;
    uint32_t place;
    // The place of the task that was given last.
    uint32_t given;
    uint16_t events;
    // The error number of the look, 0 if it went well.
    int failed;
} asyncio_rs_look_t;
#endif

// The words that a task and a queue have in common: what links of the priority queue point to.
//
// Every link is the untagged address of an object's first byte, which is what the VM's collector follows.
typedef struct asyncio_rs_header_t {
    // The object's type, as the VM wants it in the first word. Never read here.
    const void *base;
    // The first of this node's children; of a queue, its head.
    struct asyncio_rs_task_t *child;
    // The next sibling; of the last sibling, the parent; of a queue and of a task in no queue, nothing. Only
    // [`TaskRef::set_next`] writes it, so that a node which has one is a task.
    struct asyncio_rs_header_t *next;
} asyncio_rs_header_t;

// A task: `_asyncio.Task`. Eight words, so two blocks of the collector on a 32-bit machine.
typedef struct asyncio_rs_task_t {
    struct asyncio_rs_header_t header;
    // The previous sibling; of the first sibling, the last one; of a task in no queue, nothing, or with insight itself.
    struct asyncio_rs_task_t *prev;
    // The coroutine.
    mp_obj_t coro;
    // `task.data`: what the task waits on, or the exception to throw at its next turn, or what it ended with.
    mp_obj_t data;
    // `task.state`: see [`Life`].
    mp_obj_t state;
    // `task.ph_key`: when the task is due, in ticks.
    size_t key;
} asyncio_rs_task_t;

// A queue of tasks: `_asyncio.TaskQueue`.
typedef struct asyncio_rs_queue_t {
    struct asyncio_rs_header_t header;
} asyncio_rs_queue_t;

// `Task.done()`.
bool asyncio_rs_task_is_done(struct asyncio_rs_task_t *task);

// The task that `task.cancel()` ends; null if the tasks wait for each other in a circle.
struct asyncio_rs_task_t *asyncio_rs_cancel_target(struct asyncio_rs_task_t *task);

// Whether a task that waits in the run queue is not due yet, so that it has to be brought forward.
bool asyncio_rs_cancel_is_early(struct asyncio_rs_task_t *task);

// `TaskQueue.peek()`: null if the queue is empty.
struct asyncio_rs_task_t *asyncio_rs_queue_peek(struct asyncio_rs_queue_t *queue);

// `TaskQueue.push(task, key)`, and `data` for the task: false, and nothing changed, if it is in a queue already.
bool asyncio_rs_queue_push(struct asyncio_rs_queue_t *queue,
                           struct asyncio_rs_task_t *task,
                           size_t key,
                           mp_obj_t data);

// `TaskQueue.pop()`: null if the queue is empty.
struct asyncio_rs_task_t *asyncio_rs_queue_pop(struct asyncio_rs_queue_t *queue);

// `TaskQueue.remove(task)`: false, and nothing changed, if the task is not in this queue; null is whichever it is in.
bool asyncio_rs_queue_remove(struct asyncio_rs_queue_t *queue,
                             struct asyncio_rs_task_t *task);

// Whether the task is in a queue other than this one, which may be null.
bool asyncio_rs_queue_is_elsewhere(struct asyncio_rs_queue_t *queue, struct asyncio_rs_task_t *task);

// `sleep_ms(ms)` for `current`, the running task, or null: false if that is further away than ticks can tell.
bool asyncio_rs_sleep_arm(const struct asyncio_rs_sleep_t *sleep,
                          size_t now,
                          size_t ms,
                          struct asyncio_rs_task_t *current);

// Whether the sleep begins for the running task; otherwise it is over.
bool asyncio_rs_sleep_begins(const struct asyncio_rs_sleep_t *sleep, struct asyncio_rs_task_t *task);

// `Event.wait()` of the running task; `state` is where the event has its state.
asyncio_rs_waiting_t asyncio_rs_event_wait(const mp_obj_t *state, struct asyncio_rs_queue_t *waiting, struct asyncio_rs_task_t *task);

// `Event.set()`; `state` is where the event has its state, `run` the run queue. True, whatever the state was.
bool asyncio_rs_event_set(const mp_obj_t *state, struct asyncio_rs_queue_t *waiting, struct asyncio_rs_queue_t *run);

// `Lock.acquire()` of the running task; `state` is where the lock has its state.
asyncio_rs_waiting_t asyncio_rs_lock_acquire(const mp_obj_t *state, struct asyncio_rs_queue_t *waiting, struct asyncio_rs_task_t *task);

// `Lock.release()`, likewise: false, and nothing changed, if it is not locked.
bool asyncio_rs_lock_release(const mp_obj_t *state, struct asyncio_rs_queue_t *waiting, struct asyncio_rs_queue_t *run);

// One of the tasks of a gather runs, and tells when it ends.
void asyncio_rs_gather_add(struct asyncio_rs_gather_t *gather);

// One of the `n` tasks of a gather had ended before, by an exception or not.
void asyncio_rs_gather_add_ended(struct asyncio_rs_gather_t *gather, bool raised, size_t n);

// Whether a gather has anything to wait for.
bool asyncio_rs_gather_must_wait(const struct asyncio_rs_gather_t *gather);

// A task of a gather has ended, by an exception or not: whether that is all.
bool asyncio_rs_gather_ended(struct asyncio_rs_gather_t *gather, bool raised);

// `Stream.read(n)`, when the stream's object gave so many bytes, -1 for nothing yet.
asyncio_rs_transfer_t asyncio_rs_transfer_read(ptrdiff_t n, ptrdiff_t got);

// `Stream.readexactly(n)`, likewise.
asyncio_rs_transfer_t asyncio_rs_transfer_readexactly(ptrdiff_t *missing, ptrdiff_t got);

// `Stream.readline()`, likewise; the last byte ends a line or not.
asyncio_rs_transfer_t asyncio_rs_transfer_readline(ptrdiff_t got, bool ends_line);

// The buffer of a drain is another one by now, which begins with all of what it was, or not.
void asyncio_rs_drain_replaced(struct asyncio_rs_drain_t *drain, bool goes_on);

// The object took so many bytes, -1 for none: whether it has all `len`.
bool asyncio_rs_drain_took(struct asyncio_rs_drain_t *drain, ptrdiff_t taken, size_t len);

// An exception ends a drain: one of the stream's own, or one thrown into it.
void asyncio_rs_drain_raised(struct asyncio_rs_drain_t *drain, bool by_stream);

// Begins a run of the loop, which is zero in every byte before.
void asyncio_rs_loop_begin(struct asyncio_rs_loop_t *run, struct asyncio_rs_task_t *main_task);

// The loop's next step; `queue` is the run queue, null if it is not even a subclass of the native one.
asyncio_rs_step_t asyncio_rs_loop_next(struct asyncio_rs_loop_t *run, struct asyncio_rs_queue_t *queue);

// What to do now that `head`, or null, is the first task in the queue.
asyncio_rs_step_t asyncio_rs_loop_choose(struct asyncio_rs_loop_t *run,
                                         struct asyncio_rs_task_t *head,
                                         asyncio_rs_streams_t streams);

// The task's coroutine ended with `exc`; true if it was the main task's, and `cur_task` is to be `None`.
bool asyncio_rs_loop_finished(struct asyncio_rs_loop_t *run, mp_obj_t exc, asyncio_rs_ending_t ending);

// Adds a chunk of places to the table: false if there is no memory to number them.
//
// # Safety
// `chunk` is followed by as many free places as it says, and both stay where they are as long as the table is used.
bool asyncio_rs_waits_add(const struct asyncio_rs_waits_t *waits,
                          const struct asyncio_rs_chunk_t *chunk);

// The place with this number, null beyond the last.
const struct asyncio_rs_wait_t *asyncio_rs_waits_get(const struct asyncio_rs_waits_t *waits, size_t i);

// `IOQueue.queue_read(stream)` and `queue_write` for this task; `queue` is the IOQueue.
asyncio_rs_enqueued_t asyncio_rs_waits_enqueue(const struct asyncio_rs_waits_t *waits,
                                               mp_obj_t stream,
                                               asyncio_rs_direction_t direction,
                                               struct asyncio_rs_task_t *task,
                                               mp_obj_t queue);

// `IOQueue.remove(task)`.
void asyncio_rs_waits_remove(const struct asyncio_rs_waits_t *waits, struct asyncio_rs_task_t *task);

// The next task that wakes now that a stream is ready for `events`, which is to be queued and then removed; null when all
// have been.
struct asyncio_rs_task_t *asyncio_rs_waits_ready(const struct asyncio_rs_waits_t *waits,
                                             mp_obj_t stream,
                                             uint16_t events);

// `poller.register(stream, events)`; if it may not be added to the table, `poller.modify(stream, events)`, and with no events
// `poller.unregister(stream)`.
asyncio_rs_enqueued_t asyncio_rs_waits_ask(const struct asyncio_rs_waits_t *waits,
                                           mp_obj_t stream,
                                           uint16_t events,
                                           bool may_add);

// `poller.unregister(stream)`: its waiters are forgotten.
void asyncio_rs_waits_unregister(const struct asyncio_rs_waits_t *waits, mp_obj_t stream);

// What a task does; `turn` is the task whose turn it is, `run` the run queue, either may be null.
asyncio_rs_standing_t asyncio_rs_standing(struct asyncio_rs_task_t *task,
                                          struct asyncio_rs_task_t *turn,
                                          struct asyncio_rs_queue_t *run);

// What a task does whose turn has just ended, at a time that had come in it; `run` is the run queue, or null.
asyncio_rs_what_t asyncio_rs_what_next(struct asyncio_rs_task_t *task, struct asyncio_rs_queue_t *run, size_t now);

// How many milliseconds are left until a task in the run queue is due.
size_t asyncio_rs_sleep_left(struct asyncio_rs_task_t *task);

// The queue that a task is in, null if it is in none.
mp_obj_t asyncio_rs_queue_of(struct asyncio_rs_task_t *task);

// Begins to measure with a meter that is zero in every byte, at a time that both clocks tell.
void asyncio_rs_meter_begin(struct asyncio_rs_meter_t *meter, uint32_t us, size_t ms);

// A task has its turn.
void asyncio_rs_meter_turn_begins(struct asyncio_rs_meter_t *meter, uint32_t us);

// That task was due at `key`. `us` is now by the counter, `seen` what the ticks were when they were read last.
void asyncio_rs_meter_was_due(struct asyncio_rs_meter_t *meter,
                              uint32_t us,
                              size_t seen,
                              size_t key);

// The turn is over: how many microseconds it lasted. `task` are the figures of the task, or null.
uint32_t asyncio_rs_meter_turn_ends(struct asyncio_rs_meter_t *meter,
                                    uint32_t us,
                                    struct asyncio_rs_task_meter_t *task);

// Adds a step to the flight recorder.
void asyncio_rs_record(uint32_t us, uint32_t number, uint32_t name, asyncio_rs_what_t what);

// The `i`th of the steps that were recorded, from the oldest on: false if there are no more.
bool asyncio_rs_recorded(size_t i, struct asyncio_rs_recorded_t *step);

// Forgets the steps that were recorded.
void asyncio_rs_record_clear(void);

#if defined(__linux__)
// Makes the kernel's part of an `IOQueue` of fresh memory.
//
// # Safety
// `descriptors` may be written, and stays where it is until `asyncio_rs_descriptors_close`.
void asyncio_rs_descriptors_init(struct asyncio_rs_descriptors_t *descriptors);
#endif

#if defined(__linux__)
// Gives back what was had of the system, when the `IOQueue` is collected: false, and nothing changed, while another thread
// waits.
bool asyncio_rs_descriptors_close(const struct asyncio_rs_descriptors_t *descriptors,
                                  const struct asyncio_rs_waits_t *waits);
#endif

#if defined(__linux__)
// As `asyncio_rs_waits_enqueue`, for a stream with this descriptor, or a negative number.
asyncio_rs_enqueued_t asyncio_rs_descriptors_enqueue(const struct asyncio_rs_descriptors_t *descriptors,
                                                     const struct asyncio_rs_waits_t *waits,
                                                     mp_obj_t stream,
                                                     int fd,
                                                     asyncio_rs_direction_t direction,
                                                     struct asyncio_rs_task_t *task,
                                                     mp_obj_t queue);
#endif

#if defined(__linux__)
// Whether a task waits to read this stream, which has this descriptor, or has left its name there.
bool asyncio_rs_descriptors_has_reader(const struct asyncio_rs_descriptors_t *descriptors,
                                       const struct asyncio_rs_waits_t *waits,
                                       mp_obj_t stream,
                                       int fd);
#endif

#if defined(__linux__)
// As `asyncio_rs_waits_ask`, for a stream with this descriptor, or a negative number.
asyncio_rs_enqueued_t asyncio_rs_descriptors_ask(const struct asyncio_rs_descriptors_t *descriptors,
                                                 const struct asyncio_rs_waits_t *waits,
                                                 mp_obj_t stream,
                                                 int fd,
                                                 uint16_t events,
                                                 bool may_add);
#endif

#if defined(__linux__)
// `IOQueue.remove(task)`.
void asyncio_rs_descriptors_remove(const struct asyncio_rs_descriptors_t *descriptors,
                                   const struct asyncio_rs_waits_t *waits,
                                   struct asyncio_rs_task_t *task);
#endif

#if defined(__linux__)
// As `asyncio_rs_waits_ready`, of the stream in place `i`, if it still is there; the task is then to leave that place.
struct asyncio_rs_task_t *asyncio_rs_descriptors_ready(const struct asyncio_rs_descriptors_t *descriptors,
                                                   const struct asyncio_rs_waits_t *waits,
                                                   size_t i,
                                                   mp_obj_t stream,
                                                   uint16_t events);
#endif

#if defined(__linux__)
// The task that was ready in place `i` was queued.
void asyncio_rs_descriptors_leave(const struct asyncio_rs_descriptors_t *descriptors,
                                  const struct asyncio_rs_waits_t *waits,
                                  size_t i,
                                  struct asyncio_rs_task_t *task);
#endif

#if defined(__linux__)
// The place of the next stream without a descriptor, which has to be asked, after place `i`; `SIZE_MAX` is before the first
// and after the last.
size_t asyncio_rs_descriptors_next_asked(const struct asyncio_rs_descriptors_t *descriptors,
                                         size_t i);
#endif

#if defined(__linux__)
// `poller.unregister(stream)`: its waiters are forgotten.
void asyncio_rs_descriptors_unregister(const struct asyncio_rs_descriptors_t *descriptors,
                                       const struct asyncio_rs_waits_t *waits,
                                       mp_obj_t stream);
#endif

#if defined(__linux__)
// Claims the look at the kernel, before other threads may run: whether it was free.
bool asyncio_rs_descriptors_claim(const struct asyncio_rs_descriptors_t *descriptors);
#endif

#if defined(__linux__)
// The look is over.
void asyncio_rs_descriptors_release(const struct asyncio_rs_descriptors_t *descriptors);
#endif

#if defined(__linux__)
// Frees the places that nobody waits in: a run has ended. Whoever calls has claimed the look.
void asyncio_rs_descriptors_free_left(const struct asyncio_rs_descriptors_t *descriptors,
                                      const struct asyncio_rs_waits_t *waits);
#endif

#if defined(__linux__)
// Whether a place was touched since the kernel was told.
bool asyncio_rs_descriptors_is_touched(const struct asyncio_rs_descriptors_t *descriptors);
#endif

#if defined(__linux__)
// Brings the kernel's view up to date. Gives how long it may wait, of `timeout` milliseconds; `ran` says that tasks ran since
// the last time.
size_t asyncio_rs_descriptors_prepare(const struct asyncio_rs_descriptors_t *descriptors,
                                      const struct asyncio_rs_waits_t *waits,
                                      size_t timeout,
                                      bool ran);
#endif

#if defined(__linux__)
// Asks the kernel, waiting `timeout` milliseconds at most; other threads may run meanwhile. Whoever calls has claimed the look.
//
// # Safety
// `look` may be written.
void asyncio_rs_descriptors_look(const struct asyncio_rs_descriptors_t *descriptors,
                                 const struct asyncio_rs_waits_t *waits,
                                 struct asyncio_rs_look_t *look,
                                 size_t timeout);
#endif

#if defined(__linux__)
// The next task that a look wakes, which is then to leave; null when it has been gone through.
struct asyncio_rs_task_t *asyncio_rs_descriptors_next_ready(const struct asyncio_rs_descriptors_t *descriptors,
                                                        const struct asyncio_rs_waits_t *waits,
                                                        struct asyncio_rs_look_t *look);
#endif

#if defined(__linux__)
// The task that the look gave last was queued.
void asyncio_rs_descriptors_leave_given(const struct asyncio_rs_descriptors_t *descriptors,
                                        const struct asyncio_rs_waits_t *waits,
                                        const struct asyncio_rs_look_t *look,
                                        struct asyncio_rs_task_t *task);
#endif

#if defined(__linux__)
// Ends the waits that are under way. May be called from any thread, and from a signal handler.
void asyncio_rs_wake(void);
#endif

#if defined(__linux__)
// A descriptor is about to be closed, in whatever thread.
void asyncio_rs_closing(int fd);
#endif

#if defined(__linux__)
// A descriptor was closed, in whatever thread.
void asyncio_rs_closed(int fd);
#endif

#if defined(__linux__)
// This process came out of a `fork`.
void asyncio_rs_forked(void);
#endif

#endif  /* ASYNCIO_RS_H */
