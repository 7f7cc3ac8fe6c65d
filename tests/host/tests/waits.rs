//! Who waits on which stream: readers and writers apart, one of each a stream, and a task that waits on several is woken
//! once. `waits_model.rs` holds the same to a model.

use asyncio_rs::stream::waits::{Direction, FAILED, READABLE, WRITABLE, WaitError};
use asyncio_rs::task::Obj;
use asyncio_rs::vm::Vm;
use host_tests::{HALF, Table, World};

use Direction::{Read, Write};

const HANG_UP: u16 = 16;

#[test]
fn a_table_without_a_place_is_full() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 0);
    let (stream, task) = (world.object(), world.task());
    assert_eq!(table.enqueue(stream, Read, task), Err(WaitError::Full));
    assert_eq!(table.register(stream, READABLE), Err(WaitError::Full));
    assert!(table.waits.get(0).is_none() && table.waits.waiting() == 0);
    assert!(task.data.get() == world.none(), "nothing changed");
    assert_eq!(table.modify(stream, READABLE), Err(WaitError::Absent));
    assert_eq!(table.modify(stream, 0), Err(WaitError::Absent));
    table.remove(task);
}

#[test]
fn a_full_table_that_grows_keeps_every_wait_in_its_place() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 2);
    let streams = [(); 5].map(|()| world.object());
    let (a, b, c) = (world.task(), world.task(), world.task());
    table.enqueue(streams[0], Read, a).unwrap();
    table.enqueue(streams[0], Write, b).unwrap();
    table.enqueue(streams[1], Write, a).unwrap();
    assert_eq!(table.enqueue(streams[2], Read, c), Err(WaitError::Full));
    assert!(c.data.get() == world.none());
    table.grow(5);
    for stream in &streams[2..] {
        table.enqueue(*stream, Read, c).unwrap();
    }
    assert_eq!(table.waits.waiting(), 6);
    for (i, stream) in streams.iter().enumerate() {
        assert!(table.waits.get(i).unwrap().stream() == *stream);
    }
    assert!(table.waiters(streams[0]) == (Some(a), Some(b)));
    assert_eq!(
        (table.events(streams[0]), table.events(streams[1])),
        (Some(READABLE | WRITABLE), Some(WRITABLE))
    );
    // That a waits on both is not forgotten.
    assert!(table.wake(streams[1], WRITABLE) == (None, Some(a)));
    assert!(table.waiters(streams[0]) == (None, Some(b)));
}

#[test]
fn a_free_place_serves_the_next_wait() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 1);
    for direction in [Read, Write, Read] {
        let (stream, task) = (world.object(), world.task());
        table.enqueue(stream, direction, task).unwrap();
        assert_eq!(table.waits.waiting(), 1);
        table.wake(stream, READABLE | WRITABLE);
        assert_eq!(table.waits.waiting(), 0);
        let place = table.waits.get(0).unwrap();
        assert!(place.stream() == Obj::NULL && place.events() == 0);
    }
    // The same where a task waited twice.
    let (stream, task) = (world.object(), world.task());
    table.enqueue(stream, Read, task).unwrap();
    table.enqueue(stream, Write, task).unwrap();
    assert_eq!(table.waits.waiting(), 2);
    table.remove(task);
    assert_eq!(table.waits.waiting(), 0);
    let place = table.waits.get(0).unwrap();
    assert!(place.stream() == Obj::NULL && place.events() == 0);
}

#[test]
fn reader_and_writer_of_a_stream_wake_apart() {
    let world = World::new(HALF, 0);
    for (events, left) in [(READABLE, WRITABLE), (WRITABLE, READABLE)] {
        let table = Table::new(&world, 4);
        let (stream, reader, writer) = (world.object(), world.task(), world.task());
        table.enqueue(stream, Read, reader).unwrap();
        assert_eq!(table.events(stream), Some(READABLE));
        table.enqueue(stream, Write, writer).unwrap();
        assert_eq!(table.events(stream), Some(READABLE | WRITABLE));
        assert_eq!(table.waits.waiting(), 2);
        let (first, second) = match events {
            READABLE => ((Some(reader), None), (None, Some(writer))),
            _ => ((None, Some(writer)), (Some(reader), None)),
        };
        assert!(table.wake(stream, events) == first);
        assert_eq!((table.events(stream), table.waits.waiting()), (Some(left), 1));
        assert!(table.wake(stream, events) == (None, None), "nobody is left to wake");
        assert!(table.wake(stream, left) == second);
        assert_eq!((table.events(stream), table.waits.waiting()), (None, 0));
    }
}

