//! The binary format, read piece by piece.

/// What `ToSql` and `FromSql` fail with.
pub(crate) type Failure = Box<dyn std::error::Error + Sync + Send>;

/// A value that is too long for its length to be written.
pub(super) fn length(length: usize) -> Result<i32, Failure> {
    i32::try_from(length).map_err(Into::into)
}

/// What is left of a value.
pub(crate) struct Input<'a>(pub(crate) &'a [u8]);

impl<'a> Input<'a> {
    /// The next bytes, of a number.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Failure> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or("the value is too short")?;
        self.0 = rest;
        Ok(*bytes)
    }

    /// The next `length` bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Result<&'a [u8], Failure> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or("the value is too short")?;
        self.0 = rest;
        Ok(bytes)
    }

    /// A length, or a number of things.
    pub(super) fn count(&mut self) -> Result<usize, Failure> {
        Ok(usize::try_from(self.i32()?)?)
    }

    /// Text up to a NUL.
    pub(super) fn c_string(&mut self) -> Result<&'a str, Failure> {
        let end = self.0.iter().position(|byte| *byte == 0).ok_or("the text doesn't end")?;
        let text = std::str::from_utf8(self.bytes(end)?)?;
        self.array::<1>()?;
        Ok(text)
    }

    /// All that is left, as text.
    pub(super) fn text(&mut self) -> Result<&'a str, Failure> {
        Ok(std::str::from_utf8(std::mem::take(&mut self.0))?)
    }

    /// Requires that nothing is left.
    pub(super) fn end(&self) -> Result<(), Failure> {
        if self.0.is_empty() { Ok(()) } else { Err("the value is too long".into()) }
    }
}

macro_rules! numbers {
    ($($name:ident),*) => {
        impl Input<'_> {$(
            #[doc = concat!("The next `", stringify!($name), "`.")]
            pub(super) fn $name(&mut self) -> Result<$name, Failure> {
                self.array().map($name::from_be_bytes)
            }
        )*}
    };
}

numbers!(u8, u16, i32, u32, i64, u64, f64);
