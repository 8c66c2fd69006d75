//! A code that was mailed: six digits for ten minutes and five tries, kept as a digest.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::moment::digest;
use crate::{Moment, Refusal};

const LIFE_S: i64 = 600;
const TRIES: u32 = 5;

/// What is kept of a mailed code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailedCode {
    /// Digest of what it is for and the code: the code itself is in the mail only.
    pub code_digest: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Wrong ones that are still taken.
    pub tries_left: u32,
}

/// What the refusals are called where a code is asked for.
pub(crate) struct CodeRefusals {
    pub(crate) expired: &'static str,
    pub(crate) too_many: &'static str,
    pub(crate) wrong: &'static str,
}

impl MailedCode {
    /// Draws a code for something of this id.
    pub(crate) fn draw(moment: &Moment<'_>, of: &str) -> (Self, String) {
        let code = moment.digits(6);
        let expires_at = moment.after_seconds(LIFE_S);
        (Self { code_digest: code_digest(of, &code), expires_at, tries_left: TRIES }, code)
    }

    /// Whether a code may be tried.
    pub(crate) fn refuse_ended(&self, now: Timestamp, refusals: &CodeRefusals) -> Result<(), Refusal> {
        match () {
            () if now >= self.expires_at => Err(Refusal::rule(refusals.expired)),
            () if self.tries_left == 0 => Err(Refusal::rule(refusals.too_many)),
            () => Ok(()),
        }
    }

    /// Whether it is this one.
    pub(crate) fn is(&self, of: &str, code: &str) -> bool {
        code_digest(of, code.trim()) == self.code_digest
    }

    /// Counts a wrong one, and answers with what to say of it.
    pub(crate) fn count_wrong(&mut self, refusals: &CodeRefusals) -> Refusal {
        self.tries_left = self.tries_left.saturating_sub(1);
        Refusal::tries(refusals.wrong, self.tries_left)
    }

    /// Tries a code; a wrong one counts, so the row is written whatever comes of it.
    pub(crate) fn check(
        &mut self,
        now: Timestamp,
        of: &str,
        code: &str,
        refusals: &CodeRefusals,
    ) -> Result<(), Refusal> {
        self.refuse_ended(now, refusals)?;
        if self.is(of, code) { Ok(()) } else { Err(self.count_wrong(refusals)) }
    }
}

fn code_digest(of: &str, code: &str) -> String {
    digest(&format!("{of}:{code}"))
}
