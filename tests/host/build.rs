//! Compiles what C says of the layouts, from the header that firmware has.

fn main() {
    for path in ["layout.c", "stub/py/obj.h", "../../cmodule/asyncio_rs.h"] {
        println!("cargo::rerun-if-changed={path}");
    }
    cc::Build::new()
        .file("layout.c")
        .include("stub")
        .include("../../cmodule")
        .warnings_into_errors(true)
        .compile("layout");
}
