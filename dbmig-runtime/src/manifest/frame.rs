//! The frame around a declaration in the link section: magic, length, format version, JSON.
//!
//! Linkers pad and reorder what they put into a section, so every declaration says where it starts and how long it is.
//! The frame's layout never changes; the version is the JSON's.

/// The first bytes of a frame.
pub(crate) const MAGIC: [u8; 8] = *b"\xDBdbmig\0\x1A";

/// The version of the JSON format that the derives of this release write.
pub(crate) const VERSION: u32 = 2;

/// A framed declaration; both numbers are little-endian, the length is the body's, in bytes.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Frame<T> {
    magic: [u8; 8],
    length: [u8; 4],
    version: [u8; 4],
    body: T,
}

impl<T> Frame<T> {
    /// Frames `body`.
    pub const fn new(body: T) -> Self {
        let (magic, length, version) = header(size_of::<T>());
        Self { magic, length, version, body }
    }
}

/// What stands before a body of `length` bytes.
pub(super) const fn header(length: usize) -> ([u8; 8], [u8; 4], [u8; 4]) {
    (MAGIC, (length as u32).to_le_bytes(), VERSION.to_le_bytes())
}
