//! Parameters of libpq's that dbmig can't honour: what may be left out, and what is refused because leaving it out would matter.

use super::UrlError;
use super::parameters::Parameters;

/// Fails where a parameter asks for what can't be done.
///
/// `application_name` (a run names itself), `client_encoding` (the driver speaks UTF-8 and nothing else), `load_balance_hosts` (a run
/// looks for the primary), `krbsrvname`, `gsslib`, `gssdelegation` (there is no GSSAPI) and `sslcompression` can't matter.
pub(super) fn check(parameters: &Parameters) -> Result<(), UrlError> {
    // libpq has no empty word for these; it would keep what the environment asks for out.
    for keyword in ["gssencmode", "sslcertmode"] {
        if parameters.says(keyword) && parameters.get(keyword).is_none() {
            return Err(UrlError::parameter(format!("invalid value for option `{keyword}`")));
        }
    }
    for (keyword, harmless, next_step) in REFUSED {
        if parameters.get(keyword).is_some_and(|value| !harmless.contains(&value)) {
            return Err(UrlError::advised(
                format!("dbmig does not support the option `{keyword}`"),
                *next_step,
            ));
        }
    }
    Ok(())
}

/// A keyword, the values that ask for nothing, and what to do about others.
const REFUSED: &[(&str, &[&str], &str)] = &[
    (
        "gssencmode",
        &["disable", "prefer"],
        "dbmig encrypts with TLS alone: take gssencmode out, and write sslmode=require or stronger",
    ),
    (
        "require_auth",
        &[],
        "take it out; channel_binding=require with sslmode=verify-full lets nothing but SCRAM through a verified connection",
    ),
    ("requirepeer", &[], "take it out, and see that only the server may write to the socket's folder"),
    (
        "replication",
        &["false", "off", "no", "0"],
        "take it out: a replication connection can't run migrations",
    ),
    ("sslkeylogfile", &[], "take it out: dbmig writes no keys to files"),
    ("sslcertmode", &["allow", "disable"], "write sslcertmode=allow, or leave it out"),
    ("min_protocol_version", &["3.0"], "take it out: the driver speaks version 3.0"),
    (
        "ssl_max_protocol_version",
        &["TLSv1.2", "TLSv1.3"],
        "write TLSv1.2 or TLSv1.3: older versions are broken, and not spoken here",
    ),
    ("ssl_min_protocol_version", &["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"], "write TLSv1.2 or TLSv1.3"),
];
