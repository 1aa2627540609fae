//! Bytes put together by the type system.

/// A value that is nothing but bytes in declaration order: byte arrays, and `repr(C)` structs of such values.
pub trait Bytes: Copy + 'static {
    /// Appends the bytes.
    fn append(&self, out: &mut Vec<u8>);
}

impl<const N: usize> Bytes for [u8; N] {
    fn append(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
}

/// Three values, one after the other: a descriptor between a prefix and a suffix.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Join<A, B, C>(pub A, pub B, pub C);

impl<A: Bytes, B: Bytes, C: Bytes> Bytes for Join<A, B, C> {
    fn append(&self, out: &mut Vec<u8>) {
        self.0.append(out);
        self.1.append(out);
        self.2.append(out);
    }
}

/// Eight values, one after the other; the derive fills up with empty arrays and nests.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Parts<A, B, C, D, E, F, G, H>(pub A, pub B, pub C, pub D, pub E, pub F, pub G, pub H);

impl<A: Bytes, B: Bytes, C: Bytes, D: Bytes, E: Bytes, F: Bytes, G: Bytes, H: Bytes> Bytes
    for Parts<A, B, C, D, E, F, G, H>
{
    fn append(&self, out: &mut Vec<u8>) {
        self.0.append(out);
        self.1.append(out);
        self.2.append(out);
        self.3.append(out);
        self.4.append(out);
        self.5.append(out);
        self.6.append(out);
        self.7.append(out);
    }
}

/// The bytes of `value`.
pub fn to_vec<T: Bytes>(value: &T) -> Vec<u8> {
    let mut out = Vec::with_capacity(size_of::<T>());
    value.append(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_the_bytes_and_nothing_else() {
        type Nested = Parts<
            Join<[u8; 1], [u8; 3], [u8; 0]>,
            [u8; 5],
            [u8; 0],
            [u8; 1],
            [u8; 2],
            [u8; 0],
            [u8; 0],
            [u8; 7],
        >;
        assert_eq!((size_of::<Nested>(), align_of::<Nested>()), (19, 1));
    }

    #[test]
    fn bytes_come_in_order() {
        let joined = Join(*b"{", Parts(*b"a", *b"", *b"bc", *b"d", *b"e", *b"f", *b"", *b"g"), *b"}");
        assert_eq!(to_vec(&joined), b"{abcdefg}");
    }
}
