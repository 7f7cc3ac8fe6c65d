//! Takes those of the engine's modules that are shared, and gives each access to a shared word a step before it. One copy is as
//! the engine has it, but for its sizes; in each other one a fault is planted, which the tests have to find.

use std::fmt::Write;
use std::{env, fs, path::Path};

/// The modules of a copy: where each is.
const MODULES: [&str; 7] = [
    "ticks",
    "vm/mod",
    "task",
    "queue",
    "stream/kernel",
    "stream/closes",
    "stream/waker",
];

/// What makes a step of each access, and the small sizes.
const STEPS: [(&str, &str, &str); 5] = [
    ("task", "use core::cell::Cell;", "use ::interleavings::Cell;"),
    (
        "stream/waker",
        "use core::sync::atomic::{AtomicI32, AtomicUsize, Ordering::SeqCst};",
        "use ::interleavings::{AtomicI32, AtomicUsize, SeqCst};",
    ),
    (
        "stream/closes",
        "use core::sync::atomic::{AtomicI32, AtomicU64, AtomicUsize, Ordering::SeqCst};",
        "use ::interleavings::{AtomicI32, AtomicU64, AtomicUsize, SeqCst};",
    ),
    ("stream/waker", "const WAITS: usize = 8;", "const WAITS: usize = 2;"),
    (
        "stream/closes",
        "const REMEMBERED: usize = 1024;",
        "const REMEMBERED: usize = 2;",
    ),
];

const IS_TO_WAIT: &str = "    let is_to_wait = !is_pending() && self::wakes() == wakes;\n";
const ENTERS: &str = "    let place = UNDER_WAY\n";

/// A fault: the copy's name, and in which module what becomes what.
type Fault = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

const FAULTS: [Fault; 8] = [
    ("whole", &[]),
    (
        "looks_before_it_enters",
        &[
            ("stream/waker", IS_TO_WAIT, ""),
            (
                "stream/waker",
                ENTERS,
                "    let is_to_wait = !is_pending() && self::wakes() == wakes;\n    let place = UNDER_WAY\n",
            ),
        ],
    ),
    (
        "counts_after_it_wakes",
        &[
            ("stream/waker", "        WAKES.fetch_add(1, SeqCst);\n", ""),
            (
                "stream/waker",
                "                os.set_timer(waker, true);\n            }\n        }\n",
                "                os.set_timer(waker, true);\n            }\n        }\n        WAKES.fetch_add(1, SeqCst);\n",
            ),
        ],
    ),
    (
        "takes_a_place_in_two_steps",
        &[(
            "stream/waker",
            "place.compare_exchange(NONE, waker, SeqCst, SeqCst).is_ok()",
            "place.load(SeqCst) == NONE && { place.store(waker, SeqCst); true }",
        )],
    ),
    (
        "trusts_what_is_being_written",
        &[(
            "stream/closes",
            "all = close >> 32 == at as u64 & u64::from(u32::MAX);",
            "",
        )],
    ),
    (
        "numbers_a_close_in_two_steps",
        &[(
            "stream/closes",
            "CLOSED.fetch_add(1, SeqCst)",
            "{ let n = CLOSED.load(SeqCst); CLOSED.store(n + 1, SeqCst); n }",
        )],
    ),
    (
        "pushes_outside_a_section",
        &[(
            "queue",
            "critical_section::with(|section| self.push_in(section, task, key, data, period))",
            "self.push_in(unsafe { CriticalSection::new() }, task, key, data, period)",
        )],
    ),
    (
        "removes_in_two_sections",
        &[
            (
                "queue",
                "        if is_there {\n            cut(",
                "        is_there\n    });\n    critical_section::with(|_| {\n        if is_there {\n            cut(",
            ),
            (
                "queue",
                "    critical_section::with(|_| {\n        let is_there",
                "    let is_there = critical_section::with(|_| {\n        let is_there",
            ),
        ],
    ),
];

fn main() {
    let source = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../src");
    let mut copies = String::new();
    for (name, fault) in FAULTS {
        writeln!(
            copies,
            "#[allow(dead_code, unused, unexpected_cfgs, unused_unsafe, clippy::all)]\nmod {name} {{"
        )
        .unwrap();
        for module in MODULES {
            let path = source.join(module).with_extension("rs");
            println!("cargo::rerun-if-changed={}", path.display());
            let mut text = fs::read_to_string(&path).unwrap();
            for (of, from, to) in STEPS.iter().chain(fault).filter(|(of, ..)| *of == module) {
                assert!(text.contains(from), "{of} has no more: {from}");
                text = text.replace(from, to);
            }
            let text = text.replace("crate::", &format!("crate::{name}::"));
            let lines = text
                .lines()
                .filter(|line| !line.starts_with("//!") && !line.starts_with("#!["));
            let text: Vec<_> = lines.collect();
            let (stream, inner) = match module.strip_prefix("stream/") {
                Some(inner) => (true, inner),
                None => (false, module.trim_end_matches("/mod")),
            };
            if module == "stream/kernel" {
                copies += "pub mod stream {\n";
            }
            writeln!(copies, "pub mod {inner} {{\n{}\n}}", text.join("\n")).unwrap();
            assert!(!stream || copies.contains("pub mod stream"));
        }
        copies += "}\n}\n";
    }
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("copies.rs"), copies).unwrap();
}
