//! What is read of a certificate beside its chain: names, validity, and how it is signed.
//!
//! See <https://www.rfc-editor.org/rfc/rfc5280#section-4.1>. rustls reads names of version 3 alone, and no common name.

use std::net::IpAddr;

/// A certificate, as far as libpq's rules need it. The slices are of its DER.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Certificate<'a> {
    /// The part that is signed.
    pub(super) signed: &'a [u8],
    /// The contents of the signature's `AlgorithmIdentifier`.
    pub(super) algorithm: &'a [u8],
    pub(super) signature: &'a [u8],
    /// What the signature hashes with.
    pub(super) hash: Option<Hash>,
    pub(super) issuer: &'a [u8],
    pub(super) subject: &'a [u8],
    /// The whole `SubjectPublicKeyInfo`.
    pub(super) key_info: &'a [u8],
    pub(super) key_algorithm: &'a [u8],
    pub(super) key: &'a [u8],
    /// Seconds since 1970: not before, not after.
    pub(super) validity: (u64, u64),
    pub(super) common_name: Option<&'a str>,
    pub(super) dns_names: Vec<&'a str>,
    pub(super) addresses: Vec<IpAddr>,
    /// True for version 1, which has no extensions.
    pub(super) is_first_version: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl<'a> Certificate<'a> {
    /// Reads the DER of a certificate; `None` if it is none.
    pub(super) fn read(der: &'a [u8]) -> Option<Self> {
        let mut certificate = Der(Der(der).take(SEQUENCE)?);
        let (body, signed) = certificate.take_whole(SEQUENCE)?;
        let algorithm = certificate.take(SEQUENCE)?;
        let signature = certificate.bits()?;
        let mut body = Der(body);
        let version = body.take_if(0xA0);
        body.take(INTEGER)?;
        body.take(SEQUENCE)?;
        let (_, issuer) = body.take_whole(SEQUENCE)?;
        let mut validity = Der(body.take(SEQUENCE)?);
        let validity = (validity.time()?, validity.time()?);
        let (names, subject) = body.take_whole(SEQUENCE)?;
        let (key, key_info) = body.take_whole(SEQUENCE)?;
        let mut key = Der(key);
        let mut read = Self {
            signed,
            algorithm,
            signature,
            hash: hash(algorithm),
            issuer,
            subject,
            key_info,
            key_algorithm: key.take(SEQUENCE)?,
            key: key.bits()?,
            validity,
            common_name: common_name(names),
            is_first_version: version.is_none(),
            ..Self::default()
        };
        while let Some((tag, _, contents)) = body.next() {
            if tag == 0xA3 {
                read.read_extensions(contents)?;
            }
        }
        Some(read)
    }

    fn read_extensions(&mut self, contents: &'a [u8]) -> Option<()> {
        let mut extensions = Der(Der(contents).take(SEQUENCE)?);
        while let Some(extension) = extensions.take_if(SEQUENCE) {
            let mut extension = Der(extension);
            if extension.take(OBJECT)? != ALTERNATIVE_NAMES {
                continue;
            }
            extension.take_if(BOOLEAN);
            let mut names = Der(Der(extension.take(OCTETS)?).take(SEQUENCE)?);
            while let Some((tag, _, name)) = names.next() {
                match tag {
                    0x82 => self.dns_names.extend(std::str::from_utf8(name).ok()),
                    0x87 => self.addresses.extend(address(name)),
                    _ => {}
                }
            }
        }
        Some(())
    }
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

/// The last common name: the most specific one.
fn common_name(names: &[u8]) -> Option<&str> {
    let mut names = Der(names);
    let mut found = None;
    while let Some(set) = names.take_if(SET) {
        let mut set = Der(set);
        while let Some(pair) = set.take_if(SEQUENCE) {
            let mut pair = Der(pair);
            if pair.take(OBJECT)? == COMMON_NAME {
                found = pair.next().and_then(|(_, _, value)| std::str::from_utf8(value).ok());
            }
        }
    }
    found
}

/// The hash of a signature's algorithm. What hashes with MD5 or SHA-1 is bound with SHA-256; the signatures of curve 25519 have none.
fn hash(algorithm: &[u8]) -> Option<Hash> {
    const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];
    const ECDSA: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04];
    let object = Der(algorithm).take(OBJECT)?;
    match (object.strip_prefix(RSA), object.strip_prefix(ECDSA)) {
        (Some([4 | 5 | 11]), _) | (_, Some([1] | [3, 2])) => Some(Hash::Sha256),
        (Some([12]), _) | (_, Some([3, 3])) => Some(Hash::Sha384),
        (Some([13]), _) | (_, Some([3, 4])) => Some(Hash::Sha512),
        _ => None,
    }
}

