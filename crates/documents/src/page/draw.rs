use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::num::NormalizedF32;
use krilla::page::Page;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::KrillaGlyph;

use super::sheet::{Role, Running};
use super::{Area, Ink, Mark, Text};
use crate::DocumentError;

/// A mark with all that could go wrong behind it.
///
/// krilla panics where a page is left in the middle of a tag, so nothing may fail while drawing.
enum Ready<'a> {
    Text(&'a Text, krilla::text::Font, Vec<KrillaGlyph>),
    Path(Path, Ink),
}

/// Draws the marks of a page; gives for each the identifier that its place in the tag tree needs.
///
/// # Errors
/// A font cannot be read, a character has no glyph, or a shape is empty.
pub fn draw_page(page: &mut Page, marks: &[(Mark, Role)]) -> Result<Vec<Option<Identifier>>, DocumentError> {
    let ready: Vec<Ready> = marks.iter().map(|(mark, _)| prepare(mark)).collect::<Result<_, _>>()?;
    let mut surface = page.surface();
    let drawn = marks.iter().zip(&ready).map(|((mark, role), ready)| {
        let identifier = surface.start_tagged(content_tag(mark, *role));
        draw(&mut surface, ready);
        surface.end_tagged();
        (*role == Role::Content).then_some(identifier)
    });
    let drawn = drawn.collect();
    surface.finish();
    Ok(drawn)
}

fn content_tag(mark: &Mark, role: Role) -> ContentTag<'_> {
    let artifact =
        |kind, area: Option<Area>| ContentTag::Artifact(Artifact::new(kind, area.and_then(Area::to_rect)));
    match (role, mark) {
        // Letters set apart must not be read as words of one letter.
        (Role::Content, Mark::Text(text)) if text.tracking > 0.0 => {
            ContentTag::Span(SpanTag::empty().with_actual_text(Some(&text.words)))
        }
        (Role::Content, Mark::Text(_)) => ContentTag::Span(SpanTag::empty()),
        (Role::Content, _) => ContentTag::Other,
        (Role::Running(Running::Header), _) => artifact(ArtifactType::Header, None),
        (Role::Running(Running::PageNumber), _) => artifact(ArtifactType::PageNumber, None),
        (Role::Decoration, Mark::Fill(area, Ink::Band)) => artifact(ArtifactType::Background, Some(*area)),
        (Role::Decoration, _) => artifact(ArtifactType::Layout, None),
    }
}

fn prepare(mark: &Mark) -> Result<Ready<'_>, DocumentError> {
    match mark {
        Mark::Text(text) => {
            let font = text.face.load()?.font.clone();
            Ok(Ready::Text(text, font, glyphs(text)?))
        }
        Mark::Fill(area, ink) => Ok(Ready::Path(path([*area])?, *ink)),
        Mark::Modules(area, rows) => Ok(Ready::Path(path(dark_runs(*area, rows))?, Ink::Strong)),
    }
}

/// One glyph a character: horizontal Japanese needs no shaping.
fn glyphs(text: &Text) -> Result<Vec<KrillaGlyph>, DocumentError> {
    let face = text.face.load()?;
    let glyph = |(at, character): (usize, char)| {
        let (glyph, advance) = face.glyph(character).ok_or(DocumentError::Glyph(character))?;
        let range = at..at + character.len_utf8();
        Ok(KrillaGlyph::new(glyph, advance + text.tracking, 0.0, 0.0, 0.0, range, None))
    };
    text.words.char_indices().map(glyph).collect()
}

fn path(areas: impl IntoIterator<Item = Area>) -> Result<Path, DocumentError> {
    let mut path = PathBuilder::new();
    for area in areas {
        path.push_rect(area.to_rect().ok_or(DocumentError::Layout("empty shape"))?);
    }
    path.finish().ok_or(DocumentError::Layout("empty path"))
}

/// Neighbouring dark modules of a row as one rectangle.
fn dark_runs(area: Area, rows: &[Vec<bool>]) -> Vec<Area> {
    let mut runs = Vec::new();
    let mut top = area.y;
    for row in rows {
        let (width, height) = (area.width / row.len() as f32, area.height / rows.len() as f32);
        let mut x = area.x;
        for run in row.chunk_by(|a, b| a == b) {
            let run_width = width * run.len() as f32;
            if run[0] {
                runs.push(Area { x, y: top, width: run_width, height });
            }
            x += run_width;
        }
        top += height;
    }
    runs
}

fn draw(surface: &mut Surface, ready: &Ready) {
    match ready {
        Ready::Text(text, font, glyphs) => {
            surface.set_fill(Some(fill(text.ink)));
            let start = Point::from_xy(text.x, text.baseline);
            surface.draw_glyphs(start, glyphs, font.clone(), &text.words, text.size, false);
        }
        Ready::Path(path, ink) => {
            surface.set_fill(Some(fill(*ink)));
            surface.draw_path(path);
        }
    }
}

fn fill(ink: Ink) -> Fill {
    let (red, green, blue) = ink.rgb();
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}
