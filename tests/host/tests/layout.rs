//! C and Rust agree on the layouts they share, and on the values of enumerations. A field that only Rust names is found
//! by what Rust is made to put there.
#![cfg(feature = "unix")]

use std::mem::{align_of, offset_of, size_of};
use std::ptr;

use asyncio_rs::queue::Queue;
use asyncio_rs::scheduler::{Ending, FOR_EVER, Loop, Phase, SWITCHES_BETWEEN_POLLS, Step, Streams};
use asyncio_rs::sleep::Sleep;
use asyncio_rs::stream::descriptors::{Descriptors, Look};
use asyncio_rs::stream::waits::{Chunk, Direction, Wait, Waits};
use asyncio_rs::task::{Header, Task};
use host_tests::layout::{byte, c, half_word, word};
use host_tests::{HALF, Table, World};

#[test]
fn every_struct_is_as_large_in_c() {
    assert_eq!(size_of::<Header>(), c("header"));
    assert_eq!(size_of::<Task>(), c("task"));
    assert_eq!(size_of::<Queue>(), c("queue"));
    assert_eq!(size_of::<Sleep>(), c("sleep"));
    assert_eq!(size_of::<Loop>(), c("loop"));
    assert_eq!(size_of::<Wait>(), c("wait"));
    assert_eq!(size_of::<Waits>(), c("waits"));
    assert_eq!(size_of::<Descriptors>(), c("descriptors"));
    assert_eq!(
        (size_of::<Look>(), offset_of!(Look, failed)),
        (c("look"), c("look.failed"))
    );
    for align in [
        align_of::<Task>(),
        align_of::<Loop>(),
        align_of::<Wait>(),
        align_of::<Sleep>(),
    ] {
        assert_eq!(align, align_of::<usize>());
    }
}

#[test]
fn what_points_to_an_object_points_to_its_type() {
    for field in ["header.base", "task.header", "queue.header", "sleep.base"] {
        assert_eq!(c(field), 0, "{field}");
    }
    assert_eq!((offset_of!(Header, base), offset_of!(Sleep, base)), (0, 0));
}

#[test]
fn a_tasks_fields_are_where_c_has_them() {
    for (field, offset) in [
        ("task.coro", offset_of!(Task, coro)),
        ("task.data", offset_of!(Task, data)),
        ("task.state", offset_of!(Task, state)),
        ("task.key", offset_of!(Task, key)),
    ] {
        assert_eq!(c(field), offset, "{field}");
    }
    // a is the head, c and b its children in this order.
    let world = World::new(HALF, 0);
    let (queue, tasks) = (world.queue(), world.tasks(3));
    for (key, task) in tasks.iter().enumerate() {
        world.push(queue, *task, key).unwrap();
    }
    let [a, b, c] = [0, 1, 2].map(|i| tasks[i].as_ptr() as usize);
    let at = |i: usize, field| word::<Task>(&tasks[i], field);
    assert_eq!(word::<Queue>(&queue, "header.child"), a);
    assert_eq!(word::<Queue>(&queue, "header.next"), 0);
    assert_eq!(at(0, "header.child"), c);
    assert_eq!(at(0, "header.next"), queue.as_ptr() as usize);
    assert_eq!((at(2, "header.next"), at(2, "task.prev")), (b, b));
    assert_eq!((at(1, "header.next"), at(1, "task.prev")), (a, c));
    assert_eq!((at(1, "header.child"), at(2, "header.child")), (0, 0));
}

#[test]
fn a_sleeps_fields_are_where_c_has_them() {
    assert_eq!(
        (offset_of!(Sleep, deadline), offset_of!(Sleep, armed)),
        (c("sleep.deadline"), c("sleep.armed"))
    );
}

