//! What stands in the columns of a record that are not understood, kept as a fingerprint: enough to tell that two
//! records differ in something nobody read.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The fingerprint of the cells that no field claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnclaimedCells {
    /// Of their headings.
    headings: u16,
    /// Of what stands below them.
    cells: u64,
}

const CELL_BITS: u32 = 47;

impl UnclaimedCells {
    /// The fingerprint of cells under these headings.
    pub fn of<'a>(headings: impl Iterator<Item = &'a str>, cells: impl Iterator<Item = &'a str>) -> Self {
        let [headings, cells] = [hash(headings), hash(cells)];
        let headings = u16::try_from(headings >> 48).expect("16 bits are left");
        Self { headings, cells: cells & ((1 << CELL_BITS) - 1) }
    }

    /// The number that a frame keeps.
    pub fn key(self) -> i64 {
        let key = (u64::from(self.headings) << CELL_BITS) | self.cells;
        i64::try_from(key).expect("63 bits")
    }

    /// The fingerprint of a key.
    pub fn of_key(key: i64) -> Self {
        let key = key.unsigned_abs();
        let headings = u16::try_from((key >> CELL_BITS) & 0xffff).expect("16 bits");
        Self { headings, cells: key & ((1 << CELL_BITS) - 1) }
    }

    /// Whether nothing speaks for two records being different: other columns, or the same with the same cells.
    pub fn agrees(self, other: Self) -> bool {
        self.headings != other.headings || self.cells == other.cells
    }
}

fn hash<'a>(texts: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    texts.for_each(|text| text.hash(&mut hasher));
    hasher.finish()
}
