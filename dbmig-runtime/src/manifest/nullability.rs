//! Whether a column is nullable, for Rust types of which dbmig knows nothing else.

use std::marker::PhantomData;

use super::document::{Desc, Part, Splice};

/// `Nullability::<T>::NULLABLE` is true where `T` is an `Option`, by whatever name, and false for every other type: the
/// inherent constant wins over the one of [`NullabilityOfAny`].
#[derive(Debug)]
pub struct Nullability<T: ?Sized>(PhantomData<T>);

impl<T> Nullability<Option<T>> {
    /// An `Option` is nullable.
    pub const NULLABLE: bool = true;
}

/// The answer for every type that is no `Option`.
pub trait NullabilityOfAny {
    /// Not nullable.
    const NULLABLE: bool = false;
}

impl<T: ?Sized> NullabilityOfAny for Nullability<T> {}

/// The answer as JSON.
pub const fn null_word(nullable: bool) -> &'static Splice {
    if nullable { TRUE } else { FALSE }
}

const TRUE: &Splice = &Splice::of(&Desc::new(&[Part::Text("true")]));
const FALSE: &Splice = &Splice::of(&Desc::new(&[Part::Text("false")]));

#[cfg(test)]
mod tests {
    use super::*;

    type Maybe = Option<std::num::NonZeroU8>;

    #[test]
    fn an_option_is_found_behind_an_alias() {
        let found = [
            <Nullability<Maybe>>::NULLABLE,
            <Nullability<std::num::NonZeroU8>>::NULLABLE,
            <Nullability<Vec<Maybe>>>::NULLABLE,
        ];
        assert_eq!(found, [true, false, false]);
    }
}
