//! What stands while the tour goes on.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fantoccini::Client;

use super::Album;
use crate::app::{App, Drawing, Launch, Scheme};
use crate::browser::{Browser, Size};
use crate::desktop::Desktop;
use crate::page::at_rest;
use crate::service::{Demo, Ports, Service, add_demo};
use crate::shop::{Shop, ShopKeys};
use crate::wait::until;

/// Who takes the tour.
pub const NAME: &str = "佐藤 花子";
/// Where the code is mailed to.
pub const EMAIL: &str = "hanako@example.jp";
/// What guards the passkey.
pub const PIN: &str = "481920";

/// Everything that stands on the stage, and what one step tells the next.
pub struct Stage {
    /// Everything of this run is in here.
    pub folder: PathBuf,
    /// The service's data.
    pub data: PathBuf,
    pub(super) album: Album,
    /// The wallet service.
    pub service: Service,
    /// The sample shop.
    pub shop: Shop,
    /// What the demo data hold.
    pub demo: Demo,
    /// Where the app runs.
    pub desktop: Desktop,
    /// Where the shop is visited.
    pub browser: Browser,
    /// Set by the hosted page, read by whoever opens the approval.
    pub link: Option<String>,
    app: Option<App>,
    /// How many of the pages that the app had opened were gone to, or passed over.
    followed: usize,
}

impl Stage {
    /// Starts everything, on a fresh database and a fresh home.
    pub async fn set(folder: &Path) -> Result<Self> {
        let logs = folder.join("logs");
        let data = folder.join("data");
        let keys = ShopKeys::ensure(&folder.join("shop-keys"))?;
        let service = Service::start(&data, Ports::default(), &logs)?;
        let demo = add_demo(&data, &keys.public_key)?;
        let shop = Shop::start(0, &service, &demo, &keys, &logs)?;
        let desktop = Desktop::start(&folder.join("home"), &logs)?;
        let browser = Browser::start(&folder.join("chromium"), &logs).await?;
        let mut stage = Self {
            folder: folder.to_owned(),
            data,
            album: Album::new(folder),
            service,
            shop,
            demo,
            desktop,
            browser,
            link: None,
            app: None,
            followed: 0,
        };
        stage.start_app(Scheme::Light).await?;
        Ok(stage)
    }

    /// Ends the app, if it runs, and starts it in this scheme on the same state.
    pub async fn start_app(&mut self, scheme: Scheme) -> Result<()> {
        self.stop_app().await?;
        let launch = self.launch(scheme, Drawing::Composed);
        self.app = Some(App::start(&self.desktop, launch, &self.folder.join("logs")).await?);
        Ok(())
    }

    /// How the app of this stage is started.
    #[must_use]
    pub fn launch(&self, scheme: Scheme, drawing: Drawing) -> Launch {
        Launch { service: self.service.http.clone(), downloads: self.downloads(), scheme, drawing }
    }

    /// Ends the app, if it runs.
    pub async fn stop_app(&mut self) -> Result<()> {
        match self.app.take() {
            Some(app) => app.close().await,
            None => Ok(()),
        }
    }

    /// Where receipts are saved.
    pub fn downloads(&self) -> PathBuf {
        self.folder.join("downloads")
    }

    /// The app.
    pub fn app(&self) -> Result<&App> {
        self.app.as_ref().context("the app runs")
    }

    /// The app's window.
    pub fn window(&self) -> Result<&Client> {
        Ok(&self.app()?.client)
    }

    /// The browser's page.
    pub fn page(&self) -> &Client {
        &self.browser.client
    }

    /// A picture of the app's window.
    pub async fn photograph_app(&mut self, name: &str) -> Result<()> {
        let png = self.app()?.photograph().await?;
        self.album.add(name, &png)
    }

    /// Where the newest picture of this name is.
    pub fn newest_picture(&self, name: &str) -> Result<PathBuf> {
        self.album.newest(name)
    }

    /// A picture of the browser's page.
    pub async fn photograph_page(&mut self, name: &str) -> Result<()> {
        at_rest(self.page()).await?;
        let png = self.page().screenshot().await?;
        self.album.add(name, &png)
    }

    /// Pictures of all that can be seen; nothing here may hide the failure itself.
    pub async fn photograph_failure(&mut self, step: &str) {
        if let Err(error) = self.photograph_app(&format!("{step}-FAILED-app")).await {
            eprintln!("no picture of the app: {error:#}");
        }
        if let Err(error) = self.photograph_page(&format!("{step}-FAILED-page")).await {
            eprintln!("no picture of the page: {error:#}");
        }
    }

    /// Ends what needs to be told; the rest ends when it is dropped.
    pub async fn strike(mut self) {
        for ended in [self.stop_app().await, self.browser.close().await] {
            if let Err(error) = ended {
                eprintln!("at the end of the tour: {error:#}");
            }
        }
    }

    /// Goes to the next page that the app has the system open, and whose address contains `part`.
    pub async fn follow_opened(&mut self, part: &str) -> Result<()> {
        let (opened, address) = until(&format!("{part} is opened"), || async {
            let pages = self.desktop.viewed().into_iter().map(|page| page.display().to_string());
            Ok((1..).zip(pages).skip(self.followed).find(|(_, page)| page.contains(part)))
        })
        .await?;
        self.followed = opened;
        self.page().goto(&address).await?;
        Ok(())
    }

    /// The main window at desktop size, where the walk happens.
    pub async fn at_desk(&self) -> Result<()> {
        self.app()?.resize(Size::DESKTOP).await
    }
}
