//! The certificate of the TLS listener. The SDKs of Amazon Pay speak nothing but TLS, so a service
//! without a certificate of its own makes one, signed by itself, and keeps it.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use axum_server::tls_rustls::RustlsConfig;
use jiff::{SignedDuration, Timestamp};
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair};
use rustls::{ServerConfig, crypto::aws_lc_rs};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use thiserror::Error;
use time::OffsetDateTime;
use x509_parser::{certificate::X509Certificate, extensions::GeneralName, prelude::FromDer};

const VALID_FOR: SignedDuration = SignedDuration::from_hours(365 * 24);
/// A certificate that ends sooner than this is renewed at start.
const RENEW_BEFORE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Clients' clocks may be behind ours.
const VALID_SINCE: SignedDuration = SignedDuration::from_hours(24);

/// A certificate and its key, on disk in PEM form.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    certificate: PathBuf,
    key: PathBuf,
}

/// Why there is no certificate to serve with.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file or its folder cannot be read or written.
    #[error("cannot keep the TLS certificate in {path}")]
    Storage {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A host name is none, or the key could not be made.
    #[error("cannot make a TLS certificate")]
    Making(#[from] rcgen::Error),
    /// The time is outside of what a certificate can say.
    #[error("the clock stands at a time that no certificate can hold")]
    Clock,
    /// The files hold no certificate with its key.
    #[error("the TLS certificate or its key cannot be read")]
    Pem(#[from] rustls_pki_types::pem::Error),
    /// The TLS library does not take them.
    #[error("the TLS certificate does not serve")]
    Unusable(#[from] rustls::Error),
}

impl TlsFiles {
    /// The certificate in `dir` (`cert.pem`, `key.pem`), made anew where there is none, where it is
    /// for other `host_names` (DNS names or IP addresses), ends within 30 days of `now`, or does not
    /// belong to the key.
    ///
    /// # Errors
    /// [`TlsError`]: the folder cannot be written, or a host name is malformed.
    pub fn load_or_create(dir: &Path, host_names: &[&str], now: Timestamp) -> Result<Self, TlsError> {
        let files = Self { certificate: dir.join("cert.pem"), key: dir.join("key.pem") };
        if !files.serve(host_names, now) {
            fs::create_dir_all(dir).map_err(storage(dir))?;
            files.create(host_names, now)?;
        }
        Ok(files)
    }

    /// Where the certificate is: what a client has to trust.
    #[must_use]
    pub fn certificate_path(&self) -> &Path {
        &self.certificate
    }

    /// What axum-server listens with: TLS 1.2 and 1.3 by aws-lc-rs, HTTP/2 and HTTP/1.1.
    ///
    /// The provider is named, because the process default depends on what other crates enable.
    ///
    /// # Errors
    /// [`TlsError`]: the files cannot be read or do not fit together.
    pub fn rustls_config(&self) -> Result<RustlsConfig, TlsError> {
        let certificate = CertificateDer::from_pem_slice(&read(&self.certificate)?)?;
        let key = PrivateKeyDer::from_pem_slice(&read(&self.key)?)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(RustlsConfig::from_config(Arc::new(config)))
    }

    /// Whether the files are there and still good; anything unreadable is not, and is made again.
    fn serve(&self, host_names: &[&str], now: Timestamp) -> bool {
        let (Ok(certificate), Ok(key)) = (fs::read(&self.certificate), fs::read_to_string(&self.key)) else {
            return false;
        };
        let Ok(der) = CertificateDer::from_pem_slice(&certificate) else { return false };
        let (Ok((_, certificate)), Ok(key)) = (X509Certificate::from_der(&der), KeyPair::from_pem(&key))
        else {
            return false;
        };
        let renew_at = now.checked_add(RENEW_BEFORE).unwrap_or(Timestamp::MAX);
        let ends = certificate.validity().not_after.timestamp();
        ends > renew_at.as_second()
            && names_of(&certificate) == sorted(host_names.iter().map(|name| (*name).to_owned()))
            && certificate.public_key().raw == rcgen::PublicKeyData::subject_public_key_info(&key)
    }

    /// The key first: a certificate without its key is made again at the next start.
    fn create(&self, host_names: &[&str], now: Timestamp) -> Result<(), TlsError> {
        let names: Vec<String> = host_names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names)?;
        params.not_before = offset(now, -VALID_SINCE)?;
        params.not_after = offset(now, VALID_FOR)?;
        params.distinguished_name.push(DnType::CommonName, "Saifu wallet service (self-signed)");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        write_private(&self.key, &key.serialize_pem())?;
        fs::write(&self.certificate, certificate.pem()).map_err(storage(&self.certificate))
    }
}

fn names_of(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else { return Vec::new() };
    sorted(extension.value.general_names.iter().filter_map(|name| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => ip_text(bytes),
        _ => None,
    }))
}

fn ip_text(bytes: &[u8]) -> Option<String> {
    let v4 = <[u8; 4]>::try_from(bytes).map(|octets| std::net::IpAddr::from(octets).to_string());
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(|octets| std::net::IpAddr::from(octets).to_string())).ok()
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names
}

fn offset(now: Timestamp, by: SignedDuration) -> Result<OffsetDateTime, TlsError> {
    let at = now.checked_add(by).map_err(|_| TlsError::Clock)?;
    OffsetDateTime::from_unix_timestamp(at.as_second()).map_err(|_| TlsError::Clock)
}

/// Writes a file that only its owner reads (mode 0600), all of it or nothing.
fn write_private(path: &Path, text: &str) -> Result<(), TlsError> {
    let write = || -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        // A temporary file is created with mode 0600 and keeps it when it takes its name.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(storage(path))
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(storage(path))
}

fn storage(path: &Path) -> impl FnOnce(io::Error) -> TlsError {
    let path = path.to_owned();
    move |source| TlsError::Storage { path, source }
}

#[cfg(test)]
mod tests;
