//! What the engine is held to, each a function of bytes: so one text serves the tests that make bytes by chance and the fuzzers,
//! which look for those that lead somewhere new.

#[cfg(feature = "unix")]
pub mod descriptors;
pub mod queue;
pub mod waits;

/// The decisions of a program, one byte or two each.
pub struct Bytes<'a>(std::slice::Iter<'a, u8>);

impl<'a> Bytes<'a> {
    /// Those of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.iter())
    }

    /// Whether all were made.
    pub fn is_over(&self) -> bool {
        self.0.len() == 0
    }

    /// One of `n` choices; the first when all were made.
    pub fn pick(&mut self, n: usize) -> usize {
        let mut byte = || self.0.next().copied().map_or(0, usize::from);
        if n > 256 {
            (byte() << 8 | byte()) % n
        } else {
            byte() % n.max(1)
        }
    }

    /// One of these.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.pick(of.len())])
    }
}
