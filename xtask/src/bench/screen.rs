//! What a virtual display shows, read from Xvfb's memory: no driver stands between the app and the
//! clock.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use saifu_tests::desktop::Desktop;

const BYTES_PER_PIXEL: u64 = 4;
const COLOUR_BYTES: u64 = 12;
const LOOK_EVERY: Duration = Duration::from_millis(2);
const STILL_FOR: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(60);

/// A part of the display.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    pub x: u64,
    pub y: u64,
    pub width: u64,
    pub height: u64,
}

/// The pixels of a region.
pub type Pixels = Vec<u8>;

/// A display's memory.
pub struct Screen {
    file: File,
    start: u64,
    bytes_per_line: u64,
}

impl Screen {
    /// Reads where the pixels are from the header (`XWDFile.h` of X11: big-endian words of 32 bits).
    pub fn of(desktop: &Desktop) -> Result<Self> {
        let file = File::open(desktop.framebuffer())?;
        let word = |index: u64| -> Result<u64> {
            let mut bytes = [0; 4];
            file.read_exact_at(&mut bytes, index * 4)?;
            Ok(u32::from_be_bytes(bytes).into())
        };
        let (header, bits_per_pixel, bytes_per_line, colours) = (word(0)?, word(11)?, word(12)?, word(19)?);
        if bits_per_pixel != BYTES_PER_PIXEL * 8 {
            bail!("the display has {bits_per_pixel} bits a pixel");
        }
        Ok(Self { start: header + colours * COLOUR_BYTES, bytes_per_line, file })
    }

    fn read(&self, region: Region) -> Result<Pixels> {
        let width = usize::try_from(region.width * BYTES_PER_PIXEL)?;
        let mut pixels = vec![0; width * usize::try_from(region.height)?];
        for (row, line) in (region.y..).zip(pixels.chunks_exact_mut(width)) {
            let offset = self.start + row * self.bytes_per_line + region.x * BYTES_PER_PIXEL;
            self.file.read_exact_at(line, offset)?;
        }
        Ok(pixels)
    }

    /// Waits until a region that shows anything at all has not changed for a while.
    pub fn when_still(&self, region: Region) -> Result<Pixels> {
        let deadline = Instant::now() + PATIENCE;
        let (mut last, mut since) = (self.read(region)?, Instant::now());
        while Instant::now() < deadline {
            std::thread::sleep(LOOK_EVERY);
            let now = self.read(region)?;
            if now != last {
                (last, since) = (now, Instant::now());
            } else if since.elapsed() > STILL_FOR && is_drawn(&now) {
                return Ok(now);
            }
        }
        bail!("{region:?} never came to rest")
    }

    /// Waits until the region shows exactly `wanted`, or exactly not.
    pub fn until(&self, region: Region, wanted: &Pixels, shows: bool) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if (self.read(region)? == *wanted) == shows {
                return Ok(());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        bail!("{region:?} never looked as expected")
    }
}

/// Text on a ground has at least two colours; an empty display or window has one.
fn is_drawn(pixels: &Pixels) -> bool {
    let mut colours = pixels.chunks_exact(4);
    let first = colours.next();
    colours.any(|colour| Some(colour) != first)
}
