//! A gift code in a picture of its QR code: a screenshot, a photo of a card, a scan.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, Limits};
use rqrr::PreparedImage;
use saifu_codes::{GiftCode, find_gift_code};

use crate::DeviceError;

/// The largest file that is looked at, in bytes.
pub const LARGEST_FILE: usize = 12 << 20;

/// The longest side that is unpacked, in pixels: more than phones take.
const LONGEST_SIDE: u32 = 12_000;

/// What unpacking may take, in bytes: a file of a few bytes can ask for any amount.
const MOST_MEMORY: u64 = 512 << 20;

/// The longest sides at which the code is looked for. A photo reads better when its noise is averaged
/// away, a small code in a large screenshot only when it is not.
const SIDES: [u32; 3] = [1_200, 4_000, 600];

/// Finds the gift code.
///
/// # Errors
/// [`DeviceError::Picture`]: `gift.picture_too_large`; `gift.picture_unreadable`, neither PNG nor JPEG or
/// damaged; `gift.picture_no_code`, no QR code in it; `gift.picture_other_code`, one of something else.
pub fn read(file: &[u8]) -> Result<GiftCode, DeviceError> {
    if file.len() > LARGEST_FILE {
        return Err(DeviceError::Picture("gift.picture_too_large"));
    }
    let picture = unpack(file)?;
    let mut is_other = false;
    let longest = picture.width().max(picture.height());
    let mut sides = SIDES.map(|side| side.min(longest)).to_vec();
    sides.dedup();
    for side in sides {
        let grey = shrink(&picture, side);
        for text in SCANS.iter().flat_map(|scan| texts_of(&grey, *scan)) {
            match find_gift_code(&text) {
                Some(code) => return Ok(code),
                None => is_other = true,
            }
        }
    }
    Err(DeviceError::Picture(if is_other { "gift.picture_other_code" } else { "gift.picture_no_code" }))
}

fn unpack(file: &[u8]) -> Result<DynamicImage, DeviceError> {
    let format = match image::guess_format(file) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg)) => format,
        _ => return Err(DeviceError::Picture("gift.picture_unreadable")),
    };
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    reader.decode().map_err(|error| {
        tracing::info!(%error, "a picture was not unpacked");
        DeviceError::Picture("gift.picture_unreadable")
    })
}

/// In grey on white, no longer than `side`.
fn shrink(picture: &DynamicImage, side: u32) -> GrayImage {
    let fits = picture.width() <= side && picture.height() <= side;
    if fits { on_white(picture) } else { on_white(&picture.resize(side, side, FilterType::Triangle)) }
}

/// A screenshot's clear background is black in its bytes and white to who looks at it.
fn on_white(picture: &DynamicImage) -> GrayImage {
    if !picture.color().has_alpha() {
        return picture.to_luma8();
    }
    let with_alpha = picture.to_luma_alpha8();
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [grey, alpha] = with_alpha.get_pixel(x, y).0.map(u32::from);
        let over_white = (grey * alpha + 255 * (255 - alpha)) / 255;
        [u8::try_from(over_white).unwrap_or(u8::MAX)].into()
    })
}

/// One way to tell dark from light.
#[derive(Clone, Copy)]
struct Scan {
    /// One level for the whole picture, which suits a screenshot; else one for each place, which suits a
    /// photo with a shadow on it.
    even: bool,
    /// A light code on dark, as screens in dark colours show it.
    inverted: bool,
}

const SCANS: [Scan; 4] = [
    Scan { even: true, inverted: false },
    Scan { even: false, inverted: false },
    Scan { even: true, inverted: true },
    Scan { even: false, inverted: true },
];

/// The texts of the QR codes that this scan finds.
fn texts_of(picture: &GrayImage, scan: Scan) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let bytes = picture.as_raw();
    let mask = if scan.inverted { u8::MAX } else { 0 };
    let level = threshold(picture);
    let found = || {
        let mut prepared = if scan.even {
            let is_dark = |x: usize, y: usize| (bytes[y * width + x] < level) != scan.inverted;
            PreparedImage::prepare_from_bitmap(width, height, is_dark)
        } else {
            PreparedImage::prepare_from_greyscale(width, height, |x, y| bytes[y * width + x] ^ mask)
        };
        let grids = prepared.detect_grids();
        grids.into_iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
    };
    // The reader gives up on some shapes by an assertion of its own; another scan may still see the code.
    std::panic::catch_unwind(found).unwrap_or_else(|_| {
        tracing::warn!("a scan of a picture was given up");
        Vec::new()
    })
}

