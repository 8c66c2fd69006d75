//! With a real browser: these need Chromium, and are run with the end-to-end tests.

mod passkeys;
