//! Reading and draining, told what a stream's object gave.

use asyncio_rs::stream::transfer::{Drain, Draining, Transfer, read, readexactly, readline};

#[test]
fn read_of_so_many_returns_what_comes_first() {
    assert_eq!(read(4, None), Transfer::Wait);
    assert_eq!(read(4, Some(2)), Transfer::ReturnIt);
    assert_eq!(read(4, Some(0)), Transfer::ReturnIt);
    assert_eq!(read(0, Some(0)), Transfer::ReturnIt);
}

#[test]
fn read_of_all_gathers_until_the_end() {
    assert_eq!(read(-1, None), Transfer::Wait);
    assert_eq!(read(-1, Some(5)), Transfer::Add);
    assert_eq!(read(-1, Some(0)), Transfer::Return);
}

#[test]
fn readexactly_gathers_what_is_missing() {
    let mut missing = 5;
    assert_eq!(readexactly(&mut missing, Some(2)), Transfer::Add);
    assert_eq!(readexactly(&mut missing, None), Transfer::Wait);
    assert_eq!(readexactly(&mut missing, Some(3)), Transfer::AddAndReturn);
    let mut missing = 5;
    assert_eq!(readexactly(&mut missing, Some(0)), Transfer::Eof);
}

#[test]
fn readexactly_of_a_negative_number_ends_by_the_end() {
    let mut missing = -1;
    assert_eq!(readexactly(&mut missing, Some(7)), Transfer::Add);
    assert_eq!(readexactly(&mut missing, Some(0)), Transfer::Eof);
}

#[test]
fn readline_gathers_until_a_line_or_the_end() {
    assert_eq!(readline(None, false), Transfer::Wait);
    assert_eq!(readline(Some(3), false), Transfer::Add);
    assert_eq!(readline(Some(3), true), Transfer::AddAndReturn);
    assert_eq!(readline(Some(0), false), Transfer::AddAndReturn);
}

#[test]
fn drain_sends_what_is_added_meanwhile() {
    let mut drain = Drain::new();
    assert!(!drain.took(Some(3), 5));
    assert!(!drain.took(None, 5));
    drain.replaced(true);
    assert!(!drain.took(Some(2), 9));
    assert_eq!(drain.sent, 5);
    assert!(drain.took(Some(4), 9));
    assert_eq!(drain.state, Draining::Sent);
}

#[test]
fn drain_begins_afresh_with_another_buffer() {
    let mut drain = Drain::new();
    assert!(!drain.took(Some(3), 5));
    drain.replaced(false);
    assert!(!drain.took(Some(1), 2));
    assert!(drain.took(Some(1), 2));
}

#[test]
fn drain_fails_by_the_stream_alone() {
    let mut drain = Drain::new();
    drain.raised(true);
    assert_eq!(drain.state, Draining::Failed);
    drain.raised(false);
    assert_eq!(drain.state, Draining::Left);
}
