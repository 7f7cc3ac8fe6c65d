//! The edge as C uses it: each entry point does what its module does, with the VM that is linked, and has C's way to say so.

use std::cell::Cell;

use asyncio_rs::event::Waiting;
use asyncio_rs::ffi::*;
use asyncio_rs::gather::Gather;
use asyncio_rs::queue::QueueRef;
use asyncio_rs::scheduler::{Ending, Loop, Step, Streams};
use asyncio_rs::stream::transfer::{Drain, Draining, Transfer};
use asyncio_rs::stream::waits::{Chunk, Direction, READABLE, WRITABLE, Wait, Waits};
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::vm::Vm;
use asyncio_rs::vm::link::Linked;
use host_tests::vm::linked;
use host_tests::{HALF, PERIOD, World};

/// A world that starts just before its ticks wrap.
fn in_a_world(run: impl FnOnce(&World)) {
    let world = World::new(HALF, host_tests::wrap(0usize.wrapping_sub(3), HALF));
    linked(&world, || run(&world));
}

fn handle(task: TaskRef) -> Obj {
    Obj(task.as_ptr().cast())
}

fn queue_handle(queue: QueueRef) -> Obj {
    Obj(queue.as_ptr().cast())
}

#[test]
fn the_linked_vm_is_the_one_of_vm_h() {
    in_a_world(|world| {
        let vm = Linked;
        let names = |vm: &dyn Fn() -> [Obj; 5]| vm();
        assert_eq!(
            names(&|| [vm.none(), vm.false_(), vm.true_(), vm.zero(), vm.one()]),
            names(&|| [world.none(), world.false_(), world.true_(), world.zero(), world.one()]),
        );
        assert_eq!((vm.period(), vm.now()), (PERIOD, world.time()));
        let (task, queue) = (world.task(), world.queue());
        assert!(vm.as_task(handle(task)) == Some(task) && vm.as_queue(queue_handle(queue)) == Some(queue));
        for object in [world.object(), world.none()] {
            assert!(vm.as_task(object).is_none() && vm.as_queue(object).is_none());
        }
        assert!(vm.as_queue(handle(task)).is_none() && vm.as_task(queue_handle(queue)).is_none());
    });
}

#[test]
fn a_queue_gives_and_takes_tasks() {
    in_a_world(|world| {
        let (queue, other) = (world.queue(), world.queue());
        let (one, two) = (world.task(), world.task());
        assert!(asyncio_rs_queue_peek(queue).is_none() && asyncio_rs_queue_pop(queue).is_none());
        let data = world.object();
        assert!(asyncio_rs_queue_push(queue, two, world.at(5), data));
        assert!(asyncio_rs_queue_push(queue, one, world.at(1), data));
        assert!(one.data.get() == data && one.key.get() == world.at(1));
        assert!(!asyncio_rs_queue_push(other, one, world.at(0), world.none()));
        assert!(one.data.get() == data, "nothing is changed");
        assert!(asyncio_rs_queue_peek(queue) == Some(one), "across the wrap");

        assert!(asyncio_rs_queue_is_elsewhere(Some(other), one) && asyncio_rs_queue_is_elsewhere(None, one));
        assert!(!asyncio_rs_queue_is_elsewhere(Some(queue), one));
        assert!(!asyncio_rs_queue_remove(Some(other), one));
        assert!(asyncio_rs_queue_remove(Some(queue), one));
        assert!(!asyncio_rs_queue_remove(None, one), "it is in none");
        assert!(!asyncio_rs_queue_is_elsewhere(None, one));
        assert!(asyncio_rs_queue_pop(queue) == Some(two));
    });
}

#[test]
fn a_task_is_done_and_cancelled() {
    in_a_world(|world| {
        let (task, awaited) = (world.task(), world.task());
        assert!(!asyncio_rs_task_is_done(task));
        task.state.set(world.none());
        assert!(asyncio_rs_task_is_done(task));
        task.data.set(handle(awaited));
        assert!(asyncio_rs_cancel_target(task) == Some(awaited));
        awaited.data.set(handle(task));
        assert!(asyncio_rs_cancel_target(task).is_none(), "they wait for each other");
        awaited.key.set(world.at(4));
        assert!(asyncio_rs_cancel_is_early(awaited));
        world.pass(4);
        assert!(!asyncio_rs_cancel_is_early(awaited));
    });
}

