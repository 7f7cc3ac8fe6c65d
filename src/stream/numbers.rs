//! A growable array of plain numbers outside the VM's heap, which the collector need not look at. Owns its memory; must not
//! hold a handle or a pointer of the VM.
#![allow(unsafe_code)]

use core::cell::Cell;
use core::mem::size_of;

/// An array of plain values. What was never set reads as the default value.
#[repr(C)]
pub struct Numbers<T> {
    values: Cell<*mut T>,
    length: Cell<usize>,
}

impl<T: Copy + Default> Default for Numbers<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Copy + Default> Numbers<T> {
    /// An empty array: zero in every byte.
    pub const fn new() -> Self {
        Self {
            values: Cell::new(core::ptr::null_mut()),
            length: Cell::new(0),
        }
    }

    /// The value with this number.
    #[inline]
    pub fn get(&self, i: usize) -> T {
        if i < self.length.get() {
            // SAFETY: below the length, where `reserve` wrote each value.
            unsafe { self.values.get().add(i).read() }
        } else {
            T::default()
        }
    }

    /// How many values there is room for.
    pub fn length(&self) -> usize {
        self.length.get()
    }

    /// Sets the value with this number, if there is room for it: whether there was.
    #[inline]
    pub fn set(&self, i: usize, value: T) -> bool {
        let room = i < self.length.get();
        if room {
            // SAFETY: as for `get`.
            unsafe { self.values.get().add(i).write(value) };
        }
        room
    }

    /// Changes the value with this number, if there is room for it.
    #[inline]
    pub fn update(&self, i: usize, change: impl FnOnce(&mut T)) {
        let mut value = self.get(i);
        change(&mut value);
        self.set(i, value);
    }

    /// Makes room for values below `length`: false if there is no memory.
    pub fn reserve(&self, length: usize) -> bool {
        let old = self.length.get();
        if length <= old {
            return true;
        }
        let length = length.max(2 * old).max(16);
        let Some(size) = length.checked_mul(size_of::<T>()) else {
            return false;
        };
        // SAFETY: `values` is null or came from here, and nothing else points into it.
        let values: *mut T = unsafe { libc::realloc(self.values.get().cast(), size) }.cast();
        if values.is_null() {
            return false;
        }
        for i in old..length {
            // SAFETY: below the length just allocated.
            unsafe { values.add(i).write(T::default()) };
        }
        self.values.set(values);
        self.length.set(length);
        true
    }

    /// The values' address, for a system call that reads and writes that many.
    pub fn as_mut_ptr(&self) -> *mut T {
        self.values.get()
    }

    /// Gives the memory back; the array is empty then.
    pub fn clear(&self) {
        // SAFETY: as for `reserve`.
        unsafe { libc::free(self.values.get().cast()) };
        self.values.set(core::ptr::null_mut());
        self.length.set(0);
    }
}
