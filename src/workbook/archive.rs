//! Zip archives of tables, which departments send as they are: what is in them, and the bytes of a file in one.

use std::io::{self, BufReader, Read};

use encoding_rs::GB18030;
use zip::{CompressionMethod, ZipArchive};

use super::foreign::Foreign;
use super::input::{Input, Opened};

/// How many files an archive may hold.
const MOST: usize = 10_000;

/// How many bytes a file in an archive may have.
const LARGEST: u64 = 512 << 20;

/// How many bytes all files in an archive may have together: so many for each of its own, and so many in any case.
const RATIO: u64 = 200;
const LEAST_SUM: u64 = 256 << 20;
const LARGEST_SUM: u64 = 4 << 30;

/// A file in an archive.
pub(super) struct ArchiveMember {
    pub number: usize,
    /// Its path in the archive, `/` between folders.
    pub path: String,
    /// Its size.
    pub bytes: u64,
}

/// Why an archive is not looked into.
pub(super) enum UnreadArchive {
    /// It is what it is.
    Foreign(Foreign),
    /// It cannot be read; what the library said.
    Broken(String),
}

/// The files in an archive, by path.
pub(super) fn members(input: &Input) -> Result<Vec<ArchiveMember>, UnreadArchive> {
    let mut archive = opened(input).map_err(broken)?;
    if archive.len() > MOST {
        return Err(UnreadArchive::Foreign(Foreign::LargeArchive));
    }
    let most = input.size().saturating_mul(RATIO).saturating_add(LEAST_SUM).min(LARGEST_SUM);
    let mut members = Vec::new();
    let mut sum = 0_u64;
    for number in 0..archive.len() {
        let file = archive.by_index_raw(number).map_err(broken)?;
        if file.is_dir() {
            continue;
        }
        if file.encrypted() {
            return Err(UnreadArchive::Foreign(Foreign::LockedArchive));
        }
        if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(UnreadArchive::Foreign(Foreign::Packed));
        }
        sum = sum.saturating_add(file.size());
        if file.size() > LARGEST || sum > most {
            return Err(UnreadArchive::Foreign(Foreign::LargeArchive));
        }
        members.push(ArchiveMember { number, path: path(file.name_raw()), bytes: file.size() });
    }
    members.sort_by(|a, b| (&a.path, a.number).cmp(&(&b.path, b.number)));
    Ok(members)
}

/// The bytes of a file in an archive.
pub(super) fn member(input: &Input, number: usize) -> io::Result<Vec<u8>> {
    let mut archive = opened(input)?;
    let file = archive.by_index(number).map_err(io::Error::other)?;
    let mut bytes = Vec::new();
    let told = file.size().min(LARGEST);
    file.take(told + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > told {
        true => Err(io::Error::other("a file larger than it says")),
        false => Ok(bytes),
    }
}

fn opened(input: &Input) -> io::Result<ZipArchive<BufReader<Opened>>> {
    ZipArchive::new(BufReader::new(input.open()?)).map_err(io::Error::other)
}

fn broken(error: impl ToString) -> UnreadArchive {
    UnreadArchive::Broken(error.to_string())
}

/// The path that an entry's bytes spell: in UTF-8, or as Chinese programs for Windows write names, whatever their flag
/// says.
fn path(name: &[u8]) -> String {
    let name = std::str::from_utf8(name).map_or_else(|_| GB18030.decode(name).0, Into::into);
    let name = name.replace('\\', "/");
    let steps = name.split('/').filter(|step| !matches!(*step, "" | "." | ".."));
    steps.collect::<Vec<_>>().join("/")
}
