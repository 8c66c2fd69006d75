use std::sync::{Mutex, PoisonError};

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use saifu_wallet::Random;

/// Where chance comes from: the same seed and stream, the same draws, on every machine.
pub struct Dice(Mutex<ChaCha8Rng>);

impl Dice {
    /// Streams of one seed do not depend on each other: what the wallet draws for its ids does not change
    /// who acts next.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(stream);
        Self(Mutex::new(source))
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&self, low: i64, high: i64) -> i64 {
        self.source().random_range(low..=high)
    }

    /// A place in a list of `length`, which must not be empty.
    pub fn place(&self, length: usize) -> usize {
        self.source().random_range(0..length)
    }

    /// Yes in `per_mille` of a thousand cases.
    pub fn chance(&self, per_mille: u16) -> bool {
        per_mille > 0 && self.source().random_range(0..1000_u16) < per_mille
    }

    /// One of a list; none of an empty one.
    pub fn pick<'a, T>(&self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { list.get(self.place(list.len())) }
    }

    /// One of a list, mostly of its last few: there they meet.
    pub fn recent<'a, T>(&self, list: &'a [T]) -> Option<&'a T> {
        let skipped = if self.chance(700) { list.len().saturating_sub(2) } else { 0 };
        self.pick(&list[skipped..])
    }

    /// One of a list, each as likely as its weight.
    pub fn weighed<'a, T>(&self, list: &'a [(u32, T)]) -> Option<&'a T> {
        let total: u32 = list.iter().map(|(weight, _)| weight).sum();
        let mut left = self.between(0, i64::from(total) - 1);
        list.iter().find_map(|(weight, item)| {
            left -= i64::from(*weight);
            (left < 0).then_some(item)
        })
    }

    fn source(&self) -> std::sync::MutexGuard<'_, ChaCha8Rng> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Random for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        self.source().fill_bytes(bytes);
    }
}
