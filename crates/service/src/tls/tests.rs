use jiff::ToSpan;
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConnection};
use rustls_pki_types::ServerName;

use super::*;

const HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

fn start() -> Timestamp {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

/// The certificate's text after a start with these hosts at that time.
fn certificate(dir: &Path, hosts: &[&str], now: Timestamp) -> String {
    let files = TlsFiles::load_or_create(dir, hosts, now).unwrap();
    files.rustls_config().unwrap();
    fs::read_to_string(files.certificate_path()).unwrap()
}

#[test]
fn a_certificate_is_made_once_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let first = certificate(&dir.path().join("tls"), &HOSTS, start());
    let reordered = ["::1", "localhost", "127.0.0.1"];
    assert_eq!(first, certificate(&dir.path().join("tls"), &reordered, start() + 300.hours()));
}

#[test]
fn it_is_renewed_before_it_ends_and_for_other_hosts() {
    let dir = tempfile::tempdir().unwrap();
    let first = certificate(dir.path(), &HOSTS, start());
    let other = certificate(dir.path(), &["localhost"], start());
    assert_ne!(first, other);
    assert_eq!(other, certificate(dir.path(), &["localhost"], start() + (334 * 24).hours()));
    assert_ne!(other, certificate(dir.path(), &["localhost"], start() + (336 * 24).hours()));
}

#[test]
fn a_torn_or_mixed_pair_is_made_again() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = certificate(a.path(), &HOSTS, start());
    certificate(b.path(), &HOSTS, start());
    fs::copy(b.path().join("key.pem"), a.path().join("key.pem")).unwrap();
    let second = certificate(a.path(), &HOSTS, start());
    assert_ne!(first, second);
    fs::write(a.path().join("cert.pem"), &second[..100]).unwrap();
    assert_ne!(second, certificate(a.path(), &HOSTS, start()));
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_the_key() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    certificate(dir.path(), &HOSTS, start());
    let mode = fs::metadata(dir.path().join("key.pem")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let error = TlsFiles::load_or_create(&file.join("tls"), &HOSTS, start()).unwrap_err();
    assert!(error.to_string().contains("file/tls"), "{error}");
}

/// Shakes hands in memory as a client that trusts nothing but the certificate.
fn handshake(files: &TlsFiles, host: &'static str) -> Result<(), rustls::Error> {
    let mut roots = RootCertStore::empty();
    let pem = fs::read(files.certificate_path()).unwrap();
    roots.add(CertificateDer::from_pem_slice(&pem).unwrap()).unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host).unwrap();
    let mut client = ClientConnection::new(Arc::new(client), name).unwrap();
    let mut server = ServerConnection::new(files.rustls_config().unwrap().get_inner()).unwrap();
    while client.is_handshaking() || server.is_handshaking() {
        let mut wire = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut wire).unwrap();
        }
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets()?;
        wire.clear();
        while server.wants_write() {
            server.write_tls(&mut wire).unwrap();
        }
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    Ok(())
}

#[test]
fn a_client_that_trusts_the_certificate_connects_by_its_names_alone() {
    let dir = tempfile::tempdir().unwrap();
    // The client checks the dates by the system's clock.
    let now = jiff::Timestamp::try_from(fs::metadata(dir.path()).unwrap().modified().unwrap()).unwrap();
    let files = TlsFiles::load_or_create(dir.path(), &HOSTS, now).unwrap();
    assert_eq!(handshake(&files, "localhost"), Ok(()));
    assert_eq!(handshake(&files, "127.0.0.1"), Ok(()));
    assert!(matches!(handshake(&files, "evil.example"), Err(rustls::Error::InvalidCertificate(_))));
}
