//! The wallet service as a process, and its sandbox's mailbox and till.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::place;
use crate::process::Running;
use crate::wait::until;

/// Where a service listens. Port 0 takes a free one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ports {
    /// Plain HTTP, for the app and the hosted pages.
    pub http: u16,
    /// TLS, for the merchants' SDKs.
    pub tls: u16,
}

/// Where a service keeps what it knows.
#[derive(Clone, Debug)]
pub struct Data {
    folder: PathBuf,
    /// None: SQLite, in the folder.
    database_url: Option<String>,
}

impl Data {
    /// Everything in a folder, which is made if absent.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), database_url: None }
    }

    /// The database elsewhere.
    #[must_use]
    pub fn with_database(folder: &Path, url: &str) -> Self {
        Self { folder: folder.to_owned(), database_url: Some(url.to_owned()) }
    }
}

impl<P: AsRef<Path>> From<&P> for Data {
    fn from(folder: &P) -> Self {
        Self::in_folder(folder.as_ref())
    }
}

/// A running `saifu-service serve --sandbox`.
pub struct Service {
    process: Running,
    data: Data,
    logs: PathBuf,
    /// Such as `http://localhost:8080`.
    pub http: String,
    /// Such as `https://localhost:8443`.
    pub tls: String,
}

/// What `saifu-service demo` made.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Demo {
    /// Of the shop's key.
    pub public_key_id: String,
    /// The shop.
    pub merchant_id: String,
    /// The shop's store, for CheckoutSessions.
    pub store_id: String,
    /// Codes that can be redeemed.
    pub gift_codes: Vec<String>,
    /// Whose till `/dev/till` is.
    pub till_merchant_id: String,
}

/// A mail in the sandbox's mailbox.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    /// What it says.
    pub subject: String,
    /// What it says.
    pub text: String,
}

#[derive(Deserialize)]
struct Ready {
    ready: bool,
    http: String,
    tls: String,
}

impl Service {
    /// Starts the service on `data` (made if absent) and waits until it answers.
    ///
    /// # Errors
    /// It was not built or does not start.
    pub fn start(data: impl Into<Data>, ports: Ports, logs: &Path) -> Result<Self> {
        let data = data.into();
        let (process, ready) = serve(&data, ports, logs)?;
        Ok(Self { process, data, logs: logs.to_owned(), http: ready.http, tls: ready.tls })
    }

    /// Ends the service as a power cut would, and starts it again on the same data and ports.
    ///
    /// # Errors
    /// It does not start again.
    pub fn cut_power_and_restart(&mut self) -> Result<()> {
        self.cut_power()?;
        self.start_again()
    }

    /// Ends the service as a power cut would.
    ///
    /// # Errors
    /// It cannot be waited for.
    pub fn cut_power(&mut self) -> Result<()> {
        self.process.kill()
    }

    /// Starts it again on the same data and ports.
    ///
    /// # Errors
    /// It does not start.
    pub fn start_again(&mut self) -> Result<()> {
        let ports = Ports { http: port_of(&self.http)?, tls: port_of(&self.tls)? };
        (self.process, _) = serve(&self.data, ports, &self.logs)?;
        Ok(())
    }

    /// Where the merchant SDK goes: `localhost:8443`, without a scheme.
    #[must_use]
    pub fn tls_host(&self) -> &str {
        self.tls.trim_start_matches("https://")
    }

    /// The newest mail to `address`, waiting for it to arrive.
    ///
    /// # Errors
    /// None comes, or the mailbox cannot be read.
    pub async fn newest_mail(&self, address: &str) -> Result<Mail> {
        self.newest(address, Some).await
    }

    /// The six digits of the newest mail to `address` that has some; a notice may have come after it.
    ///
    /// # Errors
    /// None comes, or the mailbox cannot be read.
    pub async fn mailed_code(&self, address: &str) -> Result<String> {
        self.newest(address, |mail| six_digits(&mail.text)).await
    }

