//! The text of a database's revision modules, in groups.
//!
//! The compiler makes a unit of code for each module, but merges units when there are hundreds, and one more revision would then
//! change what is merged with what, so that all is compiled anew. Modules within a function are part of the unit around it: a new revision
//! changes the last group alone.

use std::fmt::Write;

use super::Module;
use super::registry::{GENERATED_LINTS, REVISION_LINTS, Registered, Revision};

/// How many revisions are in one unit: thousands of revisions stay below the hundreds of units at which merging begins.
const GROUP: usize = 32;

/// The module of the database: its revisions, and `scripts()`, which lists them.
pub(super) fn modules(registered: &Registered<'_>) -> String {
    let name = &registered.database.name;
    format!(
        "\n#[allow({REVISION_LINTS})]\n#[cfg(not(rust_analyzer))]\nmod {name} {{\n{}}}\n{}",
        groups(&registered.revisions),
        // Editors find no files of modules within functions.
        plain(name, &registered.revisions)
    )
}

fn groups(revisions: &[Revision<'_>]) -> String {
    let mut text = String::new();
    let mut lists = String::new();
    for (number, group) in revisions.chunks(GROUP).enumerate() {
        let modules: String = group.iter().map(module).collect();
        let scripts: String = group.iter().map(script).collect();
        _ = write!(
            text,
            "    mod group_{number} {{
        pub fn scripts() -> ::std::vec::Vec<::dbmig_runtime::migration::Script> {{
            {modules}
            #[allow({GENERATED_LINTS})]
            fn list() -> ::std::vec::Vec<::dbmig_runtime::migration::Script> {{
                ::std::vec![{scripts}]
            }}
            list()
        }}
    }}
"
        );
        _ = writeln!(lists, "        all.extend(group_{number}::scripts());");
    }
    _ = write!(
        text,
        "    #[allow(unused_mut, {GENERATED_LINTS})]
    pub fn scripts() -> ::std::vec::Vec<::dbmig_runtime::migration::Script> {{
        let mut all = ::std::vec::Vec::new();
{lists}        all
    }}
"
    );
    text
}

fn plain(name: &str, revisions: &[Revision<'_>]) -> String {
    let modules: String = revisions.iter().map(module).collect();
    format!(
        "#[allow({REVISION_LINTS})]
#[cfg(rust_analyzer)]
mod {name} {{
{modules}    pub fn scripts() -> ::std::vec::Vec<::dbmig_runtime::migration::Script> {{
        ::std::vec::Vec::new()
    }}
}}
"
    )
}

fn module(Revision { module, path, .. }: &Revision<'_>) -> String {
    format!("    #[path = {path:?}]\n    pub mod rev_{};\n", module.node.id)
}

fn script(Revision { module, file, .. }: &Revision<'_>) -> String {
    let Module { node, message, created, docs, checksum, .. } = module;
    let path = format!("rev_{}", node.id);
    // One spelling on every system: it is compared and printed, not opened.
    let file = file.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
    format!(
        "
            ::dbmig_runtime::migration::Script {{
                revision: {path}::REVISION,
                upgrade: {path}::upgrade,
                downgrade: {path}::downgrade,
                file: {file:?},
                message: {message:?},
                created: {created:?},
                docs: {docs:?},
                checksum: {checksum:?},
            }},
        "
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn each_revision_is_in_one_group() {
        let modules: Vec<Module> = (0..70)
            .map(|number| {
                let source = format!(
                    "pub const REVISION: Revision = Revision::new(\"r{number}\");\n\
                     pub fn upgrade(op: &mut Op) -> Result<()> {{ Ok(()) }}\n\
                     pub fn downgrade(op: &mut Op) -> Result<()> {{ Ok(()) }}\n"
                );
                Module::parse(Path::new("r.rs"), &source).unwrap()
            })
            .collect();
        let revision = |module| Revision { module, path: "/p/r.rs", file: Path::new("r.rs") };
        let revisions: Vec<Revision<'_>> = modules.iter().map(revision).collect();
        let text = groups(&revisions);
        syn::parse_file(&text).unwrap();
        assert_eq!(text.matches("mod group_").count(), 3);
        for number in 0..70 {
            assert_eq!(text.matches(&format!("pub mod rev_r{number};")).count(), 1);
            assert_eq!(text.matches(&format!("upgrade: rev_r{number}::upgrade")).count(), 1);
        }
        // A new revision leaves the groups before the last as they are.
        let before = groups(&revisions[..69]);
        let last = "mod group_2 {";
        assert_eq!(before.split(last).next(), text.split(last).next());
        syn::parse_file(&groups(&[])).unwrap();
    }
}