#[test]
fn what_is_neither_readable_nor_writable_wakes_both() {
    let world = World::new(HALF, 0);
    for events in [
        FAILED,
        HANG_UP,
        READABLE | WRITABLE,
        READABLE | FAILED,
        WRITABLE | HANG_UP,
    ] {
        let table = Table::new(&world, 4);
        let (stream, reader, writer) = (world.object(), world.task(), world.task());
        table.enqueue(stream, Read, reader).unwrap();
        table.enqueue(stream, Write, writer).unwrap();
        assert!(table.wake(stream, 0) == (None, None));
        assert!(table.wake(stream, events) == (Some(reader), Some(writer)), "{events}");
        assert!(table.waits.find(stream).is_none());
    }
}

#[test]
fn a_second_reader_or_writer_is_refused_and_nothing_changes() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let (stream, first, second) = (world.object(), world.task(), world.task());
    for direction in [Read, Write] {
        table.enqueue(stream, direction, first).unwrap();
        assert_eq!(table.enqueue(stream, direction, second), Err(WaitError::Busy));
    }
    assert!(second.data.get() == world.none());
    assert!(table.waiters(stream) == (Some(first), Some(first)));
    assert_eq!(table.waits.waiting(), 2);
    table
        .enqueue(stream, Read, first)
        .expect("who waits already may say so again");
    assert_eq!(table.waits.waiting(), 2);
}

#[test]
fn the_name_of_a_task_that_was_woken_otherwise_is_no_reader() {
    let world = World::new(HALF, 0);
    let queue = world.queue();
    for done in [None, Some(world.none()), Some(world.false_())] {
        let table = Table::new(&world, 4);
        let (stream, gone, next) = (world.object(), world.task(), world.task());
        table.enqueue(stream, Read, gone).unwrap();
        match done {
            Some(state) => gone.state.set(state),
            None => world.push(queue, gone, 0).unwrap(),
        }
        table.enqueue(stream, Read, next).expect("nobody reads");
        assert!(table.waiters(stream) == (Some(next), None));
        assert_eq!(table.waits.waiting(), 1);
    }
}

#[test]
fn a_task_that_was_woken_otherwise_is_not_woken_again() {
    let world = World::new(HALF, 0);
    let queue = world.queue();
    for done in [None, Some(world.none()), Some(world.false_())] {
        let table = Table::new(&world, 4);
        let (stream, gone, writer) = (world.object(), world.task(), world.task());
        table.enqueue(stream, Read, gone).unwrap();
        table.enqueue(stream, Write, writer).unwrap();
        match done {
            Some(state) => gone.state.set(state),
            None => world.push(queue, gone, 0).unwrap(),
        }
        assert!(table.wake(stream, FAILED) == (None, Some(writer)));
        assert!(table.waits.find(stream).is_none() && table.waits.waiting() == 0);
    }
}

#[test]
fn a_task_that_waits_on_several_streams_is_woken_by_the_first_and_waits_on_none() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let streams = [(); 3].map(|()| world.object());
    let (task, other) = (world.task(), world.task());
    for stream in streams {
        table.enqueue(stream, Read, task).unwrap();
    }
    table.enqueue(streams[2], Write, other).unwrap();
    assert!(table.wake(streams[1], READABLE) == (Some(task), None));
    assert_eq!(table.left.take(), [0, 1, 2], "told of each");
    assert_eq!(table.waits.waiting(), 1);
    assert!(table.waiters(streams[2]) == (None, Some(other)), "the other waits on");
    assert_eq!(table.events(streams[2]), Some(WRITABLE));
}

#[test]
fn a_task_that_reads_and_writes_one_stream_is_woken_once() {
    let world = World::new(HALF, 0);
    for events in [READABLE, WRITABLE, READABLE | WRITABLE, FAILED] {
        let table = Table::new(&world, 4);
        let (stream, task) = (world.object(), world.task());
        table.enqueue(stream, Read, task).unwrap();
        table.enqueue(stream, Write, task).unwrap();
        let (reader, writer) = table.wake(stream, events);
        assert!(reader.xor(writer) == Some(task));
        assert_eq!((table.waits.waiting(), table.events(stream)), (0, None));
    }
}

#[test]
fn a_wait_of_a_task_that_ran_meanwhile_is_not_taken_for_one_of_several() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let (one, two, task) = (world.object(), world.object(), world.task());
    table.enqueue(one, Read, task).unwrap();
    assert!(task.data.get() == table.handle);
    assert!(table.wake(one, READABLE) == (Some(task), None));
    task.data.set(world.none());
    table.enqueue(two, Read, task).unwrap();
    table.enqueue(one, Write, world.task()).unwrap();
    assert!(table.wake(two, READABLE) == (Some(task), None));
    assert!(table.waiters(one).1.is_some());
}

