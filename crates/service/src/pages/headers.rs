//! Security headers of the pages.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderName, HeaderValue, header};

use super::layout::{ADD_SCRIPT, CHECKOUT_SCRIPT, STYLE};

/// Content-Security-Policy (CSP level 3): nothing but the pages' own style and scripts, known by their
/// hashes; events, forms and the font from this origin; never in a frame, where a click could be
/// stolen.
///
/// Following a link out of the page (to the shop, to the app) is not the policy's business.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    [
        "default-src 'none'".to_owned(),
        format!("style-src '{}'", hash(&STYLE)),
        format!("script-src '{}' '{}'", hash(&CHECKOUT_SCRIPT), hash(&ADD_SCRIPT)),
        "font-src 'self'".to_owned(),
        "img-src data:".to_owned(),
        "connect-src 'self'".to_owned(),
        "form-action 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
});

fn hash(source: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(digest(&SHA256, source.as_bytes())))
}

/// What every page is answered with, beside its content type. A page's address holds a session's id:
/// it is neither kept by caches nor told to other sites.
#[must_use]
pub fn security_headers() -> [(HeaderName, HeaderValue); 7] {
    // Hashes are base64: a header can hold them. The fallback is the strictest policy there is.
    let policy = HeaderValue::from_str(&POLICY)
        .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    let of = HeaderValue::from_static;
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, of("no-store")),
        (header::REFERRER_POLICY, of("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, of("nosniff")),
        (header::X_FRAME_OPTIONS, of("DENY")),
        (HeaderName::from_static("cross-origin-opener-policy"), of("same-origin")),
        (
            HeaderName::from_static("permissions-policy"),
            of("camera=(), geolocation=(), microphone=(), payment=(), publickey-credentials-create=(self), \
                publickey-credentials-get=(self)"),
        ),
    ]
}
