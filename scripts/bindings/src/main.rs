//! Writes the two files that C and Rust know each other by: `cmodule/asyncio_rs.h` from `src/` (cbindgen) and
//! `src/vm/sys.rs` from `cmodule/vm.h` (bindgen). With `--check` writes nothing, and fails if either is out of date.
//!
//! Both files are committed, so that building a firmware needs neither tool; a test runs this with `--check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let check = std::env::args().skip(1).any(|arg| arg == "--check");
    let stale: Vec<PathBuf> = [
        (root.join("cmodule/asyncio_rs.h"), header(&root)),
        (root.join("src/vm/sys.rs"), bindings(&root)),
    ]
    .into_iter()
    .filter(|(path, text)| std::fs::read_to_string(path).ok().as_ref() != Some(text))
    .map(|(path, text)| {
        if !check {
            std::fs::write(&path, text).expect("the working tree can be written");
        }
        path
    })
    .collect();
    for path in &stale {
        let what = if check { "out of date" } else { "written" };
        println!("{}: {what}", path.strip_prefix(&root).unwrap_or(path).display());
    }
    if check && !stale.is_empty() {
        println!("run: cargo run --manifest-path tests/Cargo.toml -p bindings");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// `asyncio_rs.h`: the entry points of `src/ffi.rs` and the layouts that C allocates.
fn header(root: &Path) -> String {
    let mut config =
        cbindgen::Config::from_file(root.join("scripts/bindings/cbindgen.toml")).expect("cbindgen.toml is valid");
    let includes = config.after_includes.unwrap_or_default();
    let version = version(root);
    config.after_includes = Some(format!(
        "{includes}\n\n// The version, which Cargo.toml has.\n#define ASYNCIO_RS_VERSION \"{version}\""
    ));
    let mut text = Vec::new();
    cbindgen::Builder::new()
        .with_crate(root)
        .with_config(config)
        .generate()
        .expect("src/ can be read")
        .write(&mut text);
    pointers(&plain_c99(&String::from_utf8(text).expect("cbindgen writes UTF-8")))
}

/// The version of the engine's package.
fn version(root: &Path) -> String {
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("Cargo.toml can be read");
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
    line.expect("Cargo.toml has a version")
        .trim_end_matches('"')
        .to_string()
}

/// Leaves out what only C23 reads, and the `_T` of type names inside the names of constants.
fn plain_c99(text: &str) -> String {
    let mut lines = Vec::new();
    let mut in_c23 = false;
    let mut conditions = Vec::new();
    for line in text.lines() {
        // What a firmware leaves out is declared all the same.
        let is_optional = if line.starts_with("#if") {
            conditions.push(line == "#if defined(ASYNCIO_RS_INSIGHT)");
            conditions.last() == Some(&true)
        } else {
            line.starts_with("#endif") && conditions.pop() == Some(true)
        };
        if is_optional {
            continue;
        }
        if line.contains("__STDC_VERSION__") {
            in_c23 = line.starts_with("#if");
        } else if line == "#else" && in_c23 {
            in_c23 = false;
        } else if !in_c23 {
            lines.push(
                line.replace("_T_", "_")
                    .replace("Numbers_", "asyncio_rs_numbers_")
                    .trim_end()
                    .to_string(),
            );
        }
    }
    lines.join("\n").replace("\n {\n", " {\n").replace("\n\n\n", "\n\n") + "\n"
}

/// `sys.rs`: the declarations of `vm.h`. The VM's own header is stood in for by the stub that the host tests use.
fn bindings(root: &Path) -> String {
    bindgen::Builder::default()
        .header(root.join("cmodule/vm.h").display().to_string())
        .clang_arg(format!("-I{}", root.join("tests/host/stub").display()))
        .allowlist_item("asyncio_rs_vm.*")
        .blocklist_type("mp_obj_t")
        .raw_line("//! The declarations of `cmodule/vm.h`.")
        .raw_line("#![allow(non_camel_case_types, unsafe_code)]")
        .raw_line("")
        .raw_line("use crate::task::Obj as mp_obj_t;")
        .use_core()
        .ctypes_prefix("core::ffi")
        .layout_tests(false)
        .derive_debug(false)
        .merge_extern_blocks(true)
        .formatter(bindgen::Formatter::Rustfmt)
        .generate()
        .expect("vm.h can be read")
        .to_string()
}

/// Writes references to tasks and queues, and what may be null, as the pointers that they are: cbindgen does not see
/// through the types that Rust keeps them in.
fn pointers(text: &str) -> String {
    let mut text: String = text
        .lines()
        .filter(|line| {
            !(line.starts_with("typedef struct Option_")
                || ["typedef size_t size_t;", "typedef uint32_t uint32_t;"].contains(line))
        })
        .map(|line| format!("{line}\n"))
        .collect();
    for (name, c_name) in [("Task", "task"), ("Queue", "queue"), ("Header", "header")] {
        let pointer = format!("struct asyncio_rs_{c_name}_t *");
        text = text
            .replace(&format!("struct Option_{name}Ref "), &pointer)
            .replace(&format!("{name}Ref *"), &format!("{pointer}*"))
            .replace(&format!("{name}Ref "), &pointer);
    }
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text
}