const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;
const OCTETS: u8 = 0x04;
const OBJECT: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1D, 0x11];

/// What is left to read of some DER.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The next element: its tag, the whole of it, and its contents.
    fn next(&mut self) -> Option<(u8, &'a [u8], &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, mut rest) = rest.split_first()?;
        let mut length = usize::from(first);
        if first & 0x80 != 0 {
            let (digits, after) =
                rest.split_at_checked(usize::from(first & 0x7F)).filter(|(d, _)| d.len() <= 4)?;
            length = digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit));
            rest = after;
        }
        let (contents, after) = rest.split_at_checked(length)?;
        let whole = self.0.get(..self.0.len() - after.len())?;
        self.0 = after;
        Some((tag, whole, contents))
    }

    /// The contents of the next element, which has to have this tag.
    fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.take_whole(tag).map(|(contents, _)| contents)
    }

    /// The contents of the next element, and the whole of it.
    fn take_whole(&mut self, tag: u8) -> Option<(&'a [u8], &'a [u8])> {
        self.next().filter(|(found, ..)| *found == tag).map(|(_, whole, contents)| (contents, whole))
    }

    /// The contents of the next element, if it has this tag; else it stays.
    fn take_if(&mut self, tag: u8) -> Option<&'a [u8]> {
        if self.0.first() == Some(&tag) { self.take(tag) } else { None }
    }

    /// Bits that are whole bytes.
    fn bits(&mut self) -> Option<&'a [u8]> {
        self.take(BITS)?.strip_prefix(&[0])
    }

    /// `UTCTime` or `GeneralizedTime`, in seconds since 1970.
    fn time(&mut self) -> Option<u64> {
        let (tag, _, text) = self.next()?;
        let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
        let (year, rest) = match tag {
            0x17 => {
                let (year, rest) = text.split_at_checked(2)?;
                let year: u64 = year.parse().ok()?;
                (if year < 50 { 2000 + year } else { 1900 + year }, rest)
            }
            0x18 => {
                let (year, rest) = text.split_at_checked(4)?;
                (year.parse().ok()?, rest)
            }
            _ => return None,
        };
        let number = |at: usize| rest.get(at..at + 2)?.parse::<u64>().ok();
        let days = days(year, number(0)?, number(2)?)?;
        Some(((days * 24 + number(4)?) * 60 + number(6)?) * 60 + number(8)?)
    }
}

/// Days since 1970, in the Gregorian calendar.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    // March is the first month, so that the day that leap years have more is the last one of a year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    days.checked_sub(719_469)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        let time = |tag: u8, text: &str| {
            let mut der = vec![tag, u8::try_from(text.len()).unwrap()];
            der.extend(text.bytes());
            Der(&der).time()
        };
        assert_eq!(time(0x17, "700101000000Z"), Some(0));
        assert_eq!(time(0x17, "000229120000Z"), Some(951_825_600));
        assert_eq!(time(0x18, "20380119031408Z"), Some(1 << 31));
        assert_eq!(time(0x18, "2038"), None);
        assert_eq!(time(0x18, "aéé"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = Certificate::read(&bytes);
            let mut nested = vec![0x30, u8::try_from(bytes.len().min(127)).unwrap()];
            nested.extend(&bytes);
            let _ = Certificate::read(&nested);
        }
    }
}
