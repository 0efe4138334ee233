//! Anki's packages and collections, opened.

use anyhow::{Context as _, Result};

use crate::db::read_collection;
use crate::format::anki::package::{Package, text_budget};
use crate::model::anki::Collection;

/// A package that was opened, its rows read.
pub(super) struct Parcel {
    pub(super) name: String,
    /// `None` for Anki's own collection file, whose pictures are beside it.
    pub(super) package: Option<Package>,
    /// The most bytes of text that its cards may become.
    pub(super) budget: u64,
    pub(super) collection: Collection,
}

/// Opens a package and reads its rows.
pub(super) fn open(name: &str, bytes: Vec<u8>) -> Result<Parcel> {
    let failed = || name.to_owned();
    let mut package = Package::open(bytes).with_context(failed)?;
    let bytes = package.collection().with_context(failed)?;
    let collection = read_collection(bytes).with_context(failed)?;
    package.allow(collection.cards.len(), collection.reviews.len()).with_context(failed)?;
    let budget = package.text_budget();
    Ok(Parcel { name: name.to_owned(), package: Some(package), budget, collection })
}

/// Reads the file that Anki itself works on.
pub(super) fn open_collection(name: &str, bytes: Vec<u8>) -> Result<Parcel> {
    let budget = text_budget(bytes.len() as u64);
    let collection = read_collection(bytes).with_context(|| name.to_owned())?;
    Ok(Parcel { name: name.to_owned(), package: None, budget, collection })
}