#[test]
fn a_sleep_begins_once() {
    in_a_world(|world| {
        let (sleep, task) = (world.sleep(), world.task());
        assert!(!asyncio_rs_sleep_begins(sleep, task), "nobody asked for it");
        assert!(
            !asyncio_rs_sleep_arm(sleep, world.time(), HALF, Some(task)),
            "too far away"
        );
        assert!(asyncio_rs_sleep_arm(sleep, world.time(), 7, None));
        assert_eq!(sleep.deadline.get(), world.at(7));
        assert!(asyncio_rs_sleep_begins(sleep, task));
        task.data.set(Obj(std::ptr::from_ref(sleep).cast()));
        assert!(!asyncio_rs_sleep_begins(sleep, task), "it is over");
    });
}

#[test]
fn events_and_locks_move_their_waiters_to_the_run_queue() {
    in_a_world(|world| {
        let (waiting, run, task) = (world.queue(), world.queue(), world.task());
        let event = Cell::new(world.false_());
        assert_eq!(asyncio_rs_event_wait(&event, waiting, task), Waiting::Waits);
        assert!(task.data.get() == queue_handle(waiting));
        assert!(asyncio_rs_event_set(&event, waiting, run));
        assert!(event.get() == world.true_() && run.peek() == Some(task) && waiting.peek().is_none());
        assert_eq!(asyncio_rs_event_wait(&event, waiting, task), Waiting::Done);
        assert!(run.pop(PERIOD) == Some(task));

        let lock = Cell::new(world.zero());
        assert_eq!(asyncio_rs_lock_acquire(&lock, waiting, world.task()), Waiting::Done);
        assert_eq!(asyncio_rs_lock_acquire(&lock, waiting, task), Waiting::Waits);
        assert!(asyncio_rs_lock_release(&lock, waiting, run));
        assert!(lock.get() == handle(task) && run.peek() == Some(task));
        let nobody = Cell::new(world.false_());
        assert!(asyncio_rs_event_set(&nobody, waiting, run) && nobody.get() == world.true_());
        assert!(
            !asyncio_rs_lock_release(&lock, waiting, run),
            "it is promised, not held"
        );
    });
}

#[test]
fn a_gather_counts_what_is_missing() {
    let mut gather = Gather::new(false);
    assert!(!asyncio_rs_gather_must_wait(&gather));
    asyncio_rs_gather_add(&mut gather);
    asyncio_rs_gather_add(&mut gather);
    asyncio_rs_gather_add_ended(&mut gather, false, 3);
    assert!(asyncio_rs_gather_must_wait(&gather));
    assert!(!asyncio_rs_gather_ended(&mut gather, false));
    assert!(asyncio_rs_gather_ended(&mut gather, false));
    asyncio_rs_gather_add(&mut gather);
    asyncio_rs_gather_add_ended(&mut gather, true, 3);
    assert!(!asyncio_rs_gather_must_wait(&gather), "one has failed");
}

#[test]
fn minus_one_is_what_a_stream_gave_nothing_by() {
    assert_eq!(asyncio_rs_transfer_read(-1, -1), Transfer::Wait);
    assert_eq!(asyncio_rs_transfer_read(-1, 5), Transfer::Add);
    assert_eq!(asyncio_rs_transfer_read(5, 0), Transfer::ReturnIt);
    let mut missing = 5;
    assert_eq!(asyncio_rs_transfer_readexactly(&mut missing, -1), Transfer::Wait);
    assert_eq!(asyncio_rs_transfer_readexactly(&mut missing, 2), Transfer::Add);
    assert_eq!(asyncio_rs_transfer_readexactly(&mut missing, 3), Transfer::AddAndReturn);
    assert_eq!(missing, 0);
    assert_eq!(asyncio_rs_transfer_readline(-1, false), Transfer::Wait);
    assert_eq!(asyncio_rs_transfer_readline(3, true), Transfer::AddAndReturn);

    let mut drain = Drain::default();
    assert!(!asyncio_rs_drain_took(&mut drain, -1, 8) && drain.sent == 0);
    assert!(!asyncio_rs_drain_took(&mut drain, 5, 8) && drain.sent == 5);
    asyncio_rs_drain_replaced(&mut drain, true);
    assert_eq!(drain.sent, 5);
    asyncio_rs_drain_replaced(&mut drain, false);
    assert!(!asyncio_rs_drain_took(&mut drain, 3, 8) && drain.sent == 3);
    assert!(asyncio_rs_drain_took(&mut drain, 8, 8) && drain.state == Draining::Sent);
    asyncio_rs_drain_raised(&mut drain, true);
    assert_eq!(drain.state, Draining::Failed);
}

