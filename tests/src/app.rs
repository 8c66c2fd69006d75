//! The wallet app's real window, through tauri-driver and WebKitWebDriver.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use fantoccini::Client;
use fantoccini::wd::WindowHandle;
use serde_json::json;

use crate::browser::Size;
use crate::desktop::Desktop;
use crate::page::at_rest;
use crate::process::{Running, free_port};
use crate::wait::until;
use crate::{driver, place};

/// How the desktop is set up when the app starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// The default.
    Light,
    /// GTK's dark variant, which the webview reports as `prefers-color-scheme: dark`.
    Dark,
}

/// How the pages are put on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// As where there is a graphics processor. WebKitWebDriver waits for ever for a picture of a page that is drawn
    /// otherwise.
    Composed,
    /// As the app chooses for this machine.
    Chosen,
}

/// How the app is started.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The service, such as `http://localhost:8080`.
    pub service: String,
    /// Where receipts are saved.
    pub downloads: PathBuf,
    /// Light or dark.
    pub scheme: Scheme,
    /// Composed, where pictures are taken.
    pub drawing: Drawing,
}

/// The app, its windows in reach of WebDriver.
pub struct App {
    /// Speaks to the window that [`App::enter`] chose last.
    pub client: Client,
    main: WindowHandle,
    launch: Launch,
    _driver: Running,
}

impl Launch {
    /// The command that starts the app like this inside `desktop`.
    ///
    /// # Errors
    /// The app was not built.
    pub fn command(&self, desktop: &Desktop) -> Result<Command> {
        let mut command = desktop.command(place::program("saifu-app")?);
        self.set(&mut command);
        Ok(command)
    }

    fn set(&self, command: &mut Command) {
        command.env("SAIFU_SERVICE_URL", &self.service).env("SAIFU_DOWNLOAD_DIR", &self.downloads);
        command.env("GTK_THEME", if self.scheme == Scheme::Dark { "Adwaita:dark" } else { "Adwaita" });
        if self.drawing == Drawing::Composed {
            command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "0");
        }
    }
}

impl App {
    /// Starts the app inside `desktop` and waits for its window.
    ///
    /// # Errors
    /// The app or a driver is missing, or no window comes.
    pub async fn start(desktop: &Desktop, launch: Launch, logs: &Path) -> Result<Self> {
        let (port, native_port) = (free_port()?, free_port()?);
        let mut command = desktop.command(place::tool("tauri-driver")?);
        command.args(["--port", &port.to_string(), "--native-port", &native_port.to_string()]);
        launch.set(&mut command);
        let driver = Running::start("tauri-driver", command, logs)?;
        let client = connect(port, &place::program("saifu-app")?).await?;
        let main = client.window().await?;
        Ok(Self { client, main, launch, _driver: driver })
    }

    /// What a click on `saifu://…` does: the system starts the app once more with the link, and that
    /// process hands it to the running one and ends.
    ///
    /// # Errors
    /// The second process does not end well.
    pub fn open_link(&self, desktop: &Desktop, link: &str) -> Result<()> {
        let output = self.launch.command(desktop)?.arg(link).stdin(Stdio::null()).output()?;
        if !output.status.success() {
            bail!("opening {link}: {} {}", output.status, String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// Waits for a window beside the main one and looks at it from now on.
    ///
    /// # Errors
    /// None opens.
    pub async fn enter_second(&self) -> Result<()> {
        let handle = until("a second window opens", || async {
            let windows = self.client.windows().await?;
            Ok(windows.into_iter().find(|window| *window != self.main))
        })
        .await?;
        self.client.switch_to_window(handle).await?;
        Ok(())
    }

    /// Looks at the main window.
    ///
    /// # Errors
    /// It was closed.
    pub async fn enter_main(&self) -> Result<()> {
        self.client.switch_to_window(self.main.clone()).await.context("the main window is there")?;
        Ok(())
    }

    /// Waits until only the main window is left, and looks at it.
    ///
    /// # Errors
    /// Another stays.
    pub async fn only_main(&self) -> Result<()> {
        until("the second window closes", || async {
            Ok((self.client.windows().await?.len() == 1).then_some(()))
        })
        .await?;
        self.enter_main().await
    }

    /// Gives the window that is looked at this inner size.
    ///
    /// # Errors
    /// It does not take it.
    pub async fn resize(&self, size: Size) -> Result<()> {
        self.client.set_window_size(size.width, size.height).await?;
        until(&format!("the window is {} × {}", size.width, size.height), || async {
            let inner = self.client.execute("return [innerWidth, innerHeight]", Vec::new()).await?;
            Ok((inner == json!([size.width, size.height])).then_some(()))
        })
        .await
    }

    /// A PNG of the window that is looked at, when nothing moves in it.
    ///
    /// # Errors
    /// It does not come to rest.
    pub async fn photograph(&self) -> Result<Vec<u8>> {
        at_rest(&self.client).await?;
        Ok(self.client.screenshot().await?)
    }

    /// Ends the app. A client that is dropped without this leaves the window open.
    ///
    /// # Errors
    /// The driver does not answer.
    pub async fn close(self) -> Result<()> {
        self.client.close().await?;
        Ok(())
    }
}

async fn connect(port: u16, program: &Path) -> Result<Client> {
    let capabilities = json!({
        "browserName": "wry",
        "tauri:options": { "application": program },
    });
    driver::connect(port, capabilities).await.context("the app's window opens")
}
