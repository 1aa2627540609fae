//! When triggers and rules fire.

use super::Error;
use crate::catalog::Firing;

/// From `tgenabled` or `ev_enabled`; `object` is whose it is.
pub(super) fn decode(value: &str, object: &dyn std::fmt::Display) -> Result<Firing, Error> {
    Ok(match value {
        "O" => Firing::Origin,
        "D" => Firing::Disabled,
        "R" => Firing::Replica,
        "A" => Firing::Always,
        value => {
            let (object, value) = (object.to_string(), value.to_owned());
            return Err(Error::Unknown { what: "when it fires, the enabled state", object, value });
        }
    })
}
