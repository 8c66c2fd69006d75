use std::path::{Path, PathBuf};

use saifu_service::serve::{Bound, open};
use saifu_service::settings::{Database, Serve};
use tokio::task::JoinHandle;

use crate::shop::Shop;

/// A service on ports of its own, with a sandbox and demo data.
pub struct Service {
    pub url: String,
    dir: PathBuf,
    pub port: u16,
    handle: axum_server::Handle<std::net::SocketAddr>,
    task: JoinHandle<anyhow::Result<()>>,
}

impl Service {
    pub async fn start(dir: &Path) -> Self {
        Self::start_at(dir, 0, |_| {}).await
    }

    /// One with other settings.
    pub async fn start_with(dir: &Path, change: impl FnOnce(&mut Serve)) -> Self {
        Self::start_at(dir, 0, change).await
    }

    /// One that browsers reach by another address, through a proxy.
    pub async fn behind(dir: &Path, public_url: &str) -> Self {
        Self::start_at(dir, 0, |it| it.public_url = Some(public_url.to_owned())).await
    }

    async fn start_at(dir: &Path, port: u16, change: impl FnOnce(&mut Serve)) -> Self {
        let loopback = |port| std::net::SocketAddr::from(([127, 0, 0, 1], port));
        let mut settings = Serve {
            database: database(dir),
            listen: loopback(port),
            tls_listen: loopback(0),
            public_url: None,
            sandbox: true,
            smtp_url: None,
            factor_key: None,
            recovery_wait: "72h".parse().unwrap(),
            proxies: 0,
            mail_from: "Saifu <no-reply@saifu.example>".to_owned(),
            issuer: saifu_service::settings::Issuer::default(),
            processor_url: None,
            processor_secret_key: None,
            processor_publishable_key: None,
            processor_webhook_secret: Vec::new(),
            company_code: None,
        };
        change(&mut settings);
        let bound = Bound::new(&settings).await.unwrap();
        let (url, handle) = (bound.public_url.clone(), bound.handle());
        let port = bound.plain_port().unwrap();
        Self { url, dir: dir.to_owned(), port, handle, task: tokio::spawn(bound.run()) }
    }

    /// Ends it and starts it again on the same data and the same port.
    pub async fn restart(self) -> Self {
        self.restart_as(None).await
    }

    /// As [`Service::restart`], and from now on browsers know it by this address, behind a proxy that speaks TLS.
    pub async fn restart_behind(self, public_url: &str) -> Self {
        self.restart_as(Some(public_url.to_owned())).await
    }

    async fn restart_as(self, public_url: Option<String>) -> Self {
        self.handle.graceful_shutdown(Some(std::time::Duration::from_secs(1)));
        self.task.await.unwrap().unwrap();
        Self::start_at(&self.dir, self.port, |it| it.public_url = public_url).await
    }

    /// Adds demo data with a shop's key; answers with the shop and gift codes.
    pub async fn demo(&self) -> (Shop, Vec<String>) {
        let shop = Shop::new();
        let store = open(&database(&self.dir)).await.unwrap();
        let view = saifu_service::demo::add(&store, &shop.public_key_pem()).await.unwrap();
        store.close().await;
        (shop.known_as(&view.public_key_id, &view.store_id, &self.url), view.gift_codes)
    }
}

pub fn database(dir: &Path) -> Database {
    Database { data_dir: dir.to_owned(), database_url: None }
}
