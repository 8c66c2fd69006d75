use std::sync::mpsc;

use super::*;

fn vault() -> Vault {
    Vault::over(keyring_core::mock::Store::new().unwrap(), Uuid::new_v4())
}

fn secret(text: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(text.as_bytes().to_vec())
}

#[tokio::test]
async fn a_secret_is_kept_for_its_shopper_alone() {
    let vault = vault();
    vault.put("amzn-1", SecretKind::Session, secret("one")).await.unwrap();
    assert_eq!(vault.get("amzn-1", SecretKind::Session).await.unwrap(), Some(secret("one")));
    assert_eq!(vault.get("amzn-1", SecretKind::Passkey).await.unwrap(), None);
    assert_eq!(vault.get("amzn-2", SecretKind::Session).await.unwrap(), None);
}

#[tokio::test]
async fn a_deleted_secret_is_gone_and_deleting_twice_is_no_error() {
    let vault = vault();
    vault.put("s", SecretKind::Passkey, secret("x")).await.unwrap();
    vault.delete("s", SecretKind::Passkey).await.unwrap();
    vault.delete("s", SecretKind::Passkey).await.unwrap();
    assert_eq!(vault.get("s", SecretKind::Passkey).await.unwrap(), None);
}

#[tokio::test]
async fn no_keyring_at_all_is_said_and_nothing_is_written_elsewhere() {
    let missing: Connect = || Err(KeyringError::PlatformFailure("no D-Bus".into()));
    let vault = Vault::new(missing, None, None, Uuid::new_v4());
    assert_eq!(vault.state().await, KeyringState::Missing);
    let refused = vault.put("s", SecretKind::Session, secret("x")).await;
    assert_eq!(refused.unwrap_err().code(), "device.keyring_missing");
}

#[tokio::test]
async fn a_locked_keyring_is_told_from_a_missing_one() {
    let locked: Connect = || Err(KeyringError::NoStorageAccess("locked".into()));
    let vault = Vault::new(locked, None, None, Uuid::new_v4());
    assert_eq!(vault.state().await, KeyringState::Locked);
    let refused = vault.get("s", SecretKind::Session).await;
    assert_eq!(refused.unwrap_err().code(), "device.keyring_locked");
}

#[tokio::test]
async fn a_keyring_that_waits_for_a_person_ends_in_a_timeout() {
    let vault = vault();
    let (answer, person) = mpsc::channel::<()>();
    let waits = vault.call(Duration::from_millis(1), move |_| {
        // Returns when the test lets go of `answer`.
        let _ = person.recv();
        Ok(())
    });
    assert_eq!(waits.await.unwrap_err().code(), "device.keyring_timeout");
    drop(answer);
}

#[tokio::test]
async fn a_lost_connection_is_made_anew() {
    let vault = vault();
    let lost = vault.call(PATIENCE, |_| Err::<(), _>(KeyringError::PlatformFailure("bus is gone".into())));
    assert_eq!(lost.await.unwrap_err().code(), "device.keyring_missing");
    assert!(vault.keyring.store.lock().unwrap().is_none(), "the dead connection is not kept");
}

#[tokio::test]
async fn a_keyring_that_is_seen_to_be_locked_is_not_waited_for_and_a_person_is_asked_once() {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    static DONE: AtomicBool = AtomicBool::new(false);
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let connect: Connect = || {
        ASKED.fetch_add(1, Ordering::SeqCst);
        // The window that asks for the password stays open until the test has seen what it wants.
        while !DONE.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        Err(KeyringError::NoStorageAccess("dismissed".into()))
    };
    let look: Look = || Box::pin(std::future::ready(KeyringState::Locked));
    let vault = Vault::new(connect, Some(look), None, Uuid::new_v4());
    for _ in 0..3 {
        assert_eq!(vault.state().await, KeyringState::Locked);
        let refused = vault.put("s", SecretKind::Session, secret("x")).await;
        assert_eq!(refused.unwrap_err().code(), "device.keyring_locked");
    }
    while ASKED.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(ASKED.load(Ordering::SeqCst), 1);
    DONE.store(true, Ordering::SeqCst);
}
