use jiff::Timestamp;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Identifier, Node as PdfNode, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};

use super::draw::draw_page;
use super::sheet::{Node, Sheet};
use crate::japan::in_japan;
use crate::{DocumentError, Language};

/// A4 (ISO 216) in points.
pub const A4: (f32, f32) = (595.276, 841.89);

/// What a document says about itself.
pub struct Info {
    /// The title in the viewer's window.
    pub title: String,
    /// Identifies versions of the same document.
    pub id: String,
    /// Who issues it.
    pub author: String,
    /// The language of its words.
    pub language: Language,
    /// The date it carries; never the clock's, so that the same document has the same bytes.
    pub dated: Timestamp,
}

/// The data behind the document, as a file in it.
pub struct Attachment {
    /// `receipt.json`.
    pub name: &'static str,
    /// `application/json`.
    pub media_type: &'static str,
    /// What it is, for a person.
    pub description: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Writes PDF/A-3a (ISO 19005-3) that is PDF/UA-1 (ISO 14289-1) as well.
///
/// # Errors
/// A font cannot be read, a character has no glyph, or krilla finds a rule of the two broken.
pub fn write(sheet: Sheet, info: Info, attachments: Vec<Attachment>) -> Result<Vec<u8>, DocumentError> {
    let mut document = Document::new_with(settings()?);
    let page = PageSettings::from_wh(A4.0, A4.1).ok_or(DocumentError::Layout("page size"))?;
    let mut drawn = Vec::with_capacity(sheet.pages.len());
    for marks in &sheet.pages {
        drawn.push(draw_page(&mut document.start_page_with(page.clone()), marks)?);
    }
    let dated = date_of(info.dated);
    document.set_tag_tree(tag_tree(sheet.roots, &drawn, info.language));
    document.set_outline(outline(&sheet.headings));
    document.set_metadata(metadata(info, dated));
    for attachment in attachments {
        let file = embedded(attachment, dated)?;
        document.embed_file(file).ok_or(DocumentError::Layout("file attached twice"))?;
    }
    Ok(document.finish()?)
}

fn settings() -> Result<SerializeSettings, DocumentError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| DocumentError::Layout("PDF/A-3a and PDF/UA-1 do not go together"))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

fn tag_tree(roots: Vec<Node>, drawn: &[Vec<Option<Identifier>>], language: Language) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(language.tag().to_owned()));
    for node in roots.into_iter().filter_map(|node| pdf_node(node, drawn)) {
        tree.push(node);
    }
    tree
}

fn pdf_node(node: Node, drawn: &[Vec<Option<Identifier>>]) -> Option<PdfNode> {
    match node {
        Node::Leaf(page, index) => drawn[page][index].map(PdfNode::Leaf),
        Node::Branch(tag, children) => {
            let children = children.into_iter().filter_map(|child| pdf_node(child, drawn)).collect();
            Some(TagGroup::with_children(tag.into_pdf(), children).into())
        }
    }
}

fn outline(headings: &[super::Heading]) -> Outline {
    let mut outline = Outline::new();
    for heading in headings {
        let place = XyzDestination::new(heading.page, Point::from_xy(0.0, heading.y));
        outline.push_child(OutlineNode::new(heading.words.clone(), place));
    }
    outline
}

fn metadata(info: Info, dated: DateTime) -> Metadata {
    Metadata::new()
        .title(info.title)
        .document_id(info.id)
        .authors(vec![info.author])
        .language(info.language.tag().to_owned())
        .creator("Saifu".to_owned())
        .producer("Saifu".to_owned())
        .creation_date(dated)
}

fn embedded(attachment: Attachment, dated: DateTime) -> Result<EmbeddedFile, DocumentError> {
    let media_type = MimeType::new(attachment.media_type).ok_or(DocumentError::Layout("media type"))?;
    Ok(EmbeddedFile {
        path: attachment.name.to_owned(),
        mime_type: Some(media_type),
        description: Some(attachment.description.to_owned()),
        association_kind: AssociationKind::Data,
        data: attachment.bytes.into(),
        modification_date: Some(dated),
        compress: Some(true),
        location: None,
    })
}

/// The moment in Japan's time.
fn date_of(moment: Timestamp) -> DateTime {
    let local = in_japan(moment);
    // Each of jiff's parts lies in the range that PDF takes; a year before 0 does not and becomes 0.
    let part = |value: i8| u8::try_from(value).unwrap_or(0);
    DateTime::new(u16::try_from(local.year()).unwrap_or(0))
        .month(part(local.month()))
        .day(part(local.day()))
        .hour(part(local.hour()))
        .minute(part(local.minute()))
        .second(part(local.second()))
        .utc_offset_hour(9)
        .utc_offset_minute(0)
}
