//! Reproducible chance: every draw depends on the seed and on what it is drawn for, never on what was drawn before
//! for something else.

/// A stream of draws.
pub struct Dice(u64);

impl Dice {
    /// The stream for one purpose and number.
    pub fn new(seed: u64, purpose: &str, number: u64) -> Self {
        let start = seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = purpose.bytes().fold(start, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut dice = Self(mixed);
        dice.next();
        dice
    }

    /// The next 64 bits (SplitMix64).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).expect("a remainder of a usize")
    }

    /// A number from `low` to `high`.
    pub fn within(&mut self, low: i32, high: i32) -> i32 {
        let span = usize::try_from(high - low + 1).expect("low is not above high");
        low + i32::try_from(self.below(span)).expect("fits the span")
    }

    /// Whether something with this chance in a hundred happens.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}
