//! Texts that fit a pattern: `LIKE`, and regular expressions of the simple kinds.

use std::iter::Peekable;
use std::str::Chars;

/// How many texts a pattern gives.
const VARIANTS: usize = 6;
/// The longest text that a count like `{9999}` may make.
const LONGEST: usize = 2000;

/// Texts that `LIKE pattern` takes.
pub(super) fn like(pattern: &str) -> Vec<String> {
    variants(|variant| {
        let (mut text, mut chars) = (String::new(), pattern.chars());
        while let Some(c) = chars.next() {
            match c {
                '%' | '_' => text.push(letter(variant)),
                '\\' => text.extend(chars.next()),
                c => text.push(c),
            }
        }
        text
    })
}

/// Texts that the regular expression may match; what it is too clever for, PostgreSQL refuses later.
pub(super) fn regular(pattern: &str) -> Vec<String> {
    variants(|variant| {
        let mut sampler = Sampler { chars: pattern.chars().peekable(), variant };
        sampler.alternatives()
    })
}

fn variants(make: impl Fn(usize) -> String) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in (0..VARIANTS).map(make) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn letter(variant: usize) -> char {
    "abcdefgh".chars().nth(variant % 8).unwrap_or('a')
}

/// Writes one text while it reads the expression.
struct Sampler<'a> {
    chars: Peekable<Chars<'a>>,
    variant: usize,
}

