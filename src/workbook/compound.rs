//! The streams of a compound file ([MS-CFB]), also of one that is not quite as it should be.
//!
//! Old writers leave counts, colours and sizes behind that stricter readers refuse; what matters here is only which
//! sectors a stream has.

use std::collections::BTreeSet;

/// What a compound file begins with.
pub(super) const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Sector numbers from here on have other meanings.
const FIRST_SPECIAL: u32 = 0xffff_fffa;
const END: u32 = 0xffff_fffe;
const NONE: u32 = 0xffff_ffff;

/// Streams shorter than this lie in small sectors.
const SMALL_STREAM: usize = 4096;
const SMALL_SECTOR: usize = 64;

/// A compound file.
pub(super) struct Compound<'a> {
    file: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    next_small: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<DirectoryEntry>,
}

/// A stream or folder.
struct DirectoryEntry {
    name: String,
    is_stream: bool,
    beside: [u32; 2],
    child: u32,
    start: u32,
    length: usize,
}

impl<'a> Compound<'a> {
    /// Opens a file, if it is one.
    pub fn open(file: &'a [u8]) -> Option<Self> {
        let sector = match (file.starts_with(&MAGIC), u16_at(file, 30)?) {
            (true, 9) => 512,
            (true, 12) => 4096,
            _ => return None,
        };
        let bare =
            Self { file, sector, next: Vec::new(), next_small: Vec::new(), small: Vec::new(), entries: Vec::new() };
        let tables = bare.tables()?.into_iter().filter_map(|table| bare.sector(table));
        let next = tables.flat_map(numbers).collect();
        let mut compound = Self { next, ..bare };
        let folder = compound.chain(u32_at(file, 48)?)?;
        compound.entries = folder.chunks_exact(128).filter_map(DirectoryEntry::read).collect();
        let root = compound.entries.first()?;
        let small = compound.chain(root.start).unwrap_or_default();
        let next_small = compound.chain(u32_at(file, 60)?).unwrap_or_default();
        Some(Self { small, next_small: numbers(&next_small).collect(), ..compound })
    }

    /// The stream of this name in the file's root, or else anywhere.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let named = |entry: &&DirectoryEntry| entry.is_stream && entry.name.eq_ignore_ascii_case(name);
        let entry = self
            .in_root()
            .filter_map(|at| self.entries.get(at))
            .find(named)
            .or_else(|| self.entries.iter().find(named))?;
        if entry.length >= SMALL_STREAM {
            let mut bytes = self.chain(entry.start)?;
            bytes.truncate(entry.length);
            return Some(bytes);
        }
        let mut bytes = Vec::new();
        for at in follow(entry.start, &self.next_small)? {
            bytes.extend_from_slice(piece(&self.small, at, SMALL_SECTOR)?);
        }
        bytes.truncate(entry.length);
        Some(bytes)
    }

    /// Where the entries of the root stand.
    fn in_root(&self) -> impl Iterator<Item = usize> {
        let mut waiting: Vec<u32> = self.entries.first().map(|root| root.child).into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(at) = waiting.pop() {
            let at = at as usize;
            if let Some(entry) = self.entries.get(at).filter(|_| seen.insert(at)) {
                waiting.extend(entry.beside.into_iter().filter(|beside| *beside != NONE));
            }
        }
        seen.into_iter()
    }

    /// The sectors that hold the table of sectors.
    fn tables(&self) -> Option<Vec<u32>> {
        let mut tables: Vec<u32> = numbers(self.file.get(76..512)?).collect();
        let mut more = u32_at(self.file, 68)?;
        let mut seen = BTreeSet::new();
        while more < FIRST_SPECIAL && seen.insert(more) {
            let mut further: Vec<u32> = numbers(self.sector(more)?).collect();
            more = further.pop()?;
            tables.extend(further);
        }
        tables.retain(|table| *table < FIRST_SPECIAL);
        Some(tables)
    }

    /// The bytes of a sector; the last one of a file may be short.
    fn sector(&self, at: u32) -> Option<&'a [u8]> {
        piece(self.file, at.checked_add(1)?, self.sector)
    }

    /// The bytes of all sectors from one on.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let sectors = follow(start, &self.next)?;
        let sectors: Option<Vec<&[u8]>> = sectors.into_iter().map(|at| self.sector(at)).collect();
        Some(sectors?.concat())
    }
}

impl DirectoryEntry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let units = bytes[..64].chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
        Some(Self {
            name: String::from_utf16_lossy(&units),
            is_stream: bytes[66] == 2,
            beside: [u32_at(bytes, 68)?, u32_at(bytes, 72)?],
            child: u32_at(bytes, 76)?,
            start: u32_at(bytes, 116)?,
            length: u32_at(bytes, 120)? as usize,
        })
    }
}

/// The sectors of a chain; none if it leads in a circle or out of the file.
fn follow(start: u32, next: &[u32]) -> Option<Vec<u32>> {
    let mut at = start;
    let mut chain = Vec::new();
    let mut seen = vec![false; next.len()];
    while at != END {
        let seen = seen.get_mut(at as usize)?;
        if std::mem::replace(seen, true) {
            return None;
        }
        chain.push(at);
        at = next[at as usize];
    }
    Some(chain)
}

fn piece(bytes: &[u8], at: u32, size: usize) -> Option<&[u8]> {
    let start = (at as usize).checked_mul(size)?;
    let piece = bytes.get(start..)?;
    (!piece.is_empty()).then(|| &piece[..piece.len().min(size)])
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|number| u32::from_le_bytes([number[0], number[1], number[2], number[3]]))
}

/// The number of two bytes at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

/// The number of four bytes at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

/// The number with a fraction at a place.
pub(super) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..)?.first_chunk().copied().map(f64::from_le_bytes)
}