#[test]
fn a_loops_fields_are_where_c_has_them() {
    for (field, offset) in [
        ("loop.task", offset_of!(Loop, task)),
        ("loop.other", offset_of!(Loop, other)),
        ("loop.exc", offset_of!(Loop, exc)),
        ("loop.thrown", offset_of!(Loop, thrown)),
        ("loop.timeout", offset_of!(Loop, timeout)),
        ("loop.now", offset_of!(Loop, now)),
        ("loop.phase", offset_of!(Loop, phase)),
        ("loop.ran", offset_of!(Loop, ran)),
        ("loop.fresh", offset_of!(Loop, fresh)),
        ("loop.reset", offset_of!(Loop, reset)),
        ("loop.woken", offset_of!(Loop, woken)),
    ] {
        assert_eq!(c(field), offset, "{field}");
    }
    let world = World::new(HALF, 100);
    let (main, task) = (world.task(), world.task());
    let mut run = Loop::new();
    run.begin(Some(main), &world);
    assert_eq!(word(&run, "loop.main"), main.as_ptr() as usize);
    let count = half_word::<Loop>; // the lower half of what counts a few
    assert_eq!((word(&run, "loop.polled_at"), byte(&run, "loop.polled")), (0, 0));
    assert_eq!(count(&run, "loop.switches"), SWITCHES_BETWEEN_POLLS as usize);
    task.key.set(105);
    world.pass(2);
    assert_eq!(run.choose(Some(task), Streams::Waiting, &world), Step::Poll);
    assert_eq!((word(&run, "loop.polled_at"), byte(&run, "loop.polled")), (102, 1));
    assert_eq!(count(&run, "loop.switches_at_poll"), SWITCHES_BETWEEN_POLLS as usize);
    world.pass(3);
    assert_eq!(run.choose(Some(task), Streams::Waiting, &world), Step::Resume);
    assert_eq!(
        (count(&run, "loop.switches"), byte(&run, "loop.polled")),
        (SWITCHES_BETWEEN_POLLS as usize + 1, 0)
    );
    assert_eq!(run.choose(Some(task), Streams::Waiting, &world), Step::Poll);
    assert_eq!(word(&run, "loop.tick"), 105);
    assert_eq!(
        count(&run, "loop.switches_at_tick"),
        SWITCHES_BETWEEN_POLLS as usize + 1
    );
    assert_eq!(byte(&run, "loop.slow_ticks"), 2, "5 ms went by");
    run.task = Some(task);
    task.state.set(world.object());
    run.finished(world.object(), Ending::Raised, &world);
    assert_eq!(byte(&run, "loop.ending"), c("ENDING_RAISED"));
    assert_eq!(byte(&run, "loop.awaited"), 0);
    assert_eq!(run.next(None, &world), Step::Callback);
    assert_eq!(byte(&run, "loop.awaited"), 1);
}

#[test]
fn the_fields_of_waits_are_where_c_has_them() {
    let world = World::new(HALF, 0);
    let (stream, queue, task) = (world.object(), world.object(), world.task());
    let table = Table::new(&world, 2);
    let waits = &table.waits;
    assert_eq!(
        (size_of::<Chunk>(), offset_of!(Chunk, count)),
        (c("chunk"), c("chunk.count"))
    );
    waits.enqueue(stream, Direction::Write, task, queue, &world).unwrap();
    assert_eq!(
        word(waits, "waits.first") + size_of::<Chunk>(),
        waits.get(0).map_or(0, |wait| ptr::from_ref(wait) as usize)
    );
    assert_eq!((word(waits, "waits.capacity"), word(waits, "waits.waiting")), (2, 1));
    let wait = waits.find(stream).unwrap();
    assert_eq!(word(wait, "wait.stream"), stream.0 as usize);
    assert_eq!(
        (word(wait, "wait.waiters[0]"), word(wait, "wait.waiters[1]")),
        (0, task.as_ptr() as usize)
    );
    assert_eq!((half_word(wait, "wait.events"), byte(wait, "wait.kept")), (4, 0));
    assert_eq!(byte(wait, "wait.shared"), 0);
    wait.keep();
    waits.enqueue(stream, Direction::Read, task, queue, &world).unwrap();
    assert_eq!(
        (word(wait, "wait.waiters[0]"), byte(wait, "wait.kept")),
        (task.as_ptr() as usize, 1)
    );
    assert_eq!(byte(wait, "wait.shared"), 1);
}

#[test]
fn enumerations_have_the_same_values() {
    for size in ["phase", "ending", "step", "streams", "direction"] {
        assert_eq!(c(size), 1, "{size}");
    }
    for (name, value) in [
        ("PHASE_CHOOSING", Phase::Choosing as usize),
        ("PHASE_TELLING", Phase::Telling as usize),
        ("PHASE_HANDLING", Phase::Handling as usize),
        ("PHASE_LEAVING", Phase::Leaving as usize),
        ("PHASE_RAISING", Phase::Raising as usize),
        ("ENDING_RETURNED", Ending::Returned as usize),
        ("ENDING_CANCELLED", Ending::Cancelled as usize),
        ("ENDING_RAISED", Ending::Raised as usize),
        ("ENDING_FATAL", Ending::Fatal as usize),
        ("STEP_CHOOSE", Step::Choose as usize),
        ("STEP_RESUME", Step::Resume as usize),
        ("STEP_POLL", Step::Poll as usize),
        ("STEP_WAKE", Step::Wake as usize),
        ("STEP_CALLBACK", Step::Callback as usize),
        ("STEP_HANDLER", Step::Handler as usize),
        ("STEP_RETURN", Step::Return as usize),
        ("STEP_RAISE", Step::Raise as usize),
        ("STEP_FINISHED", Step::Finished as usize),
        ("STREAMS_QUIET", Streams::Quiet as usize),
        ("STREAMS_WAITING", Streams::Waiting as usize),
        ("STREAMS_FOREIGN", Streams::Foreign as usize),
        ("DIRECTION_READ", Direction::Read as usize),
        ("DIRECTION_WRITE", Direction::Write as usize),
    ] {
        assert_eq!(c(name), value, "{name}");
    }
    assert_eq!(FOR_EVER, usize::MAX, "C knows it as SIZE_MAX");
}