impl Sampler<'_> {
    /// `a|b`: one of them, up to the closing parenthesis or the end.
    fn alternatives(&mut self) -> String {
        let mut branches = vec![self.sequence()];
        while self.chars.next_if_eq(&'|').is_some() {
            branches.push(self.sequence());
        }
        let chosen = self.variant % branches.len();
        branches.into_iter().nth(chosen).unwrap_or_default()
    }

    fn sequence(&mut self) -> String {
        let mut text = String::new();
        while let Some(c) = self.chars.next_if(|c| !matches!(c, '|' | ')')) {
            let position = text.chars().count();
            let Some(atom) = self.atom(c, position) else { continue };
            let count = self.count();
            let room = LONGEST.saturating_sub(text.len()) / atom.len().max(1);
            text.push_str(&atom.repeat(count.min(room)));
        }
        text
    }

    /// What `c` and what belongs to it match; nothing for an anchor.
    fn atom(&mut self, c: char, position: usize) -> Option<String> {
        match c {
            '^' | '$' => None,
            '.' => Some(letter(self.variant).to_string()),
            '(' => self.group(),
            '[' => Some(self.class(position)),
            '\\' => self.escape(),
            c => Some(c.to_string()),
        }
    }

    fn group(&mut self) -> Option<String> {
        let mut is_assertion = false;
        if self.chars.next_if_eq(&'?').is_some() {
            is_assertion = matches!(self.chars.next(), Some('=' | '!' | '<'));
            if is_assertion {
                self.chars.next_if(|c| matches!(c, '=' | '!'));
            }
        }
        let text = self.alternatives();
        self.chars.next_if_eq(&')');
        (!is_assertion).then_some(text)
    }

    fn escape(&mut self) -> Option<String> {
        match self.chars.next()? {
            'd' => Some(self.pick("123456789")),
            'w' => Some(self.pick("abcdefgh")),
            's' => Some(" ".to_owned()),
            'D' | 'S' => Some(self.pick("abcdefgh")),
            'W' => Some(" ".to_owned()),
            'A' | 'Z' | 'm' | 'M' | 'y' | 'Y' => None,
            'n' => Some("\n".to_owned()),
            't' => Some("\t".to_owned()),
            c => Some(c.to_string()),
        }
    }

    fn pick(&self, from: &str) -> String {
        let count = from.chars().count().max(1);
        from.chars().nth(self.variant % count).map(String::from).unwrap_or_default()
    }

    /// `[a-z_]`, `[^@]`, `[[:alpha:]]`.
    fn class(&mut self, position: usize) -> String {
        let is_negated = self.chars.next_if_eq(&'^').is_some();
        let mut members = String::new();
        let mut is_first = true;
        while let Some(c) = self.chars.next() {
            match c {
                ']' if !is_first => break,
                '[' if self.chars.next_if_eq(&':').is_some() => members.push_str(self.named_class()),
                '\\' => match self.chars.next() {
                    Some('d') => members.push_str("0123456789"),
                    Some('w') => members.push_str("abcdefghABCDEFGH0123456789_"),
                    Some('s') => members.push_str(" \t\n"),
                    Some(c) => members.push(c),
                    None => break,
                },
                c => self.member(c, &mut members),
            }
            is_first = false;
        }
        if is_negated {
            let free: String =
                "abcdefgh123456789ABCDEFGH -_".chars().filter(|c| !members.contains(*c)).collect();
            return self.pick(&free);
        }
        // Letters are taken before what stands for something elsewhere; not all places get the same.
        let plain: String = members.chars().filter(|c| c.is_ascii_alphanumeric() && *c != '0').collect();
        let from = if plain.is_empty() { members } else { plain };
        let sampler = Self { chars: "".chars().peekable(), variant: self.variant * (position + 1) };
        sampler.pick(&from)
    }

    /// `c`, or the range from it.
    fn member(&mut self, c: char, members: &mut String) {
        let mut ahead = self.chars.clone();
        let end = (ahead.next() == Some('-')).then(|| ahead.next()).flatten().filter(|end| *end != ']');
        match end {
            Some(end) => {
                self.chars = ahead;
                members.extend((c..=end).take(64));
            }
            None => members.push(c),
        }
    }

    fn named_class(&mut self) -> &'static str {
        let mut name = String::new();
        while let Some(c) = self.chars.next() {
            if c == ':' {
                self.chars.next_if_eq(&']');
                break;
            }
            name.push(c);
        }
        match name.as_str() {
            "digit" => "0123456789",
            "alnum" => "abcdefgh123456789",
            "upper" => "ABCDEFGH",
            "xdigit" => "abcdef0123456789",
            "space" | "blank" => " ",
            "punct" => "-_.",
            _ => "abcdefgh",
        }
    }

    /// How often what was just read comes: `*`, `+`, `?`, `{2,5}`.
    fn count(&mut self) -> usize {
        let count = match self.chars.peek() {
            Some('*' | '?') => usize::from(self.variant > 0),
            Some('+') => 1 + self.variant / 3,
            Some('{') => return self.braces(),
            _ => return 1,
        };
        self.chars.next();
        self.chars.next_if(|c| matches!(c, '?' | '+'));
        count
    }

    fn braces(&mut self) -> usize {
        let mut ahead = self.chars.clone();
        ahead.next();
        let inside: String = ahead.by_ref().take_while(|c| *c != '}').collect();
        let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
        let Ok(least) = least.parse::<usize>() else { return 1 };
        self.chars = ahead;
        self.chars.next_if_eq(&'?');
        let most = most.parse().unwrap_or(LONGEST);
        // Nothing at all is a text, too, but one that other checks refuse.
        least.max(usize::from(self.variant < 4)).min(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn first(pattern: &str, texts: &[&str]) {
        let found = regular(pattern);
        assert_eq!(found.get(..texts.len()).unwrap_or(&found), texts, "{pattern}: {found:?}");
    }

    #[test]
    fn simple_expressions() {
        first("^a$", &["a"]);
        first("^[a-z]+$", &["a", "b", "c"]);
        first("^[A-Z]{2}$", &["AA", "BB"]);
        first("^#[0-9a-f]{6}$", &["#111111"]);
        first("^[^@]+@[^@]+$", &["a@a", "b@b"]);
        first("^[^@ ]+@[^@ ]+\\.[a-z]{2,}$", &["a@a.aa"]);
        first("^(red|green)$", &["red", "green"]);
        first("^(?:a|b)c?$", &["a", "bc"]);
        first("^\\d{3}-\\d{2}$", &["111-11", "222-22"]);
        first("^[[:alpha:]_][-a-z]*$", &["a"]);
        first("@", &["@"]);
        first("^\\+?[1-9]\\d{1,14}$", &["11"]);
        first("^[]x]$", &["x"]);
    }

    #[test]
    fn broken_ones_are_no_panic() {
        for pattern in ["(", "[", "a{", "\\", "a{2", "(?", ")", "[a-", "[[:", "a**"] {
            regular(pattern);
        }
    }

    #[test]
    fn likes() {
        assert_eq!(like("a%\\_b").first().map(String::as_str), Some("aa_b"));
        assert_eq!(like("x").len(), 1);
    }
}
