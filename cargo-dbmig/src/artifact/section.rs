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
    contents_of(&bytes)
}

fn contents_of(bytes: &[u8]) -> Result<Contents, String> {
    let mut contents = Contents::default();
    if bytes.starts_with(b"!<") {
        read_archive(bytes, &mut contents)?;
    } else {
        read_object(bytes, &mut contents)?;
    }
    Ok(contents)
}

fn read_archive(bytes: &[u8], contents: &mut Contents) -> Result<(), String> {
    for member in ArchiveFile::parse(bytes).map_err(words)?.members() {
        let data = member.and_then(|member| member.data(bytes)).map_err(words)?;
        if is_bitcode(data) {
            contents.bitcode = true;
        } else if object::FileKind::parse(data).is_ok() {
            read_object(data, contents)?;
        }
    }
    Ok(())
}

fn read_object(data: &[u8], contents: &mut Contents) -> Result<(), String> {
    let mut left = data.len();
    for section in object::File::parse(data).map_err(words)?.sections() {
        if section.name().is_ok_and(|name| SECTION_NAMES.contains(&name)) {
            let bytes = section.data().map_err(words)?;
            // A damaged file may say thousands of times that a section is all of it.
            left = left.checked_sub(bytes.len()).ok_or("its sections lie over each other")?;
            contents.sections.push(bytes.to_vec());
        }
    }
    Ok(())
}

fn words(error: object::Error) -> String {
    error.to_string()
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

    /// An object file of 64 bits with these sections, each the whole of `data`.
    fn elf(names: &[&str], data: &[u8]) -> Vec<u8> {
        let mut strings = b"\0.shstrtab\0".to_vec();
        let starts: Vec<usize> = names
            .iter()
            .map(|name| {
                let start = strings.len();
                strings.extend(name.bytes().chain([0]));
                start
            })
            .collect();
        let (data_at, strings_at) = (64, 64 + data.len());
        let headers_at = strings_at + strings.len();
        let mut file = b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
        for (value, size) in
            [(1_u64, 2), (62, 2), (1, 4), (0, 8), (0, 8), (headers_at as u64, 8), (0, 4), (64, 2)]
        {
            file.extend(&value.to_le_bytes()[..size]);
        }
        for value in [0, 0, 64, names.len() as u64 + 2, 1] {
            file.extend(&value.to_le_bytes()[..2]);
        }
        file.extend(data);
        file.extend(&strings);
        let header = |name: usize, kind: u32, at: usize, size: usize| {
            let mut header = Vec::new();
            header.extend((name as u32).to_le_bytes());
            header.extend(kind.to_le_bytes());
            for value in [0, 0, at as u64, size as u64, 0, 1, 0] {
                header.extend(value.to_le_bytes());
            }
            header
        };
        file.extend([0; 64]);
        file.extend(header(1, 3, strings_at, strings.len()));
        starts.into_iter().for_each(|name| file.extend(header(name, 1, data_at, data.len())));
        file
    }

    fn archive(member: &[u8]) -> Vec<u8> {
        let mut archive = b"!<arch>\n".to_vec();
        let head = format!("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", "a.o/", 0, 0, 0, 644, member.len());
        archive.extend(head.bytes());
        archive.extend(member);
        archive
    }

    #[test]
    fn sections_are_read_out_of_objects_and_archives() {
        let object = elf(&[".text", ".dbmig"], b"manifest");
        for bytes in [object.clone(), archive(&object)] {
            assert_eq!(contents_of(&bytes).unwrap().sections, [b"manifest"]);
        }
    }

    #[test]
    fn sections_over_each_other_are_no_reason_to_fill_the_memory() {
        let many = elf(&[".dbmig"; 20_000], &[1; 1_000_000]);
        assert_eq!(contents_of(&many).unwrap_err(), "its sections lie over each other");
    }

    #[test]
    fn damaged_files_are_refused_or_read_within_their_size() {
        let object = elf(&[".dbmig", ".text", "__dbmig"], b"a manifest of some length");
        for bytes in [object.clone(), archive(&object)] {
            let check = |damaged: &[u8]| {
                let read: usize = contents_of(damaged).map_or(0, |contents| contents.sections.concat().len());
                assert!(read <= damaged.len(), "{read} of {}", damaged.len());
            };
            for at in 0..bytes.len() {
                check(&bytes[..at]);
                for value in [0, 1, 0x7f, 0x80, 0xff] {
                    let mut damaged = bytes.clone();
                    damaged[at] = value;
                    check(&damaged);
                    // Whole fields, where lengths and offsets are.
                    damaged[at..].iter_mut().take(8).for_each(|byte| *byte = value);
                    check(&damaged);
                }
            }
        }
    }
}
