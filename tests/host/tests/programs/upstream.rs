//! Upstream's side: `run_until_complete` of its `core.py`, told in plain lists.

use asyncio_rs::scheduler::{Ending, Step};
use host_tests::HALF;

use super::{Coroutines, EVENTS, Event, Exc, Kernel};

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Running,
    Waited(Vec<usize>),
    Watched,
    Finished,
    Retrieved,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Data {
    Nothing,
    Exc(Exc),
    Task(usize),
}

/// A program's tasks and the run queue. Time does not wrap here.
pub struct Upstream {
    pub now: usize,
    /// Key and task, in the order they come out.
    pub queue: Vec<(usize, usize)>,
    pub states: Vec<State>,
    pub data: Vec<Data>,
    pub keys: Vec<usize>,
    pub current: Option<usize>,
}

impl Upstream {
    pub fn push(&mut self, task: usize, key: usize) {
        self.data[task] = Data::Nothing;
        self.keys[task] = key;
        let at = self.queue.partition_point(|&(other, _)| other <= key);
        self.queue.insert(at, (key, task));
    }

    pub fn run(&mut self, main: Option<usize>, mut coroutines: Coroutines, streams: bool, start: usize) -> Vec<Event> {
        let mut events = Vec::new();
        while events.len() < EVENTS {
            match self.queue.first() {
                Some(&(key, _)) if key <= self.now => {}
                Some(&(key, _)) => {
                    events.push(Event::Wait { ms: key - self.now });
                    self.now = key;
                    continue;
                }
                None => {
                    if !streams {
                        self.current = None;
                        if main.is_none_or(|main| matches!(self.states[main], State::Finished | State::Retrieved)) {
                            events.push(Event::Leave {
                                how: Step::Finished,
                                exc: None,
                            });
                            break;
                        }
                    }
                    events.push(Event::Wait { ms: 3 });
                    self.now += 3;
                    continue;
                }
            }
            let (_, task) = self.queue.remove(0);
            self.current = Some(task);
            let thrown = match self.data[task] {
                Data::Exc(exc) => {
                    self.data[task] = Data::Nothing;
                    Some(exc)
                }
                _ => None,
            };
            events.push(Event::Resume {
                task,
                at: host_tests::wrap(start + self.now, HALF),
                thrown,
            });
            let Some((exc, ending)) = coroutines.resume(task, thrown, self) else {
                continue;
            };
            let is_main = main == Some(task);
            let mut awaited = is_main;
            if ending == Ending::Fatal {
                events.push(Event::Leave {
                    how: Step::Raise,
                    exc: Some(exc),
                });
                break;
            }
            if is_main {
                if ending != Ending::Returned {
                    self.states[task] = State::Retrieved;
                    events.push(Event::Leave {
                        how: Step::Raise,
                        exc: Some(exc),
                    });
                    break;
                }
                if self.states[task] == State::Finished {
                    self.states[task] = State::Retrieved;
                }
            }
            match self.states[task].clone() {
                State::Retrieved => {}
                State::Finished => {
                    let exc = thrown.expect("it runs again for nothing else");
                    self.data[task] = Data::Exc(exc);
                    events.push(Event::Handler { task, exc });
                }
                unfinished => {
                    match unfinished {
                        State::Running => {
                            self.states[task] = if awaited { State::Retrieved } else { State::Finished };
                        }
                        State::Waited(waiters) => {
                            awaited |= !waiters.is_empty();
                            self.states[task] = State::Retrieved;
                            waiters.into_iter().for_each(|waiter| self.push(waiter, self.now));
                        }
                        _ => {
                            events.push(Event::Callback { task, exc });
                            self.states[task] = State::Retrieved;
                            awaited = true;
                        }
                    }
                    if !awaited && ending == Ending::Raised {
                        self.push(task, self.now);
                    }
                    self.data[task] = Data::Exc(exc);
                }
            }
            if is_main {
                events.push(Event::Leave {
                    how: Step::Return,
                    exc: Some(exc),
                });
                break;
            }
        }
        events
    }
}

impl Kernel for Upstream {
    fn work(&mut self, ms: usize) {
        self.now += ms;
    }

    fn sleep(&mut self, ms: usize) {
        self.push(self.current.unwrap(), self.now + ms);
    }

    fn join(&mut self, other: usize) -> bool {
        let current = self.current.unwrap();
        match &mut self.states[other] {
            State::Finished | State::Retrieved => {
                self.states[other] = State::Retrieved;
                return false;
            }
            State::Watched => return false,
            State::Waited(waiters) => waiters.push(current),
            State::Running => self.states[other] = State::Waited(vec![current]),
        }
        self.keys[current] = self.now;
        self.data[current] = Data::Task(other);
        true
    }

    fn cancel(&mut self, other: usize) {
        if matches!(self.states[other], State::Finished | State::Retrieved) || self.current == Some(other) {
            return;
        }
        let mut task = other;
        let mut steps = 0;
        while let Data::Task(awaited) = self.data[task] {
            task = awaited;
            steps += 1;
            if steps > self.states.len() {
                return; // upstream would hang
            }
        }
        if self.keys[task] > self.now {
            self.queue.retain(|&(_, other)| other != task);
            self.push(task, self.now);
        }
        self.data[task] = Data::Exc(Exc::Cancelled);
    }

    fn watch(&mut self, other: usize) {
        if self.states[other] == State::Running {
            self.states[other] = State::Watched;
        }
    }
}