    /// What the newest mail of this kind holds, waiting for it to arrive.
    async fn newest<T>(&self, address: &str, found: impl Fn(Mail) -> Option<T>) -> Result<T> {
        let url = format!("{}/dev/mailbox.json?to={}", self.http, address.replace('+', "%2B"));
        until("a mail arrives", || async {
            let mails: Vec<Mail> = reqwest::get(&url).await?.error_for_status()?.json().await?;
            Ok(mails.into_iter().find_map(&found))
        })
        .await
    }

    /// What a till does: charges `yen` to the holder of the store code.
    ///
    /// # Errors
    /// The service refuses; carries its answer.
    pub async fn charge_at_till(&self, code: &str, yen: u64) -> Result<Value> {
        charge_at_till(&self.http, code, yen).await
    }
}

fn serve(data: &Data, ports: Ports, logs: &Path) -> Result<(Running, Ready)> {
    let mut command = service_command("serve", data)?;
    command.args(["--sandbox", "--listen", &format!("127.0.0.1:{}", ports.http)]);
    command.args(["--tls-listen", &format!("127.0.0.1:{}", ports.tls)]);
    if ports.http != 0 {
        command.args(["--public-url", &format!("http://localhost:{}", ports.http)]);
    }
    let pick = |line: &str| serde_json::from_str::<Ready>(line).ok().filter(|ready| ready.ready);
    Running::start_until("service", command, logs, pick)
}

fn port_of(address: &str) -> Result<u16> {
    let port = address.rsplit(':').next().and_then(|port| port.parse().ok());
    port.with_context(|| format!("{address} has a port"))
}

/// What a till does, at any service: `POST /dev/till`.
///
/// # Errors
/// The service cannot be reached or refuses; carries its answer.
pub async fn charge_at_till(service: &str, code: &str, yen: u64) -> Result<Value> {
    let body = json!({ "code": code, "amount": yen.to_string(), "merchantId": null, "items": null });
    let answer = reqwest::Client::new().post(format!("{service}/dev/till")).json(&body).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    if !status.is_success() {
        bail!("the till was refused: {status} {text}");
    }
    Ok(serde_json::from_str(&text)?)
}

/// Adds the demo's merchants and gift codes to `data`, for a shop with this public key.
///
/// # Errors
/// The service was not built or says no.
pub fn add_demo(data: impl Into<Data>, shop_public_key: &Path) -> Result<Demo> {
    let output =
        service_command("demo", &data.into())?.arg("--shop-public-key").arg(shop_public_key).output()?;
    if !output.status.success() {
        bail!("demo data: {}", String::from_utf8_lossy(&output.stderr));
    }
    let text = String::from_utf8(output.stdout)?;
    let last = text.lines().rev().find(|line| line.starts_with('{')).unwrap_or(&text);
    serde_json::from_str(last).with_context(|| format!("demo answered {text}"))
}

/// Proves the ledger of `data`.
///
/// # Errors
/// What does not hold.
pub fn audit(data: impl Into<Data>) -> Result<()> {
    let output = service_command("audit", &data.into())?.output()?;
    if !output.status.success() {
        let text = [output.stdout, output.stderr].concat();
        bail!("the audit found: {}", String::from_utf8_lossy(&text));
    }
    Ok(())
}

fn service_command(verb: &str, data: &Data) -> Result<Command> {
    let program: PathBuf = place::program("saifu-service")?;
    std::fs::create_dir_all(&data.folder)?;
    let mut command = Command::new(program);
    command.arg(verb).arg("--data-dir").arg(&data.folder);
    command.args(data.database_url.iter().flat_map(|url| ["--database-url", url.as_str()]));
    Ok(command)
}

fn six_digits(text: &str) -> Option<String> {
    text.split(|sign: char| !sign.is_ascii_digit()).find(|part| part.len() == 6).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::six_digits;

    #[test]
    fn the_code_is_the_number_of_six_digits() {
        let text = "確認コード：048213\n10分間（2026年まで）有効です。";
        assert_eq!(six_digits(text).as_deref(), Some("048213"));
        assert_eq!(six_digits("2026-11-23"), None);
    }
}
