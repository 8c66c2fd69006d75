use std::sync::OnceLock;

use krilla::text::{Font, GlyphId};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

use crate::DocumentError;

/// A face of the built-in fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Noto Sans JP.
    Regular,
    /// Noto Sans JP, heavier, for names and sums.
    SemiBold,
    /// Noto Serif JP; holds the letters of the titles only.
    Title,
}

/// A parsed font. Parsing is done once a process: the fonts are over five megabytes each.
pub struct LoadedFace {
    /// For krilla, which subsets and embeds it.
    pub font: Font,
    characters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units_per_em: f32,
}

impl Face {
    const fn name(self) -> &'static str {
        match self {
            Self::Regular => "Noto Sans JP Regular",
            Self::SemiBold => "Noto Sans JP SemiBold",
            Self::Title => "Noto Serif JP SemiBold",
        }
    }

    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../fonts/NotoSansJP_400Regular.ttf"),
            Self::SemiBold => include_bytes!("../../fonts/NotoSansJP_600SemiBold.ttf"),
            Self::Title => include_bytes!("../../fonts/NotoSerifJP_600SemiBold.title.ttf"),
        }
    }

    /// The font behind the face.
    ///
    /// # Errors
    /// [`DocumentError::Font`] where the built-in bytes are no font.
    pub fn load(self) -> Result<&'static LoadedFace, DocumentError> {
        static REGULAR: OnceLock<Option<LoadedFace>> = OnceLock::new();
        static SEMI_BOLD: OnceLock<Option<LoadedFace>> = OnceLock::new();
        static TITLE: OnceLock<Option<LoadedFace>> = OnceLock::new();
        let cell = match self {
            Self::Regular => &REGULAR,
            Self::SemiBold => &SEMI_BOLD,
            Self::Title => &TITLE,
        };
        cell.get_or_init(|| LoadedFace::parse(self.bytes())).as_ref().ok_or(DocumentError::Font(self.name()))
    }
}

impl LoadedFace {
    fn parse(bytes: &'static [u8]) -> Option<Self> {
        let tables = FontRef::new(bytes).ok()?;
        let metrics = tables.glyph_metrics(Size::unscaled(), LocationRef::default());
        let font = Font::new(bytes.into(), 0)?;
        let units_per_em = font.units_per_em();
        Some(Self { font, characters: tables.charmap(), metrics, units_per_em })
    }

    /// The glyph of a character and its advance in ems; `None` where the font has none.
    pub fn glyph(&self, character: char) -> Option<(GlyphId, f32)> {
        let glyph = self.characters.map(character).filter(|glyph| glyph.to_u32() != 0)?;
        let advance = self.metrics.advance_width(glyph)?;
        Some((GlyphId::new(glyph.to_u32()), advance / self.units_per_em))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_hold_the_names_of_the_country() {
        for face in [Face::Regular, Face::SemiBold] {
            let font = face.load().unwrap();
            for character in "髙﨑𠮷邊邉齋彅祇①㈱※〓•".chars() {
                assert!(font.glyph(character).is_some(), "{face:?} lacks {character}");
            }
            assert_eq!(font.glyph('漢').unwrap().1, 1.0);
            assert!(font.glyph('\u{1F408}').is_none(), "a cat has no glyph");
        }
    }

    #[test]
    fn digits_share_one_width_so_columns_align() {
        let font = Face::Regular.load().unwrap();
        let first = font.glyph('0').unwrap().1;
        assert!(('1'..='9').all(|digit| font.glyph(digit).unwrap().1 == first));
    }
}
