use std::collections::BTreeMap;

/// Rows by id.
pub(super) type Rows<T> = BTreeMap<String, T>;

/// Objects of one kind by id, and what the request at hand made of them, to be kept or taken back as a whole.
pub(super) struct Table<T> {
    rows: Rows<T>,
    /// What each changed row was before; nothing if it is new.
    before: Rows<Option<T>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Rows::new(), before: Rows::new() }
    }
}

impl<T: Clone> Table<T> {
    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(id)
    }

    /// All rows, in the order of their ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }

    /// A row to be changed.
    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let row = self.rows.get_mut(id)?;
        self.before.entry(id.to_owned()).or_insert_with(|| Some(row.clone()));
        Some(row)
    }

    pub(super) fn insert(&mut self, id: String, row: T) {
        let old = self.rows.insert(id.clone(), row);
        self.before.entry(id).or_insert(old);
    }

    /// Every row.
    pub(super) fn whole(&self) -> Rows<T> {
        self.rows.clone()
    }

    /// The rows that changed.
    pub(super) fn changes(&self) -> Rows<T> {
        let row = |id: &String| Some((id.clone(), self.rows.get(id)?.clone()));
        self.before.keys().filter_map(row).collect()
    }

    /// Adds rows that were kept before.
    pub(super) fn restore(&mut self, rows: Rows<T>) {
        self.rows.extend(rows);
    }

    /// What changed stays.
    pub(super) fn keep(&mut self) {
        self.before.clear();
    }

    /// What changed is as it was.
    pub(super) fn take_back(&mut self) {
        for (id, old) in std::mem::take(&mut self.before) {
            match old {
                Some(row) => self.rows.insert(id, row),
                None => self.rows.remove(&id),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed() -> Table<i32> {
        let mut table = Table::default();
        table.insert("kept".to_owned(), 1);
        table.insert("still".to_owned(), 5);
        table.keep();
        *table.get_mut("kept").unwrap() = 2;
        *table.get_mut("kept").unwrap() = 3;
        table.insert("new".to_owned(), 4);
        table
    }

    #[test]
    fn changes_are_what_changed_as_it_is_now() {
        let changes = changed().changes();
        assert_eq!(changes, Rows::from([("kept".to_owned(), 3), ("new".to_owned(), 4)]));
    }

    #[test]
    fn what_is_taken_back_never_was() {
        let mut table = changed();
        table.take_back();
        assert_eq!(table.whole(), Rows::from([("kept".to_owned(), 1), ("still".to_owned(), 5)]));
        assert!(table.changes().is_empty());
    }
}
