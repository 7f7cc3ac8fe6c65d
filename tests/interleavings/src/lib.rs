//! An explorer of interleavings. Owns which actor takes the next step, and that every order within a bound of stops is tried; must not know what a step
//! does.
//!
//! Each actor is a thread, of which one runs at a time. Before each access to a shared word it asks who goes on. An order is a
//! list of such choices; after each run the last choice that has an alternative left is changed, until none has, within the bound. As all of the
//! engine's atomics are `SeqCst`, an order of the steps is all that can differ.

mod words;

pub use core::sync::atomic::Ordering::SeqCst;
pub use words::{AtomicI32, AtomicU64, AtomicUsize, Cell};

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;

/// What one of those that run at a time does.
pub type Actor<'a> = Box<dyn FnOnce() + Send + 'a>;

/// More steps than that in one run are a loop without an end.
const STEPS: usize = 10_000;

type Condition = Box<dyn Fn() -> bool + Send>;

#[derive(Default)]
struct Choices {
    /// The choices of this run, each with how many there were.
    path: Vec<(usize, usize)>,
    at: usize,
    steps: usize,
    /// How often an actor may still be made to stop that could go on.
    stops: usize,
    turn: Option<usize>,
    is_over: Vec<bool>,
    waits_for: Vec<Option<Condition>>,
    failure: Option<String>,
}

struct Run {
    choices: Mutex<Choices>,
    turns: Vec<Condvar>,
}

thread_local! {
    static ACTOR: RefCell<Option<(Arc<Run>, usize)>> = const { RefCell::new(None) };
}

impl Run {
    fn choices(&self) -> MutexGuard<'_, Choices> {
        self.choices.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Says who goes on, `me` first.
    fn choose(&self, choices: &mut Choices, me: usize) {
        let is_able = |i: usize| !choices.is_over[i] && choices.waits_for[i].as_ref().is_none_or(|is_met| is_met());
        let mut able: Vec<usize> = (0..self.turns.len()).filter(|&i| is_able(i)).collect();
        able.sort_by_key(|&i| (i != me, i));
        choices.steps += 1;
        if able.is_empty() && choices.is_over.iter().any(|is_over| !is_over) {
            choices.failure.get_or_insert("nobody can go on".into());
        }
        if choices.steps > STEPS {
            choices.failure.get_or_insert("there is no end".into());
        }
        let can_stay = able.first() == Some(&me);
        if can_stay && choices.stops == 0 {
            able.truncate(1);
        }
        let choice = if able.len() < 2 {
            0
        } else {
            let at = choices.at;
            choices.at += 1;
            if at == choices.path.len() {
                choices.path.push((0, able.len()));
            }
            choices.path[at].0
        };
        if can_stay && choice > 0 {
            choices.stops -= 1;
        }
        choices.turn = able.get(choice).copied();
        match (&choices.failure, choices.turn) {
            (None, Some(next)) if next != me => self.turns[next].notify_one(),
            (None, _) => {}
            (Some(_), _) => self.turns.iter().for_each(Condvar::notify_one),
        }
    }

    /// Waits for the turn of `me`; a run that has failed ends there.
    fn wait(&self, mut choices: MutexGuard<Choices>, me: usize) {
        while choices.turn != Some(me) && choices.failure.is_none() {
            choices = self.turns[me]
                .wait(choices)
                .unwrap_or_else(|poisoned| poisoned.into_inner());
        }
        choices.waits_for[me] = None;
        if choices.failure.is_some() {
            drop(choices);
            panic::resume_unwind(Box::new("the run has failed"));
        }
    }
}

fn go_on(condition: Option<Condition>) {
    let Some((run, me)) = ACTOR.with_borrow(Clone::clone) else {
        return;
    };
    if thread::panicking() {
        return;
    }
    let mut choices = run.choices();
    choices.waits_for[me] = condition;
    run.choose(&mut choices, me);
    run.wait(choices, me);
}

/// Another actor may come in here.
pub fn step() {
    go_on(None);
}

/// Others come in here until this holds, which is to take no step.
pub fn until(condition: impl Fn() -> bool + Send + 'static) {
    go_on(Some(Box::new(condition)));
}

/// Runs actors in every order in which an actor that could go on is stopped `stops` times at most: in how many, or what went wrong
/// in the first that fails. `make` makes the actors anew, and what holds when all are over.
pub fn explore<'a>(stops: usize, make: impl Fn() -> (Vec<Actor<'a>>, Actor<'a>)) -> Result<usize, String> {
    // What the actors share is the process's.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let mut path = Vec::new();
    for orders in 1.. {
        let (actors, at_the_end) = make();
        let n = actors.len();
        let choices = Choices {
            path,
            stops,
            is_over: vec![false; n],
            waits_for: (0..n).map(|_| None).collect(),
            ..Choices::default()
        };
        let run = Arc::new(Run {
            choices: Mutex::new(choices),
            turns: (0..n).map(|_| Condvar::new()).collect(),
        });
        IS_HELD.store(false, SeqCst);
        thread::scope(|scope| {
            for (me, actor) in actors.into_iter().enumerate() {
                let run = run.clone();
                scope.spawn(move || act(&run, me, actor));
            }
            let mut choices = run.choices();
            run.choose(&mut choices, usize::MAX); // nobody has begun
        });
        let mut choices = run.choices();
        if let Some(failure) = choices.failure.take() {
            return Err(failure);
        }
        panic::catch_unwind(AssertUnwindSafe(at_the_end)).map_err(said)?;
        path = std::mem::take(&mut choices.path);
        while path.last().is_some_and(|&(choice, of)| choice + 1 == of) {
            path.pop();
        }
        match path.last_mut() {
            Some((choice, _)) => *choice += 1,
            None => return Ok(orders),
        }
    }
    unreachable!()
}

fn act(run: &Arc<Run>, me: usize, actor: Actor) {
    ACTOR.set(Some((run.clone(), me)));
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        run.wait(run.choices(), me);
        actor();
    }));
    ACTOR.set(None);
    let mut choices = run.choices();
    choices.is_over[me] = true;
    if let Err(panic) = result {
        choices.failure.get_or_insert_with(|| said(panic));
    }
    run.choose(&mut choices, me);
}

fn said(panic: Box<dyn std::any::Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic
            .downcast::<&str>()
            .map_or("a panic".into(), |text| text.to_string()),
    }
}

/// The critical section: one for all, as on a board with two cores.
struct Section;

static IS_HELD: AtomicBool = AtomicBool::new(false);

critical_section::set_impl!(Section);

// SAFETY: one actor runs at a time, and goes on here only when no section is under way.
unsafe impl critical_section::Impl for Section {
    unsafe fn acquire() -> critical_section::RawRestoreState {
        until(|| !IS_HELD.load(SeqCst));
        IS_HELD.store(true, SeqCst);
        0
    }

    unsafe fn release(_: critical_section::RawRestoreState) {
        IS_HELD.store(false, SeqCst);
    }
}
