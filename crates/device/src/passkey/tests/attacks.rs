//! Attacks on the sealed key: whoever has the disk, the time, the clock or the files, but not the PIN.

use super::*;

fn tries_left(answer: Result<Value, DeviceError>) -> Option<u32> {
    match answer {
        Err(DeviceError::PinWrong { tries_left, .. }) => Some(tries_left),
        _ => None,
    }
}

#[tokio::test]
async fn guessing_across_restarts_ends_at_the_tenth_and_so_does_the_key() {
    let mut bench = Bench::new();
    bench.register().await;
    for n in 0..10 {
        let left = tries_left(bench.approve(OTHER, day(n)).await);
        assert_eq!(left, (n < 9).then(|| 9 - u32::try_from(n).unwrap()));
        bench.restart();
    }
    assert_eq!(bench.passkeys.credential_id().unwrap(), None);
    assert!(matches!(bench.approve(PIN, day(10)).await.unwrap_err(), DeviceError::PinWiped));
}

#[tokio::test]
async fn copying_the_files_back_gives_no_new_tries() {
    let mut bench = Bench::new();
    bench.register().await;
    let backup = bench.backup();
    for n in 0..9 {
        assert_eq!(tries_left(bench.approve(OTHER, day(n)).await), Some(9 - u32::try_from(n).unwrap()));
        bench.restore(&backup);
        bench.restart();
    }
    assert!(matches!(bench.approve(OTHER, day(9)).await.unwrap_err(), DeviceError::PinWiped));
    bench.restore(&backup);
    bench.restart();
    // The keyring's half is gone: neither the file nor the right PIN brings it back.
    assert!(matches!(bench.approve(PIN, day(20)).await.unwrap_err(), DeviceError::PinWiped));
}

#[tokio::test]
async fn a_try_that_a_crash_cut_short_was_counted() {
    let mut bench = Bench::new();
    bench.register().await;
    // What is counted before the seal is tried, and the power goes out.
    let mut guard = bench.passkeys.guard().await.unwrap().unwrap();
    guard.tries.count(&day(0)).unwrap();
    bench.passkeys.put_guard(&guard).await.unwrap();
    bench.restart();
    assert_eq!(tries_left(bench.approve(OTHER, day(0)).await), Some(8));
}

#[tokio::test]
async fn a_clock_that_is_set_forward_or_back_gives_no_try_earlier() {
    let mut bench = Bench::new();
    bench.register().await;
    for n in 0..3 {
        bench.approve(OTHER, second(n)).await.unwrap_err();
    }
    for moved_s in [86_400 * 400, -86_400 * 400] {
        let now = Reading { wall: second(moved_s).wall, ..second(20) };
        assert_eq!(bench.approve(PIN, now).await.unwrap_err().code(), "approval.pin_locked");
        bench.restart();
    }
    // Set back over a restart of the machine: thirty seconds, and not four hundred days.
    let after = |up_s: i64| Reading { boot: "the next boot".into(), ..second(up_s - 86_400 * 400) };
    assert_eq!(bench.approve(PIN, after(1)).await.unwrap_err().code(), "approval.pin_locked");
    bench.restart();
    assert_eq!(bench.approve(PIN, after(30)).await.unwrap_err().code(), "approval.pin_locked");
    bench.approve(PIN, after(31)).await.unwrap();
}

#[tokio::test]
async fn a_stolen_disk_is_noise_without_its_keyring_even_with_the_pin() {
    let bench = Bench::new();
    bench.register().await;
    // The thief's machine: all files, the PIN, and a keyring of its own.
    let thief = Bench::new();
    thief.restore(&bench.backup());
    assert_eq!(thief.approve(PIN, day(0)).await.unwrap_err().code(), "device.passkey_missing");
    let secret = Zeroizing::new(seal::random::<32>().unwrap().to_vec());
    thief.passkeys.put_guard(&Guard::new(secret)).await.unwrap();
    assert_eq!(thief.approve(PIN, day(0)).await.unwrap_err().code(), "approval.pin_wrong");
    bench.approve(PIN, day(0)).await.unwrap();
}

#[tokio::test]
async fn a_stolen_keyring_without_the_files_is_no_key() {
    let bench = Bench::new();
    bench.register().await;
    std::fs::remove_file(bench.passkeys.file()).unwrap();
    assert_eq!(bench.approve(PIN, day(0)).await.unwrap_err().code(), "device.passkey_missing");
}

#[tokio::test]
async fn removing_the_count_removes_the_key() {
    let bench = Bench::new();
    bench.register().await;
    bench.approve(OTHER, day(0)).await.unwrap_err();
    bench.passkeys.vault.delete("amzn1-shopper", SecretKind::Passkey).await.unwrap();
    assert_eq!(bench.approve(PIN, day(0)).await.unwrap_err().code(), "device.passkey_missing");
}

#[tokio::test]
async fn a_service_that_asks_for_no_verification_gets_one_all_the_same() {
    use base64::Engine;
    let bench = Bench::new();
    let registered = bench.register().await;
    let (options, _) = bench.service.start_passkey_authentication(&[registered]).unwrap();
    let mut options = to_value(options).unwrap();
    options["publicKey"]["userVerification"] = Value::from("discouraged");
    let refused = bench.passkeys.sign_in(options.clone(), &bench.relying_party, by_pin(OTHER)).await;
    assert_eq!(refused.unwrap_err().code(), "approval.pin_wrong");
    let signed = bench.passkeys.sign_in(options, &bench.relying_party, by_pin(PIN)).await.unwrap();
    let data = signed["response"]["authenticatorData"].as_str().unwrap();
    let data = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(data).unwrap();
    assert_eq!(data[32] & 4, 4, "user verified");
}

#[tokio::test]
async fn changing_the_pin_needs_the_one_before_and_counts_its_tries() {
    let mut bench = Bench::new();
    bench.register().await;
    let change = bench.passkeys.change_pin(pin(OTHER), pin("738264"), &day(0)).await;
    assert_eq!(change.unwrap_err().code(), "approval.pin_wrong");
    assert_eq!(tries_left(bench.approve(OTHER, day(0)).await), Some(8));

    let before = std::fs::read(bench.passkeys.file()).unwrap();
    bench.passkeys.change_pin(pin(PIN), pin("738264"), &day(0)).await.unwrap();
    bench.restart();
    assert_eq!(tries_left(bench.approve(PIN, day(0)).await), Some(9));
    bench.approve("738264", day(0)).await.unwrap();
    assert_ne!(before, std::fs::read(bench.passkeys.file()).unwrap());
}
