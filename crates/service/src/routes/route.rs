//! A list of routes that is both the router and what a test walks through: none is forgotten.

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody.
    Anybody,
    /// A device that proves its session key, and is nobody's yet.
    Device,
    /// The shopper who is signed in, for what is theirs.
    Shopper,
    /// The browser that signed in at the checkout of the path.
    Browser,
}

/// One route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// In lower case: `get`.
    pub method: &'static str,
    /// Under the prefix of its list, with `{id}` where something is named.
    pub path: &'static str,
    /// Who may ask. The handler's extractors decide; the test holds them against this.
    pub who: Who,
}

/// `method "path" Who => handler;` for each route: `ROUTES` and `router()`.
macro_rules! routes {
    ($($method:ident $path:literal $who:ident => $handler:path;)*) => {
        /// All of them, under the list's prefix.
        pub const ROUTES: &[Route] =
            &[$(Route { method: stringify!($method), path: $path, who: Who::$who }),*];

        pub fn router() -> Router<Shared> {
            Router::new()$(.route($path, $method($handler)))*
        }
    };
}
pub(super) use routes;
