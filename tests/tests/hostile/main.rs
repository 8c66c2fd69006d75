//! What strangers can send never makes a panic: random bytes, and good examples with some bytes changed. The same
//! functions are fuzzed by coverage in `fuzz/`.

#[path = "../../../fuzz/src/subjects.rs"]
mod subjects;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Enough for each run of the tests; a fuzzer takes as many as it is given time.
const CASES: u32 = 2_048;

/// An example with up to eight bytes changed, taken out or put in.
fn near(examples: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<Index>(), any::<u8>(), 0..3_u8);
    (select(examples), vec(change, 0..8)).prop_map(|(mut bytes, changes)| {
        for (place, byte, kind) in changes {
            let place = place.index(bytes.len() + 1);
            match kind {
                0 => bytes.insert(place, byte),
                _ if place == bytes.len() => {}
                1 => drop(bytes.remove(place)),
                _ => bytes[place] = byte,
            }
        }
        bytes
    })
}

fn hostile(examples: &[&[u8]]) -> impl Strategy<Value = Vec<u8>> {
    let examples = examples.iter().map(|it| it.to_vec()).collect();
    prop_oneof![vec(any::<u8>(), 0..512), near(examples)]
}

fn run(examples: &[&[u8]], subject: fn(&[u8])) {
    let config = ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(bytes in hostile(examples))| subject(&bytes));
}

#[test]
fn deep_links() {
    let checkout = b"saifu://checkout/3b1ff7b5-3f6a-4c1e-9d0e-6a1f0c2b4d5e";
    run(&[checkout, b"saifu://gift/1034-5678-9ABC-DEFD", b"saifu://card/returned"], subjects::deep_link);
}

#[test]
fn pasted_text() {
    run(&[b"1034-5678-9ABC-DEFD", "コードは １０３４ です".as_bytes()], subjects::gift_text);
}

#[test]
fn dropped_pictures() {
    // A PNG of one pixel: signature, IHDR, IDAT, IEND.
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
        \0\0\0\nIDATx\x9cc\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xaeB\x60\x82";
    run(&[png, b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9"], subjects::gift_picture);
}

#[test]
fn client_data() {
    let plain = br#"{"type":"webauthn.get","challenge":"BwcHBw","origin":"http://localhost:8080","crossOrigin":false}"#;
    let payment = br#"{"type":"webauthn.get","challenge":"","origin":"x","payment":{"total":{"value":"1"}}}"#;
    run(&[plain, payment, b"[[[[[[", b"{\"crossOrigin\":1}"], subjects::client_data);
}

#[test]
fn authenticator_data() {
    // With attested data and extensions announced, and CBOR that promises more than there is.
    let cbor =
        [&[0; 32][..], &[0xc5, 0, 0, 0, 1], &[0; 16], &[0, 4, 1, 2, 3, 4], &[0xa1, 0x9b, 255, 255]].concat();
    run(&[&[0; 37], &cbor], subjects::authenticator_data);
}

#[test]
fn whole_answers() {
    let answer = br#"{"id":"AAAA","rawId":"AAAA","type":"public-key","extensions":{},"response":
        {"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AAAA","userHandle":"AAAA"}}"#;
    run(&[answer, b"{}", b"null"], subjects::assertion);
}

#[test]
fn attestations() {
    let none = b"\xa3cfmtdnonegattStmt\xa0hauthDataX\x25aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\x41\0\0\0\0";
    run(&[none, &[0x9f; 64], &[0xbf; 64], &[0xd8; 64]], subjects::attestation);
}

#[test]
fn proofs() {
    run(&[b"eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.AAAA", b"..", b"a.b.c.d"], subjects::proof);
}
