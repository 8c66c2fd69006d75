use crate::DocumentError;

/// A CSV file (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, CRLF, a first row of names.
///
/// A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage
/// return, and is no number) gets a `'` before it: shops name items and themselves.
pub struct Table(csv::Writer<Vec<u8>>);

impl Table {
    /// A table of these columns.
    ///
    /// # Errors
    /// [`DocumentError::Table`].
    pub fn new(columns: &[&str]) -> Result<Self, DocumentError> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(columns)?;
        Ok(Self(writer))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`DocumentError::Table`] where it has another number of cells than there are columns.
    pub fn row(&mut self, cells: &[&str]) -> Result<(), DocumentError> {
        for cell in cells {
            if runs(cell) {
                self.0.write_field(format!("'{cell}"))?;
            } else {
                self.0.write_field(cell)?;
            }
        }
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// The file.
    ///
    /// # Errors
    /// [`DocumentError::Table`].
    pub fn finish(self) -> Result<Vec<u8>, DocumentError> {
        self.0.into_inner().map_err(|error| DocumentError::Table(error.into_error().into()))
    }
}

/// Whether a spreadsheet would take the cell for a formula.
fn runs(cell: &str) -> bool {
    let number = cell.strip_prefix('-').unwrap_or(cell);
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_run() {
        let mut table = Table::new(&["name", "amount"]).unwrap();
        table.row(&["=HYPERLINK(\"x\")", "-12"]).unwrap();
        table.row(&["@SUM, \"牛乳\"", "-"]).unwrap();
        let text = String::from_utf8(table.finish().unwrap()).unwrap();
        let expected =
            "\u{feff}name,amount\r\n\"'=HYPERLINK(\"\"x\"\")\",-12\r\n\"'@SUM, \"\"牛乳\"\"\",'-\r\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_row_has_a_cell_for_each_column() {
        let mut table = Table::new(&["a", "b"]).unwrap();
        assert!(table.row(&["1"]).is_err());
    }
}
