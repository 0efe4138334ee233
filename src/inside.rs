//! The narrow door for the benches and the stories, which look at some things from within. It
//! mirrors the rooms; nothing here is promised to anyone else, and whatever is not here the
//! compiler reports when nobody uses it.

#![allow(missing_docs)]

pub mod builtin {
    pub use crate::builtin::{FINGERPRINT, decks, files, reading, topics, words};
}
pub mod db {
    pub use crate::db::{CollectionWriter, DbError, Limits, Store, read_collection};
}
pub mod format {
    pub use crate::format::{compare, deck, notes, style, table};
    pub mod anki {
        pub use crate::format::anki::import;
        pub mod own {
            pub use crate::format::anki::own::{card_id, guid};
        }
        pub mod package {
            pub use crate::format::anki::package::{Package, Writer};
        }
    }
    pub mod block {
        pub use crate::format::block::{BlockKind, blocks};
    }
    pub mod evidence {
        pub use crate::format::evidence::Evidence;
    }
    pub mod program {
        pub use crate::format::program::programs;
    }
}
pub mod model {
    pub use crate::model::{agenda, words};
    pub mod anki {
        pub use crate::model::anki::{Card, Head, Note};
    }
    pub mod card {
        pub use crate::model::card::{Card, Kind, Lang, Origin, Text, is_kebab};
    }
    pub mod chance {
        pub use crate::model::chance::unit;
    }
    pub mod change {
        pub use crate::model::change::{Change, StoredCard};
    }
    pub mod coverage {
        pub use crate::model::coverage::{Index, covering};
    }
    pub mod day {
        pub use crate::model::day::{Calendar, Day};
    }
    pub mod filter {
        pub use crate::model::filter::{AsOf, Filter, Is};
    }
    pub mod goal {
        pub use crate::model::goal::{Goal, Goals};
    }
    pub mod habits {
        pub use crate::model::habits::learned;
    }
    pub mod memory {
        pub use crate::model::memory::{DEFAULT_PARAMETERS, Fsrs, MemoryState};
    }
    pub mod outlook {
        pub use crate::model::outlook::{Standing, outlook};
    }
    pub mod plan {
        pub use crate::model::plan::{Habits, LastDay, PROBES, PlanCard, PlanDay, Planner};
    }
    pub mod refit {
        pub use crate::model::refit::{FEWEST_REVIEWS, History, fit};
    }
    pub mod review {
        pub use crate::model::review::{Rating, Review, ReviewOrigin};
    }
    pub mod schedule {
        pub use crate::model::schedule::{Due, Schedule, Scheduler, State};
    }
    pub mod settings {
        pub use crate::model::settings::{SETTINGS, Settings};
    }
    pub mod term {
        pub use crate::model::term::Vocabulary;
    }
}
pub mod transfer {
    pub use crate::transfer::{Export, Format};
}
pub mod ui {
    pub mod terminal {
        pub use crate::ui::terminal::Screen;
    }
    pub mod width {
        pub use crate::ui::width::columns;
    }
}
