//! What the driver and the server say of a connection that failed, understood.

use std::error::Error as StdError;
use std::io;

use postgres::error::SqlState;
use rustls::{AlertDescription, CertificateError};

use super::tls::WrongName;
use super::{ConnectReason, ServerError};

/// One attempt that failed.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) reason: ConnectReason,
    pub(super) server: Option<Box<ServerError>>,
    pub(super) detail: Option<String>,
    pub(super) advice: Option<String>,
    pub(super) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Failed {
    pub(super) fn of(reason: ConnectReason) -> Self {
        Self { reason, server: None, detail: None, advice: None, source: None }
    }
}

/// Why the driver could not connect.
pub(super) fn failed(error: postgres::Error, has_password: bool) -> Failed {
    if let Some(server) = error.as_db_error() {
        let reason = reason_of(server.code());
        return Failed { server: Some(Box::new(ServerError::from(server))), ..Failed::of(reason) };
    }
    if let Some((reason, detail, advice)) = find(&error, |cause| {
        let error = cause.downcast_ref()?;
        let (reason, detail) = of_tls(error);
        Some((reason, detail, advice_on(error)))
    }) {
        return Failed { detail: Some(detail), advice, ..Failed::of(reason) };
    }
    let text = error.to_string();
    let cause = StdError::source(&error).map(ToString::to_string).unwrap_or_default();
    let kind = find(&error, |cause| cause.downcast_ref::<io::Error>().map(io::Error::kind));
    let reason = if !has_password && cause.contains("password missing") {
        ConnectReason::NoPassword
    } else if cause.contains("does not support TLS") {
        return Failed::of(ConnectReason::NoEncryption);
    } else if cause.contains("did not use channel binding") {
        // The cause says it again.
        return Failed::of(ConnectReason::NotBound);
    } else if text.contains("authentication") {
        ConnectReason::Authentication
    } else if text.contains("TLS") {
        ConnectReason::Encryption
    } else if cause.contains("failed to lookup address")
        || kind == Some(io::ErrorKind::NotFound) && is_lookup(&cause)
    {
        ConnectReason::UnknownHost
    } else if kind == Some(io::ErrorKind::TimedOut) {
        return Failed::of(ConnectReason::TimedOut);
    } else {
        ConnectReason::Unreachable
    };
    Failed { source: error.into_source(), ..Failed::of(reason) }
}

fn is_lookup(cause: &str) -> bool {
    cause.contains("lookup") || cause.contains("resolve") || cause.contains("host")
}

fn reason_of(code: &SqlState) -> ConnectReason {
    if *code == SqlState::INVALID_PASSWORD {
        ConnectReason::Authentication
    } else if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
        || *code == SqlState::INSUFFICIENT_PRIVILEGE
    {
        ConnectReason::NotAdmitted
    } else if *code == SqlState::INVALID_CATALOG_NAME {
        ConnectReason::NoDatabase
    } else if *code == SqlState::TOO_MANY_CONNECTIONS {
        ConnectReason::TooManyConnections
    } else if [SqlState::CANNOT_CONNECT_NOW, SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN]
        .contains(code)
    {
        ConnectReason::NotReady
    } else {
        ConnectReason::Other
    }
}

fn of_tls(error: &rustls::Error) -> (ConnectReason, String) {
    use CertificateError as C;
    use ConnectReason as R;
    let reason = match error {
        rustls::Error::InvalidCertificate(problem) => match problem {
            C::Other(other) => match other.0.downcast_ref::<WrongName>() {
                Some(wrong) => return (R::WrongHostName, wrong.to_string()),
                None => R::UntrustedCertificate,
            },
            C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. } => {
                R::ExpiredCertificate
            }
            C::NotValidForName | C::NotValidForNameContext { .. } => R::WrongHostName,
            _ => R::UntrustedCertificate,
        },
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::NoCertificate
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied,
        ) => R::ClientCertificate,
        _ => R::Encryption,
    };
    (reason, error.to_string())
}

/// What to do about a list of what is revoked, where it is that, and not the certificate, which can't be used.
fn advice_on(error: &rustls::Error) -> Option<String> {
    use CertificateError as C;
    let rustls::Error::InvalidCertificate(problem) = error else { return None };
    let advice = match problem {
        C::ExpiredRevocationList | C::ExpiredRevocationListContext { .. } => {
            "give sslcrl or sslcrldir the authority's newest list, and see that the clock of this machine is right"
        }
        C::UnknownRevocationStatus => "give sslcrl or sslcrldir the list of each authority of the chain",
        C::Revoked => "give the server a new certificate",
        _ => return None,
    };
    Some(advice.to_owned())
}

/// The first of the causes, and of what an I/O error holds, that `pick` takes.
fn find<T>(
    error: &(dyn StdError + 'static),
    pick: impl Fn(&(dyn StdError + 'static)) -> Option<T>,
) -> Option<T> {
    let mut next = Some(error);
    while let Some(cause) = next {
        if let Some(found) = pick(cause) {
            return Some(found);
        }
        let held = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(found) = held.and_then(|held| pick(held)) {
            return Some(found);
        }
        next = cause.source();
    }
    None
}
