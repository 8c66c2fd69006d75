/// An address that mail can be sent to, in lower case; `None` for anything else.
pub(crate) fn read_email(text: &str) -> Option<String> {
    let email = text.trim().to_lowercase();
    let options = email_address::Options::default().with_required_tld().without_display_text();
    email_address::EmailAddress::parse_with_options(&email, options.without_domain_literal()).ok()?;
    // Quoted local parts are allowed by RFC 5321 and refused by most mail servers.
    (!email.contains('"')).then_some(email)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_are_taken() {
        assert_eq!(read_email(" Misaki@Example.JP ").as_deref(), Some("misaki@example.jp"));
        for bad in [
            "",
            "misaki",
            "misaki@",
            "@example.jp",
            "misaki@localhost",
            "a b@example.jp",
            "A <a@b.jp>",
            "\"a b\"@b.jp",
            "a@[127.0.0.1]",
        ] {
            assert_eq!(read_email(bad), None, "{bad}");
        }
    }
}
