//! Pictures of the database, put into a page.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use anyhow::Result;

use crate::db::Store;
use crate::format::picture;

/// A picture larger than this is only named: most are a tenth of it, and a page is read on a phone.
pub const LARGEST_PICTURE: usize = 1 << 20;
/// The most bytes of all pictures on a page, for a phone has to hold them.
pub const MOST_PICTURES: usize = 24 << 20;

/// The pictures that a page shows.
pub(super) struct Pictures<'s> {
    store: &'s Store,
    has_media: bool,
    /// Bytes that there is room for.
    room: Cell<usize>,
    left_out: RefCell<HashSet<String>>,
}

impl<'s> Pictures<'s> {
    pub(super) fn of(store: &'s Store) -> Result<Pictures<'s>> {
        let room = Cell::new(MOST_PICTURES);
        Ok(Pictures { store, has_media: store.has_media()?, room, left_out: RefCell::default() })
    }

    /// A `data:` address that holds a picture whole; `None` for one that the page only names.
    pub(super) fn show(&self, name: &str) -> Option<String> {
        if !self.has_media {
            return None;
        }
        let bytes = self.store.media(name).ok()??;
        let fits = bytes.len() <= LARGEST_PICTURE.min(self.room.get());
        let address = if fits { picture::address(&bytes) } else { None };
        match &address {
            Some(_) => self.room.set(self.room.get() - bytes.len()),
            None => drop(self.left_out.borrow_mut().insert(name.to_owned())),
        }
        address
    }

    /// How many are only named.
    pub(super) fn left_out(&self) -> usize {
        self.left_out.borrow().len()
    }
}
