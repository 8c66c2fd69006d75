//! Starts the service and ends it in order.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use jiff::SignedDuration;
use saifu_processor::StripeClient;
use saifu_processor::sandbox::{PUBLISHABLE_KEY, SECRET_KEY, SandboxState, WEBHOOK_SECRET};
use saifu_store::SqlStore;
use saifu_wallet::house::{self, Issuer};
use saifu_wallet::passkey::RelyingParty;
use saifu_wallet::top_up::Counter;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use url::Url;

use crate::app::{App, ProcessorPublic, Shared, Waker};
use crate::factor_key::factor_key;
use crate::mail::{Mailbox, Mailer};
use crate::pages::Site;
use crate::settings::{Database, Serve};
use crate::tls::TlsFiles;
use crate::{clock, routes, workers};

/// Open connections get this long to end by themselves.
const GRACE: Duration = Duration::from_secs(3);

/// Where a card's bank sends the shopper back to after 3-D Secure.
pub const CARD_RETURN_PATH: &str = "/card/returned";

/// Where the processor tells what happened.
pub const WEBHOOK_PATH: &str = "/webhooks/processor";

/// Opens the database that the settings name.
///
/// # Errors
/// The folder or the database cannot be opened.
pub async fn open(database: &Database) -> anyhow::Result<SqlStore> {
    let dir = &database.data_dir;
    std::fs::create_dir_all(dir).with_context(|| format!("data folder {}", dir.display()))?;
    Ok(match &database.database_url {
        Some(url) => SqlStore::open(url).await?,
        None => SqlStore::open_file(&dir.join("wallet.db")).await?,
    })
}

/// A service whose addresses are taken and whose database is open.
pub struct Bound {
    app: Shared,
    plain: std::net::TcpListener,
    tls: std::net::TcpListener,
    certificate: RustlsConfig,
    sandbox: Option<SandboxState>,
    handle: Handle<SocketAddr>,
    /// `http://localhost:8080`: what browsers and apps call it.
    pub public_url: String,
    /// `https://localhost:8443`: what the merchants' SDKs call.
    pub tls_url: String,
}

impl Bound {
    /// Takes the addresses and opens everything.
    ///
    /// # Errors
    /// A setting does not fit, or an address is taken.
    pub async fn new(settings: &Serve) -> anyhow::Result<Self> {
        let plain = std::net::TcpListener::bind(settings.listen).context("--listen")?;
        let tls = std::net::TcpListener::bind(settings.tls_listen).context("--tls-listen")?;
        for listener in [&plain, &tls] {
            listener.set_nonblocking(true)?;
        }
        let app = app(settings, plain.local_addr()?).await?;
        Ok(Self {
            certificate: certificate(&settings.database.data_dir, &app.host_names)?,
            sandbox: sandbox(settings, &app.public_url, plain.local_addr()?)?,
            handle: Handle::new(),
            public_url: app.public_url.clone(),
            tls_url: format!("https://localhost:{}", tls.local_addr()?.port()),
            app,
            plain,
            tls,
        })
    }

    /// Where plain HTTP is listened to.
    ///
    /// # Errors
    /// The system does not say.
    pub fn plain_port(&self) -> std::io::Result<u16> {
        Ok(self.plain.local_addr()?.port())
    }

    /// Ends the service in order.
    #[must_use]
    pub fn handle(&self) -> Handle<SocketAddr> {
        self.handle.clone()
    }

    /// Serves until the handle ends it.
    ///
    /// # Errors
    /// A listener failed.
    pub async fn run(self) -> anyhow::Result<()> {
        let router = routes::router(self.app.clone(), self.sandbox.clone())
            .into_make_service_with_connect_info::<SocketAddr>();
        let worker = tokio::spawn(workers::run(self.app.clone()));
        let processor = self.sandbox.map(|sandbox| tokio::spawn(sandbox.run()));
        let plain = axum_server::from_tcp(self.plain)?.handle(self.handle.clone()).serve(router.clone());
        let tls = axum_server::from_tcp_rustls(self.tls, self.certificate)?.handle(self.handle).serve(router);
        tokio::try_join!(plain, tls)?;
        worker.abort();
        if let Some(processor) = processor {
            processor.abort();
        }
        self.app.store.close().await;
        Ok(())
    }
}

/// Serves until SIGINT or SIGTERM; says on standard output when it is ready.
///
/// # Errors
/// As [`Bound::new`] and [`Bound::run`].
pub async fn serve(settings: &Serve) -> anyhow::Result<()> {
    let bound = Bound::new(settings).await?;
    tokio::spawn(end_on_signal(bound.handle()));
    println!("{}", json!({ "ready": true, "http": bound.public_url, "tls": bound.tls_url }));
    bound.run().await
}

