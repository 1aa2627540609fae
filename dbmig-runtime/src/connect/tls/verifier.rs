//! Which certificates of servers are taken.

use std::fmt;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
    verify_tls13_signature_with_raw_key,
};
use rustls::pki_types::{CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};

use super::certificate::Certificate;
use super::names;

/// Verifies as far as the mode and the root certificates ask for it.
#[derive(Debug)]
pub(super) struct Verifier {
    /// None: whoever answers is taken.
    pub(super) chain: Option<Arc<WebPkiServerVerifier>>,
    pub(super) roots: Vec<CertificateDer<'static>>,
    pub(super) checks_name: bool,
    /// Whether lists of what is revoked were given: what they can't be asked about is not taken then.
    pub(super) checks_revocation: bool,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
}

/// A certificate for another host.
#[derive(Debug)]
pub(crate) struct WrongName {
    /// The host that was asked.
    pub(crate) host: String,
    /// What the certificate is for.
    pub(crate) names: Vec<String>,
}

impl fmt::Display for WrongName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = if self.names.is_empty() { "no host".to_owned() } else { self.names.join(", ") };
        write!(f, "the certificate is for {names}, not for {}", self.host)
    }
}

impl std::error::Error for WrongName {}

impl Verifier {
    /// What OpenSSL takes and webpki doesn't: a certificate that is itself among the roots, and one of version 1 that a root has
    /// signed, as PostgreSQL's own documentation makes them.
    fn is_trusted_directly(&self, der: &CertificateDer<'_>, now: UnixTime) -> Result<bool, Error> {
        let Some(certificate) = Certificate::read(der) else { return Ok(false) };
        let is_root = self.roots.iter().any(|root| root == der);
        let is_signed = || {
            certificate.is_first_version
                && !self.checks_revocation
                && self
                    .roots
                    .iter()
                    .filter_map(|root| Certificate::read(root))
                    .any(|root| is_valid(&root, now) && self.has_signed(&root, &certificate))
        };
        if !is_root && !is_signed() {
            return Ok(false);
        }
        match is_valid(&certificate, now) {
            true => Ok(true),
            false if now.as_secs() < certificate.validity.0 => Err(CertificateError::NotValidYet.into()),
            false => Err(CertificateError::Expired.into()),
        }
    }

    fn has_signed(&self, root: &Certificate<'_>, certificate: &Certificate<'_>) -> bool {
        root.subject == certificate.issuer
            && self
                .algorithms
                .all
                .iter()
                .filter(|algorithm| algorithm.signature_alg_id().as_ref() == certificate.algorithm)
                .filter(|algorithm| algorithm.public_key_alg_id().as_ref() == root.key_algorithm)
                .any(|algorithm| {
                    algorithm.verify_signature(root.key, certificate.signed, certificate.signature).is_ok()
                })
    }
}

fn is_valid(certificate: &Certificate<'_>, now: UnixTime) -> bool {
    let (not_before, not_after) = certificate.validity;
    (not_before..=not_after).contains(&now.as_secs())
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        match chain.verify_server_cert(certificate, intermediates, host, ocsp_response, now) {
            // The name is looked at last, and by rules of its own below.
            Ok(_)
            | Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => {}
            Err(
                error @ Error::InvalidCertificate(
                    CertificateError::Revoked
                    | CertificateError::ExpiredRevocationList
                    | CertificateError::ExpiredRevocationListContext { .. },
                ),
            ) => return Err(error),
            Err(error) => {
                if !self.is_trusted_directly(certificate, now)? {
                    return Err(error);
                }
            }
        }
        if self.checks_name {
            check_name(certificate, &host.to_str())?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
            .or_else(|error| self.verify_by_key(message, certificate, signature).ok_or(error))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms).or_else(|error| {
            let read = first_version(certificate).ok_or(error)?;
            let key = SubjectPublicKeyInfoDer::from(read.key_info);
            verify_tls13_signature_with_raw_key(message, &key, signature, &self.algorithms)
        })
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl Verifier {
    fn verify_by_key(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Option<HandshakeSignatureValid> {
        let read = first_version(certificate)?;
        let (_, algorithms) =
            self.algorithms.mapping.iter().find(|(scheme, _)| *scheme == signature.scheme)?;
        algorithms
            .iter()
            .filter(|algorithm| algorithm.public_key_alg_id().as_ref() == read.key_algorithm)
            .any(|algorithm| algorithm.verify_signature(read.key, message, signature.signature()).is_ok())
            .then(HandshakeSignatureValid::assertion)
    }
}

/// The certificate, if it is of version 1, which webpki doesn't read.
fn first_version<'a>(certificate: &'a CertificateDer<'_>) -> Option<Certificate<'a>> {
    Certificate::read(certificate).filter(|certificate| certificate.is_first_version)
}

fn check_name(der: &CertificateDer<'_>, host: &str) -> Result<(), Error> {
    let certificate = Certificate::read(der).ok_or(CertificateError::BadEncoding)?;
    if names::fits(&certificate, host) {
        return Ok(());
    }
    let wrong = WrongName { host: host.to_owned(), names: names::all(&certificate) };
    Err(CertificateError::Other(OtherError(Arc::new(wrong))).into())
}
