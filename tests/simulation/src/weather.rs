//! What the world does to the service, and how often.

use crate::dice::Dice;

macro_rules! faults {
    ($($(#[doc = $doc:literal])* $name:ident up to $most:literal;)*) => {
        /// Something that the world does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault {
            $($(#[doc = $doc])* $name,)*
        }

        impl Fault {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// In how many of a thousand cases it strikes at most.
            const fn most(self) -> u16 {
                match self {
                    $(Self::$name => $most,)*
                }
            }
        }
    };
}

faults! {
    /// The store fails before a commit: nothing is written.
    CommitFails up to 60;
    /// The store commits, and the caller hears of a failure.
    CommitUnsure up to 60;
    /// The store refuses a guard that holds, as if somebody else had been first.
    GuardRefuses up to 80;
    /// A read fails.
    ReadFails up to 15;
    /// A request to the processor is lost on the way.
    RequestLost up to 150;
    /// It is lost for now and arrives much later, behind others.
    RequestLate up to 120;
    /// The processor did it, and its answer is lost.
    AnswerLost up to 200;
    /// It arrives twice.
    RequestTwice up to 200;
    /// Its answer takes long.
    AnswerSlow up to 200;
    /// The processor is down for a while.
    Outage up to 6;
    /// A mail is not taken.
    MailRefused up to 200;
    /// A mail is sent, and its sender hears of a failure.
    MailUnsure up to 100;
    /// A mail arrives late, behind others.
    MailLate up to 300;
    /// A mail arrives twice.
    MailTwice up to 200;
    /// A process stops; whatever it was doing ends there.
    Crash up to 8;
    /// A client goes away, and its request is dropped where it stands.
    ClientGone up to 15;
    /// A request is sent again: in its turn, or long after.
    Repeat up to 300;
    /// The clock jumps by hours, days or months.
    ClockJump up to 5;
}

/// How often each fault strikes in one run.
#[derive(Clone, Copy, Debug)]
pub struct Weather([u16; Fault::ALL.len()]);

impl Weather {
    /// Nothing ever happens.
    pub const CALM: Self = Self([0; Fault::ALL.len()]);

    /// Each run has its own: a third of the faults never strike, a third seldom, a third often. So each is
    /// also met alone.
    #[must_use]
    pub fn draw(dice: &Dice) -> Self {
        let mut rates = Self::CALM;
        for fault in Fault::ALL {
            rates.0[*fault as usize] = match dice.between(0, 2) {
                0 => 0,
                1 => (fault.most() / 8).max(1),
                _ => fault.most(),
            };
        }
        rates
    }

    /// In how many of a thousand cases.
    #[must_use]
    pub const fn per_mille(&self, fault: Fault) -> u16 {
        self.0[fault as usize]
    }
}
