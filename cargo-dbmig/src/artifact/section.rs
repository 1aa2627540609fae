//! The manifest's bytes in a compiled file.

use std::path::Path;

use dbmig_runtime::manifest::wire::SECTION_NAMES;
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSection};

/// What a compiled file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    /// Every manifest section, whole.
    pub(super) sections: Vec<Vec<u8>>,
    /// True if object files are missing because they are LLVM bitcode.
    pub(super) bitcode: bool,
}

/// Reads a library (an archive of object files), or an executable.
///
/// # Errors
/// In words, if the file can't be read or is damaged.
pub(super) fn contents(file: &Path) -> Result<Contents, String> {
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let mut contents = Contents::default();
    if bytes.starts_with(b"!<") {
        read_archive(&bytes, &mut contents).map_err(|error| error.to_string())?;
    } else {
        read_object(&bytes, &mut contents).map_err(|error| error.to_string())?;
    }
    Ok(contents)
}

fn read_archive(bytes: &[u8], contents: &mut Contents) -> object::Result<()> {
    for member in ArchiveFile::parse(bytes)?.members() {
        let data = member?.data(bytes)?;
        if is_bitcode(data) {
            contents.bitcode = true;
        } else if object::FileKind::parse(data).is_ok() {
            read_object(data, contents)?;
        }
    }
    Ok(())
}

fn read_object(data: &[u8], contents: &mut Contents) -> object::Result<()> {
    for section in object::File::parse(data)?.sections() {
        if section.name().is_ok_and(|name| SECTION_NAMES.contains(&name)) {
            contents.sections.push(section.data()?.to_vec());
        }
    }
    Ok(())
}

/// Plain bitcode, or bitcode in the wrapper that Apple's tools use.
fn is_bitcode(data: &[u8]) -> bool {
    data.starts_with(b"BC\xC0\xDE") || data.starts_with(b"\xDE\xC0\x17\x0B")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_test_is_an_object_without_manifest() {
        let contents = contents(&std::env::current_exe().unwrap()).unwrap();
        assert_eq!(contents, Contents::default());
    }

    #[test]
    fn what_is_no_object_is_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "text").unwrap();
        assert!(contents(file.path()).is_err());
        assert!(contents(Path::new("/nowhere")).is_err());
    }

    #[test]
    fn bitcode_members_are_noticed() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut archive = b"!<arch>\n".to_vec();
        archive.extend(format!("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", "a.o/", 0, 0, 0, 644, 4).bytes());
        archive.extend(b"BC\xC0\xDE");
        std::fs::write(file.path(), archive).unwrap();
        assert!(contents(file.path()).unwrap().bitcode);
    }
}