async fn app(settings: &Serve, plain_at: SocketAddr) -> anyhow::Result<Shared> {
    let public_url = match &settings.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => format!("http://localhost:{}", plain_at.port()),
    };
    let url = Url::parse(&public_url).context("--public-url")?;
    let host = url.host_str().context("--public-url has no host")?.to_owned();
    let shown = url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
    let outbox = settings.database.data_dir.join("mail");
    let mailer = mailer(settings, &outbox)?;
    let (processor, processor_public) = processor(settings, &public_url, plain_at)?;
    let processor = processor.with_return_url(&format!("{public_url}{CARD_RETURN_PATH}"));
    let store = open(&settings.database).await?;
    let issuer = issuer(settings)?;
    house::open(&store, &issuer, clock::now()).await?;
    Ok(Arc::new(App {
        store,
        processor,
        mailer,
        mailbox: settings.sandbox.then(|| Mailbox::new(&outbox)),
        party: RelyingParty::new(&public_url).context("--public-url as WebAuthn's origin")?,
        recovery_wait: recovery_wait(settings)?,
        proxies: settings.proxies,
        factor_key: factor_key(settings, &clock::moment())?,
        site: Site { host: shown, sandbox: settings.sandbox },
        public_url,
        host_names: vec![host, "localhost".to_owned(), "127.0.0.1".to_owned()],
        processor_public,
        webhook_secrets: webhook_secrets(settings),
        issuer,
        counter: counter(settings),
        waker: Waker::default(),
    }))
}

/// The sandbox's processor signs under a secret that everybody knows, and is heard on this machine only.
fn webhook_secrets(settings: &Serve) -> Vec<String> {
    match has_own_processor(settings) {
        true => vec![WEBHOOK_SECRET.to_owned()],
        false => settings.processor_webhook_secret.clone(),
    }
}

fn has_own_processor(settings: &Serve) -> bool {
    settings.sandbox && settings.processor_url.is_none()
}

fn counter(settings: &Serve) -> Counter {
    let invented = settings.sandbox.then(|| "000000".to_owned());
    Counter { company_code: settings.company_code.clone().or(invented) }
}

fn recovery_wait(settings: &Serve) -> anyhow::Result<SignedDuration> {
    if !settings.sandbox && settings.recovery_wait < SignedDuration::from_hours(24) {
        bail!("--recovery-wait: an owner needs a day at least to stop it");
    }
    Ok(settings.recovery_wait)
}

fn issuer(settings: &Serve) -> anyhow::Result<Issuer> {
    let given = &settings.issuer;
    match (&given.issuer_name, &given.issuer_address, &given.issuer_contact) {
        (Some(name), Some(address), Some(contact)) => Ok(Issuer {
            legal_name: name.clone(),
            address: address.clone(),
            contact: contact.clone(),
            registration_number: given.issuer_number.clone(),
        }),
        (None, None, None) if settings.sandbox => Ok(Issuer {
            legal_name: "Saifu 見本株式会社".to_owned(),
            address: "東京都千代田区見本 1-1-1".to_owned(),
            contact: "support@saifu.example".to_owned(),
            registration_number: Some("T6010001000001".to_owned()),
        }),
        _ => bail!("--issuer-name, --issuer-address and --issuer-contact are required together"),
    }
}

fn mailer(settings: &Serve, outbox: &Path) -> anyhow::Result<Mailer> {
    match &settings.smtp_url {
        Some(url) => Ok(Mailer::smtp(url, &settings.mail_from)?),
        None if settings.sandbox => Ok(Mailer::outbox(outbox, &settings.mail_from)?),
        None => bail!("--smtp-url is required outside of the sandbox"),
    }
}

fn processor(
    settings: &Serve,
    public_url: &str,
    plain_at: SocketAddr,
) -> anyhow::Result<(StripeClient, ProcessorPublic)> {
    let own = format!("http://127.0.0.1:{}/sandbox/processor", plain_at.port());
    let given =
        (&settings.processor_url, &settings.processor_secret_key, &settings.processor_publishable_key);
    match given {
        (Some(url), Some(secret), Some(publishable)) => Ok((
            StripeClient::new(url, secret)?,
            ProcessorPublic { url: url.clone(), publishable_key: publishable.clone() },
        )),
        (None, None, None) if settings.sandbox => Ok((
            StripeClient::new(&own, SECRET_KEY)?,
            ProcessorPublic {
                url: format!("{public_url}/sandbox/processor"),
                publishable_key: PUBLISHABLE_KEY.to_owned(),
            },
        )),
        _ => bail!("--processor-url, its secret and its publishable key are required together"),
    }
}

fn sandbox(settings: &Serve, public_url: &str, plain_at: SocketAddr) -> anyhow::Result<Option<SandboxState>> {
    let file = settings.database.data_dir.join("processor.json");
    let sandbox = has_own_processor(settings).then(|| SandboxState::open(file)).transpose()?;
    if let Some(sandbox) = &sandbox {
        sandbox.set_public_url(&format!("{public_url}/sandbox/processor"));
        sandbox.set_webhook(&format!("http://127.0.0.1:{}{WEBHOOK_PATH}", plain_at.port()), WEBHOOK_SECRET);
    }
    Ok(sandbox)
}

fn certificate(data_dir: &Path, hosts: &[String]) -> anyhow::Result<RustlsConfig> {
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    Ok(TlsFiles::load_or_create(&data_dir.join("tls"), &hosts, clock::now())?.rustls_config()?)
}

async fn end_on_signal(handle: Handle<SocketAddr>) {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        tracing::error!("signals cannot be caught: the service ends only by force");
        return;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    handle.graceful_shutdown(Some(GRACE));
}
