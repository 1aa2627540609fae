//! Where the randomness comes from.

/// A small generator (SplitMix64): the same seed makes the same catalog everywhere.
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// True in one of `odds` cases.
    pub(crate) fn chance(&mut self, odds: usize) -> bool {
        self.below(odds) == 0
    }

    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub(super) fn some<T>(&mut self, odds: usize, value: T) -> Option<T> {
        self.chance(odds).then_some(value)
    }

    /// Some of the items, in any order, at least one.
    pub(super) fn several<T: Clone>(&mut self, items: &[T], most: usize) -> Vec<T> {
        let mut left = items.to_vec();
        let count = 1 + self.below(most.min(left.len()));
        (0..count).map(|_| left.remove(self.below(left.len()))).collect()
    }

    pub(super) fn comment(&mut self) -> Option<String> {
        let text = self.pick(&["plain", "it's \"quoted\"", "a\\b\n%s 🦀", "$$"]).to_string();
        self.some(5, text)
    }
}
