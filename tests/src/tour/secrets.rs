//! After the whole tour: nothing that was typed or drawn as a secret lies in a file or a log.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use super::devices::SECOND_PIN;
use super::instruments::CARDS;
use super::stage::{EMAIL, PIN, Stage};
use crate::place::files_below;

/// What only a token, a key or a header of one is written with.
const MARKS: [&str; 4] = ["Bearer ", "accessToken", "refreshToken", "BEGIN PRIVATE KEY"];
/// The service's own TLS key is a file on purpose; mail is what it sends to the shopper.
const MEANT: [&str; 2] = ["data/tls/key.pem", "data/mail/"];

/// Looks through the service's data, the app's home and every log.
pub async fn nowhere(stage: &mut Stage) -> Result<()> {
    let mut files = Vec::new();
    for folder in ["data", "home", "logs", "second"] {
        files.extend(files_below(&stage.folder.join(folder))?);
    }
    let mut secrets: Vec<String> = CARDS.iter().chain(&MARKS).map(|it| (*it).to_owned()).collect();
    secrets.extend(stage.demo.gift_codes.iter().flat_map(|code| [code.clone(), code.replace('-', "")]));
    let mut found_address = false;
    for path in files.iter().filter(|path| !is_meant(stage, path)) {
        // Browsers and keyrings rename files while they run.
        let Ok(bytes) = fs::read(path) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        found_address |= text.contains(EMAIL);
        for secret in &secrets {
            ensure!(!text.contains(secret.as_str()), "{secret} lies in {}", path.display());
        }
        for pin in [PIN, SECOND_PIN] {
            ensure!(!stands_alone(&text, pin), "the PIN {pin} lies in {}", path.display());
        }
    }
    ensure!(found_address, "the search reads the files: the address is in the database");
    Ok(())
}

fn is_meant(stage: &Stage, path: &Path) -> bool {
    let inside = path.strip_prefix(&stage.folder).unwrap_or(path).to_string_lossy();
    MEANT.iter().any(|meant| inside.starts_with(meant))
}

/// Six digits occur inside longer numbers by chance.
fn stands_alone(text: &str, pin: &str) -> bool {
    text.match_indices(pin).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + pin.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}
