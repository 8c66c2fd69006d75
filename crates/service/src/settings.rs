//! Settings, from flags and environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The Saifu wallet service.
#[derive(Debug, Parser)]
#[command(name = "saifu-service", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the wallet API, the merchant API and the hosted pages.
    Serve(Box<Serve>),
    /// Adds merchants and gift codes to try things with; again changes nothing. Prints them as JSON.
    Demo(Demo),
    /// Proves that the books hold; exits with 1 and names what does not.
    Audit(Database),
    /// What prepaid value was unused at a base date, and the deposit that it needs (資金決済法 第14条), as JSON.
    Unused(Unused),
    /// Gives back what came in for a top-up too late, twice or in another sum; the processor is asked by the
    /// running service.
    GiveBack(GiveBack),
}

/// Where the database is.
#[derive(Clone, Debug, Args)]
pub struct Database {
    /// Where database, certificate and mail are kept.
    #[arg(long, env = "SAIFU_DATA_DIR")]
    pub data_dir: PathBuf,
    /// `sqlite:…` or `postgres://…`; `wallet.db` in the data folder without it.
    #[arg(long, env = "SAIFU_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

/// `saifu-service serve`.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented at its type")]
    pub database: Database,
    /// Plain HTTP, for loopback or behind a proxy that speaks TLS.
    #[arg(long, env = "SAIFU_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// TLS, with a certificate that the service makes for itself.
    #[arg(long, env = "SAIFU_TLS_LISTEN", default_value = "127.0.0.1:8443")]
    pub tls_listen: SocketAddr,
    /// What shoppers' browsers and apps call this service; it is also WebAuthn's origin. With port 0
    /// in `--listen` the port is put in.
    #[arg(long, env = "SAIFU_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// A processor, mailbox and till to try things with. No real money moves.
    #[arg(long, env = "SAIFU_SANDBOX")]
    pub sandbox: bool,
    /// `smtps://user:password@host`; required outside of the sandbox.
    #[arg(long, env = "SAIFU_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// 64 hexadecimal digits: under them the secrets of authenticator apps lie in the database. The same for all processes on
    /// one database; required outside of the sandbox.
    #[arg(long, env = "SAIFU_FACTOR_KEY", hide_env_values = true)]
    pub factor_key: Option<String>,
    /// How long the owner can stop a recovery before the new device comes in: `72h`. Outside of the sandbox a day at
    /// least.
    #[arg(long, env = "SAIFU_RECOVERY_WAIT", default_value = "72h")]
    pub recovery_wait: jiff::SignedDuration,
    /// How many proxies of ours stand in front and add to `X-Forwarded-For`: the address before them is the caller's.
    #[arg(long, env = "SAIFU_PROXIES", default_value_t = 0)]
    pub proxies: usize,
    /// The sender of mail.
    #[arg(long, env = "SAIFU_MAIL_FROM", default_value = "Saifu <no-reply@saifu.example>")]
    pub mail_from: String,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented at its type")]
    pub issuer: Issuer,
    /// Stripe's API or one like it; the sandbox brings its own.
    #[arg(long, env = "SAIFU_PROCESSOR_URL")]
    pub processor_url: Option<String>,
    /// The processor's secret key.
    #[arg(long, env = "SAIFU_PROCESSOR_SECRET_KEY", hide_env_values = true)]
    pub processor_secret_key: Option<String>,
    /// The processor's publishable key, which devices get.
    #[arg(long, env = "SAIFU_PROCESSOR_PUBLISHABLE_KEY")]
    pub processor_publishable_key: Option<String>,
    /// `whsec_…`: under which the processor signs what it posts to `/webhooks/processor`. Two, with a comma
    /// between them, while one replaces the other.
    #[arg(long, env = "SAIFU_PROCESSOR_WEBHOOK_SECRET", hide_env_values = true, value_delimiter = ',')]
    pub processor_webhook_secret: Vec<String>,
    /// GS1 company code, six digits, for slips of our own at the chain that scans (セブン-イレブン). Without one
    /// that chain cannot be chosen; the sandbox has an invented one.
    #[arg(long, env = "SAIFU_COMPANY_CODE", value_parser = company_code)]
    pub company_code: Option<String>,
}

fn company_code(text: &str) -> Result<String, String> {
    let is_code = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { Ok(text.to_owned()) } else { Err("six digits".to_owned()) }
}

/// Who owes the balance; required outside of the sandbox, which has an invented one.
#[derive(Clone, Debug, Default, Args)]
pub struct Issuer {
    /// The company.
    #[arg(long, env = "SAIFU_ISSUER_NAME")]
    pub issuer_name: Option<String>,
    /// Its address.
    #[arg(long, env = "SAIFU_ISSUER_ADDRESS")]
    pub issuer_address: Option<String>,
    /// Where questions and complaints go: an e-mail address.
    #[arg(long, env = "SAIFU_ISSUER_CONTACT")]
    pub issuer_contact: Option<String>,
    /// T and 13 digits, if registered.
    #[arg(long, env = "SAIFU_ISSUER_NUMBER")]
    pub issuer_number: Option<String>,
}

/// `saifu-service unused`.
#[derive(Clone, Debug, Args)]
pub struct Unused {
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented at its type")]
    pub database: Database,
    /// 31 March or 30 September, such as `2026-09-30`.
    #[arg(long)]
    pub base_date: jiff::civil::Date,
}

/// `saifu-service give-back`.
#[derive(Clone, Debug, Args)]
pub struct GiveBack {
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented at its type")]
    pub database: Database,
    /// The top-up's id.
    #[arg(long)]
    pub top_up: String,
}

/// `saifu-service demo`.
#[derive(Clone, Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented at its type")]
    pub database: Database,
    /// The sample shop's public key (SubjectPublicKeyInfo, PEM).
    #[arg(long)]
    pub shop_public_key: PathBuf,
}
