//! Text in the records of a binary workbook: Unicode since Excel 97, bytes in some encoding before.

use encoding_rs::Encoding;

use super::super::encoding;

/// How a book writes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// Unicode, whatever encoding the book names; a flag before the characters tells whether they take two bytes each.
    Unicode,
    /// Bytes in the encoding that the book names, if it is known.
    Bytes(Option<&'static Encoding>),
}

/// A record's pieces, read one behind the other.
pub(super) struct Pieces<'a, I> {
    now: &'a [u8],
    further: I,
}

impl<'a, I: Iterator<Item = &'a [u8]>> Pieces<'a, I> {
    /// Reads on from the first piece.
    pub fn new(mut pieces: I) -> Self {
        Self { now: pieces.next().unwrap_or_default(), further: pieces }
    }

    /// Goes on to the next piece where this one is used up; whether there is anything left.
    fn refill(&mut self) -> bool {
        while self.now.is_empty() {
            match self.further.next() {
                Some(next) => self.now = next,
                None => return false,
            }
        }
        true
    }

    fn byte(&mut self) -> Option<u8> {
        self.refill();
        let (byte, rest) = self.now.split_first()?;
        self.now = rest;
        Some(*byte)
    }

    fn number(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// Passes bytes over, across pieces.
    pub fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 && self.refill() {
            let here = bytes.min(self.now.len());
            self.now = &self.now[here..];
            bytes -= here;
        }
    }

    /// A text whose length comes before it in two bytes; what is missing at its end stays so.
    pub fn text(&mut self, writing: Writing) -> Option<String> {
        let length = usize::from(self.number()?);
        self.text_of(length, writing)
    }

    /// A text whose length comes before it in one byte.
    pub fn short_text(&mut self, writing: Writing) -> Option<String> {
        let length = usize::from(self.byte()?);
        self.text_of(length, writing)
    }

    fn text_of(&mut self, length: usize, writing: Writing) -> Option<String> {
        match writing {
            Writing::Unicode => {
                let flags = if length == 0 { self.byte().unwrap_or_default() } else { self.byte()? };
                Some(self.characters(length, flags))
            }
            Writing::Bytes(named) => {
                let bytes: Vec<u8> = std::iter::from_fn(|| self.byte()).take(length).collect();
                Some(encoding::named_or_likely(&bytes, named))
            }
        }
    }

    /// A text of the table of shared texts, with its fonts and pronunciations passed over.
    pub fn shared_text(&mut self) -> Option<String> {
        let length = usize::from(self.number()?);
        let flags = self.byte()?;
        let fonts = if flags & 8 == 0 { 0 } else { usize::from(self.number()?) };
        let beside = if flags & 4 == 0 { 0 } else { usize::from(self.number()?) | usize::from(self.number()?) << 16 };
        let text = self.characters(length, flags);
        self.skip(fonts * 4);
        self.skip(beside);
        Some(text)
    }

    /// Characters; where a piece ends among them, the next one begins with a flag of its own.
    fn characters(&mut self, length: usize, mut flags: u8) -> String {
        let mut units: Vec<u16> = Vec::with_capacity(length);
        while units.len() < length {
            if self.now.is_empty() {
                let Some(own_flags) = self.byte() else { break };
                flags = own_flags;
            }
            let left = length - units.len();
            let width = if flags & 1 == 0 { 1 } else { 2 };
            let here = left.min(self.now.len() / width) * width;
            let (characters, rest) = self.now.split_at(here);
            match width {
                1 => units.extend(characters.iter().map(|byte| u16::from(*byte))),
                _ => units.extend(characters.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]))),
            }
            // Half a character at the end of a piece is none.
            self.now = if here == 0 { &[] } else { rest };
        }
        String::from_utf16_lossy(&units)
    }
}
