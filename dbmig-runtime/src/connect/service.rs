//! The service file: `pg_service.conf`.
//!
//! See <https://www.postgresql.org/docs/current/libpq-pgservice.html>.

use std::path::{Path, PathBuf};

use super::UrlError;
use super::parameters::{Parameters, unknown};

/// Fills `parameters` from the service that they name, in the first of `files` that defines it. The first file may be one that the
/// user named: then it has to be there.
///
/// # Errors
/// If no file defines it, or a file can't be understood; no value is quoted.
pub(super) fn fill(
    parameters: &mut Parameters,
    service: &str,
    named: Option<&Path>,
    files: &[PathBuf],
) -> Result<(), UrlError> {
    for path in named.into_iter().chain(files.iter().map(PathBuf::as_path)) {
        let text = match std::fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(_) if named == Some(path) => {
                return Err(UrlError::file(
                    format!("the service file {} can't be read", path.display()),
                    "correct PGSERVICEFILE or servicefile, or make the file",
                ));
            }
            Err(_) => continue,
        };
        if fill_from(parameters, service, &text).map_err(|(line, error)| in_file(path, line, &error))? {
            return Ok(());
        }
    }
    let mut places: Vec<String> = named.iter().map(|path| path.display().to_string()).collect();
    places.extend(files.iter().map(|path| path.display().to_string()));
    Err(UrlError::file(
        format!("no service file defines the service {service:?}"),
        format!("write [{service}] and its parameters into {}", places.join(" or ")),
    ))
}

fn in_file(path: &Path, line: usize, error: &UrlError) -> UrlError {
    let detail = match error {
        UrlError::Parameter { detail, .. } => detail.clone(),
        other => other.to_string(),
    };
    UrlError::file(
        format!("{}:{line}: {detail}", path.display()),
        "write keyword=value on each line (https://www.postgresql.org/docs/current/libpq-pgservice.html)",
    )
}

/// True if `text` defines the service. What is said already stays.
fn fill_from(parameters: &mut Parameters, service: &str, text: &str) -> Result<bool, (usize, UrlError)> {
    let mut is_wanted = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            if is_wanted {
                break;
            }
            is_wanted = name.strip_suffix(']') == Some(service);
            continue;
        }
        if !is_wanted {
            continue;
        }
        let broken = |error| (index + 1, error);
        let (keyword, value) = line
            .split_once('=')
            .ok_or_else(|| broken(UrlError::parameter("the line is no keyword=value")))?;
        if matches!(keyword, "service" | "servicefile") {
            return Err(broken(UrlError::parameter("a service can't name another")));
        }
        if !Parameters::default().set(keyword, value) {
            return Err(broken(unknown(keyword, false)));
        }
        parameters.fill(keyword, value);
    }
    Ok(is_wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# ours\n[other]\nhost=no\n\n[shop]\nhost=db\nuser=ann\npassword= s3 cret\n[last]\nport=1\n";

    #[test]
    fn a_service_fills_what_is_open() {
        let mut parameters = Parameters::default();
        parameters.set("user", "bob");
        assert!(fill_from(&mut parameters, "shop", TEXT).unwrap());
        assert_eq!(parameters.get("user"), Some("bob"));
        assert_eq!(parameters.get("host"), Some("db"));
        assert_eq!(parameters.get("password"), Some(" s3 cret"));
        assert_eq!(parameters.get("port"), None);
        assert!(fill_from(&mut parameters, "last", TEXT).unwrap());
        assert!(!fill_from(&mut parameters, "none", TEXT).unwrap());
    }

    #[test]
    fn mistakes_are_shown_by_their_line() {
        for (text, line, words) in [
            ("[a]\nhost", 2, "no keyword=value"),
            ("[a]\n\nservice=b", 3, "can't name another"),
            ("[a]\nhots=x", 2, "did you mean host?"),
            ("[a]\ns3cret=x", 2, "isn't known"),
        ] {
            let (at, error) = fill_from(&mut Parameters::default(), "a", text).unwrap_err();
            assert_eq!(at, line);
            assert!(error.to_string().contains(words), "{error}");
            assert!(!error.to_string().contains("cret"), "{error}");
        }
    }

    #[test]
    fn files_are_asked_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let (user, system) = (file("user", "[a]\nport=1\n"), file("system", "[a]\nport=2\n[b]\nport=3\n"));
        let port = |service: &str, named: Option<&Path>, files: &[PathBuf]| {
            let mut parameters = Parameters::default();
            fill(&mut parameters, service, named, files)
                .map(|()| parameters.get("port").unwrap_or_default().to_owned())
        };
        let files = [user.clone(), system.clone()];
        assert_eq!(port("a", None, &files).unwrap(), "1");
        assert_eq!(port("b", None, &files).unwrap(), "3");
        assert_eq!(port("b", Some(&user), &[system]).unwrap(), "3");
        let missing = dir.path().join("none");
        assert!(port("a", Some(&missing), &files).unwrap_err().to_string().contains("can't be read"));
        let error = port("c", None, &files).unwrap_err();
        assert!(error.to_string().contains("\"c\""), "{error}");
    }
}
