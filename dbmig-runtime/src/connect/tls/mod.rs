//! TLS as libpq does it, over rustls.
//!
//! See <https://www.postgresql.org/docs/current/libpq-ssl.html>. A root certificate that is there is verified against in every mode;
//! only `verify-full` looks at the host's name. Certificates of version 1 and self-signed ones that are their own root, which
//! OpenSSL takes, are taken here too. Encrypted keys (`sslpassword`) and keys in engines are not.

mod certificate;
mod connector;
mod files;
mod names;
mod verifier;

use std::path::PathBuf;
use std::sync::Arc;

use rustls::client::{VerifierBuilderError, WebPkiServerVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, InconsistentKeys, RootCertStore, SupportedProtocolVersion, version};

pub(super) use connector::Tls;
pub(super) use verifier::WrongName;

use self::certificate::Certificate;
use self::verifier::Verifier;
use super::UrlError;
use super::parameters::Parameters;

/// `sslmode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl Mode {
    pub(super) fn of(parameters: &Parameters) -> Result<Self, UrlError> {
        let words = [
            ("disable", Self::Disable),
            ("allow", Self::Allow),
            ("prefer", Self::Prefer),
            ("require", Self::Require),
            ("verify-ca", Self::VerifyCa),
            ("verify-full", Self::VerifyFull),
        ];
        let is_system = parameters.get("sslrootcert") == Some("system");
        let mode = parameters.word("sslmode", &words)?;
        if is_system && mode.is_some_and(|mode| mode != Self::VerifyFull) {
            return Err(UrlError::advised(
                "sslrootcert=system goes only with sslmode=verify-full",
                "write sslmode=verify-full: anybody can have a certificate of a public authority",
            ));
        }
        Ok(mode.unwrap_or(if is_system { Self::VerifyFull } else { Self::Prefer }))
    }

    /// True if a connection without encryption will do.
    pub(super) fn may_be_plain(self) -> bool {
        matches!(self, Self::Disable | Self::Allow | Self::Prefer)
    }

    fn verifies(self) -> bool {
        matches!(self, Self::VerifyCa | Self::VerifyFull)
    }
}

static NEWEST: [&SupportedProtocolVersion; 1] = [&version::TLS13];
static OLDER: [&SupportedProtocolVersion; 1] = [&version::TLS12];
static BOTH: [&SupportedProtocolVersion; 2] = [&version::TLS13, &version::TLS12];

/// How to encrypt.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) mode: Mode,
    root: Root,
    revoked: Option<PathBuf>,
    revoked_folder: Option<PathBuf>,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    names_server: bool,
    versions: &'static [&'static SupportedProtocolVersion],
}

#[derive(Clone)]
enum Root {
    None,
    System,
    File(PathBuf),
}

impl Settings {
    pub(super) fn new(parameters: &Parameters) -> Result<Self, UrlError> {
        let mode = Mode::of(parameters)?;
        let path = |keyword: &str| parameters.get(keyword).map(PathBuf::from);
        let root = match parameters.get("sslrootcert") {
            None => Root::None,
            Some("system") => Root::System,
            Some(file) => Root::File(PathBuf::from(file)),
        };
        let sends = parameters.get("sslcertmode") != Some("disable");
        let versions: &'static [&'static SupportedProtocolVersion] =
            match (parameters.get("ssl_min_protocol_version"), parameters.get("ssl_max_protocol_version")) {
                (Some("TLSv1.3"), _) => &NEWEST,
                (_, Some("TLSv1.2")) => &OLDER,
                _ => &BOTH,
            };
        Ok(Self {
            mode,
            root,
            revoked: path("sslcrl"),
            revoked_folder: path("sslcrldir"),
            certificate: path("sslcert").filter(|_| sends),
            key: path("sslkey"),
            names_server: parameters.get("sslsni") != Some("0"),
            versions,
        })
    }

    /// Reads the certificates, and makes ready what encrypts.
    ///
    /// # Errors
    /// If a file can't be used.
    pub(super) fn make(&self) -> Result<Tls, UrlError> {
        let provider = Arc::new(ring::default_provider());
        let verifier = self.verifier(&provider)?;
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(self.versions)
            .map_err(unusable)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        let mut config = match self.client_certificate()? {
            Some((chain, key)) => {
                let key = provider.key_provider.load_private_key(key).map_err(unusable)?;
                // rustls compares them itself, but reads no certificate of version 1.
                let read = chain.first().and_then(|certificate| Certificate::read(certificate));
                if key.public_key().is_some_and(|key| read.is_none_or(|read| read.key_info != key.as_ref())) {
                    return Err(unusable(rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch)));
                }
                let shown = SingleCertAndKey::from(CertifiedKey::new(chain, key));
                builder.with_client_cert_resolver(Arc::new(shown))
            }
            None => builder.with_no_client_auth(),
        };
        config.enable_sni = self.names_server;
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(Tls::new(config))
    }

    fn verifier(&self, provider: &Arc<CryptoProvider>) -> Result<Verifier, UrlError> {
        let algorithms = provider.signature_verification_algorithms;
        let certificates = match &self.root {
            Root::System => files::system_roots()?,
            // As libpq: a weak mode takes a missing file for none, since only a file that is there asks for more.
            Root::File(path) if !self.mode.verifies() && !path.exists() => Vec::new(),
            Root::File(path) => files::certificates("sslrootcert", path)?,
            Root::None if self.mode.verifies() => {
                return Err(UrlError::file(
                    "there is no root certificate to verify the server's certificate with",
                    "give the file of its authority as sslrootcert=FILE (libpq's place is ~/.postgresql/root.crt), or \
                     sslrootcert=system for a public one",
                ));
            }
            Root::None => Vec::new(),
        };
        if certificates.is_empty() {
            return Ok(Verifier {
                chain: None,
                roots: Vec::new(),
                checks_name: false,
                checks_revocation: false,
                algorithms,
            });
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates.iter().cloned());
        let mut builder = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider));
        let revoked = files::revocation_lists(self.revoked.as_deref(), self.revoked_folder.as_deref())?;
        let checks_revocation = !revoked.is_empty();
        if checks_revocation {
            // An old list doesn't tell what was revoked since.
            builder = builder.with_crls(revoked).enforce_revocation_expiration();
        }
        let chain = builder.build().map_err(|error| match error {
            VerifierBuilderError::InvalidCrl(_) => UrlError::file(
                "a list of what is revoked (sslcrl, sslcrldir) can't be understood",
                "give sslcrl a list as the authority issues it (openssl crl -in FILE -text shows it)",
            ),
            error => UrlError::file(
                format!("the root certificate can't be used: {error}"),
                "give sslrootcert a file with the certificate of an authority",
            ),
        })?;
        let checks_name = self.mode == Mode::VerifyFull;
        Ok(Verifier { chain: Some(chain), roots: certificates, checks_name, checks_revocation, algorithms })
    }

    fn client_certificate(&self) -> Result<Option<files::ClientCertificate>, UrlError> {
        let Some(certificate) = &self.certificate else { return Ok(None) };
        let Some(key) = &self.key else {
            return Err(UrlError::file(
                "sslcert names a client certificate, and there is no sslkey",
                "give the key of the certificate as sslkey=FILE (libpq's place is ~/.postgresql/postgresql.key)",
            ));
        };
        Ok(Some((files::certificates("sslcert", certificate)?, files::key(key)?)))
    }
}

fn unusable(error: rustls::Error) -> UrlError {
    UrlError::file(
        format!("the client certificate can't be used: {error}"),
        "see that sslkey is the key of the certificate in sslcert",
    )
}
