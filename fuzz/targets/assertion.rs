#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| saifu_fuzz::subjects::assertion(bytes));
