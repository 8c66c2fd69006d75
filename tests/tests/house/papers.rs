//! What a document names is there: each file, and each test by its name.

use std::fs;

use saifu_tests::place::{files_below, root};

/// What stands in backticks.
fn named(document: &str) -> Vec<String> {
    document.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Every function of our crates and tests, as text that is searched.
fn functions() -> String {
    let folders =
        ["crates", "src-tauri/src", "src-tauri/tests", "tests/src", "tests/tests", "tests/simulation"];
    let files =
        folders.iter().flat_map(|folder| files_below(&root().join(folder)).expect("a folder of ours"));
    let sources = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    sources.map(|path| fs::read_to_string(path).expect("a source")).collect()
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
