//! The wallet app.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    if let Err(error) = saifu_app::drawing::choose() {
        eprintln!("Saifu draws as the system would have it: {error}");
    }
    match saifu_app::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the wallet could not start");
            eprintln!("Saifu could not start: {error}");
            ExitCode::FAILURE
        }
    }
}
