//! Authorities and certificates, made with `openssl`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::cluster::run;

/// A folder with two authorities, `ca` and `other`, and what they sign.
pub struct Certificates {
    dir: PathBuf,
}

impl Certificates {
    pub fn new(dir: &Path) -> Self {
        let dir = dir.join("certificates");
        fs::create_dir(&dir).unwrap();
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
        let made = Self { dir };
        for name in ["ca", "other"] {
            made.self_signed(name, &format!("/CN=test {name}"));
        }
        made
    }

    /// `name.crt`, `name.key`, `ca.crl`, …
    pub fn path(&self, file: &str) -> String {
        self.dir.join(file).display().to_string()
    }

    pub fn self_signed(&self, name: &str, subject: &str) {
        self.openssl(&format!(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout {name}.key -out {name}.crt \
             -subj SUBJECT"
        ), subject);
    }

    /// A certificate for `subject`, valid for `days` from now, with `extensions` (none: version 1), signed by `authority`.
    pub fn sign(
        &self,
        name: &str,
        subject: &str,
        authority: &str,
        days: i32,
        extensions: &[&str],
        key: &str,
    ) {
        self.openssl(
            &format!("req -new -newkey {key} -nodes -keyout {name}.key -out {name}.csr -subj SUBJECT"),
            subject,
        );
        let mut command = format!(
            "x509 -req -in {name}.csr -CA {authority}.crt -CAkey {authority}.key -set_serial {} -days {days} -out {name}.crt",
            1000 + name.len() * 7 + usize::from(name.as_bytes()[0])
        );
        if !extensions.is_empty() {
            fs::write(self.dir.join("extensions"), extensions.join("\n")).unwrap();
            command += " -extfile extensions";
        }
        self.openssl(&command, "");
    }

    /// `ca.crl`, which revokes `name`, and `old.crl`, which was to be followed by another long ago.
    pub fn revoke(&self, name: &str) {
        fs::write(self.dir.join("index.txt"), "").unwrap();
        fs::write(self.dir.join("crlnumber"), "01\n").unwrap();
        let config = "[ca]\ndefault_ca=x\n[x]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ndefault_crl_days=2\n";
        fs::write(self.dir.join("ca.cnf"), config).unwrap();
        let ca = "ca -config ca.cnf -cert ca.crt -keyfile ca.key";
        self.openssl(&format!("{ca} -revoke {name}.crt"), "");
        self.openssl(&format!("{ca} -gencrl -out ca.crl"), "");
        let past = "-crl_lastupdate 20200101000000Z -crl_nextupdate 20200102000000Z";
        self.openssl(&format!("{ca} -gencrl {past} -out old.crl"), "");
    }

    pub fn openssl(&self, line: &str, subject: &str) {
        let arguments = line.split_whitespace().map(|word| if word == "SUBJECT" { subject } else { word });
        run(Command::new("openssl").args(arguments).current_dir(&self.dir));
        for entry in fs::read_dir(&self.dir).unwrap().flatten() {
            let mode = if entry.path().extension().is_some_and(|ext| ext == "key") { 0o600 } else { 0o644 };
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).unwrap();
        }
    }
}
