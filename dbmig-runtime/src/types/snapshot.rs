//! Which transactions were visible at a time.

use super::binary;
use crate::manifest::types::sql_types;

/// `pg_snapshot`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Snapshot {
    /// All transactions before this one are over.
    pub xmin: u64,
    /// No transaction from this one on is over.
    pub xmax: u64,
    /// Those between that aren't over.
    pub in_progress: Vec<u64>,
}

/// `txid_snapshot`, the type's name before PostgreSQL 13.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TxidSnapshot(pub Snapshot);

#[cfg(feature = "postgres-types")]
impl Snapshot {
    fn put(&self, out: &mut bytes::BytesMut) -> Result<(), super::wire::Failure> {
        use bytes::BufMut;
        out.put_i32(super::wire::length(self.in_progress.len())?);
        out.put_u64(self.xmin);
        out.put_u64(self.xmax);
        self.in_progress.iter().for_each(|transaction| out.put_u64(*transaction));
        Ok(())
    }

    fn read(input: &mut super::wire::Input<'_>) -> Result<Self, super::wire::Failure> {
        let (count, xmin, xmax) = (input.count()?, input.u64()?, input.u64()?);
        let in_progress = (0..count).map(|_| input.u64()).collect::<Result<_, _>>()?;
        Ok(Self { xmin, xmax, in_progress })
    }
}

binary!(Snapshot as "pg_snapshot": |value, out| value.put(out)?, |input| Self::read(input)?);
binary!(TxidSnapshot as "txid_snapshot": |value, out| value.0.put(out)?, |input| Self(Snapshot::read(input)?));

sql_types! {
    "types":
    Snapshot => "pg_snapshot";
    TxidSnapshot => "txid_snapshot";
}
