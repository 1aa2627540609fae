//! The frame around a declaration in the link section: magic, length, format version, JSON.
//!
//! Linkers pad and reorder what they put into a section, so every declaration says where it starts and how long it is.
//! The frame's layout never changes; the version is the JSON's.

use super::bytes::Bytes;

/// The first bytes of a frame.
pub(crate) const MAGIC: [u8; 8] = *b"\xDBdbmig\0\x1A";

/// The version of the JSON format that the derives of this release write.
pub(crate) const VERSION: u32 = 1;

/// A framed declaration; both numbers are little-endian, the length is the body's, in bytes.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Frame<T> {
    magic: [u8; 8],
    length: [u8; 4],
    version: [u8; 4],
    body: T,
}

/// Frames `body`.
pub const fn frame<T: Bytes>(body: T) -> Frame<T> {
    let length = (size_of::<T>() as u32).to_le_bytes();
    Frame { magic: MAGIC, length, version: VERSION.to_le_bytes(), body }
}

impl<T: Bytes> Bytes for Frame<T> {
    fn append(&self, out: &mut Vec<u8>) {
        self.magic.append(out);
        self.length.append(out);
        self.version.append(out);
        self.body.append(out);
    }
}
