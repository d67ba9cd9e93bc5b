//! Plots that an officer looks at: which one, of which matters.

use super::link::ToStore;
use super::{Seat, Toast};
use crate::domain::CategoryCode;
use crate::picture::PlotFilter;
use serde_json::{Value, json};
use std::sync::Arc;

/// What a plot tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlotSheet {
    /// How matters come: 24 hours, 30 days.
    #[default]
    Trend,
    /// In which hours of the week.
    Week,
    /// How long open ones have been open.
    Ageing,
    /// How soon somebody is there, how soon orders are receipted.
    Response,
    /// What falls due if nothing changes.
    Due,
}

impl PlotSheet {
    /// All of them, in the order in which one goes through them.
    pub const ALL: [PlotSheet; 5] =
        [PlotSheet::Trend, PlotSheet::Week, PlotSheet::Ageing, PlotSheet::Response, PlotSheet::Due];

    /// The name by which scripts know it.
    pub fn name(self) -> &'static str {
        ["trend", "week", "ageing", "response", "due"][self as usize]
    }

    /// The sheet with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sheet| sheet.name() == name)
    }

    /// The one after it; the first after the last.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }
}

/// As what a plot is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlotFormat {
    /// Lines and words.
    Svg,
    /// Pixels.
    Png,
}

impl PlotFormat {
    /// The ending of such files.
    pub fn ending(self) -> &'static str {
        match self {
            PlotFormat::Svg => "svg",
            PlotFormat::Png => "png",
        }
    }
}

/// What makes a file's bytes; it may take a while, and is called on a thread that has time.
type MakeFile = dyn Fn() -> Result<Vec<u8>, String> + Send + Sync;

/// A file that is to be written, and what makes it.
#[derive(Clone)]
pub struct FileToWrite {
    /// Its name, without a folder.
    pub name: String,
    make: Arc<MakeFile>,
}

impl FileToWrite {
    /// A file of this name.
    pub fn new(name: String, make: impl Fn() -> Result<Vec<u8>, String> + Send + Sync + 'static) -> Self {
        Self { name, make: Arc::new(make) }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// Why it can't be made, one sentence.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        (self.make)()
    }
}

impl std::fmt::Debug for FileToWrite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("FileToWrite").field(&self.name).finish()
    }
}

impl PartialEq for FileToWrite {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// What a person means about plots.
#[derive(Clone, Debug, PartialEq)]
pub enum PlotIntent {
    /// Open them; where they are open, go on to the next.
    Next,
    /// Show this one.
    Show(PlotSheet),
    /// Count this category only, or all.
    Category(Option<CategoryCode>),
    /// Close them.
    Close,
    /// Write what shows into a file of the data folder.
    Export(FileToWrite),
}

/// Which plot shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plots {
    /// It; none while they are closed.
    pub shown: Option<PlotSheet>,
    /// The category that is counted; none: all.
    pub category: Option<CategoryCode>,
}

impl Seat {
    pub(super) fn plot(&mut self, intent: PlotIntent) {
        match intent {
            PlotIntent::Next => self.show_plot(self.plots.shown.map_or(PlotSheet::default(), PlotSheet::next)),
            PlotIntent::Show(sheet) => self.show_plot(sheet),
            PlotIntent::Category(category) => self.plots.category = category,
            PlotIntent::Close => self.plots.shown = None,
            PlotIntent::Export(file) => self.post_to_store(ToStore::Write(file)),
        }
    }

    fn show_plot(&mut self, sheet: PlotSheet) {
        self.close_day();
        self.cameras.close();
        self.plots.shown = Some(sheet);
    }

    /// A file was written, or could not be.
    pub(super) fn written(&mut self, outcome: Result<String, String>) {
        self.toast(match outcome {
            Ok(name) => Toast::Exported(name),
            Err(why) => Toast::NotStored(why),
        });
    }

    /// Closes the plots; answers whether they were open.
    pub(super) fn close_plots(&mut self) -> bool {
        self.plots.shown.take().is_some()
    }

    /// Which matters the plots count: those of the selected area, else of the one drilled to; of the chosen category. From
    /// visitors, who could look for what has no symbol, confidential ones are kept where they look at a part.
    pub fn plot_filter(&self) -> PlotFilter {
        let selected = match self.selection {
            Some(super::Selection::Area(area)) => Some(area),
            _ => None,
        };
        let area = selected.or(self.drill);
        let category = self.plots.category.as_ref().and_then(|code| self.picture.categories.number(code));
        let is_part = area.is_some() || category.is_some();
        PlotFilter { area, category, without_confidential: is_part && self.hides(super::Hidden::Confidential) }
    }
}

/// Which plot shows, for scripts and tests.
pub(super) fn plots_json(seat: &Seat) -> Value {
    json!({
        "shown": seat.plots.shown.map(PlotSheet::name),
        "category": seat.plots.category.as_ref().map(CategoryCode::as_str),
    })
}