/// The level that parts dark from light best: the greatest variance between the two (Otsu 1979).
fn threshold(picture: &GrayImage) -> u8 {
    let mut counts = [0_u64; 256];
    picture.as_raw().iter().for_each(|grey| counts[usize::from(*grey)] += 1);
    let weigh = |(grey, count): (usize, &u64)| grey as f64 * *count as f64;
    let (all, sum) = (picture.as_raw().len() as f64, counts.iter().enumerate().map(weigh).sum::<f64>());
    let (mut below, mut sum_below, mut best) = (0.0, 0.0, (0.0, 128));
    for (level, (grey, count)) in (1..=u8::MAX).zip(counts.iter().enumerate()) {
        below += *count as f64;
        sum_below += weigh((grey, count));
        let between = (sum_below * all - sum * below).powi(2) / (below * (all - below));
        if between > best.0 {
            best = (between, level);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use image::{GrayAlphaImage, Luma, LumaA};
    use saifu_codes::Qr;

    use super::*;

    fn code() -> GiftCode {
        GiftCode::from_random(&[7, 1, 30, 4, 9, 22, 16, 3, 3, 8, 19, 27, 0, 12, 5])
    }

    /// A QR code with its quiet zone, so many pixels a module.
    fn drawn(text: &str, scale: u32) -> GrayImage {
        let rows: Vec<Vec<bool>> = Qr::encode(text).unwrap().rows().collect();
        let modules = u32::try_from(rows.len()).unwrap() + 8;
        GrayImage::from_fn(modules * scale, modules * scale, |x, y| {
            let module = |at: u32| (at / scale).checked_sub(4).map(|at| at as usize);
            let row = module(y).and_then(|y| rows.get(y));
            let dark = row.zip(module(x)).and_then(|(row, x)| row.get(x).copied()).unwrap_or(false);
            Luma([if dark { 0 } else { 255 }])
        })
    }

    fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.into().write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn refusal(file: &[u8]) -> String {
        read(file).unwrap_err().code().to_owned()
    }

    #[test]
    fn the_code_is_read_from_png_and_jpeg() {
        for text in [format!("saifu://gift/{}", code().as_str()), code().grouped()] {
            for format in [ImageFormat::Png, ImageFormat::Jpeg] {
                assert_eq!(read(&file(drawn(&text, 5), format)).unwrap(), code(), "{format:?}");
            }
        }
    }

    #[test]
    fn it_is_found_in_a_corner_of_a_large_screenshot() {
        let mut screen = GrayImage::from_pixel(1_920, 1_080, Luma([240]));
        image::imageops::overlay(&mut screen, &drawn(&code().grouped(), 3), 1_790, 950);
        assert_eq!(read(&file(screen, ImageFormat::Png)).unwrap(), code());
    }

    #[test]
    fn it_is_read_turned_light_on_dark_and_without_background() {
        let plain = drawn(&code().grouped(), 6);
        let turned = image::imageops::rotate90(&plain);
        let mut inverted = plain.clone();
        image::imageops::invert(&mut inverted);
        let clear = GrayAlphaImage::from_fn(plain.width(), plain.height(), |x, y| {
            LumaA([0, 255 - plain.get_pixel(x, y).0[0]])
        });
        for picture in [DynamicImage::from(turned), inverted.into(), clear.into()] {
            assert_eq!(read(&file(picture, ImageFormat::Png)).unwrap(), code());
        }
    }

    #[test]
    fn each_refusal_says_what_is_wrong() {
        let empty = GrayImage::from_pixel(300, 300, Luma([255]));
        assert_eq!(refusal(&file(empty, ImageFormat::Png)), "gift.picture_no_code");
        let other = drawn("https://shop.example/", 4);
        assert_eq!(refusal(&file(other, ImageFormat::Png)), "gift.picture_other_code");
        assert_eq!(refusal(&vec![0; LARGEST_FILE + 1]), "gift.picture_too_large");
        let good = file(drawn(&code().grouped(), 4), ImageFormat::Png);
        for broken in [&b""[..], b"GIF89a", b"<svg/>", &good[..good.len() / 2]] {
            assert_eq!(refusal(broken), "gift.picture_unreadable");
        }
    }

    #[test]
    fn a_small_file_cannot_ask_for_much_memory() {
        let mut bomb = file(GrayImage::from_pixel(1, 1, Luma([0])), ImageFormat::Png);
        // Width and height of the header (PNG, clause 11.2.2), with its checksum made right again.
        bomb[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
        let checksum = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
        assert_eq!(refusal(&bomb), "gift.picture_unreadable");
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8)
                .fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
        })
    }

    #[test]
    fn damaged_files_are_refused_and_nothing_panics() {
        let good = file(drawn(&code().grouped(), 3), ImageFormat::Jpeg);
        for at in (0..good.len()).step_by(good.len() / 60) {
            let mut damaged = good.clone();
            damaged[at] ^= 0x5A;
            let _ = read(&damaged);
        }
    }
}
