//! URLs of servers, as messages name them.

use dbmig_runtime::connect::Address;

/// `user@host:port` of a URL, without a password; `None` if the URL can't be understood.
pub(crate) fn address(url: &str) -> Option<String> {
    Address::of(url).ok().map(|address| address.server().to_owned())
}

/// A text of another program without the users and passwords of the URLs in it.
pub(crate) fn without_passwords(text: &str) -> String {
    let mut parts = text.split("://");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_whitespace() || ['"', '\''].contains(&c)).unwrap_or(part.len());
        let (url, rest) = part.split_at(end);
        let url = url.rsplit_once('@').map_or(url.to_owned(), |(_, place)| format!("…@{place}"));
        shown.extend(["://", &url, rest]);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_programs_show_none_either() {
        let text = "url = \"postgres://ann:s3/cr@t@h/d\"; x\nhttps://a.b/c@d postgres://h/d";
        assert_eq!(without_passwords(text), "url = \"postgres://…@h/d\"; x\nhttps://…@d postgres://h/d");
    }

    #[test]
    fn addresses_hold_no_password() {
        assert_eq!(address("postgres://u:secret@h:1/a").as_deref(), Some("u@h:1"));
        assert_eq!(address("host=/tmp/pg password=secret").as_deref(), Some("/tmp/pg:5432"));
        assert_eq!(address("nonsense"), None);
    }
}
