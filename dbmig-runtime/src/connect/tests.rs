//! Any text at all: nothing panics, and no secret is told.

use proptest::prelude::*;

use super::{Address, Surroundings, UrlError, with_database};

/// A secret that can be found again, whatever stands around it.
const SECRET: &str = "s3cretQ";

fn telltale(error: &UrlError) -> String {
    format!("{error} {error:?} {}", error.next_step())
}

/// What an attempt to use `url` says, in all that can be printed of it.
fn said(url: &str) -> String {
    let surroundings = Surroundings::default();
    let mut said = match Address::of(url) {
        Ok(address) => format!("{address} {address:?}"),
        Err(error) => telltale(&error),
    };
    match surroundings.complete(url) {
        // A complete URL holds the password, and what is printed of it doesn't.
        Ok(complete) => match Address::of(&complete) {
            Ok(address) => said += &address.to_string(),
            Err(error) => said += &telltale(&error),
        },
        Err(error) => said += &telltale(&error),
    }
    let _ = with_database(url, "other");
    said
}

/// Pieces of URLs, right and wrong, with characters that mean something.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{0,6}",
        "[a-z:@/?#%&=+ ,;'\\\\\\[\\]]{0,6}",
        Just("host".to_owned()),
        Just("sslmode=require".to_owned()),
        Just("%40".to_owned()),
        "\\PC{0,4}",
    ]
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,60}") {
        let _ = said(&text);
        let _ = said(&format!("postgres://{text}"));
        let _ = said(&format!("host={text}"));
    }

    #[test]
    fn passwords_of_urls(
        scheme in prop_oneof![Just("postgres"), Just("postgresql+asyncpg"), Just("jdbc:postgresql")],
        before in piece(),
        after in piece(),
        rest in piece(),
    ) {
        let url = format!("{scheme}://ann:{before}{SECRET}{after}@db.example/{rest}");
        prop_assert!(!said(&url).contains(SECRET), "{url}: {}", said(&url));
    }

    #[test]
    fn passwords_of_parameters(before in piece(), after in piece(), rest in piece()) {
        for url in [
            format!("postgres://db/shop?user=ann&password={before}{SECRET}{after}&{rest}"),
            format!("postgres://db/shop?sslpassword={before}{SECRET}{after}&sslmode={rest}"),
            format!("host=db user=ann password={before}{SECRET}{after} {rest}"),
            format!("host=db user=ann password='{before}{SECRET}{after}' {rest}"),
        ] {
            prop_assert!(!said(&url).contains(SECRET), "{url}: {}", said(&url));
        }
    }

    #[test]
    fn passwords_of_files(before in piece(), after in piece(), line in piece()) {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            }
            path.display().to_string()
        };
        let secret = format!("{before}{SECRET}{after}").replace(['\n', '\r'], "");
        let service = write("services", &format!("[x]\nuser=ann\npassword={secret}\n{line}\n{secret}\n"));
        let passfile = write("pgpass", &format!("{line}\n*:*:*:*:{secret}\n"));
        let surroundings =
            Surroundings::default().variables([("PGSERVICEFILE", service), ("PGPASSFILE", passfile), ("PGPASSWORD", secret)]);
        let shown = format!("{surroundings:?}");
        prop_assert!(!shown.contains(SECRET), "{shown}");
        for url in ["postgres://db/shop?service=x", "postgres://ann@db/shop"] {
            let said = match surroundings.complete(url) {
                Ok(complete) => Address::of(&complete).map_or_else(|error| telltale(&error), |a| a.to_string()),
                Err(error) => telltale(&error),
            };
            prop_assert!(!said.contains(SECRET), "{said}");
        }
    }
}
