use std::fmt::Write;

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode, types::QrError};

/// The quiet zone that ISO/IEC 18004 asks for, in modules.
const QUIET: usize = 4;

/// A QR code as SVG: dark on whatever white it is put on, one path of horizontal strokes, each a module wide. The middle
/// of the first row is at zero.
pub(crate) fn qr_svg(text: &str, label: &str) -> Result<Markup, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let size = code.width() + 2 * QUIET;
    Ok(html! {
        svg.qr xmlns="http://www.w3.org/2000/svg" role="img" aria-label=(label) viewBox={"0 -.5 " (size) " " (size)} stroke="#000" shape-rendering="crispEdges" {
            path d=(runs(&code)) {}
        }
    })
}

fn runs(code: &QrCode) -> String {
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, width) = (x + QUIET, y + QUIET, run.len());
                // Writing to a String cannot fail.
                let _ = write!(path, "M{left} {top}h{width}");
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paints the path on a grid and compares it with the code, module by module.
    #[test]
    fn the_path_paints_the_code() {
        let code = QrCode::with_error_correction_level("saifu://checkout/x", EcLevel::M).unwrap();
        let width = code.width();
        let mut painted = vec![Color::Light; width * width];
        for run in runs(&code).split('M').skip(1) {
            let (start, rest) = run.split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.parse().unwrap();
            let from = (y - QUIET) * width + x - QUIET;
            painted[from..from + length].fill(Color::Dark);
        }
        assert_eq!(painted, code.to_colors());
    }
}
