//! The files of TLS: certificates, keys and lists of what is revoked, as PEM.

use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};

use crate::connect::UrlError;

/// The chain that a client shows, and its key.
pub(super) type ClientCertificate = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// Lists of what is revoked.
pub(super) type Lists = Vec<CertificateRevocationListDer<'static>>;

/// The certificates of a file.
pub(super) fn certificates(parameter: &str, path: &Path) -> Result<Vec<CertificateDer<'static>>, UrlError> {
    let text = contents(parameter, path)?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(no_pem(parameter, path, "CERTIFICATE")),
    }
}

/// The private key of a file, in PKCS#8, PKCS#1 or SEC1.
pub(super) fn key(path: &Path) -> Result<PrivateKeyDer<'static>, UrlError> {
    #[cfg(unix)]
    check_is_private(path)?;
    let text = contents("sslkey", path)?;
    let says = |words: &str| text.windows(words.len()).any(|window| window == words.as_bytes());
    if says("ENCRYPTED PRIVATE KEY") || says("Proc-Type: 4,ENCRYPTED") {
        return Err(UrlError::file(
            format!("the key in {} (sslkey) is encrypted, and dbmig can't decrypt keys", path.display()),
            "write it without a passphrase: openssl pkey -in FILE -out NEW, and chmod 600 NEW",
        ));
    }
    PrivateKeyDer::from_pem_slice(&text).map_err(|_| no_pem("sslkey", path, "PRIVATE KEY"))
}

/// libpq's rule: others may not read it; the group may, where it is root's.
#[cfg(unix)]
fn check_is_private(path: &Path) -> Result<(), UrlError> {
    use std::os::unix::fs::MetadataExt;
    let Ok(metadata) = std::fs::metadata(path) else { return Ok(()) };
    let forbidden = if metadata.uid() == 0 { 0o037 } else { 0o077 };
    if metadata.mode() & forbidden == 0 {
        return Ok(());
    }
    Err(UrlError::file(
        format!("others than its owner can read the key in {} (sslkey)", path.display()),
        format!("chmod 600 {}", path.display()),
    ))
}

/// What is revoked, of a file and of every file of a folder.
///
/// # Errors
/// If one that is named can't be read, or holds no list: without one nothing would be checked.
pub(super) fn revocation_lists(file: Option<&Path>, folder: Option<&Path>) -> Result<Lists, UrlError> {
    let mut found = Lists::new();
    if let Some(file) = file {
        found = lists("sslcrl", file)?;
        if found.is_empty() {
            return Err(no_pem("sslcrl", file, "X509 CRL"));
        }
    }
    if let Some(folder) = folder {
        let entries = std::fs::read_dir(folder).map_err(|error| unreadable("sslcrldir", folder, &error))?;
        let mut paths: Vec<_> =
            entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        paths.sort();
        let before = found.len();
        for path in paths {
            found.extend(lists("sslcrldir", &path)?);
        }
        if found.len() == before {
            return Err(UrlError::file(
                format!("no file in {} (sslcrldir) holds -----BEGIN X509 CRL-----", folder.display()),
                "put the lists of the authorities there as PEM files, or take sslcrldir out",
            ));
        }
    }
    Ok(found)
}

/// The lists of a file.
fn lists(parameter: &str, path: &Path) -> Result<Lists, UrlError> {
    let text = contents(parameter, path)?;
    let found: Result<Lists, _> = CertificateRevocationListDer::pem_slice_iter(&text).collect();
    found.map_err(|_| no_pem(parameter, path, "X509 CRL"))
}

/// The authorities that this machine trusts.
pub(super) fn system_roots() -> Result<Vec<CertificateDer<'static>>, UrlError> {
    let found = rustls_native_certs::load_native_certs().certs;
    if found.is_empty() {
        return Err(UrlError::file(
            "sslrootcert=system: this machine has no trusted certificates",
            "install them (the package ca-certificates), or give a file as sslrootcert",
        ));
    }
    Ok(found)
}

fn contents(parameter: &str, path: &Path) -> Result<Vec<u8>, UrlError> {
    std::fs::read(path).map_err(|error| unreadable(parameter, path, &error))
}

fn unreadable(parameter: &str, path: &Path, error: &std::io::Error) -> UrlError {
    let problem = match error.kind() {
        std::io::ErrorKind::NotFound => "doesn't exist".to_owned(),
        _ => format!("can't be read: {error}"),
    };
    UrlError::file(
        format!("{} ({parameter}) {problem}", path.display()),
        format!("correct {parameter}, or put the file there"),
    )
}

fn no_pem(parameter: &str, path: &Path, section: &str) -> UrlError {
    UrlError::file(
        format!("{} ({parameter}) holds no -----BEGIN {section}-----", path.display()),
        "give a PEM file; openssl x509, pkey and crl turn DER (-inform DER) into it",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_can_not_be_used_are_explained() {
        let dir = tempfile::tempdir().unwrap();
        let missing = certificates("sslrootcert", &dir.path().join("none")).unwrap_err();
        assert!(missing.to_string().ends_with("none (sslrootcert) doesn't exist"), "{missing}");
        let path = dir.path().join("key");
        std::fs::write(&path, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n").unwrap();
        private(&path);
        assert!(key(&path).unwrap_err().to_string().contains("encrypted"));
        std::fs::write(&path, "s3cret").unwrap();
        let error = key(&path).unwrap_err();
        assert!(error.to_string().contains("holds no -----BEGIN PRIVATE KEY-----"), "{error}");
        assert!(!error.to_string().contains("s3cret"));
        assert!(certificates("sslcert", &path).is_err());
    }

    #[test]
    fn without_a_list_nothing_would_be_checked() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("crl");
        let folder = dir.path().join("folder");
        std::fs::create_dir(&folder).unwrap();
        let error = revocation_lists(None, Some(&folder)).unwrap_err();
        assert!(error.to_string().contains("no file in"), "{error}");
        for text in ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            std::fs::write(&file, text).unwrap();
            let error = revocation_lists(Some(&file), None).unwrap_err();
            assert!(error.to_string().ends_with("(sslcrl) holds no -----BEGIN X509 CRL-----"), "{error}");
            std::fs::copy(&file, folder.join("a")).unwrap();
            assert!(revocation_lists(None, Some(&folder)).is_err(), "{text}");
        }
        let list = "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n";
        std::fs::write(folder.join("b"), list).unwrap();
        assert_eq!(revocation_lists(None, Some(&folder)).unwrap().len(), 1);
        // What one says doesn't make up for the other.
        assert!(revocation_lists(Some(&file), Some(&folder)).is_err());
    }

    #[cfg(unix)]
    fn private(path: &Path) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o604)).unwrap();
        assert!(key(path).unwrap_err().next_step().starts_with("chmod 600"));
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    #[cfg(not(unix))]
    fn private(_: &Path) {}
}
