//! System packages, on Debian and its kin.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use super::Purpose;
use crate::shell;

struct Package {
    name: &'static str,
    why: &'static str,
}

const fn package(name: &'static str, why: &'static str) -> Package {
    Package { name, why }
}

const BUILD: &[Package] = &[
    package("build-essential", "the C compiler that crates with C parts need"),
    package("pkg-config", "finds the libraries below"),
    package("libwebkit2gtk-4.1-dev", "the webview of the app's windows"),
    package("libsoup-3.0-dev", "the webview's network library"),
    package("libdbus-1-dev", "the desktop bus"),
];

const USE: &[Package] = &[
    package("dbus", "the desktop bus, for the keyring and for links into the app"),
    package("gnome-keyring", "where the app keeps its secrets"),
    package("desktop-file-utils", "makes links into the app known"),
    package("fonts-noto-cjk", "Japanese text"),
    package("xdg-utils", "opens receipts and the shop"),
    package("file", "by which xdg-utils tells a PDF from other files"),
];

const TEST: &[Package] = &[
    package("fprintd", "reads fingers; the tests give it a virtual reader"),
    package("xvfb", "a display where there is none"),
    package("webkit2gtk-driver", "drives the app's windows"),
    package("chromium", "shows the shop and the hosted page"),
    package("chromium-driver", "drives Chromium"),
    package("python3-venv", "makes room for localstripe, a Stripe double that is not ours"),
    package("poppler-utils", "reads and draws the receipt's PDF"),
    package("qpdf", "checks the receipt's PDF"),
    package("postgresql", "the other database; the tests start a server of their own"),
    package("zbar-tools", "reads the codes on screen and paper as a till does"),
];

const BENCH: &[Package] = &[
    package("electrum", "a desktop wallet, timed beside ours"),
    package("python3-pyqt5", "the window of electrum"),
];

/// Installs what `purpose` needs and is missing. On other systems it names the packages and goes on:
/// they may be there under another name.
///
/// # Errors
/// apt-get refuses.
pub fn ensure(purpose: Purpose) -> Result<()> {
    let needed = || wanted(purpose);
    if !is_debian() {
        let names: Vec<&str> = needed().map(|package| package.name).collect();
        eprintln!("This is no Debian: please see that you have what Debian calls {}", names.join(" "));
        return Ok(());
    }
    let installed = installed(needed());
    let missing: Vec<&Package> =
        needed().filter(|package| !installed.iter().any(|name| name == package.name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("These packages are missing and will be installed:");
    for Package { name, why } in &missing {
        eprintln!("  {name:<24} {why}");
    }
    install(&missing)
}

fn wanted(purpose: Purpose) -> impl Iterator<Item = &'static Package> {
    let lists: &[&'static [Package]] = match purpose {
        Purpose::Check => &[BUILD],
        Purpose::Use => &[BUILD, USE],
        Purpose::Test => &[BUILD, USE, TEST],
        Purpose::Bench => &[BUILD, USE, TEST, BENCH],
    };
    lists.iter().copied().flatten()
}

fn is_debian() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    is_debian_like(&release) && shell::succeeds(Command::new("dpkg-query").arg("--version"))
}

fn is_debian_like(os_release: &str) -> bool {
    let kin =
        os_release.lines().filter_map(|line| line.strip_prefix("ID=").or(line.strip_prefix("ID_LIKE=")));
    kin.flat_map(|value| value.trim_matches('"').split(' ')).any(|name| name == "debian" || name == "ubuntu")
}

fn installed(packages: impl Iterator<Item = &'static Package>) -> Vec<String> {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"]);
    query.args(packages.map(|package| package.name));
    // It fails when it does not know one of them; what it knows is printed all the same.
    let text = query.output().map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines().filter_map(|line| line.strip_suffix(" installed")).map(str::to_owned).collect()
}

fn install(packages: &[&Package]) -> Result<()> {
    let names: Vec<&str> = packages.iter().map(|package| package.name).collect();
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&names);
    if has_lists() && shell::run(&mut apt_get(&install)).is_ok() {
        return Ok(());
    }
    // No package lists yet, or they are old and name versions that are gone.
    shell::run(&mut apt_get(&["update"]))?;
    shell::run(&mut apt_get(&install)).with_context(|| format!("please install {}", names.join(" ")))
}

fn has_lists() -> bool {
    let lists = fs::read_dir("/var/lib/apt/lists").into_iter().flatten().flatten();
    lists.into_iter().any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
}

fn apt_get(arguments: &[&str]) -> Command {
    let words = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"];
    let root = rustix::process::geteuid().is_root();
    let (first, rest) = if root { (words[0], &words[1..]) } else { ("sudo", &words[..]) };
    let mut command = shell::command(first);
    command.args(rest).args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_its_kin_are_told_from_others() {
        assert!(is_debian_like("PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n"));
        assert!(is_debian_like("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian_like("ID=fedora\nVARIANT_ID=debian\n"));
    }
}
