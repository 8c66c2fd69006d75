//! From where a request comes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use saifu_wallet::limit;

use super::{BROWSER_ROUTES, Route, WALLET_ROUTES, Who};
use crate::app::{App, Shared};
use crate::clock;
use crate::error::{Answer, ApiError, refuse};

/// The first part of the caller's address, as a shopper is shown it and as it is kept: `203.0.113.0/24`,
/// `2001:db8:1::/48`.
pub struct Network(pub String);

impl FromRequestParts<Shared> for Network {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        Ok(Self(first_part(caller(parts, app)?)))
    }
}

/// Counts what nobody is signed in for by the caller's address, before anything is read of it.
pub async fn limited(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if is_counted(&parts)
        && let Err(refusal) = count(&app, &parts).await
    {
        return refusal.into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}

async fn count(app: &App, parts: &Parts) -> Answer<()> {
    let whom = counted_as(caller(parts, app)?);
    Ok(limit::take(&app.store, &clock::moment(), limit::FROM_ADDRESS, &whom).await?)
}

/// Every write that nobody is signed in for. What is not in the list is counted too.
fn is_counted(parts: &Parts) -> bool {
    let path = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let is_it = |prefix: &str, it: &Route| {
        parts.method.as_str().eq_ignore_ascii_case(it.method) && path.strip_prefix(prefix) == Some(it.path)
    };
    let of_app = WALLET_ROUTES.iter().filter(|it| is_it("/v1", it));
    let of_pages = BROWSER_ROUTES.iter().filter(|it| is_it("", it));
    let is_signed_in = of_app.chain(of_pages).any(|it| matches!(it.who, Who::Shopper | Who::Browser));
    parts.method != Method::GET && !is_signed_in
}

fn caller(parts: &Parts, app: &App) -> Answer<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().ok_or(refuse("internal"))?.0.ip();
    Ok(forwarded(&parts.headers, app.proxies).unwrap_or(peer).to_canonical())
}

/// What the outermost proxy of ours was called from: the last words of the header are ours, those before anybody's.
fn forwarded(headers: &HeaderMap, proxies: usize) -> Option<IpAddr> {
    let values = headers.get_all("x-forwarded-for").into_iter().filter_map(|it| it.to_str().ok());
    let hops: Vec<&str> = values.flat_map(|it| it.split(',')).map(str::trim).collect();
    hops.get(hops.len().checked_sub(proxies)?)?.parse().ok()
}

/// One counts for a whole /64, which a single home has.
fn counted_as(address: IpAddr) -> String {
    match address {
        IpAddr::V4(it) => it.to_string(),
        IpAddr::V6(it) => format!("{}/64", Ipv6Addr::from_bits(it.to_bits() >> 64 << 64)),
    }
}

fn first_part(address: IpAddr) -> String {
    match address {
        IpAddr::V4(it) => format!("{}/24", Ipv4Addr::from_bits(it.to_bits() >> 8 << 8)),
        IpAddr::V6(it) => format!("{}/48", Ipv6Addr::from_bits(it.to_bits() >> 80 << 80)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(header: &str, proxies: usize) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", header.parse().unwrap());
        forwarded(&headers, proxies).map(|it| it.to_string())
    }

    #[test]
    fn only_what_our_own_proxies_say_counts() {
        assert_eq!(seen("203.0.113.7", 0), None);
        assert_eq!(seen("203.0.113.7", 1).as_deref(), Some("203.0.113.7"));
        assert_eq!(
            seen("6.6.6.6, 203.0.113.7", 1).as_deref(),
            Some("203.0.113.7"),
            "the caller wrote the first"
        );
        assert_eq!(seen("6.6.6.6, 203.0.113.7, 10.0.0.1", 2).as_deref(), Some("203.0.113.7"));
        assert_eq!(seen("203.0.113.7", 2), None);
        assert_eq!(seen("nonsense", 1), None);
    }

    #[test]
    fn an_address_is_kept_in_part() {
        assert_eq!(first_part("203.0.113.7".parse().unwrap()), "203.0.113.0/24");
        assert_eq!(first_part("2001:db8:1:2::7".parse().unwrap()), "2001:db8:1::/48");
        assert_eq!(counted_as("2001:db8:1:2:3::7".parse().unwrap()), "2001:db8:1:2::/64");
    }
}
