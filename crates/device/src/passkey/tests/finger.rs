//! The key behind a fingerprint: on by the PIN, counted, off for good.

use std::sync::Mutex;

use async_trait::async_trait;
use tokio::sync::Notify;

use super::*;
use crate::fingerprint::{FingerprintState, NO_MATCH, Progress, TIMEOUT, Touch, Verifier};

/// A reader whose next answers are given beforehand; without one it waits for ever.
#[derive(Default)]
struct Reader {
    fingers: Mutex<Vec<String>>,
    answers: Mutex<Vec<Result<(), DeviceError>>>,
}

impl Reader {
    fn knowing(finger: &str) -> Arc<Self> {
        let reader = Self::default();
        *reader.fingers.lock().unwrap() = vec![finger.to_owned()];
        Arc::new(reader)
    }

    fn answers(&self, answer: Result<(), DeviceError>) {
        self.answers.lock().unwrap().push(answer);
    }
}

#[async_trait]
impl Verifier for Reader {
    async fn fingers(&self) -> Result<Vec<String>, DeviceError> {
        Ok(self.fingers.lock().unwrap().clone())
    }

    async fn verify(&self, _progress: &Progress) -> Result<(), DeviceError> {
        let answer = self.answers.lock().unwrap().pop();
        match answer {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
    }
}

impl Bench {
    async fn with_finger(reader: &Arc<Reader>) -> Self {
        let bench = Self::new();
        bench.register().await;
        bench.turn_on(PIN, reader).await.unwrap();
        bench
    }

    async fn turn_on(&self, digits: &str, reader: &Arc<Reader>) -> Result<(), DeviceError> {
        self.passkeys.turn_on_fingerprint(pin(digits), &**reader, &day(0)).await
    }

    async fn state(&self, reader: &Arc<Reader>) -> FingerprintState {
        self.passkeys.fingerprint_state(&**reader).await.unwrap()
    }

    /// What an approval by the finger comes to; stopped where the reader waits.
    async fn touch(&self, reader: &Arc<Reader>) -> String {
        let stop = Arc::new(Notify::new());
        let verifier: Arc<dyn Verifier> = Arc::clone(reader) as Arc<dyn Verifier>;
        let touch = Touch { verifier, progress: Arc::new(|_| {}), stop: Arc::clone(&stop) };
        let by = Verification::Finger(touch);
        let approved = self.passkeys.approve(&CHALLENGE, payment(), &self.relying_party, by);
        let stopping = async {
            loop {
                tokio::task::yield_now().await;
                stop.notify_waiters();
            }
        };
        tokio::select! {
            answer = approved => answer.err().map_or_else(|| "ok".to_owned(), |error| error.code().to_owned()),
            () = stopping => unreachable!(),
        }
    }
}

#[tokio::test]
async fn it_is_off_until_the_pin_turns_it_on() {
    let (bench, reader) = (Bench::new(), Reader::knowing("left-thumb"));
    bench.register().await;
    assert_eq!(bench.state(&reader).await, FingerprintState::Ready);
    assert_eq!(bench.touch(&reader).await, "fingerprint.off");
    assert_eq!(bench.turn_on(OTHER, &reader).await.unwrap_err().code(), "approval.pin_wrong");
    assert_eq!(bench.state(&reader).await, FingerprintState::Ready);
    bench.turn_on(PIN, &reader).await.unwrap();
    assert_eq!(bench.state(&reader).await, FingerprintState::On);
}

#[tokio::test]
async fn a_known_finger_signs_and_the_pin_still_does_also_after_it_was_changed() {
    let reader = Reader::knowing("left-thumb");
    let mut bench = Bench::with_finger(&reader).await;
    bench.restart();
    reader.answers(Ok(()));
    assert_eq!(bench.touch(&reader).await, "ok");
    bench.approve(PIN, day(0)).await.unwrap();
    bench.passkeys.change_pin(pin(PIN), pin("738264"), &day(0)).await.unwrap();
    reader.answers(Ok(()));
    assert_eq!(bench.touch(&reader).await, "ok");
}

#[tokio::test]
async fn after_five_wrong_fingers_the_pin_comes_first() {
    let reader = Reader::knowing("left-thumb");
    let mut bench = Bench::with_finger(&reader).await;
    for _ in 0..MAX_FINGERS {
        reader.answers(Err(NO_MATCH));
        assert_eq!(bench.touch(&reader).await, "fingerprint.no_match");
        bench.restart();
    }
    reader.answers(Ok(()));
    assert_eq!(bench.touch(&reader).await, "fingerprint.locked");
    assert_eq!(bench.state(&reader).await, FingerprintState::Locked);
    bench.approve(PIN, day(0)).await.unwrap();
    assert_eq!(bench.touch(&reader).await, "ok");
}

#[tokio::test]
async fn what_was_no_wrong_finger_costs_nothing() {
    let reader = Reader::knowing("left-thumb");
    let bench = Bench::with_finger(&reader).await;
    for _ in 0..MAX_FINGERS {
        reader.answers(Err(TIMEOUT));
        assert_eq!(bench.touch(&reader).await, "fingerprint.timeout");
        assert_eq!(bench.touch(&reader).await, "fingerprint.stopped");
    }
    assert_eq!(bench.state(&reader).await, FingerprintState::On);
}

#[tokio::test]
async fn a_finger_that_was_added_later_does_not_approve() {
    let reader = Reader::knowing("left-thumb");
    let bench = Bench::with_finger(&reader).await;
    reader.fingers.lock().unwrap().push("right-index-finger".into());
    reader.answers(Ok(()));
    assert_eq!(bench.touch(&reader).await, "fingerprint.changed");
    assert_eq!(bench.state(&reader).await, FingerprintState::Changed);
    bench.turn_on(PIN, &reader).await.unwrap();
    assert_eq!(bench.touch(&reader).await, "ok");
}

#[tokio::test]
async fn off_is_off_also_for_a_copy_of_the_files() {
    let reader = Reader::knowing("left-thumb");
    let bench = Bench::with_finger(&reader).await;
    let backup = bench.backup();
    bench.passkeys.turn_off_fingerprint().await.unwrap();
    assert_eq!(bench.state(&reader).await, FingerprintState::Ready);
    bench.restore(&backup);
    reader.answers(Ok(()));
    assert_eq!(bench.touch(&reader).await, "fingerprint.off");
    // Turned on again, it has another secret: the old file is noise to it.
    bench.turn_on(PIN, &reader).await.unwrap();
    bench.restore(&backup);
    assert_eq!(bench.touch(&reader).await, "fingerprint.changed");
    bench.approve(PIN, day(0)).await.unwrap();
}

#[tokio::test]
async fn the_tenth_wrong_pin_takes_the_finger_with_it() {
    let reader = Reader::knowing("left-thumb");
    let bench = Bench::with_finger(&reader).await;
    let backup = bench.backup();
    for n in 0..10 {
        bench.approve(OTHER, day(n)).await.unwrap_err();
    }
    bench.restore(&backup);
    reader.answers(Ok(()));
    assert_eq!(bench.touch(&reader).await, "fingerprint.off");
}
