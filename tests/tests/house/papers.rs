//! What a document names is there: each file, and each test by its name.

use std::fs;
use std::path::{Path, PathBuf};

use saifu_tests::place::root;

/// What stands in backticks.
fn named(document: &str) -> Vec<String> {
    document.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of ours") {
        let path = entry.expect("its entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Every function of our crates and tests, as text that is searched.
fn functions() -> String {
    let mut found = Vec::new();
    for folder in
        ["crates", "src-tauri/src", "src-tauri/tests", "tests/src", "tests/tests", "tests/simulation"]
    {
        sources(&root().join(folder), &mut found);
    }
    found.iter().map(|path| fs::read_to_string(path).expect("a source")).collect()
}

#[test]
fn what_the_security_page_names_is_there() {
    let page = fs::read_to_string(root().join("docs/SECURITY.md")).expect("the page");
    let (names, code) = (named(&page), functions());
    let is_test =
        |name: &str| name.contains('_') && name.chars().all(|it| it.is_ascii_lowercase() || it == '_');
    let (mut files, mut tests) = (0, 0);
    for name in &names {
        if name.contains('/') {
            assert!(root().join(name).exists(), "{name} is not there");
            files += 1;
        } else if is_test(name) {
            assert!(code.contains(&format!("fn {name}")), "no test is called {name}");
            tests += 1;
        }
    }
    assert!(files > 10 && tests > 20, "{files} files and {tests} tests were found");
}
