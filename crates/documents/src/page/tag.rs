use std::num::NonZeroU16;

use krilla::tagging::{BBox, TableHeaderScope, Tag as PdfTag, TagKind};

use super::Area;

/// What a piece of the page means to a reader that cannot see it (PDF 1.7, 14.8.4).
#[derive(Clone, Debug, PartialEq)]
pub enum Tag {
    /// A heading of level 1 or more, with its words.
    Heading(NonZeroU16, String),
    /// A paragraph.
    Paragraph,
    /// A part of the document.
    Section,
    /// A table.
    Table,
    /// The rows that name the columns.
    TableHead,
    /// The other rows.
    TableBody,
    /// A row.
    Row,
    /// A cell that names its column.
    ColumnName,
    /// A cell that names its row.
    RowName,
    /// A cell.
    Cell,
    /// A picture: its page, its place and what it shows.
    Figure(usize, Area, String),
}

impl Tag {
    pub(super) fn into_pdf(self) -> TagKind {
        match self {
            Self::Heading(level, words) => PdfTag::Hn(level, Some(words)).into(),
            Self::Paragraph => PdfTag::P.into(),
            Self::Section => PdfTag::Section.into(),
            Self::Table => PdfTag::Table.into(),
            Self::TableHead => PdfTag::THead.into(),
            Self::TableBody => PdfTag::TBody.into(),
            Self::Row => PdfTag::TR.into(),
            Self::ColumnName => PdfTag::TH(TableHeaderScope::Column).into(),
            Self::RowName => PdfTag::TH(TableHeaderScope::Row).into(),
            Self::Cell => PdfTag::TD.into(),
            Self::Figure(page, area, words) => {
                let place = area.to_rect().map(|rect| BBox::new(page, rect));
                PdfTag::Figure(Some(words)).with_bbox(place).into()
            }
        }
    }
}
