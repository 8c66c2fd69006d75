//! Wire types and no behaviour: the wallet API (what the app speaks) and the merchant API (Amazon
//! Pay API v2). `…Request` comes in, `…View` goes out. The app's bindings are generated from here.

pub mod merchant;
pub mod wallet;
