//! `post-write`: what runs after a revision file is written.

use toml::de::DeValue;

use super::table::{Found, Report, TableReader};

/// What stands for the file in a command.
const FILE: &str = "{file}";

/// A command that runs after a revision file is written, in the package's folder and without a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostWrite {
    /// The program.
    pub program: String,
    /// Its arguments; `{file}` in one of them stands for the file.
    pub arguments: Vec<String>,
}

impl PostWrite {
    /// The arguments for a file, which comes last where no argument mentions it.
    pub fn arguments_for(&self, file: &str) -> Vec<String> {
        let mut arguments: Vec<String> =
            self.arguments.iter().map(|argument| argument.replace(FILE, file)).collect();
        if !self.arguments.iter().any(|argument| argument.contains(FILE)) {
            arguments.push(file.to_owned());
        }
        arguments
    }
}

/// Each command is a list of strings, taken as they are, or a string, which is parted at its spaces.
pub(super) fn post_write(report: &mut Report<'_>, table: &TableReader<'_>) -> Vec<PostWrite> {
    let Some(found) = table.get("post-write") else { return Vec::new() };
    let Some(entries) = found.entries() else {
        found.wrong_type(report, "a list of commands");
        return Vec::new();
    };
    entries.iter().filter_map(|entry| command(report, entry)).collect()
}

fn command(report: &mut Report<'_>, entry: &Found<'_>) -> Option<PostWrite> {
    let words = match entry.value() {
        DeValue::Array(_) => {
            let words = entry.entries().unwrap_or_default();
            words.iter().map(|word| word.string(report)).collect::<Option<Vec<String>>>()?
        }
        DeValue::String(_) => words(report, entry)?,
        _ => {
            entry.wrong_type(report, "a command, as a string or a list of strings");
            return None;
        }
    };
    for word in &words {
        if is_placeholder(word) && word != FILE {
            entry.problem(report, format!("no such placeholder: {word}; there is {FILE}"));
        }
    }
    let mut words = words.into_iter();
    let program = words.next();
    match program {
        None => entry.problem(report, "the command is empty: name a program"),
        Some(program) if program.contains(FILE) => {
            let message = "a command begins with a program: one with arguments is a list in the list, as in \
                           [[\"rustfmt\", \"{file}\"]], or a string, as in [\"rustfmt {file}\"]";
            entry.problem(report, message);
        }
        Some(program) => return Some(PostWrite { program, arguments: words.collect() }),
    }
    None
}

/// The words of a string, in which nothing means what it means to a shell.
fn words(report: &mut Report<'_>, entry: &Found<'_>) -> Option<Vec<String>> {
    let text = entry.string(report)?;
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let is_of_shell = |word: &&String| {
        ["|", "||", "&", "&&", ";", ">", ">>", "<"].contains(&word.as_str())
            || word.contains(['"', '\'', '`'])
            || word.starts_with('$')
    };
    let Some(word) = words.iter().find(is_of_shell) else { return Some(words) };
    let message = format!(
        "no shell runs it, so that {word} means nothing here: write the command as a list of strings, or put it into a script"
    );
    entry.problem(report, message);
    None
}

fn is_placeholder(word: &str) -> bool {
    let name = word.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Config, ConfigError};

    fn parse(value: &str) -> Result<Config, ConfigError> {
        let text = format!("[package.metadata.dbmig]\npost-write = {value}\ndatabases.a = {{}}");
        Config::parse(&text, Path::new("Cargo.toml"))
    }

    #[track_caller]
    fn check(value: &str, expected: &[&str]) {
        let commands = parse(value).unwrap().post_write;
        let lines = commands.iter().map(|command| {
            let arguments = command.arguments_for("/m/a b.rs");
            std::iter::once(command.program.clone()).chain(arguments).collect::<Vec<_>>().join(",")
        });
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }

    #[track_caller]
    fn refuse(value: &str, expected: &[&str]) {
        let lines = parse(value).unwrap_err().lines();
        let short = lines.iter().map(|line| line.replace("package.metadata.dbmig.post-write", "…"));
        assert_eq!(short.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn commands() {
        check("[]", &[]);
        check("[\"rustfmt  --check {file}\"]", &["rustfmt,--check,/m/a b.rs"]);
        check(
            "[\"git add\", [\"sh\", \"-c\", \"echo $0 | cat\"]]",
            &["git,add,/m/a b.rs", "sh,-c,echo $0 | cat,/m/a b.rs"],
        );
        check("[[\"lint\", \"--file={file}\", \"-q\"]]", &["lint,--file=/m/a b.rs,-q"]);
    }

    #[test]
    fn what_is_no_command() {
        refuse("\"rustfmt\"", &["Cargo.toml:2:14: …: expected a list of commands, found string"]);
        refuse(
            "[1, [], [\"a\", \"\"], [\"a\", 2]]",
            &[
                "Cargo.toml:2:15: …[0]: expected a command, as a string or a list of strings, found integer",
                "Cargo.toml:2:18: …[1]: the command is empty: name a program",
                "Cargo.toml:2:28: …[2][1]: it is empty: give a value, or remove the key",
                "Cargo.toml:2:39: …[3][1]: expected a string, found integer",
            ],
        );
        refuse(
            "[\"rustfmt\", \"{file}\"]",
            &[
                "Cargo.toml:2:26: …[1]: a command begins with a program: one with arguments is a list in the list, as in \
                 [[\"rustfmt\", \"{file}\"]], or a string, as in [\"rustfmt {file}\"]",
            ],
        );
        refuse("[\"a {path}\"]", &["Cargo.toml:2:15: …[0]: no such placeholder: {path}; there is {file}"]);
        refuse(
            "[\"a {file} && b\"]",
            &[
                "Cargo.toml:2:15: …[0]: no shell runs it, so that && means nothing here: write the command as a list of \
                 strings, or put it into a script",
            ],
        );
    }
}