#[test]
#[cfg(feature = "unix")] // where a place stays with the name of who left it
fn a_stream_whose_reader_waits_for_another_by_now_can_be_read() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let (one, two, gone, next) = (world.object(), world.object(), world.task(), world.task());
    table.enqueue(one, Read, gone).unwrap();
    gone.data.set(world.none()); // something else woke it, and it ran
    table.enqueue(two, Read, gone).unwrap();
    table.enqueue(one, Read, next).expect("nobody reads it any more");
    assert!(table.waiters(one) == (Some(next), None) && table.waiters(two) == (Some(gone), None));

    // Who waits for both at once reads both.
    let (three, four, both) = (world.object(), world.object(), world.task());
    table.enqueue(three, Read, both).unwrap();
    table.enqueue(four, Read, both).unwrap();
    for stream in [three, four] {
        assert_eq!(table.enqueue(stream, Read, next), Err(WaitError::Busy));
    }
}

#[test]
fn a_table_that_is_cleared_has_no_place() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let stream = world.object();
    table.enqueue(stream, Read, world.task()).unwrap();
    table.waits.clear();
    assert_eq!((table.waits.capacity(), table.waits.waiting()), (0, 0));
    assert!(table.waits.get(0).is_none() && table.waits.find(stream).is_none());
}

#[test]
fn removing_a_reader_leaves_the_writer() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let (stream, reader, writer) = (world.object(), world.task(), world.task());
    table.enqueue(stream, Read, reader).unwrap();
    table.enqueue(stream, Write, writer).unwrap();
    table.remove(reader);
    assert!(table.waiters(stream) == (None, Some(writer)));
    assert_eq!((table.events(stream), table.waits.waiting()), (Some(WRITABLE), 1));
    table.remove(reader);
    table.remove(world.task());
    assert_eq!((table.events(stream), table.waits.waiting()), (Some(WRITABLE), 1));
    table.remove(writer);
    assert_eq!((table.events(stream), table.waits.waiting()), (None, 0));
}

#[test]
fn the_poller_of_a_program_registers_modifies_and_unregisters() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 1);
    let (stream, other) = (world.object(), world.object());
    assert_eq!(table.modify(stream, READABLE), Err(WaitError::Absent));
    table.register(stream, READABLE | WRITABLE).unwrap();
    assert_eq!(
        (table.events(stream), table.waits.waiting()),
        (Some(READABLE | WRITABLE), 0)
    );
    assert_eq!(table.register(other, READABLE), Err(WaitError::Full));
    table.register(stream, WRITABLE).unwrap();
    assert_eq!(table.events(stream), Some(WRITABLE));
    assert_eq!(table.modify(stream, READABLE), Ok(()));
    assert_eq!(table.events(stream), Some(READABLE));
    assert!(table.wake(stream, READABLE) == (None, None));
    assert_eq!(table.events(stream), Some(READABLE), "nobody left, so it stays");
    assert_eq!(table.modify(stream, 0), Ok(()));
    assert_eq!(table.events(stream), None);
    table.register(other, READABLE).unwrap();
    assert_eq!(table.modify(stream, 0), Err(WaitError::Absent));
    assert_eq!(table.events(other), Some(READABLE));
}

#[test]
#[cfg(feature = "unix")]
fn a_place_that_is_kept_stays_with_its_stream_until_it_is_freed() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 1);
    let (stream, other, task) = (world.object(), world.object(), world.task());
    table.enqueue(stream, Read, task).unwrap();
    table.waits.get(0).unwrap().keep();
    assert!(table.wake(stream, READABLE) == (Some(task), None));
    assert_eq!((table.events(stream), table.waits.waiting()), (Some(0), 0));
    assert_eq!(table.enqueue(other, Read, task), Err(WaitError::Full));
    assert_eq!(
        table.modify(stream, READABLE),
        Err(WaitError::Absent),
        "as if it were gone"
    );
    table.register(stream, READABLE).unwrap();
    assert_eq!(table.modify(stream, 0), Ok(()));
    assert_eq!(table.events(stream), Some(0));
    table.grow(2);
    table.enqueue(stream, Write, task).unwrap();
    assert_eq!(table.waits.waiting(), 1);
    table.remove(task);
    assert_eq!(table.left.take(), [0]);
    assert_eq!(table.events(stream), Some(0), "also after the table has grown");
    table.waits.get(0).unwrap().set_free();
    assert_eq!(table.events(stream), None);
    table.enqueue(other, Read, task).unwrap();
    table.remove(task);
    assert_eq!(table.events(other), None, "the next stream there is not kept");
}

#[test]
fn a_stream_that_is_unregistered_under_a_waiter_is_asked_for_nothing() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 2);
    let (stream, reader, writer) = (world.object(), world.task(), world.task());
    table.enqueue(stream, Read, reader).unwrap();
    assert_eq!(table.modify(stream, 0), Ok(()));
    assert_eq!((table.events(stream), table.waits.waiting()), (Some(0), 1));
    assert!(table.waiters(stream) == (Some(reader), None));
    table.enqueue(stream, Write, writer).unwrap();
    assert_eq!(
        table.events(stream),
        Some(READABLE | WRITABLE),
        "the next wait asks again"
    );
}