#[test]
fn a_run_resumes_its_main_task_and_returns() {
    in_a_world(|world| {
        let (queue, main, exc) = (world.queue(), world.task(), world.object());
        let mut run = Loop::default();
        asyncio_rs_loop_begin(&mut run, Some(main));
        assert_eq!(asyncio_rs_loop_next(&mut run, Some(queue)), Step::Choose);
        assert_eq!(asyncio_rs_loop_choose(&mut run, None, Streams::Waiting), Step::Poll);
        asyncio_rs_queue_push(queue, main, world.time(), world.none());
        assert_eq!(asyncio_rs_loop_next(&mut run, Some(queue)), Step::Choose);
        assert_eq!(
            asyncio_rs_loop_choose(&mut run, Some(main), Streams::Quiet),
            Step::Resume
        );
        run.task = asyncio_rs_queue_pop(queue);
        assert!(
            asyncio_rs_loop_finished(&mut run, exc, Ending::Returned),
            "it was the main task"
        );
        assert_eq!(asyncio_rs_loop_next(&mut run, Some(queue)), Step::Return);
        assert!(run.exc == exc && asyncio_rs_task_is_done(main));
    });
}

/// A table with a chunk of so many places.
fn with_places(n: usize, run: impl FnOnce(&Waits)) {
    let bytes = size_of::<Chunk>() + n * size_of::<Wait>();
    let mut memory = vec![0usize; bytes.div_ceil(size_of::<usize>())];
    let chunk = memory.as_mut_ptr().cast::<Chunk>();
    let waits = Waits::new();
    // SAFETY: zeros are a chunk and free places; the memory outlives the table.
    unsafe {
        (*chunk).count = n;
        assert!(asyncio_rs_waits_add(&waits, chunk));
    }
    run(&waits);
    waits.clear();
}

#[test]
fn a_table_says_why_a_task_can_not_wait() {
    in_a_world(|world| {
        let (queue, task, stream) = (world.object(), world.task(), world.object());
        let wait =
            |waits: &Waits, stream, direction, task| asyncio_rs_waits_enqueue(waits, stream, direction, task, queue);
        let none = Waits::default();
        assert!(matches!(wait(&none, stream, Direction::Read, task), Enqueued::Full));
        with_places(1, |waits| {
            assert!(asyncio_rs_waits_get(waits, 0).is_some() && asyncio_rs_waits_get(waits, 1).is_none());
            assert_eq!(waits.capacity(), 1);
            assert!(matches!(wait(waits, stream, Direction::Read, task), Enqueued::Waits));
            let busy = wait(waits, stream, Direction::Read, world.task());
            assert!(matches!(busy, Enqueued::Busy));
            assert!(matches!(
                wait(waits, world.object(), Direction::Read, world.task()),
                Enqueued::Full
            ));

            assert!(asyncio_rs_waits_ready(waits, world.object(), READABLE).is_none());
            assert!(asyncio_rs_waits_ready(waits, stream, WRITABLE).is_none());
            assert!(asyncio_rs_waits_ready(waits, stream, READABLE) == Some(task));
            asyncio_rs_waits_remove(waits, task);
            assert!(asyncio_rs_waits_ready(waits, stream, READABLE).is_none());
        });
        let no_memory: Enqueued = Err(asyncio_rs::stream::waits::WaitError::NoMemory).into();
        assert!(matches!(no_memory, Enqueued::NoMemory));
    });
}

#[test]
fn a_table_takes_what_a_poller_is_told() {
    in_a_world(|world| {
        let (queue, task, stream) = (world.object(), world.task(), world.object());
        with_places(1, |waits| {
            let ask = |stream, events, may_add| asyncio_rs_waits_ask(waits, stream, events, may_add);
            assert!(matches!(ask(stream, READABLE, false), Enqueued::Absent));
            assert!(matches!(ask(stream, READABLE, true), Enqueued::Waits));
            assert_eq!(asyncio_rs_waits_get(waits, 0).unwrap().events(), READABLE);
            asyncio_rs_waits_enqueue(waits, stream, Direction::Write, task, queue);
            asyncio_rs_waits_unregister(waits, stream);
            assert!(waits.find(stream).is_none() && waits.waiting() == 0);
        });
    });
}
