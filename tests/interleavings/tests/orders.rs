//! The waits, the closes and the queue, by two or three at a time, in every order; and that each fault planted in them is found.

include!(concat!(env!("OUT_DIR"), "/copies.rs"));

use std::sync::atomic::{AtomicBool, AtomicUsize as Count};
use std::sync::{Arc, Mutex};

use interleavings::{Actor, SeqCst, explore, step, until};

/// The timers of the waits that can be under way, by their numbers.
#[derive(Default)]
struct Timers([AtomicBool; 4]);

/// What is waited for besides.
type Pending = AtomicBool;

macro_rules! waits {
    ($copy:ident, $waits:expr, $stops:expr) => {{
        use crate::$copy::stream::{kernel, waker};

        /// The engine's kernel, of which only timers are used here.
        #[derive(Clone)]
        struct Machine(Arc<Timers>);

        impl kernel::Kernel for Machine {
            fn is_open(&self, _: i32) -> bool {
                true
            }
            fn close(&self, _: i32) {}
            fn poll(&self, _: &mut [kernel::Entry], _: i32) -> i32 {
                0
            }
            fn epoll_create(&self) -> i32 {
                -1
            }
            fn epoll_ctl(&self, _: i32, _: i32, _: i32, _: u16, _: u64) -> i32 {
                0
            }
            fn epoll_wait(&self, _: i32, _: i32, _: impl FnMut(u64, u16)) -> i32 {
                0
            }
            fn timer(&self) -> i32 {
                0
            }
            fn set_timer(&self, timer: i32, readable: bool) -> i32 {
                step();
                self.0.0[timer as usize].store(readable, SeqCst);
                0
            }
        }

        explore($stops, || {
            let timers = Arc::new(Timers::default());
            let mut actors: Vec<Actor> = Vec::new();
            let mut pending = Vec::new();
            let looked = waker::wakes();
            for waker in 0..$waits {
                let machine = Machine(timers.clone());
                let is_pending = Arc::new(Pending::new(false));
                pending.push(is_pending.clone());
                actors.push(Box::new(move || {
                    // A loop that has looked for something to do, found nothing, and waits without an end.
                    let wakes = if $waits > 1 { waker::wakes() } else { looked };
                    let is_there = || {
                        step();
                        is_pending.load(SeqCst)
                    };
                    if is_there() {
                        return;
                    }
                    kernel::Kernel::set_timer(&machine, waker, false);
                    waker::wait(waker, usize::MAX, wakes, is_there, |ms| {
                        let timers = machine.0.clone();
                        match ms {
                            -1 => until(move || timers.0[waker as usize].load(SeqCst)),
                            _ => assert_eq!(ms, 0, "it has a place in the list"),
                        }
                    });
                }));
            }
            let machine = Machine(timers);
            let is_flag = $waits > 1;
            actors.push(Box::new(move || {
                // Either something is pending, or the wake-up itself is all there is.
                if is_flag {
                    for is_pending in &pending {
                        step();
                        is_pending.store(true, SeqCst);
                    }
                }
                waker::wake(&machine);
            }));
            (actors, Box::new(|| {}))
        })
    }};
}

macro_rules! closes {
    ($copy:ident, $stops:expr) => {{
        use crate::$copy::stream::closes;
        explore($stops, || {
            let found = Arc::new(Mutex::new(Vec::new()));
            let lost = Arc::new(AtomicBool::new(false));
            let seen = Arc::new(Held(closes::Seen::new()));
            let read = |found: &Mutex<Vec<i32>>, lost: &AtomicBool, seen: &Held<closes::Seen>| {
                let all = seen.0.read(|fd| found.lock().unwrap().push(fd));
                lost.fetch_or(!all, SeqCst);
            };
            let (f, l, s) = (found.clone(), lost.clone(), seen.clone());
            let actors: Vec<Actor> = vec![
                Box::new(|| [10, 11].into_iter().for_each(closes::closed)),
                Box::new(|| closes::closed(20)),
                Box::new(move || {
                    read(&f, &l, &s);
                    read(&f, &l, &s);
                }),
            ];
            let end = Box::new(move || {
                read(&found, &lost, &seen);
                let mut found = found.lock().unwrap().clone();
                found.sort();
                let is_known = found.iter().all(|fd| [10, 11, 20].contains(fd));
                assert!(
                    is_known && found.windows(2).all(|two| two[0] != two[1]),
                    "found {found:?}"
                );
                assert!(
                    lost.load(SeqCst) || found == [10, 11, 20],
                    "only {found:?}, and says that is all"
                );
            });
            (actors, end)
        })
    }};
}

/// What one actor at a time looks at.
struct Held<T>(T);
// SAFETY: of the actors one runs at a time.
unsafe impl<T> Send for Held<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Held<T> {}

