use super::Layout;
use super::foot::Code;
use super::head::Heading;
use super::pen::{LEFT, RIGHT, Style};
use super::shown::make_printable;
use super::words::Words;
use crate::history::Instrument;
use crate::page::{self, Attachment, Info, Ink, Sheet};
use crate::statement::{Statement, StatementData};
use crate::{DocumentError, Language};

mod movements;
mod totals;
mod words;

/// Writes a statement as PDF/A-3a and PDF/UA-1, with its data attached as `statement.json` and
/// `statement.csv`. The same statement gives the same bytes.
///
/// # Errors
/// See [`DocumentError`]; none can come from a checked statement unless the build itself is broken.
pub fn statement_pdf(statement: &Statement, language: Language) -> Result<Vec<u8>, DocumentError> {
    let words = Words::new(language);
    let data = statement.data();
    let info = Info {
        title: format!("{} {}", words.statement_title(data.scope), data.number),
        id: data.number.clone(),
        author: data.issuer.name.clone(),
        language,
        dated: data.issued_at,
    };
    let attachments = vec![
        Attachment {
            name: "statement.json",
            media_type: "application/json",
            description: words.json(),
            bytes: serde_json::to_vec(statement)?,
        },
        Attachment {
            name: "statement.csv",
            media_type: "text/csv",
            description: words.csv(),
            bytes: statement.to_table()?,
        },
    ];
    page::write(lay_out(statement, words)?, info, attachments)
}

/// Places everything, from the top.
pub(super) fn lay_out(statement: &Statement, words: Words) -> Result<Sheet, DocumentError> {
    let mut data = statement.data().clone();
    let incomplete = make_printable(texts(&mut data))?;
    let running = format!("{}  {}", words.statement_title(data.scope), words.number(&data.number));
    let mut layout = Layout::new(&data, words, running, incomplete);
    layout.statement_head()?;
    layout.accounts(statement.totals())?;
    layout.movements()?;
    layout.rates(&statement.totals().rates)?;
    layout.categories(&statement.totals().categories)?;
    layout.statement_issuer()?;
    layout.foot(&layout.statement_notes(), &layout.statement_code())?;
    layout.number_pages()?;
    Ok(layout.sheet)
}

/// Every text that somebody else wrote and that is printed.
fn texts(data: &mut StatementData) -> Vec<&mut String> {
    let issuer = &mut data.issuer;
    let mut texts = vec![&mut data.number, &mut data.holder];
    texts.extend([&mut issuer.name, &mut issuer.legal_name, &mut issuer.address]);
    for entry in &mut data.entries {
        texts.push(&mut entry.counterparty);
        texts.extend(&mut entry.category);
        texts.extend(entry.legs.iter_mut().filter_map(|leg| match &mut leg.instrument {
            Instrument::Card { brand: name, .. } | Instrument::Other { name } => Some(name),
            Instrument::Gift | Instrument::Points | Instrument::Cash => None,
        }));
    }
    texts
}

impl Layout<'_, StatementData> {
    fn statement_head(&mut self) -> Result<(), DocumentError> {
        let (words, data) = (self.words, self.data);
        let heading = Heading {
            title: words.statement_title(data.scope),
            lines: vec![
                words.number(&data.number),
                words.period(data.from, data.to),
                words.made(data.issued_at),
            ],
            beside: 0.0,
        };
        self.title(&heading)?;
        self.recipient(&data.holder)
    }

    fn statement_issuer(&mut self) -> Result<(), DocumentError> {
        let lines = self.issuer_lines(&self.data.issuer)?;
        self.y += 14.0;
        if !self.make_room(30.0 + 18.0 * lines.len() as f32)? {
            self.rule(Ink::Line, 0.8, LEFT, RIGHT, self.y);
        }
        self.tagged(page::Tag::Section, |section| section.issuer(&lines))
    }

    /// A heading between blocks, never alone at the foot of a page.
    fn block_name(&mut self, words: &'static str) -> Result<(), DocumentError> {
        self.y += 12.0;
        self.make_room(21.0 + 60.0)?;
        self.heading(Style::STRONG, words, LEFT)?;
        self.y += 8.0;
        Ok(())
    }

    fn statement_notes(&self) -> Vec<String> {
        let mut notes =
            vec![self.words.statement_note().to_owned(), self.words.statement_qr_note().to_owned()];
        if self.incomplete {
            notes.push(self.words.missing_note("statement.json"));
        }
        if self.data.sandbox {
            notes.push(self.words.sandbox_note().to_owned());
        }
        notes
    }

    fn statement_code(&self) -> Code {
        let data = self.data;
        let mut lines = vec![
            "SAIFU STATEMENT".to_owned(),
            data.number.chars().take(64).collect(),
            format!("{}/{}", data.from, data.to),
        ];
        lines.extend(data.balances.iter().map(|balance| balance.closing.to_string()));
        Code { text: lines.join("\n"), shows: self.words.statement_qr_picture() }
    }
}
