//! What C makes of the header, by name: `"task"` is a size, `"task.prev"` an offset, `"STEP_POLL"` a value.

use std::ffi::{CStr, c_char};

#[repr(C)]
struct Entry {
    name: *const c_char,
    value: usize,
}

unsafe extern "C" {
    // Ends with a null name.
    #[link_name = "host_tests_layout"]
    static ENTRIES: Entry;
}

/// What C says of a name.
pub fn c(name: &str) -> usize {
    let mut entry = &raw const ENTRIES;
    loop {
        // SAFETY: the table is constant, and the loop ends with its last entry.
        let Entry { name: known, value } = unsafe { &*entry };
        assert!(!known.is_null(), "layout.c says nothing of {name}");
        // SAFETY: a string of C's.
        if unsafe { CStr::from_ptr(*known) }.to_bytes() == name.as_bytes() {
            return *value;
        }
        // SAFETY: this was not the last entry.
        entry = unsafe { entry.add(1) };
    }
}

/// The word of `object` at the offset that C says a field has.
pub fn word<T>(object: &T, field: &str) -> usize {
    read(object, c(field), field)
}

/// The same, of the byte there.
pub fn byte<T>(object: &T, field: &str) -> usize {
    usize::from(read::<T, u8>(object, c(field), field))
}

/// The same, of 16 bits.
pub fn half_word<T>(object: &T, field: &str) -> usize {
    usize::from(read::<T, u16>(object, c(field), field))
}

fn read<T, V: Copy>(object: &T, offset: usize, field: &str) -> V {
    assert!(offset + size_of::<V>() <= size_of::<T>(), "{field} lies outside");
    // SAFETY: inside the object, whose fields are plain words, and aligned as C aligns them.
    unsafe { std::ptr::from_ref(object).byte_add(offset).cast::<V>().read() }
}
