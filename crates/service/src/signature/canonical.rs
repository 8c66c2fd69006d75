use std::fmt::Write;

use aws_lc_rs::digest::{SHA256, digest};
use http::HeaderMap;

use super::{Algorithm, SignatureError};

/// The parts of a request that its canonical form binds, all as they came over the wire.
pub(super) struct Canonical<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

impl Canonical<'_> {
    /// `ALG\n` and the hash of the canonical request over the headers that `list` names.
    ///
    /// Nothing is sorted or re-encoded: the SDKs sort by different rules, so the order given is the
    /// order signed.
    pub(super) fn string_to_sign(&self, algorithm: Algorithm, list: &str) -> Result<String, SignatureError> {
        let mut request = Vec::with_capacity(1024);
        for line in [self.method, self.path, self.query] {
            push_line(&mut request, line.as_bytes());
        }
        for name in list.split(';') {
            let name = name.to_ascii_lowercase();
            let value = only_value(self.headers, &name)?;
            request.extend_from_slice(name.as_bytes());
            request.push(b':');
            push_line(&mut request, value);
        }
        push_line(&mut request, b"");
        push_line(&mut request, list.as_bytes());
        request.extend_from_slice(hex_sha256(self.body).as_bytes());
        Ok(string_to_sign(algorithm, &request))
    }
}

/// `ALG\n` and the hash of `message`, in hexadecimal.
pub(super) fn string_to_sign(algorithm: Algorithm, message: &[u8]) -> String {
    format!("{}\n{}", algorithm.name(), hex_sha256(message))
}

/// The value of a header that the signature names: there once, or refused.
pub(super) fn only_value<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a [u8], SignatureError> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or_else(|| SignatureError::MissingHeader(name.to_owned()))?;
    if values.next().is_some() {
        return Err(SignatureError::RepeatedHeader(name.to_owned()));
    }
    Ok(value.as_bytes())
}

/// The list in lower case, each name once, where it first stood.
pub(super) fn clean_list(list: &str) -> String {
    let lower = list.to_ascii_lowercase();
    let mut names: Vec<&str> = Vec::new();
    for name in lower.split(';') {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(";")
}

fn push_line(request: &mut Vec<u8>, line: &[u8]) {
    request.extend_from_slice(line);
    request.push(b'\n');
}

fn hex_sha256(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
