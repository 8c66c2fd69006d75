//! The reader of a machine, each way that it may go.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use saifu_device::fingerprint::{FingerStep, Fprintd, Progress, Verifier};
use saifu_device::{DeviceError, FingerStep::*};
use tokio::sync::mpsc;

use crate::reader::{MINE, Machine};

/// What the window was told, and a place to wait for the first of it.
struct Window {
    told: Arc<Mutex<Vec<FingerStep>>>,
    first: mpsc::UnboundedReceiver<()>,
    progress: Progress,
}

impl Window {
    fn new() -> Self {
        let (sender, first) = mpsc::unbounded_channel();
        let told: Arc<Mutex<Vec<FingerStep>>> = Arc::default();
        let sink = Arc::clone(&told);
        let progress: Progress = Arc::new(move |step| {
            sink.lock().unwrap().push(step);
            let _nobody_waits = sender.send(());
        });
        Self { told, first, progress }
    }

    fn told(&self) -> Vec<FingerStep> {
        self.told.lock().unwrap().clone()
    }
}

/// Verifies while `meanwhile` happens, which begins when the window asks for a finger.
async fn verify(
    verifier: Fprintd,
    window: &mut Window,
    meanwhile: impl AsyncFnOnce(&mut mpsc::UnboundedReceiver<()>),
) -> Result<(), DeviceError> {
    let progress = Arc::clone(&window.progress);
    let verified = tokio::spawn(async move { verifier.verify(&progress).await });
    window.first.recv().await.expect("the window is told");
    meanwhile(&mut window.first).await;
    verified.await.unwrap()
}

fn code<T>(answer: &Result<T, DeviceError>) -> &str {
    answer.as_ref().err().map_or("ok", DeviceError::code)
}

#[tokio::test]
async fn the_finger_that_the_machine_knows_is_known() {
    let machine = Machine::enrolled().await;
    assert_eq!(machine.verifier().fingers().await.unwrap(), ["right-index-finger"]);
    let mut window = Window::new();
    let answer =
        verify(machine.verifier(), &mut window, async |_| machine.reads(&format!("SCAN {MINE}"))).await;
    assert_eq!(code(&answer), "ok");
    assert_eq!(window.told(), [Touch]);
    machine.is_let_go().await;
}

#[tokio::test]
async fn another_finger_is_not() {
    let machine = Machine::enrolled().await;
    let answer =
        verify(machine.verifier(), &mut Window::new(), async |_| machine.reads("SCAN another")).await;
    assert_eq!(code(&answer), "fingerprint.no_match");
    machine.is_let_go().await;
}

#[tokio::test]
async fn what_could_not_be_read_is_asked_for_again() {
    let machine = Machine::enrolled().await;
    let mut window = Window::new();
    let answer = verify(machine.verifier(), &mut window, async |told| {
        // The numbers are libfprint's FpDeviceRetry: once more, too short, beside the middle.
        for retry in 0..3 {
            machine.reads(&format!("RETRY {retry}"));
            told.recv().await.expect("the window is told");
        }
        machine.reads(&format!("SCAN {MINE}"));
    });
    assert_eq!(code(&answer.await), "ok");
    assert_eq!(window.told(), [Touch, Again, Slower, Center]);
    machine.is_let_go().await;
}

#[tokio::test]
async fn a_service_that_goes_away_in_the_middle_is_told_at_once() {
    let mut machine = Machine::enrolled().await;
    let verifier = machine.verifier();
    let answer = verify(verifier, &mut Window::new(), async |_| machine.fprintd.kill()).await;
    assert_eq!(code(&answer), "fingerprint.lost");
}

#[tokio::test]
async fn nobody_is_waited_for_longer_than_a_while() {
    let machine = Machine::enrolled().await;
    let verifier = machine.verifier().with_patience(Duration::from_millis(200));
    let answer = verify(verifier, &mut Window::new(), async |_| {}).await;
    assert_eq!(code(&answer), "fingerprint.timeout");
    machine.is_let_go().await;
}

#[tokio::test]
async fn who_stops_waiting_leaves_the_reader_to_others() {
    let machine = Machine::enrolled().await;
    let mut window = Window::new();
    let (verifier, progress) = (machine.verifier(), Arc::clone(&window.progress));
    let verified = tokio::spawn(async move { verifier.verify(&progress).await });
    window.first.recv().await.unwrap();
    verified.abort();
    machine.is_let_go().await;
}

#[tokio::test]
async fn a_reader_that_another_program_holds_is_busy() {
    let machine = Machine::enrolled().await;
    let other = machine.taken_by_another().await;
    let answer = machine.verifier().verify(&Window::new().progress).await;
    assert_eq!(code(&answer), "fingerprint.busy");
    drop(other);
    machine.is_let_go().await;
}

#[tokio::test]
async fn a_machine_without_a_finger_a_reader_a_service_or_a_bus_says_so() {
    let machine = Machine::with_reader().await;
    assert_eq!(code(&machine.verifier().fingers().await), "fingerprint.none_enrolled");
    assert_eq!(code(&machine.verifier().verify(&Window::new().progress).await), "fingerprint.none_enrolled");

    let mut machine = Machine::without_reader().await;
    assert_eq!(code(&machine.verifier().fingers().await), "fingerprint.unavailable");
    machine.fprintd.kill();
    assert_eq!(code(&machine.verifier().fingers().await), "fingerprint.unavailable");

    let nowhere = Fprintd::at("unix:path=/nonexistent/bus");
    assert_eq!(code(&nowhere.fingers().await), "fingerprint.unavailable");
}
