//! Whether a certificate is for a host, by libpq's rules.
//!
//! The common name counts only where there is no alternative name of the host's kind; a `*` stands for what comes before the first
//! dot; an address may stand among the DNS names too. See <https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-CLIENTCERT>.

use std::net::IpAddr;

use super::certificate::Certificate;

/// True if the certificate is for `host`.
pub(super) fn fits(certificate: &Certificate<'_>, host: &str) -> bool {
    let ip: Option<IpAddr> = host.parse().ok();
    if ip.is_some_and(|ip| certificate.addresses.contains(&ip)) {
        return true;
    }
    if certificate.dns_names.iter().any(|name| is_for(name, host, ip.is_some())) {
        return true;
    }
    let has_names = match ip {
        Some(_) => !certificate.addresses.is_empty(),
        None => !certificate.dns_names.is_empty(),
    };
    !has_names && certificate.common_name.is_some_and(|name| is_for(name, host, ip.is_some()))
}

/// The names of a certificate, for people.
pub(super) fn all(certificate: &Certificate<'_>) -> Vec<String> {
    let mut names: Vec<String> = certificate.dns_names.iter().map(|name| (*name).to_owned()).collect();
    names.extend(certificate.addresses.iter().map(ToString::to_string));
    if names.is_empty() {
        names.extend(certificate.common_name.map(str::to_owned));
    }
    names.iter().map(|name| name.chars().filter(|c| !c.is_control()).take(80).collect()).collect()
}

fn is_for(name: &str, host: &str, is_ip: bool) -> bool {
    if name.eq_ignore_ascii_case(host) {
        return true;
    }
    // `*.` and at least one more dot would be asked for by browsers; libpq asks for a dot behind the star alone.
    let (Some(domain), false) = (name.strip_prefix('*'), is_ip) else { return false };
    let first_label_ends = host.find('.').unwrap_or(host.len());
    let (label, rest) = host.split_at_checked(first_label_ends).unwrap_or_default();
    domain.starts_with('.') && !label.is_empty() && rest.eq_ignore_ascii_case(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_libpqs_rules() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let named = |dns: &[&'static str], ips: &[&str], common: Option<&'static str>| Certificate {
            dns_names: dns.to_vec(),
            addresses: ips.iter().map(|text| ip(text)).collect(),
            common_name: common,
            ..Certificate::default()
        };
        for (dns, ips, common, host, expected) in [
            (&["db.example"][..], &[][..], None, "DB.example", true),
            (&["*.example"], &[], None, "db.example", true),
            (&["*.example"], &[], None, "a.db.example", false),
            (&["*.example"], &[], None, "example", false),
            (&["d*.example"], &[], None, "db.example", false),
            (&["*"], &[], None, "db", false),
            (&["*.0.0.1"], &[], None, "127.0.0.1", false),
            (&[], &[], Some("db.example"), "db.example", true),
            (&["other"], &[], Some("db.example"), "db.example", false),
            (&[], &["127.0.0.1"], Some("db.example"), "db.example", true),
            (&[], &["127.0.0.1"], None, "127.0.0.1", true),
            (&[], &["::1"], None, "::1", true),
            (&["127.0.0.1"], &[], None, "127.0.0.1", true),
            (&["db.example"], &[], Some("127.0.0.1"), "127.0.0.1", true),
            (&[], &["10.0.0.1"], Some("127.0.0.1"), "127.0.0.1", false),
        ] {
            assert_eq!(fits(&named(dns, ips, common), host), expected, "{dns:?} {ips:?} {common:?} {host}");
        }
    }
}
