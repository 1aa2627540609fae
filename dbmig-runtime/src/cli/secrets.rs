//! Arguments as messages may repeat them: a URL or a connection string that stands in the wrong place holds a password.

use std::ffi::OsString;

use super::print::without_urls;
use crate::catalog::{masked_value, masked_words};

/// A message, which may repeat any of `arguments` or a part of one, without the URLs and passwords among them.
pub(super) fn without_secrets(text: String, arguments: &[OsString]) -> String {
    masked_words(&advice_without_secrets(text, arguments))
}

/// Advice, which may show what a URL with a password looks like, without those among `arguments`.
pub(super) fn advice_without_secrets(text: String, arguments: &[OsString]) -> String {
    let mut text = without_urls(text, arguments);
    for argument in arguments.iter().filter_map(|argument| argument.to_str()) {
        // What is behind `--plan=` or `-r` is repeated alone.
        let value = argument.starts_with("--").then(|| argument.split_once('=')).flatten();
        let of_short = argument.strip_prefix('-').and_then(|rest| rest.get(1..));
        let values = [Some(argument), value.map(|(_, value)| value), of_short];
        for value in values.into_iter().flatten().filter(|value| !value.is_empty()) {
            let shown = masked_value(value);
            if shown != value {
                text = text.replace(value, &shown);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_arguments_hold_is_not_repeated() {
        let given = |arguments: &[&str]| -> Vec<OsString> { arguments.iter().map(OsString::from).collect() };
        for (arguments, text, shown) in [
            (
                &["plan", "host=h user=a password=s3;c)ret"][..],
                "`host=h user=a password=s3;c)ret` names no revision",
                "`host=h user=a password=***` names no revision",
            ),
            (
                &["--lock-wait=host=h password=s3cret"],
                "invalid value '\u{1b}[33mhost=h password=s3cret\u{1b}[0m' for",
                "invalid value '\u{1b}[33mhost=h password=***\u{1b}[0m' for",
            ),
            (&["-rpassword=s3cret"], "not 'password=s3cret'", "not 'password=***'"),
            (
                &["--plan", "postgres://u:s3cret@h/d"],
                "the plan postgres://u:s3cret@h/d can't be read",
                "the plan postgres://… can't be read",
            ),
            (&["plan", "password"], "`password` is no revision", "`password` is no revision"),
        ] {
            assert_eq!(without_secrets(text.to_owned(), &given(arguments)), shown);
        }
    }
}
