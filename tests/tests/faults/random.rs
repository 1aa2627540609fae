//! Random numbers and texts, the same for the same `DBMIG_RANDOM_SEED`.

use std::time::SystemTime;

/// xorshift64*: enough to choose cases by.
pub struct Random(u64);

impl Random {
    /// By `DBMIG_RANDOM_SEED`, or the time; the seed is printed.
    pub fn seeded() -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let seed = std::env::var("DBMIG_RANDOM_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(now);
        println!("DBMIG_RANDOM_SEED={seed}");
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Less than `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).unwrap_or(1);
        usize::try_from(self.next() % limit).unwrap_or_default()
    }

    /// One of them.
    pub fn one_of<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }

    /// A text of all kinds of characters, sometimes long.
    pub fn text(&mut self) -> String {
        const PARTS: &[&str] = &[
            "a",
            "Z",
            "0",
            "9",
            " ",
            "\t",
            "\n",
            "\r",
            "\\",
            "\"",
            "'",
            "@",
            ":",
            "+",
            "-",
            "~",
            ".",
            ",",
            "=",
            "[",
            "]",
            "{",
            "}",
            "#",
            "%",
            "$",
            "é",
            "🦀",
            "\u{202e}",
            "\u{0}",
            "\u{7f}",
            "head",
            "base",
            "true",
            "9223372036854775808",
            "-1",
            "1e999",
        ];
        let length = if self.below(20) == 0 { 5000 } else { self.below(12) };
        (0..length).map(|_| *self.one_of(PARTS)).collect()
    }
}
