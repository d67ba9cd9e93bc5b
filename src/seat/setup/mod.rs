//! How a seat is set up: the settings of its folder and of the command line, and the form that asks for them. Reading and
//! keeping the file is the edge's business; what it says is here.

mod file;
mod form;
mod key;
mod settings;

pub use file::{Fault, Written, read, write};
pub use form::{ASKED, Field, Form};
pub use key::{Contrast, Key, Kind};
pub use settings::{Settings, Value};

use super::link::ToStore;
use super::{Intent, Screen, Seat, Toast};
use crate::domain::Timestamp;

/// A form that opened by itself goes after so long without an answer: nobody may be there, seconds.
const UNANSWERED_SECS: i64 = 600;

/// What an officer means with the form.
#[derive(Clone, Debug, PartialEq)]
pub enum SetupIntent {
    /// Open it; close it.
    Toggle,
    /// A field says this now.
    Say(Field, String),
    /// A field goes a step up, or down.
    Step(Field, bool),
    /// A switch, or the language, is this now.
    Choose(Key, Value),
    /// Keep what the form says.
    Keep,
    /// Close it for now: the next start asks again.
    Later,
}

/// The setup of a seat.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// What the folder's file says.
    kept: Settings,
    /// What the command line says.
    given: Settings,
    /// What is wrong with the file.
    faults: Vec<Fault>,
    form: Option<Form>,
    /// When the form opened by itself.
    asked_at: Option<Timestamp>,
}

impl Setup {
    /// What holds: the command line, and where it says nothing, the file.
    pub fn settings(&self) -> Settings {
        self.given.over(&self.kept)
    }

    /// What the file says.
    pub fn kept(&self) -> &Settings {
        &self.kept
    }

    /// Whether the command line says it, so that the file has no say.
    pub fn is_given(&self, key: Key) -> bool {
        self.given.get(key).is_some()
    }

    /// What is wrong with the file.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Whether the clock shows seconds.
    pub fn clock_seconds(&self) -> bool {
        self.settings().flag(Key::ClockSeconds).unwrap_or(Key::ClockSeconds.is_on_unsaid())
    }

    /// Whether nothing moves by itself.
    pub fn reduced_motion(&self) -> bool {
        self.settings().flag(Key::ReducedMotion) == Some(true)
    }

    /// Whether the form came by itself and nobody has touched it.
    pub fn is_asking(&self) -> bool {
        self.asked_at.is_some()
    }

    /// The form, while it is open.
    pub fn form(&self) -> Option<&Form> {
        self.form.as_ref()
    }
}

impl Seat {
    /// Sets the seat up by what its folder's file and the command line say.
    pub fn set_up(&mut self, kept: Settings, given: Settings, faults: Vec<Fault>) {
        (self.setup.kept, self.setup.given, self.setup.faults) = (kept, given, faults);
        self.follow_setup();
        if let Some(first) = self.setup.faults.first() {
            let (line, count) = (first.line(), self.setup.faults.len());
            self.toast(Toast::SettingsFault { line, count });
        }
    }

    /// Asks for the screen's measures, where nobody has said them and nobody was asked.
    pub fn ask_for_screen(&mut self) {
        let settings = self.setup.settings();
        if !settings.know_the_screen() && settings.flag(Key::Asked) != Some(true) {
            self.setup.form = Some(Form::default());
            self.setup.asked_at = Some(self.clock);
        }
    }

    /// The screen's size, px: everything that follows from it is made anew.
    pub fn fit_screen(&mut self, width_px: f64, height_px: f64) {
        let shows_whole = self.shows_whole();
        self.screen = Screen::of(width_px, height_px, &self.setup.settings());
        self.resize(width_px, height_px);
        if shows_whole {
            self.fit_whole();
        }
    }

    fn follow_setup(&mut self) {
        let settings = self.setup.settings();
        if let Some(lang) = settings.lang() {
            self.lang = lang;
        }
        self.fit_screen(self.screen.width_px, self.screen.height_px);
    }

    /// The screen as it would be by what the form says.
    pub fn screen_by_form(&self) -> Screen {
        let settings = match &self.setup.form {
            Some(form) => self.setup.given.over(&form.settings(self).unwrap_or_else(|_| self.setup.kept.clone())),
            None => self.setup.settings(),
        };
        Screen::of(self.screen.width_px, self.screen.height_px, &settings)
    }

    pub(super) fn set_up_by(&mut self, intent: SetupIntent) {
        match (intent, &mut self.setup.form) {
            (SetupIntent::Toggle, None) => {
                self.help = false;
                self.setup.form = Some(Form::default());
            }
            (SetupIntent::Toggle, Some(_)) => drop(self.leave_setup()),
            (SetupIntent::Later, _) => (self.setup.form, self.setup.asked_at) = (None, None),
            (_, None) => {}
            (SetupIntent::Say(field, text), Some(form)) => {
                form.say(field, text);
                self.setup.asked_at = None;
            }
            (SetupIntent::Step(field, up), Some(form)) => {
                let text = form.clone().stepped(self, field, up);
                self.set_up_by(SetupIntent::Say(field, text));
            }
            (SetupIntent::Choose(key, value), Some(form)) => {
                form.choose(key, value);
                self.setup.asked_at = None;
            }
            (SetupIntent::Keep, Some(form)) => {
                let form = form.clone();
                match form.settings(self) {
                    Ok(settings) => {
                        let mut settings = Form::with_guesses(settings, self);
                        settings.set(Key::Asked, Value::Flag(true));
                        self.setup.form = None;
                        self.setup.asked_at = None;
                        self.keep_setup(settings);
                        self.follow_setup();
                    }
                    Err(field) => {
                        if let Some(form) = &mut self.setup.form {
                            form.problem = Some(field);
                        }
                    }
                }
            }
        }
    }

    /// Closes the form and leaves everything as it is; whoever was asked is not asked again. Answers whether it was open.
    pub(super) fn leave_setup(&mut self) -> bool {
        let was_open = self.setup.form.take().is_some();
        self.setup.asked_at = None;
        if was_open && self.setup.kept.flag(Key::Asked) != Some(true) {
            let mut settings = self.setup.kept.clone();
            settings.set(Key::Asked, Value::Flag(true));
            self.keep_setup(settings);
        }
        was_open
    }

    /// The form goes by itself where it came by itself and nobody answered. The next start asks again.
    pub(super) fn setup_pass(&mut self) {
        let asked_at = self.setup.asked_at;
        if asked_at.is_some_and(|at| self.clock.secs_since(at) > UNANSWERED_SECS) {
            self.set_up_by(SetupIntent::Later);
        }
    }

    fn keep_setup(&mut self, settings: Settings) {
        self.setup.kept = settings.clone();
        self.office.post(ToStore::Setup(Box::new(settings)));
    }
}

impl From<SetupIntent> for Intent {
    fn from(intent: SetupIntent) -> Self {
        Intent::Setup(intent)
    }
}