macro_rules! queue {
    ($copy:ident, $stops:expr) => {{
        use crate::$copy::queue::{Queue, QueueRef, remove};
        use crate::$copy::task::{Obj, Task, TaskRef};
        use crate::$copy::ticks::Period;
        const PERIOD: Period = Period::from_half(1 << 29);

        fn made<T>() -> std::ptr::NonNull<T> {
            // SAFETY: a task and a queue are zero in every word that matters here.
            std::ptr::NonNull::from(Box::leak(Box::new(unsafe { std::mem::zeroed::<T>() })))
        }
        // SAFETY: zeroed, and never freed.
        let queues = Arc::new(Held(unsafe {
            [QueueRef::new(made::<Queue>()), QueueRef::new(made::<Queue>())]
        }));
        // SAFETY: as above.
        let tasks = Arc::new(Held(unsafe { [(); 3].map(|()| TaskRef::new(made::<Task>())) }));
        explore($stops, || {
            let push = |queue: QueueRef, task: TaskRef, key| queue.push(task, key, Obj::NULL, PERIOD).is_ok();
            let [one, other] = queues.0;
            let [a, b, _] = tasks.0;
            while one.pop(PERIOD).is_some() || other.pop(PERIOD).is_some() {}
            assert!(push(one, a, 5) && push(one, b, 5));
            let taken = Arc::new(Count::new(0));
            let pushed = Arc::new(Count::new(2));
            let mut actors: Vec<Actor> = Vec::new();
            // The loop takes what is next, and puts it elsewhere, as an Event's queue would be.
            let (queues1, taken1) = (queues.clone(), taken.clone());
            actors.push(Box::new(move || {
                let [one, other] = { &queues1 }.0;
                if let Some(task) = one.pop(PERIOD) {
                    taken1.fetch_add(1, SeqCst);
                    assert!(
                        other.push(task, 1, Obj::NULL, PERIOD).is_ok(),
                        "who was taken out is nowhere"
                    );
                }
            }));
            // An interrupt pushes.
            let (queues2, tasks2, pushed2) = (queues.clone(), tasks.clone(), pushed.clone());
            actors.push(Box::new(move || {
                let ([one, _], [.., c]) = ({ &queues2 }.0, { &tasks2 }.0);
                if one.push(c, 3, Obj::NULL, PERIOD).is_ok() {
                    pushed2.fetch_add(1, SeqCst);
                }
            }));
            // Another core takes one out of the first queue, and of that alone.
            let (queues3, tasks3, taken3) = (queues.clone(), tasks.clone(), taken.clone());
            actors.push(Box::new(move || {
                let ([one, _], [a, ..]) = ({ &queues3 }.0, { &tasks3 }.0);
                if remove(Some(one), a, PERIOD).is_ok() {
                    taken3.fetch_add(1, SeqCst);
                }
            }));
            let (queues, tasks) = (queues.clone(), tasks.clone());
            let end = Box::new(move || {
                let ([one, other], tasks) = ({ &queues }.0, { &tasks }.0);
                let mut keys = Vec::new();
                while let Some(task) = one.pop(PERIOD) {
                    assert!(tasks.contains(&task) && keys.len() < 3, "a task comes out twice");
                    keys.push(task.key.get());
                }
                assert!(keys.is_sorted(), "{keys:?}");
                let left = pushed.load(SeqCst) - taken.load(SeqCst);
                assert_eq!(keys.len(), left, "what was pushed and not taken is there");
                while other.pop(PERIOD).is_some() {}
                assert!(tasks.iter().all(|task| !task.is_queued()), "who is out is nowhere");
            });
            (actors, end)
        })
    }};
}

/// How often an actor that could go on is stopped where all orders are too many.
const STOPS: usize = 2;

fn holds(name: &str, orders: Result<usize, String>) {
    println!("{name}: {} orders", orders.unwrap());
}

fn is_found(orders: Result<usize, String>) {
    let failure = orders.expect_err("the fault is not found");
    println!("found: {failure}");
}

#[test]
fn no_wake_up_is_lost() {
    holds("a wait and a wake-up", waits!(whole, 1, 4));
    holds("two waits and a wake-up", waits!(whole, 2, STOPS));
}

#[test]
fn a_loop_that_looks_before_it_enters_the_list_is_found() {
    is_found(waits!(looks_before_it_enters, 1, STOPS));
}

#[test]
fn a_wake_up_that_is_counted_late_is_found() {
    is_found(waits!(counts_after_it_wakes, 1, STOPS));
}

#[test]
fn two_waits_in_one_place_are_found() {
    is_found(waits!(takes_a_place_in_two_steps, 2, STOPS));
}

#[test]
fn every_close_is_told_of_or_said_to_be_lost() {
    holds("three closes and two reads", closes!(whole, STOPS));
}

#[test]
fn a_close_that_is_read_before_it_is_written_is_found() {
    is_found(closes!(trusts_what_is_being_written, STOPS));
}

#[test]
fn two_closes_of_one_number_are_found() {
    is_found(closes!(numbers_a_close_in_two_steps, STOPS));
}

#[test]
fn a_queue_stays_whole() {
    holds("a pop, a push and a removal", queue!(whole, STOPS));
}

#[test]
fn a_push_outside_a_section_is_found() {
    is_found(queue!(pushes_outside_a_section, STOPS));
}

#[test]
fn a_removal_in_two_sections_is_found() {
    is_found(queue!(removes_in_two_sections, STOPS));
}
